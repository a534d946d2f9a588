"""Names as they are spoken: read letter by letter where that is quicker, and never otherwise than by the dictionary."""

from random import Random

import pytest
from pypinyin import Style, lazy_pinyin

from banyan.people.pinyin import SURNAMES, spoken

# Letters that are read in more than one way, and that stand in many phrases.
LETTERS = "王李张长重乐单曾行都会大小中国成明东南西北山水天地文武𠮷A·"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("盘甲一", ("pan jia yi", "pjy")),
        ("单明", ("shan ming", "sm")),
        ("长安", ("chang an", "ca")),
        ("重庆", ("chong qing", "cq")),
        ("买买提·艾力", ("mai mai ti ai li", "mmtal")),
        ("", ("", "")),
    ],
)
def test_a_name_is_found_as_it_is_spoken(name: str, said: tuple[str, str]) -> None:
    assert spoken(name) == said


def test_the_quick_way_reads_as_the_dictionary_does() -> None:
    chance = Random(7)
    for _name in range(3000):
        name = "".join(chance.choice(LETTERS) for _letter in range(chance.randrange(1, 5)))
        syllables = lazy_pinyin(name.replace("·", ""), style=Style.NORMAL, errors="default")
        if syllables and name[0] in SURNAMES:
            syllables[0] = SURNAMES[name[0]]
        assert spoken(name)[0] == " ".join(syllables).lower(), name
