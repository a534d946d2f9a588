"""Which branch a clerk means: 涌水村支部, 黄泥镇涌水村, 中共永兴县黄泥镇涌水村支部委员会 (rosters.md 6.3, 10)."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from banyan.intake.reading.codes import ETHNICITIES
from banyan.intake.reading.results import Branch, Reading, corrected, question
from banyan.intake.reading.text import normal, simplified, squeezed
from banyan.shared.spreadsheets.sheets import Cell

_OPENING = re.compile(r"^(?:中国共产党|中共)")
_NUMBERING = re.compile(r"^(?:[一二三四五六七八九十]+、|\(?\d+[)、.])|\(\d+人?\)$|[:：]$")
_CLOSING = re.compile(
    r"(?:党?支部委员会|党?总支部?委员会|党?总支部?|党?支部|党工委|基层党委|党委会?|委员会|党组织|党员?)$"
)
_VILLAGE_OFFICE, _RESIDENTS_OFFICE = re.compile(r"村民?委员?会$"), re.compile(r"居民?委员?会$")
_PEOPLES = re.compile("|".join(sorted(ETHNICITIES, key=len, reverse=True)))
_KIND = re.compile(r"(?:行政村|社区|居|村|街道|镇|乡|县|市|区)$")
_GROUP = re.compile(r"(?<=[村区])第?[一二三四五六七八九十\d]{1,3}(?:村民|居民)?小?组$")
_INSIDE_BRACKETS = re.compile(r"\([^()]*\)")
_BRACKETS = re.compile(r"[()（）\[\]【】《》「」\"“”]")


class Branches:
    """The organisations a roster may name, findable under their many spellings; `hosts` only when it names them."""

    def __init__(self, branches: Iterable[Branch], hosts: Iterable[Branch] = ()) -> None:
        branches = list(branches)
        self._one = branches[0] if len(branches) == 1 else None
        self._by_alias: dict[str, list[Branch]] = defaultdict(list)
        self._above: dict[str, str] = {}
        for branch in [*branches, *hosts]:
            self._above[branch.key] = "".join(map(_core, branch.above))
            for alias in _spellings(_core(branch.name)):
                self._by_alias[alias].append(branch)

    @property
    def only(self) -> Branch | None:
        """The branch a row without one belongs to where a roster can name no other."""
        return self._one

    def find(self, text: str) -> list[Branch]:
        """All branches the text can mean; what stands before the branch's own name must be names above it."""
        return (
            self._find(_core(text))
            or self._find(_core(_INSIDE_BRACKETS.sub("", normal(text))))
            or self._find(_GROUP.sub("", _core(text)))
        )

    def _find(self, core: str) -> list[Branch]:
        for start in range(len(core)):
            named = self._by_alias.get(core[start:], [])
            before = core[:start]
            found = [branch for branch in named if _is_within(before, self._above[branch.key])]
            exact = [branch for branch in found if _core(branch.name) == core[start:]]
            if found:
                return exact or found
        return []


def _core(name: str) -> str:
    """The place inside an organisation's name: 中共永兴县黄泥镇涌水村支部委员会 -> 永兴县黄泥镇涌水村."""
    bare = _BRACKETS.sub("", _NUMBERING.sub("", simplified(squeezed(normal(name)))))
    bare = _VILLAGE_OFFICE.sub("村", _OPENING.sub("", bare))
    return _CLOSING.sub("", _RESIDENTS_OFFICE.sub("", bare)) or bare


def _spellings(core: str) -> set[str]:
    """沙洲瑶族村 is also written 沙洲村 and 沙洲."""
    plain = _PEOPLES.sub("", core)
    return {name for name in (core, plain, _KIND.sub("", core), _KIND.sub("", plain)) if len(name) > 1}


def _is_within(before: str, above: str) -> bool:
    """文明乡 is made of letters of 汝城县文明瑶族乡, in their order; another township's name is not."""
    letters = iter(above)
    return all(letter in letters for letter in before)


def branch_reader(branches: Branches | None) -> Callable[[Cell, str], Reading]:
    """With no organisations given the name is only tidied."""

    def read_branch(cell: Cell, text: str) -> Reading:
        if branches is None:
            return Reading(cell.text, Branch("", squeezed(text)))
        return chosen(cell.text, branches.find(text))

    return read_branch


def chosen(raw: str, found: Sequence[Branch], why: str = "") -> Reading:
    """One branch is taken; several or none are asked about."""
    if len(found) == 1:
        name = found[0].name
        if name == raw:
            return Reading(raw, found[0])
        return corrected(raw, found[0], why or f"对应到「{name}」")
    if found:
        names = "、".join(f"{''.join(branch.above[-1:])}{branch.name}" for branch in found[:3])
        return question(raw, None, f"有几个名字相近的支部（{names}），请选定一个")
    return question(raw, None, "没有找到这个支部，请选定一个，或先在组织里添加")
