"""Telephone cells: the first mobile as 11 digits, every other number kept for the note (rosters.md 6.3, 3)."""

import re
from collections.abc import Callable
from typing import NamedTuple

from banyan.intake.reading.results import Reading, corrected, question, refused
from banyan.intake.reading.text import is_masked, kept, squeezed
from banyan.shared.spreadsheets.sheets import Cell, Kind

_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[Ee]\+?\d{1,2}")
_FLOAT = re.compile(r"(\d+)\.0+")
_SPLIT = re.compile(r"[、/,;|\n]|或者?|(?<=\d)\s+(?=(?:\+?86[- ]?)?1[3-9]\d[\s\d-]{8,})|(?<=\d{11})\s+")
_INNER = re.compile(r"(?<=\d)[\s\-–—.·]+(?=\d)")
_NUMBER = re.compile(r"([^\d+]*)(?<!\d)(?:\+?(?:00)?86[- ]?)?(1[3-9]\d{9})(?!\d)(\([^()\d]*\))?")
_SHORT_NUMBER = re.compile(r"[2-9]\d{2,5}")
_LAND_LINE = re.compile(r"([^\d]*)(?<!\d)(0\d{2,3})?[-\s)]*([2-8]\d{6,7})(?!\d)(\([^()\d]*\))?")
_EDGES = " ():：-+.\"'。[]"
_FAMILY = re.compile(
    r"妻|夫|爱人|老婆|老公|配偶|父|母|爸|妈|子|女|儿|兄|弟|姐|妹|哥|嫂|媳|孙|家属|家人|家里|家庭|亲|友|转"
)
_DEAD = re.compile(r"空号|停机|不通|不了|无人|关机|已?换号?|作废|注销|旧|原|错")
_ZEROS = re.compile(r"1[3-9]\d{2,4}0{6,}")
_WORDS = re.compile(r"[A-Za-z\u4e00-\u9fff]")


class Found(NamedTuple):
    """One number of the cell as 11 digits (or a land line as written), and the words that stood with it."""

    number: str
    words: str
    is_own: bool


def phone_reader(*, takes_land_lines: bool = False) -> Callable[[Cell, str], Reading]:
    """A member's own number must be a mobile; an organisation's may be a land line."""

    def read_phone(cell: Cell, text: str) -> Reading:
        if _MOBILE.fullmatch(cell.text):
            return _sure(cell)
        if is_masked(text):
            return kept(cell)
        if _SCIENTIFIC.fullmatch(squeezed(text)):
            return refused(cell.text, "号码变成了科学计数，后几位已经丢失，请把这一列设成「文本」后重新填写")
        whole = _FLOAT.fullmatch(text)
        return _chosen(
            cell.text, _numbers(whole[1] if whole else text), text, takes_land_lines=takes_land_lines
        )

    return read_phone


def _sure(cell: Cell) -> Reading:
    if cell.kind is Kind.NUMBER and _ZEROS.fullmatch(cell.text):
        return question(cell.text, cell.text, "号码后面全是 0，可能丢了后几位，请核对")
    return Reading(cell.text, cell.text)


def _numbers(text: str) -> list[Found]:
    """Every number in the order written, with the words before it or in brackets behind it."""
    found = []
    for piece in _SPLIT.split(text):
        together = _INNER.sub("", piece)
        matches = list(_NUMBER.finditer(together))
        tail = together[matches[-1].end() :] if matches else ""
        for match in matches:
            words = match[1] + (match[3] or "") + (tail if match is matches[-1] else "")
            found.append(Found(match[2], words.strip(_EDGES), not _FAMILY.search(words)))
        beside = _NUMBER.sub(" ", together) if matches else piece
        if land_line := _LAND_LINE.search(beside):
            words = land_line[1] + (land_line[4] or "")
            number = "-".join(filter(None, land_line.groups()[1:3]))
            found.append(Found(number, words.strip(_EDGES), is_own=False))
    return [*found, *_short_numbers(text)] if found else []


def _short_numbers(text: str) -> list[Found]:
    """661234 beside a mobile: the number inside a firm."""
    pieces = [piece.strip(_EDGES + "短号") for piece in _SPLIT.split(text)]
    return [Found(piece, "短号", is_own=False) for piece in pieces if _SHORT_NUMBER.fullmatch(piece)]


def _chosen(raw: str, found: list[Found], text: str, *, takes_land_lines: bool) -> Reading:
    own = next((one for one in found if one.is_own), None)
    if own is None and takes_land_lines and found:
        own = found[0]
    rest = [one for one in found if one is not own]
    aside = "其他电话：" + "、".join(
        f"{one.number}（{one.words}）" if one.words else one.number for one in rest
    )
    if own is not None:
        return _taken(raw, own, aside if rest else "")
    if rest:
        return corrected(raw, None, "不是本人的手机号，记入备注，请补上本人的号码", aside)
    return _without_number(raw, text)


def _taken(raw: str, own: Found, aside: str) -> Reading:
    if _DEAD.search(own.words):
        return question(raw, own.number, f"号码旁边写着「{own.words}」，请确认还能不能用", aside)
    if aside:
        return corrected(raw, own.number, "写了几个号码，用第一个，其余记入备注", aside)
    if own.number != raw:
        return corrected(raw, own.number, "去掉了空格、横线和多余的字")
    return Reading(raw, raw)


def _without_number(raw: str, text: str) -> Reading:
    digits = len(re.sub(r"\D", "", text))
    if digits >= 7 and not re.search(r"[A-Za-z]", text):
        return refused(
            raw, f"手机号应是 11 位，这里是 {digits} 位，请核对" if digits != 11 else "不像手机号，请核对"
        )
    if _WORDS.search(text):
        return corrected(raw, None, "不是电话号码，记入备注，请补上手机号", f"联系方式：{text}")
    return refused(raw, "看不懂这个号码，请填 11 位手机号")
