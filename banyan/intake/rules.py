"""From a read row to facts, and what of them is new: pure thought (story.md, Rosters)."""

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import takewhile
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from banyan.intake.reading.results import (
    FIELDS,
    INFLOW,
    NOTHING,
    Branch,
    Certainty,
    Origin,
    Place,
    Reading,
    Row,
)
from banyan.intake.states import BatchStatus, How, PasteStatus
from banyan.shared.dates import is_partial_date
from banyan.shared.errors import Reason

PERSON_FIELDS = (
    "name", "sex", "birth", "id_number", "phone", "ethnicity", "education", "joined_on", "full_member_on", "note",
    "category", "address", "floating", "lost", "lost_since",
)  # fmt: skip
# Where the person keeps a roster's field under another name, and how the party's own words are kept.
COLUMNS = {"floating": "told_floating", "lost": "told_lost"}
CATEGORIES = {"正式": "full", "预备": "probationary"}
TOLD = frozenset({"floating", "lost", "lost_since"})  # dated by the day the roster was taken in
# A household list's columns, by the fact of a household that keeps them.
HOUSEHOLD = {
    "household": "head", "relation": "relation", "family_size": "size", "family_away": "away", "elders": "elders",
    "children": "children", "left_behind": "left_behind", "family": "family", "needs": "needs",
}  # fmt: skip
SHORT = frozenset({"relation", "size", "away"})
SHORT_MOST = 20
# What a host's list may correct of somebody whose home is outside our tree; its note stays with the stay.
GUEST_FIELDS = tuple(name for name in PERSON_FIELDS if name not in ("note", *TOLD))
ONE_OF_THE_NAME = "名单里这个支部有一位同名的，光凭姓名定不下来，请确认是不是这一位"
TWO_OF_A_NAME = "名单里有两个人都对得上，请补上身份证号"
WHOM = frozenset({ONE_OF_THE_NAME, TWO_OF_A_NAME})
DATES = frozenset({"birth", "joined_on", "full_member_on", "departed_on", "arrived_on", "lost_since"})
HOST_WORDS = {"host_organisation": "流入地党组织", "host_head": "负责人", "host_phone": "负责人电话"}
NOTE_WORDS = {
    **HOST_WORDS, "arrived_on": "流入时间", "destination": "外出地点", "employer": "工作单位", "occupation": "职业",
    "reason": "外出原因", "has_certificate": "持有活动证", "origin": "流入前所在地",
    "home_organisation": "组织关系所在党组织",
    "floating": "是否流动党员", "lost": "是否失联", "lost_since": "失联时间",
}  # fmt: skip
# Of a member who left: what only a host's list has a place for, and what only a journey has.
OF_GUESTS = ("origin", "home_organisation")
OF_JOURNEYS = (
    *HOST_WORDS,
    "arrived_on",
    "destination",
    "employer",
    "occupation",
    "reason",
    "has_certificate",
)
KEPT_BESIDE = {"household": "户主", "relation": "与户主关系", "lost_since": "失联时间"}
_NO_PLACE = re.compile(r"[\W_]+|打工|务工|经商|工作|上班|就业|一带|附近|等地|境内|市内")
_SINCE = re.compile(r"((?:19|20)[0-9]{2})(?:[-./年]([0-9]{1,2}))?(?:[-./月]([0-9]{1,2}))?")
BIRTH_SCORES = {len("1985-04-12"): 85, len("1985-04"): 75, len("1985"): 60}
UNDO_DAYS = 7
PASTE_DAYS = 30
ORIGINAL_DAYS = 30
NICKNAME_MAX = 24
# Above these the worker reads and takes in, so that nobody waits on a page that seems to hang: two seconds' work each.
READ_AT_ONCE_BYTES = 400_000
TAKE_AT_ONCE_ROWS = 3_000
TOO_BIG = Reason("too_big", _("文件太大，请删去多余的工作表和图片，或分成几个文件再传。"))
NOWHERE_TO_GO = Reason(
    "nowhere_to_go", _("这一类现在只能读给您看，还没有登记的地方。可以把结果复制出来用，原文30天后删除。")
)
ORIGINAL_GONE = Reason("original_gone", _("原来的文件只保存30天，已经删除。要用的话，请再上传一次。"))
ALREADY_ANSWERED = Reason("already_answered", _("这个疑问已经回答过了；要改，请先在“已回答”里重新打开。"))
NOT_ANSWERED = Reason("not_answered", _("这个疑问还没有回答，不用重新打开。"))
NOTHING_SAID = Reason("nothing_said", _("请写上应该是什么；要空着，请选“这一格空着”。"))
NOT_AS_READ = Reason("not_as_read", _("光凭表里写的定不下来，请选是哪一位，或先不导入这一行。"))
NOT_WITHOUT_NAME = Reason("not_without_name", _("姓名不能空着，请写上姓名，或不导入这一行。"))
NO_NAME_COLUMN = Reason("no_name_column", _("要有一列是“姓名”，请选上。"))
NAMES_UNKNOWN = Reason("names_unknown", _("还不知道哪一列是姓名，请先指明姓名列，再导入。"))
NOT_OF_THE_GROUP = Reason("not_of_the_group", _("这个人不在这个组织里，请重新选。"))
UNDER_WAY = Reason("under_way", _("这一批正在后台办理，请等办完再看，不用重复点。"))
MOVED_AWAY = Reason("not_in_review", _("这一批已经处理过了，请回到导入记录看看。"))


def facts_of(row: Row) -> dict[str, Any]:
    """What the row says, by field, in plain JSON values; what it leaves empty or masked is not among them.

    What has no place of its own goes into the note in words: nothing that was read is dropped.
    """
    facts = {
        name: as_fact(reading.raw, reading.value)
        for name, reading in row.values.items()
        if reading.value is not None and not reading.is_kept
    }
    facts |= _beside(row, facts)
    if has_come(facts):
        lives = row.values.get("destination", NOTHING).raw
        homeless = [*HOST_WORDS, *TOLD]
        facts |= {"destination": {"code": "", "words": lives}} if lives and "destination" not in facts else {}
    elif "departed_on" in facts:
        homeless = list(OF_GUESTS)
    else:
        homeless = [*OF_GUESTS, *OF_JOURNEYS]
        if loose := {name: facts[name] for name in OF_JOURNEYS if name in facts}:
            facts["loose"] = loose
    return _into_note(row, facts, homeless)


def settled(facts: Mapping[str, Any], kept: Container[str]) -> Mapping[str, Any]:
    """The same facts for somebody of whom fields are `kept` already: what is told of a journey belongs to it.

    Without a journey, held or begun by this row, it stands in the note. Said again of another person it moves again.
    """
    loose: Mapping[str, Any] = facts.get("loose", {})
    if not loose:
        return facts
    placed = [name for name in loose if name in kept or "departed_on" in facts]
    said = {name: f"{NOTE_WORDS[name]}：{in_note(loose[name], '')}" for name in loose}
    told = {part for words in said.values() for part in words.split("；")}
    note = [part for part in str(facts.get("note", "")).split("；") if part and part not in told]
    note += [words for name, words in said.items() if name not in placed]
    rest = {name: value for name, value in facts.items() if name != "note" and name not in loose}
    return rest | {name: loose[name] for name in placed} | ({"note": "；".join(note)} if note else {})


def _beside(row: Row, facts: Mapping[str, Any]) -> dict[str, Any]:
    """What columns beside the fields say of the household, the address and since when he is lost."""
    told = row.beside
    household = {
        name: told[column][:SHORT_MOST] if name in SHORT else told[column]
        for column, name in HOUSEHOLD.items()
        if column in told
    }
    found: dict[str, Any] = {"household": household} if household else {}
    if "home_address" in told:
        found["address"] = told["home_address"]
    if facts.get("lost") and (since := since_when(told.get("lost_since", ""))):
        found["lost_since"] = since
    return found


def since_when(words: str) -> str:
    """A day, month or year as it is written in the column 失联时间; empty when it is none."""
    found = _SINCE.search(words)
    if found is None:
        return ""
    parts = [found[1], *(part.zfill(2) for part in found.groups()[1:] if part)]
    since = "-".join(parts)
    return since if is_partial_date(since) else ""


def _into_note(row: Row, facts: dict[str, Any], homeless: Sequence[str]) -> dict[str, Any]:
    """Facts without a place of their own, in words; what a household keeps is not said twice."""
    kept = [f"{words}：{row.beside[name]}" for name, words in KEPT_BESIDE.items() if name in row.beside]
    note = [part for part in str(facts.get("note", "")).split("；") if part and part not in kept]
    if "lost_since" in row.beside and "lost_since" not in facts:
        note.append(f"{KEPT_BESIDE['lost_since']}：{row.beside['lost_since']}")
    for name in homeless:
        if name in facts:
            note.append(f"{NOTE_WORDS[name]}：{in_note(facts.pop(name), row.values.get(name, NOTHING).raw)}")
    if note:
        facts["note"] = "；".join(note)
    else:
        facts.pop("note", None)
    return facts


def in_note(value: Any, raw: str) -> str:
    """A value as the note tells it: as it was written, truth in words."""
    if isinstance(value, bool):
        return "是" if value else "否"
    return (raw or value["words"]).strip() if isinstance(value, Mapping) else str(value)


def person_columns(facts: Mapping[str, Any], day: date) -> dict[str, Any]:
    """A row's facts as the person's own columns keep them; `day` dates what only the roster says."""
    told = {COLUMNS.get(name, name): facts[name] for name in PERSON_FIELDS if name in facts}
    if "category" in told:
        told["category"] = CATEGORIES.get(told["category"], told["category"])
    return told | ({"told_on": day} if TOLD & facts.keys() else {})


def has_come(facts: Mapping[str, Any]) -> bool:
    """Is this a row of somebody from elsewhere who came to take part here (A-06)?"""
    return bool(facts.get("direction") == INFLOW)


def as_fact(raw: str, value: Any) -> Any:
    """A value as it is kept with a row: a place with its words, a branch by its key."""
    if isinstance(value, Place | Origin):
        return {"code": value.code, "words": raw}
    if isinstance(value, Branch):
        return value.key
    return value


def is_told_already(name: str, told: Any, known: Any) -> bool:
    """Does the house know this already? A date less precise than the known one, a part of a note, is nothing new."""
    if name in DATES and isinstance(known, str) and known:
        return known.startswith(str(told))
    if name == "note":
        return set(str(told).split("；")) <= set(str(known).split("；"))
    return bool(told == known)


def changed_fields(facts: Mapping[str, Any], known: Mapping[str, Any]) -> list[str]:
    """The facts that differ from what is known."""
    return [name for name in known if name in facts and not is_told_already(name, facts[name], known[name])]


def says_no_more(told: str, held: str) -> bool:
    """Does a place as it is written say nothing beyond what is held: 广州黄埔 of 广东省广州市黄埔区?"""
    letters = iter(held)
    return all(letter in letters for letter in _NO_PLACE.sub("", told))


def may_be(facts: Mapping[str, Any], *, sex: str, birth: str, has_number: bool) -> bool:
    """May a row be somebody of the same name in the same branch? Sex, birth and id number must not contradict.

    Another telephone contradicts nothing: people change theirs.
    """
    is_same_sex = not sex or facts.get("sex", sex) == sex
    told = str(facts.get("birth", ""))
    is_same_birth = birth.startswith(told) or told.startswith(birth)
    return is_same_sex and is_same_birth and not (has_number and facts.get("id_number"))


def why_whom(surely: int, perhaps: int) -> str:
    """What is asked of a row that means several people, or somebody by his name alone; empty when it is clear."""
    if surely > 1 or (not surely and perhaps > 1):
        return TWO_OF_A_NAME
    return ONE_OF_THE_NAME if perhaps and not surely else ""


@dataclass(frozen=True)
class Recognised:
    """By what a row was found to be somebody, and how sure that is, of 100."""

    words: str | Promise
    score: int


def recognised_by(is_same_ref: bool, facts: Mapping[str, Any], known: Mapping[str, Any]) -> Recognised:
    """The order of story.md, Rosters: our own number, the id number, telephone and name, name with birth and branch.

    The less of the birth both know (day, month, year), the less sure.
    """
    if is_same_ref:
        return Recognised(_("编号相同，或由您选定"), 100)
    if facts.get("id_number") and facts["id_number"] == known["id_number"]:
        return Recognised(_("身份证号相同"), 100)
    if facts.get("phone") and facts["phone"] == known["phone"] and facts.get("name") == known["name"]:
        return Recognised(_("姓名和电话都相同"), 90)
    shared = min(len(str(facts.get("birth", ""))), len(str(known["birth"])))
    return Recognised(_("姓名、出生年月和支部都对得上"), BIRTH_SCORES.get(shared, 50))


def why_not_open(size: int, most: int) -> Reason | None:
    """A file over the limit (in bytes) is not even read."""
    return TOO_BIG if size > most else None


def is_read_at_once(size: int) -> bool:
    """Is a file of so many bytes read while its officer waits?"""
    return size <= READ_AT_ONCE_BYTES


def is_taken_at_once(rows: int) -> bool:
    """Are so many rows taken in while their officer waits?"""
    return rows <= TAKE_AT_ONCE_ROWS


def why_not_original(made_at: datetime, status: str, at: datetime) -> Reason | None:
    """The uploaded file is kept for 30 days, of a batch left aside not at all (trust.md 4.5)."""
    is_kept = at < made_at + timedelta(days=ORIGINAL_DAYS) and status != BatchStatus.DISCARDED
    return None if is_kept else ORIGINAL_GONE


def why_not_discard(status: str) -> Reason | None:
    """What counts already is undone instead."""
    return None if status in (BatchStatus.READ, BatchStatus.IN_REVIEW) else MOVED_AWAY


def why_not_accept(status: str, *, is_under_way: bool) -> Reason | None:
    """A batch is taken in once; while the worker is at it there is nothing to confirm again."""
    return UNDER_WAY if is_under_way else why_not_review(status)


def why_not_take_in(status: str, *, lacks_name: bool) -> Reason | None:
    """What waits for review, once it is known where the names stand."""
    return why_not_review(status) or (NAMES_UNKNOWN if lacks_name else None)


def why_not_review(status: str) -> Reason | None:
    return None if status == BatchStatus.IN_REVIEW else MOVED_AWAY


def why_not_answer(status: str, *, is_open: bool) -> Reason | None:
    """A question is answered once, while its roster waits for review; reopened it can be answered anew."""
    return why_not_review(status) or (None if is_open else ALREADY_ANSWERED)


def why_not_columns(fields: Mapping[str, str]) -> Reason | None:
    """Each field is fed by one column, a name among them; parts of one value may stand in several."""
    taken = [field for field in fields.values() if field]
    if "name" not in taken:
        return NO_NAME_COLUMN
    unknown = [field for field in taken if field.partition(".")[0] not in FIELDS]
    if unknown:
        return Reason("no_such_field", _("没有“%(field)s”这个字段。") % {"field": unknown[0]})
    twice = next((field for field in taken if taken.count(field) > 1), "")
    if not twice:
        return None
    names = "、".join(key for key, field in fields.items() if field == twice)
    return Reason("field_twice", _("“%(columns)s”选了同一项，请只留一列。") % {"columns": names})


def no_such_column(names: Sequence[str]) -> Reason:
    return Reason("no_such_column", _("表里没有“%(columns)s”这一列。") % {"columns": "、".join(names)})


def why_not_reopen(status: str, *, is_answered: bool) -> Reason | None:
    return why_not_review(status) or (None if is_answered else NOT_ANSWERED)


def why_not_decide(how: str, name: str, *, needs_telling: bool) -> Reason | None:
    """Which of two people a row is, or whether a superior knows him, does not stand in the file.

    A row without a name is nobody.
    """
    if needs_telling and how in (How.READ, How.EMPTY):
        return NOT_AS_READ
    return NOT_WITHOUT_NAME if how == How.EMPTY and name == "name" else None


def why_not_say(reading: Reading) -> Reason | None:
    """What is typed as an answer must leave no doubt; the reader's own sentence says what is missing."""
    if reading.certainty in (Certainty.SURE, Certainty.CORRECTED):
        return NOTHING_SAID if reading.value is None and reading.certainty is Certainty.SURE else None
    return Reason("still_unclear", reading.why)


def told_facts(name: str, raw: str, value: Any, facts: Mapping[str, Any]) -> dict[str, Any]:
    """A value as the facts of a row hold it: what has no place of its own stands in the note."""
    if name in HOUSEHOLD:
        return {"household": {**facts.get("household", {}), HOUSEHOLD[name]: value}}
    homeless = OF_GUESTS if "departed_on" in facts else (*OF_GUESTS, *OF_JOURNEYS)
    if has_come(facts) or name == "direction" or name not in homeless:
        return {name: as_fact(raw, value)}
    said = f"{NOTE_WORDS[name]}：{in_note(as_fact(raw, value), raw)}"
    loose = {**facts.get("loose", {}), name: as_fact(raw, value)} if name in OF_JOURNEYS else None
    note = "；".join(filter(None, [facts.get("note"), said]))
    return {"note": note} | ({"loose": loose} if loose else {})


def why_not_undo(status: str, accepted_at: datetime | None, now: datetime) -> Reason | None:
    """An import can be taken back for seven days (R-I3)."""
    if status != BatchStatus.ACCEPTED or accepted_at is None:
        return Reason("not_accepted", _("只有已导入的批次才能撤销。"))
    if now - accepted_at > timedelta(days=UNDO_DAYS):
        return Reason("too_late", _("导入已超过7天，不能整批撤销，请逐个更正。"))
    return None


def why_not_undo_paste(status: str, accepted_at: datetime | None, now: datetime) -> Reason | None:
    """What was taken in from a chat can be taken back for seven days, like an import (R-I3)."""
    if status != PasteStatus.ACCEPTED or accepted_at is None:
        return Reason("not_accepted", _("只有已登记的接龙才能撤销。"))
    if now - accepted_at > timedelta(days=UNDO_DAYS):
        return Reason("too_late", _("登记已超过7天，不能整份撤销，请逐个更正。"))
    return None


def why_not_take(*, has_target: bool, subject: str) -> Reason | None:
    """A kind nothing is kept of yet can be read, and no more; and it must be known what it is about."""
    if not has_target:
        return NOWHERE_TO_GO
    return None if subject else Reason("no_subject", _("请先选是关于哪一期、哪件任务。"))


def may_teach(called: str, name: str) -> bool:
    """Is this a nickname worth keeping? Not the name itself, a number, or a whole sentence."""
    plain = called.strip()
    return bool(plain) and plain != name and len(plain) <= NICKNAME_MAX and not plain.isdigit()


def why_not_look(reason: str) -> Reason | None:
    """A superior sees who is claimed twice by name, for a reason that the person can read."""
    return None if reason.strip() else Reason("no_reason", _("请写明核对的事由，本人能看到。"))


def why_not_decide_check(*, is_whole: bool, reason: str) -> Reason | None:
    """Both sides are still there, and the decision says why."""
    if not is_whole:
        return Reason("side_gone", _("其中一方的登记已经不在了，不用再核对。"))
    return why_not_look(reason)


def common_path(one: str, other: str) -> str:
    """The path of the nearest organisation above both; that of the first one's root where they share none."""
    above, beside = one.strip("/").split("/"), other.strip("/").split("/")
    pairs = zip(above[:-1], beside[:-1], strict=False)
    shared = [step for step, _same in takewhile(lambda pair: pair[0] == pair[1], pairs)]
    return "/" + "/".join(shared or above[:1]) + "/"
