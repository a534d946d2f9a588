"""A row after its cells: what stands beside the name, in columns that are no field, on comments, in colours."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from banyan.intake.reading.against import against, dead_phone
from banyan.intake.reading.codes import is_no_member, is_odd_status, says_yes
from banyan.intake.reading.directions import Said
from banyan.intake.reading.names import sex_mark
from banyan.intake.reading.results import (
    INFLOW,
    NOTHING,
    OUTFLOW,
    Certainty,
    Direction,
    Place,
    Reading,
    Row,
    corrected,
    question,
)
from banyan.intake.reading.text import BLANKS, normal, squeezed

_NOTED = re.compile(r"(?:中共)?预备党员")
_NOT_YET_FULL = re.compile(r"预备|未转正|未转|未到期")
_CAME_BACK = re.compile(r"已回|返乡|回乡|回村|回家")
_LOST = re.compile(r"失联|失去联系|联系不上|无法联系")
_PLAINLY_LOST = re.compile("已?(?:失联|失去联系)(?:党员)?")
_SEVERAL_WORDS = re.compile("[\u4e00-\u9fff]{2}")
_UNSURE = re.compile(r"存疑|可能|估计|好像|不确定|待核|记不清|[?？]")
_DATES = {"joined_on": "转正", "full_member_on": "入党", "birth": "入党|转正", "departed_on": "入党|转正"}
_HARMLESS_COMMENT = re.compile(
    r"(?:已?(?:核对|核实|确认|联系)|属实|微信同号|本人(?:号码)?|常用|无误)[。！!]?"
)
_COLOURS = {
    "红": (0, 20),
    "橙": (20, 45),
    "黄": (45, 70),
    "绿": (70, 165),
    "蓝": (165, 260),
    "紫": (260, 330),
}
_TELLING = {"note": "备注里", "name": "姓名旁边", "destination": "外出地点里"}
_SHARE_MOST = 0.4
WATCHED_WORDS = {
    "relation": "与户主关系",
    "household": "户主",
    "status": "党籍状态",
    "lost_since": "失联时间",
    "who_left": "外出人员",
}


def take_sex_from_name(row: Row) -> None:
    mark = sex_mark(row.values["name"].raw)
    if not mark:
        return
    written = row.values.get("sex", NOTHING)
    if written.value is None:
        row.values["sex"] = corrected(written.raw, mark, "姓名旁边写着性别")
    elif written.value != mark:
        row.ask("sex", f"姓名旁边写的是「{mark}」，和性别一栏不一致，请核对")


def take_category(row: Row) -> None:
    """（预备） beside the name, 预备 or 未转正 instead of the day of full membership."""
    if row.values.get("category", NOTHING).value is not None:
        return
    told = {"name": _NOT_YET_FULL.search, "full_member_on": _NOT_YET_FULL.search, "note": _NOTED.fullmatch}
    for name, says in told.items():
        if says(row.values.get(name, NOTHING).raw.strip()):
            raw = row.values.get("category", NOTHING).raw
            row.values["category"] = corrected(raw, "预备", f"按「{row.values[name].raw.strip()}」填写")
            return


def take_kind(row: Row, kind: Said) -> None:
    """What a title or a section head says of everybody below it, where the row itself says nothing."""
    if kind.value not in ("", "预备", "正式", "失联"):
        row.ask("name", f"上面写着「{kind.words}」，请确认要不要导入")
        return
    name, value = ("lost", True) if kind.value == "失联" else ("category", kind.value)
    was = row.values.get(name, NOTHING)
    is_full_already = kind.value == "预备" and row.values.get("full_member_on", NOTHING).value is not None
    if kind.value and was.value is None and was.certainty is not Certainty.QUESTION and not is_full_already:
        row.values[name] = corrected(was.raw, value, f"按「{kind.words}」")


def ask_about_dates(row: Row) -> None:
    """1998年7月1日转正 below 入党时间 is another day; 1999.7（存疑） says itself that it may be wrong."""
    for name, others in _DATES.items():
        said = row.values.get(name, NOTHING).raw
        if found := re.search(others, said):
            row.ask(name, f"写着「{found[0]}」，像是另一个时间，请确认")
        elif found := _UNSURE.search(said):
            row.ask(name, f"写着「{found[0]}」，请确认")


def take_direction(row: Row, table: Direction) -> None:
    """The column's word, else the table's; who is said to float in a list of our own has left.

    Who is said not to float goes in no direction.
    """
    if row.values.get("direction", NOTHING).value is not None:
        return
    raw = row.values.get("direction", NOTHING).raw
    floating = row.values.get("floating", NOTHING).value
    if table.value and floating is not False:
        row.values["direction"] = Reading(raw, table.value, why=table.why)
    elif floating is True:
        row.values["direction"] = Reading(raw, OUTFLOW, why="是流动党员，按流出")


def ask_which_time(row: Row, table: Direction) -> None:
    """流动时间 in a table for both sides: of somebody who came it may be either day."""
    is_other_side = row.text("direction") == INFLOW != table.value
    if is_other_side and row.values.get("arrived_on", NOTHING).value is None:
        row.ask("departed_on", "是流入的党员，请确认这是外出的时间还是流入的时间")


def ask_which_place(row: Row, home: Place | None) -> None:
    """外出地点 of somebody who came is where he came from, unless it lies here."""
    label = next((column.label for column in row.table.columns if column.field == "destination"), "")
    place = row.values.get("destination", NOTHING).value
    is_away = isinstance(place, Place) and (home is None or place.city != home.city)
    if is_away and row.text("direction") == INFLOW and "外出" in label:
        row.ask("destination", "是流入的党员，请确认这是从哪里来的，还是现在在哪里")


def ask_about_section(row: Row, place: Reading) -> None:
    """What the line above some people says of where they are, for those who have no place of their own."""
    was = row.values.get("destination", NOTHING)
    if place.certainty is Certainty.SURE and place.value is not None and was.raw == "" and was.value is None:
        row.values["destination"] = question("", place.value, f"按上面的「{place.raw}」填写，请确认")


def drop_home(row: Row) -> None:
    """现居住地 of somebody who does not float is no destination."""
    destination = row.values.get("destination", NOTHING)
    if row.values.get("floating", NOTHING).value is False and row.text("departed_on") == "":
        if destination.raw and destination.value is not None:
            words = f"现居住地：{destination.raw.strip()}"
            row.values["destination"] = corrected(destination.raw, None, "不是流动党员，记入备注", words)
        elif destination.certainty is Certainty.QUESTION:
            row.values["destination"] = corrected(
                destination.raw, None, "不是流动党员，记入备注", destination.aside
            )


def heed_watched(row: Row, texts: Mapping[str, str]) -> None:
    """Columns that are no field: a membership that ended, a stay that is over, somebody who is no member."""
    told = {name: normal(text) for name, text in texts.items() if normal(text) not in BLANKS}
    if row.ref:
        told.pop("status", None)  # 外出状态 of a list of our own is the house's own word
    row.beside.update(told)
    if "status" in told and is_odd_status(told["status"]):
        row.ask("name", f"党籍或组织关系状态写的是「{told['status']}」，请确认要不要导入")
    if "ended_on" in told and not told["ended_on"].startswith(("未", "没", "否")):
        row.ask("name", f"写着流动已在「{told['ended_on']}」结束，请确认要不要按外出导入")
    if "who_left" in told and told["who_left"] not in (row.text("name"), "本人"):
        row.ask("name", f"写着外出的是「{told['who_left']}」，请确认本人要不要按外出导入")
    if "politics" in told:
        _heed_politics(row, told["politics"])
    if "status" in told and _LOST.search(told["status"]) and row.values.get("lost", NOTHING).value is None:
        row.values["lost"] = _lost_by_status(told["status"])
    if "lost_since" in told and row.values.get("lost", NOTHING).value is None:
        row.values["lost"] = corrected("", True, f"写着失联时间「{told['lost_since']}」")
    _heed_answers(row, told)
    told.pop("ended_on", None)
    _add_asides(
        row, [f"{WATCHED_WORDS[name]}：{text}" for name, text in told.items() if _is_kept(name, text)]
    )


def _heed_answers(row: Row, told: Mapping[str, str]) -> None:
    """是否在家 and 是否预备党员: each says something of a field that it is not."""
    if says_yes(told.get("at_home", "")):
        row.ask("name", "写着人在家，请确认要不要按外出导入")
    if says_yes(told.get("probationary", "")) and row.values.get("category", NOTHING).value is None:
        row.values["category"] = corrected("", "预备", "写着是预备党员")


def _lost_by_status(words: str) -> Reading:
    """失联 alone says it; 暂时联系不上 is asked about."""
    if _PLAINLY_LOST.fullmatch(words):
        return corrected("", True, f"状态写的是「{words}」")
    return question("", True, f"状态写的是「{words}」，请确认是不是失联")


def _is_kept(name: str, text: str) -> bool:
    return name in WATCHED_WORDS and (name != "status" or is_odd_status(text) or bool(_LOST.search(text)))


def _heed_politics(row: Row, words: str) -> None:
    if is_no_member(words):
        row.ask("name", f"政治面貌写的是「{words}」，不是党员，请确认要不要导入")
    elif is_odd_status(words):
        row.ask("name", f"政治面貌写的是「{words}」，请确认要不要导入")
    elif "预备" in words and row.values.get("category", NOTHING).value is None:
        row.values["category"] = corrected(words, "预备", "按政治面貌填写")


def heed_note(row: Row) -> None:
    """备注, a word behind the name or the place may say that the row is out of date."""
    for name, words in _TELLING.items():
        said = row.values.get(name, NOTHING).raw
        if name == "note" and (dead := dead_phone(said)):
            row.ask("phone", f"备注里写着「{dead}」，请确认号码还能不能用")
        found = _against(row, said) if name != "destination" else _against_the_place(said)
        if found:
            row.ask("name", f"{words}写着「{found}」，请确认要不要导入")
        if _LOST.search(said) and row.values.get("lost", NOTHING).value is None:
            row.values["lost"] = question(
                row.values.get("lost", NOTHING).raw, True, f"{words}写着失联，请确认"
            )


def _against(row: Row, said: str) -> str:
    has_place = row.values.get("destination", NOTHING).value is not None
    return against(said, is_away=has_place or row.text("departed_on") != "")


def _against_the_place(said: str) -> str:
    return against(said, is_away=False) or _first(_CAME_BACK, said)


def _first(pattern: re.Pattern[str], said: str) -> str:
    found = pattern.search(said)
    return found[0] if found else ""


def keep_remarks(row: Row, texts: Mapping[str, str]) -> None:
    """Free words of other columns, each behind the word over it."""
    told = {squeezed(label): normal(text) for label, text in texts.items()}
    _add_asides(row, [f"{label}：{text}" for label, text in told.items() if text.lower() not in BLANKS])


def ask_about_second(row: Row, texts: Mapping[str, str]) -> None:
    """The same word stands over two columns, and they differ."""
    for name, text in texts.items():
        field, said = name.partition(".")[0], normal(text)
        if said not in BLANKS and said != normal(row.values[field].raw):
            row.ask(field, f"另一列同样的表头下写着「{said}」，请确认以哪个为准")


def heed_unheaded(row: Row, texts: Iterable[str]) -> None:
    """Words beside the table, under no head: a remark the clerk had no column for."""
    for text in (normal(text) for text in texts if _SEVERAL_WORDS.search(text)):
        _add_asides(row, [text])
        if found := _against(row, text) or _first(_LOST, text):
            row.ask("name", f"旁边写着「{found}」，请确认要不要导入")


def heed_comment(row: Row, name: str, text: str, said: Reading) -> None:
    """A comment goes into the note; one on a cell with a value of its own may say something newer.

    `name`: the cell's field, empty for a cell that is none; `said`: what the comment says as a value of it.
    """
    _add_asides(row, [f"批注：{text}"])
    if name == "name" and (_against(row, text) or _LOST.search(text)):
        row.ask("name", f"批注里写着「{text}」，请确认要不要导入")
    elif name and name not in ("name", "note") and not _HARMLESS_COMMENT.fullmatch(text.strip()):
        _ask_about_comment(row, name, said)


def _ask_about_comment(row: Row, name: str, said: Reading) -> None:
    was = row.values.get(name, NOTHING)
    if was.value is None and was.certainty is not Certainty.REFUSED:
        row.values[name] = question(was.raw, said.value, "这一格的内容写在批注里，请确认", was.aside)
    else:
        row.ask(name, "这一格有批注，请确认以哪个为准")


def ask_about_shades(rows: Sequence[Row], shades: Mapping[int, str], legends: Sequence[str]) -> None:
    """Rows painted otherwise than most mean something that only the clerk knows (rosters.md 6.3, 9)."""
    painted = {row.number: _colour(shades[row.number - 1]) for row in rows if row.number - 1 in shades}
    for row in rows:
        colour = painted.get(row.number, "")
        alike = sum(other == colour for other in painted.values())
        if colour and alike <= _SHARE_MOST * len(rows):
            said = next((f"，表里写着「{text}」" for text in legends if colour in text), "")
            row.ask("name", f"这一行标了{colour}色{said}，请确认是什么意思")


@lru_cache(maxsize=256)
def _colour(digits: str) -> str:
    """FF0000 -> 红; white, black and greys mean nothing."""
    red, green, blue = (int(digits[at : at + 2], 16) for at in (0, 2, 4))
    most, least = max(red, green, blue), min(red, green, blue)
    if most - least < 40:
        return ""
    if most == red:
        hue = 60 * ((green - blue) / (most - least)) % 360
    elif most == green:
        hue = 60 * ((blue - red) / (most - least) + 2)
    else:
        hue = 60 * ((red - green) / (most - least) + 4)
    return next((name for name, (low, high) in _COLOURS.items() if low <= hue < high), "红")


def move_asides_to_note(row: Row) -> None:
    """What readers set aside, then the watched columns and comments; each once."""
    asides = [reading.aside for reading in row.values.values() if reading.aside]
    _add_asides(row, asides)
    if row.asides:
        was = row.values.get("note", NOTHING)
        words = [str(was.value)] * (was.value is not None) + list(dict.fromkeys(row.asides))
        row.values["note"] = corrected(was.raw, "；".join(words), "补记了别的格里的内容")


def _add_asides(row: Row, words: Sequence[str]) -> None:
    row.asides.extend(words)
