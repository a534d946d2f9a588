"""Dates in every form clerks write them (rosters.md 6.3, 2), as ISO with the precision that was written."""

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from banyan.intake.reading.results import Reading, corrected, question, refused
from banyan.intake.reading.text import squeezed
from banyan.shared.spreadsheets import formats
from banyan.shared.spreadsheets.sheets import Cell, Kind

FIRST_YEAR = 1900
_EPOCH = date(1899, 12, 30)
_FIRST_SERIAL, _LAST_SERIAL = 5_000, 73_050  # 1913 to 2099
_OCTOBER = "可能是 {year} 年 10 月（Excel 会把 {year}.10 变成 {year}.1），请确认是 1 月还是 10 月"
_UNKNOWN = "看不懂这个日期，请写成 2012.04 或 2012年4月 这样的样子"

_CLOCK = re.compile(r"[ T]\d{1,2}:\d{2}.*$")
_ABOUT = re.compile(
    r"^(?:大约|大概|约|于|自|从)|(?:左右|前后|以来|至今|起|[-—~]+至今|加入|入党|转正|外出|流出)+$"
)
_LUNAR = re.compile(r"农历|阴历|旧历|正月|腊月|冬月|初[一二三四五六七八九十\d]|廿|闰")
_POINTS = str.maketrans("。、·•,—–－", ".....---")
_GAP = re.compile(r"(?<=\d)\s+(?=\d)")
_TWICE = re.compile(r"([.\-/])\1+")
_NOT_YET = re.compile(
    r"(?:处于|仍在|还在)?预备期?(?:党员|内)?|未转正?|未到期|尚未转正|未到转正时间|预备期未满"
)
_HAN = re.compile(
    r"([〇○零oO一二三四五六七八九]{4}|[〇○零oO一二三四五六七八九]{2})年(?:([元一二三四五六七八九十]{1,3})月)?"
)
_HAN_MONTH = re.compile(r"(?<=\d年)([元一二三四五六七八九十]{1,3})月")
_BEFORE_OR_AFTER = re.compile(r"[\d年月日](?:以|之)?[前后]")
_NO_YEAR = re.compile(r"(\d{1,2})月(?:\d{1,2}[日号]?)?份?")
_PLACE_WORD = re.compile(r"[省市县区镇村厂公司]")
_SINCE_LONG = re.compile(r"长期|常年|一直|不定|不固定|\d{2}年代")
_CAME_BACK = re.compile(r"返|回|结束|归")
_HAN_DAY = re.compile(r"([一二三四五六七八九十]{1,3})[日号]")
_HAN_DIGITS = str.maketrans("〇○零oO一二三四五六七八九", "00000123456789")
_WRITTEN = re.compile(r"(\d{4})([.\-/年])(\d{1,2})(?:[.\-/月](\d{1,2})[日号]?|月份?)?")
_YEAR = re.compile(r"(\d{4})年?")
_RANGE = re.compile(r"(\d{4}[.\-/年]\d{1,2}月?)(?:[-—~至到]+)(\d{4}.*)")
_SHORT = re.compile(r"(\d{2})([.\-/年])(\d{1,2})(?:[.\-/月](\d{1,2})[日号]?|月份?)?")
_AMERICAN = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_RELATIVE = re.compile(r"(今|去|前)年(\d{1,2})月份?")
_SEASON = re.compile(r"(\d{2})年(?:[春夏秋冬]|[上下]半年|年?[初中底末])")
_YEARS = re.compile(r"(\d{2})年")
_YEAR_INSIDE = re.compile(r"(?:^|\D)((?:19|20)\d{2})(?:年(\d{1,2})月|\.(\d{1,2})(?!\d)|(?!\.?\d))")


class Parts(NamedTuple):
    """A date as far as it was written; 0 stands for nothing."""

    year: int
    month: int = 0
    day: int = 0

    @property
    def iso(self) -> str:
        return "-".join([f"{self.year:04d}", *(f"{part:02d}" for part in (self.month, self.day) if part)])

    def fault(self) -> str:
        """Why there is no such date, or nothing."""
        if not FIRST_YEAR <= self.year <= 2100:
            return f"年份 {self.year} 不对，请核对"
        if self.month > 12:
            return f"没有 {self.month} 月，请核对"
        try:
            date(self.year, self.month or 1, self.day or 1)
        except ValueError:
            return f"{self.month} 月没有 {self.day} 日，请核对"
        return ""


def date_reader(today: date) -> Callable[[Cell, str], Reading]:
    """A reader that knows which years a two-digit year or 去年 can mean."""

    def read_date(cell: Cell, text: str) -> Reading:
        if cell.kind is Kind.DATE:
            return _from_date_cell(cell)
        return _from_text(cell.text, text, today)

    return read_date


def _from_date_cell(cell: Cell) -> Reading:
    day = date.fromisoformat(str(cell.value)[:10])
    serial = (day - _EPOCH).days
    if FIRST_YEAR <= serial <= 2100:
        return question(cell.text, str(serial), f"这一格是日期格式，像是把年份 {serial} 填了进去，请确认")
    fine = {"month": 7, "year": 4}.get(formats.precision(cell.number_format), 10)
    return Reading(cell.text, day.isoformat()[:fine])


def _from_text(raw: str, text: str, today: date) -> Reading:
    bare = squeezed(_GAP.sub(".", _CLOCK.sub("", text))).translate(_POINTS)
    bare = _TWICE.sub(r"\1", bare).strip(".;:'").rstrip("-/")
    if _LUNAR.search(bare):
        return question(raw, None, "这是农历日期，请换成公历再填")
    if _NOT_YET.fullmatch(bare):
        return corrected(raw, None, "还没有转正")
    plain = _digits_for_han(bare)
    for read in (_written, _run_of_digits, _short, _vague):
        found = read(raw, plain, today)
        if found is not None:
            return found
    return refused(raw, _UNKNOWN)


def _digits_for_han(text: str) -> str:
    """二〇一二年四月 -> 2012年4月."""
    found = _HAN.match(text)
    if not found:
        return _HAN_MONTH.sub(lambda month: f"{_number(month[1])}月", text)
    month = f"{_number(found[2])}月" if found[2] else ""
    rest = _HAN_DAY.sub(lambda day: f"{_number(day[1])}日", text[found.end() :])
    return found[1].translate(_HAN_DIGITS) + "年" + month + rest


def _number(words: str) -> int:
    """元, 四, 十, 十二, 二十, 二十一 -> 1, 4, 10, 12, 20, 21."""
    tens, ten, ones = words.replace("元", "一").rpartition("十")
    if not ten:
        return int(ones.translate(_HAN_DIGITS))
    return int((tens or "一").translate(_HAN_DIGITS)) * 10 + int((ones or "〇").translate(_HAN_DIGITS))


def _made(raw: str, parts: Parts, why: str = "") -> Reading:
    """Sure without a reason, corrected with one, refused when there is no such date."""
    fault = parts.fault()
    if fault:
        return refused(raw, fault)
    return corrected(raw, parts.iso, why) if why else Reading(raw, parts.iso)


def _asked(raw: str, parts: Parts, why: str) -> Reading:
    return question(raw, None if parts.fault() else parts.iso, why)


def _written(raw: str, text: str, today: date) -> Reading | None:
    """2012.4, 2012年4月, 2012/4/1, 2012-4, 2012年; with 起 or 左右 around it they are corrected."""
    core = _ABOUT.sub("", text)
    why = "按写明的年月填写" if core != text else ""
    found = _WRITTEN.fullmatch(core)
    if not found:
        year = _YEAR.fullmatch(core)
        return _made(raw, Parts(int(year[1])), why) if year and core.endswith("年") else None
    parts = Parts(int(found[1]), int(found[3]), int(found[4] or 0))
    if found[2] == "." and found[3] == "1" and not found[4]:
        return _asked(raw, parts, _OCTOBER.format(year=parts.year))
    if parts.month == 0:
        return refused(raw, _UNKNOWN)
    if found[4] in ("0", "00"):
        return _asked(raw, parts, "日写成了 0，像是只知道年月，请确认")
    return _made(raw, parts, why)


def _run_of_digits(raw: str, text: str, today: date) -> Reading | None:
    """2012, 201204, 20120401, and the day numbers of a spreadsheet such as 41000."""
    if not text.isdecimal():
        return None
    if len(text) in (6, 8) and "00" in (text[4:6], text[6:]):
        return refused(raw, _UNKNOWN)
    if len(text) == 8:
        return _made(raw, Parts(int(text[:4]), int(text[4:6]), int(text[6:])))
    if len(text) == 6 and 19 <= int(text[:2]) <= 20:
        return _made(raw, Parts(int(text[:4]), int(text[4:])))
    if len(text) == 6:
        parts = Parts(_full_year(int(text[:2]), today), int(text[2:4]), int(text[4:]))
        return _asked(raw, parts, "只有 6 位数字，像是两位年份加月日，请确认")
    if len(text) == 5 and 1950 <= int(text[:4]) <= today.year:
        return question(raw, None, f"可能是 {text[:4]} 年 {text[4]} 月，也可能是 Excel 的天数，请确认")
    if len(text) == 5 and _FIRST_SERIAL <= int(text) <= _LAST_SERIAL:
        day = _EPOCH + timedelta(days=int(text))
        return corrected(raw, day.isoformat(), "Excel 把日期存成了天数，已换回日期")
    return _made(raw, Parts(int(text))) if len(text) == 4 else None


def _full_year(short: int, today: date) -> int:
    """12 -> 2012, 85 -> 1985: the last such year that is not in the future."""
    return 2000 + short if 2000 + short <= today.year else 1900 + short


def _short(raw: str, text: str, today: date) -> Reading | None:
    """12年4月 is corrected; 85.7 and 4/1/2012 could be read otherwise, so they are asked."""
    found = _SHORT.fullmatch(text)
    if found:
        parts = Parts(_full_year(int(found[1]), today), int(found[3]), int(found[4] or 0))
        why = f"年份只写了两位，按 {parts.year} 年填写"
        return _made(raw, parts, why) if found[2] == "年" else _asked(raw, parts, why + "，请确认")
    american = _AMERICAN.fullmatch(text)
    if american:
        parts = Parts(int(american[3]), int(american[1]), int(american[2]))
        return _asked(raw, parts, "分不清哪个是月、哪个是日，请确认")
    season = _SEASON.match(text)
    if season:
        return question(raw, str(_full_year(int(season[1]), today)), "只看得出年份，请补上月份")
    if _YEARS.fullmatch(text):
        return _two_digits(raw, int(text[:2]), today)
    relative = _RELATIVE.fullmatch(text)
    if relative:
        parts = Parts(today.year - "今去前".index(relative[1]), int(relative[2]))
        return _asked(raw, parts, f"写的是「{relative[0]}」，按今天算是 {parts.iso}，请确认")
    return None


def _two_digits(raw: str, short: int, today: date) -> Reading:
    """05年 is 2005; 10年 may be how long he is away."""
    year = str(_full_year(short, today)) if short < 10 or short > 60 else None
    return question(raw, year, "看不准是哪一年，请写明年月")


def _vague(raw: str, text: str, today: date) -> Reading | None:
    """春节后, 2020年底, 2018.3-2020.5: what is known is proposed and asked about."""
    span = _RANGE.fullmatch(text)
    if span:
        first = _written(raw, span[1], today)
        return question(raw, first.value if first else None, "写了起止两个时间，按开始的时间填写，请确认")
    if _NO_YEAR.fullmatch(text):
        return question(raw, None, "没有写年份，请补上")
    if _SINCE_LONG.search(text):
        return question(raw, None, "没有写明年月，请补上")
    found = list(_YEAR_INSIDE.finditer(text))
    if found:
        return _inside(raw, text, found)
    is_season = re.search(r"春|夏|秋|冬|年|月|节|底|初|前|后", text) and not re.search(r"\d", text)
    return question(raw, None, "没有写明年月，请补上") if is_season else None


def _inside(raw: str, text: str, found: Sequence[re.Match[str]]) -> Reading:
    """Years among words: 2016年3月到广东省东莞市; of several the first is proposed."""
    year, month, pointed = found[0].groups(default="")
    parts = Parts(int(year), int(month or pointed or 0))
    if len(found) > 1:
        return _asked(raw, parts, "写了几个时间，按第一个填写，请确认")
    if not parts.month:
        return question(raw, year, "只看得出年份，请补上月份")
    if _CAME_BACK.search(text):
        return _asked(raw, parts, "像是已经回来，请确认要不要按外出导入")
    if pointed == "1":
        return _asked(raw, parts, _OCTOBER.format(year=parts.year))
    if _BEFORE_OR_AFTER.search(text):
        return _asked(raw, parts, "写的不是准确的时间，请确认")
    aside = raw.strip() if _PLACE_WORD.search(text) else ""
    return _made(raw, parts, "按写明的年月填写")._replace(aside=aside)
