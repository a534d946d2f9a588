"""Citizens' id numbers: check digit, real date, length; the area code never refuses (R-I4, rosters.md 6.3, 4)."""

import re
from datetime import date
from operator import mul

from banyan.intake.reading.results import Reading, corrected, question, refused
from banyan.intake.reading.text import is_masked, kept, squeezed
from banyan.shared.spreadsheets.sheets import Cell, Kind

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_ZERO = ord("0") * sum(_WEIGHTS)
_LONG = re.compile(r"[0-9]{17}[0-9X]")
_OLD = re.compile(r"[0-9]{15}")
_AS_X = re.compile(r"[xX×✕✖χХх*]$")
_DECORATION = re.compile(r"[\s'’‘`\-—_.:：]+|身份证号?码?")
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[Ee]\+?\d+")
_TAIL = re.compile(r"\d{3,6}[\dX]?")
_OTHER_PAPER = re.compile(r"护照|军官|士兵|通行证|居住证|[A-Z]{1,2}\d{6,10}")
_LOST = "号码被当成数字保存，后几位已经丢失，请把这一列设成「文本」后重新填写；确认后按没有身份证号导入"


def check_character(first_17: str) -> str:
    """The 18th character of an id number (GB 11643)."""
    return _CHECKS[(sum(map(mul, first_17.encode("ascii"), _WEIGHTS)) - _ZERO) % 11]


def birth_in(id_number: str) -> str:
    """1990-03-07, from a number that was found valid."""
    return f"{id_number[6:10]}-{id_number[10:12]}-{id_number[12:14]}"


def sex_in(id_number: str) -> str:
    return "男" if int(id_number[16]) % 2 else "女"


def read_id_number(cell: Cell, text: str) -> Reading:
    """18 characters, X in capitals. What is only a part of a number is asked about, and never repaired."""
    raw = cell.text
    if cell.kind is Kind.TEXT and _LONG.fullmatch(raw):
        return _judged(raw, raw)
    if is_masked(text):
        return kept(cell)
    if cell.kind is Kind.NUMBER and len(f"{cell.value:.0f}") > 15:
        return question(raw, None, _LOST)
    bare = _AS_X.sub("X", _DECORATION.sub("", text).upper())
    if _LONG.fullmatch(bare):
        return _judged(raw, bare)
    if _OLD.fullmatch(bare):
        return _old(raw, bare)
    if _SCIENTIFIC.fullmatch(squeezed(text)):
        return question(raw, None, _LOST)
    if _TAIL.fullmatch(bare) and len(bare) <= 6:
        return question(raw, None, "只有号码的一段，不能当身份证号；确认后按没有身份证号导入")
    if _OTHER_PAPER.search(bare):
        return question(
            raw, None, "不是居民身份证号码；确认后按没有身份证号导入，原文记入备注", f"证件：{text}"
        )
    if not bare.replace("X", "").isdecimal():
        return refused(raw, "身份证号码里有不该有的字符，请核对")
    return refused(raw, f"身份证号码应是 18 位，这里是 {len(bare)} 位，请核对")


def _judged(raw: str, number: str) -> Reading:
    if not _is_day(number[6:14]):
        return refused(raw, f"身份证号码里的出生日期 {number[6:14]} 不存在，请核对")
    if check_character(number[:17]) != number[17]:
        return refused(raw, "身份证号码的校验位不对，有一位抄错了，请核对")
    if number == raw:
        return Reading(raw, number)
    return corrected(raw, number, "去掉了空格，或把末位写成规范的 X")


def _old(raw: str, old: str) -> Reading:
    """Fifteen digits could be made eighteen by rule, but the card may say otherwise."""
    if not _is_day(f"19{old[6:12]}"):
        return refused(raw, f"15 位身份证号码里的出生日期 {old[6:12]} 不存在，请核对")
    return question(raw, None, "这是 15 位的旧号码，请对照身份证填 18 位的；确认后按没有身份证号导入")


def _is_day(digits: str) -> bool:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year >= 1900
    except ValueError:
        return False
