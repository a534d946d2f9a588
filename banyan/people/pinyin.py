"""Names as they are spoken: for search by initials and for one sort order on every database."""

from functools import lru_cache

from pypinyin import Style, lazy_pinyin
from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

# Surnames pypinyin reads wrongly (stack.md 0.9).
SURNAMES = {
    "单": "shan", "曾": "zeng", "解": "xie", "仇": "qiu", "区": "ou", "查": "zha", "盖": "ge", "任": "ren",
    "华": "hua", "朴": "piao", "尉": "wei", "翟": "zhai", "覃": "qin", "员": "yun", "折": "she", "黑": "he",
    "秘": "bi", "冼": "xian", "缪": "miao", "宓": "mi", "燕": "yan", "纪": "ji", "过": "guo", "洗": "xian",
    "召": "shao", "种": "chong", "乐": "yue", "祭": "zhai", "句": "gou", "佴": "nai", "隗": "wei", "逄": "pang",
    "郗": "xi", "卜": "bu", "那": "na", "尹": "yin", "薄": "bo", "牟": "mu", "臧": "zang", "訾": "zi",
}  # fmt: skip


@lru_cache(maxsize=50_000)
def spoken(name: str) -> tuple[str, str]:
    """Full pinyin and initials of a name: 张三 -> ("zhang san", "zs")."""
    syllables = _syllables(name.replace("·", ""))
    if name[:1] in SURNAMES and syllables:
        syllables[0] = SURNAMES[name[0]]
    initials = "".join(syllable[0] for syllable in syllables if syllable)
    return " ".join(syllables).lower()[:120], initials.lower()[:20]


def _syllables(name: str) -> list[str]:
    """As the dictionary reads it; letter by letter, which is far quicker, where no two of them begin a phrase."""
    pairs = {name[at : at + 2] for at in range(len(name) - 1)}
    if all(ord(letter) in PINYIN_DICT for letter in name) and pairs.isdisjoint(_beginnings()):
        return [_syllable(letter) for letter in name]
    return lazy_pinyin(name, style=Style.NORMAL, errors="default")


@lru_cache(maxsize=8_000)
def _syllable(letter: str) -> str:
    return lazy_pinyin(letter, style=Style.NORMAL, errors="default")[0]


@lru_cache(maxsize=1)
def _beginnings() -> frozenset[str]:
    """The first two letters of every phrase whose reading is not that of its letters alone."""
    return frozenset(phrase[:2] for phrase in PHRASES_DICT)
