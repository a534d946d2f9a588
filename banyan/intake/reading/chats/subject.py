"""What a paste is about, from its title and words, and for which period."""

import re
from collections.abc import Iterable
from datetime import date, timedelta

from banyan.intake.reading.chats.lines import bare
from banyan.intake.reading.chats.results import Kind
from banyan.shared.periods import Period

# Where two kinds have as many words, the one named first has it.
_TITLES: dict[Kind, str] = {
    Kind.ATTENDANCE: (
        r"会议|参会|开会|签到|出席|应到|实到|党员大会|支部大会|生活会|主题党日|例会|视频会|点名|"
        r"到会|考勤|出勤|到场|参加|民主评议|座谈|请假|缺席|(?i:meeting)"
    ),
    Kind.CLAIM: r"认领|任务|报名|领取|志愿|招募|义务|帮[^,，。]{0,8}卖|订购|消费帮扶|爱心|\d+箱|接单|(?i:sign ?up)",
    Kind.FEEDBACK: r"学习(?!强国视频会)|心得|学完|强国|课程|精神|读后|观后|体会|远教|党课|打卡|笔记",
    Kind.SUGGESTION: r"建议|意见|金点子|献策|献计|征求|征集|怎么看|想法",
    Kind.REPORT: r"报平安|平安|近况|汇报|动态|动向|去向|在哪|月报|报告|报到|行踪|务工|外出|在外|流动党员|联系方式|"
    r"情况|(?i:report)",
}
_ANSWERS: dict[Kind, str] = {
    Kind.ATTENDANCE: r"请假|^\W*(到|全到|实到|假|缺|病假|事假)(\d+人)?:|"
    r"参加|准时|迟到|线上|到会|缺席|出席|签到|来不了|回不来|能来",
    Kind.CLAIM: r"认领|我来|报名|我领|算我|领\d|\d+箱|已完成|退出",
    Kind.FEEDBACK: r"已学|学完|心得|体会|学了|看完|学习|感悟|\[(?:视频|图片)\].*学",
    Kind.SUGGESTION: r"建议|希望|能不能|应该|最好|意见|提议",
    Kind.REPORT: r"平安|安全|正常|汇报|近况|老样子|在岗|上班|打工|务工|报到|一切|换厂|照旧",
}
_TITLE_WEIGHT = 4
_NUMBERS = {word: at for at, word in enumerate("一二三四五六七八九十", 1)} | {"十一": 11, "十二": 12}
_ENGLISH_MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec"
_ENGLISH = re.compile(
    r"\b(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:tember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b",
    re.IGNORECASE,
)
_MONTH = re.compile(
    r"(?:(?P<year>20\d\d)\s*[年./-]\s*|(?P<said>今年|去年|本年度?))?(?<!\d)(?P<month>1[0-2]|"
    r"0?[1-9]|十[一二]?|[一二三四五六七八九])\s*月(?!\s*\d{1,2}[日号].*出生)"
)
_ISO = re.compile(r"(?P<year>20\d\d)\s*[-./]\s*(?P<month>1[0-2]|0?[1-9])(?!\d)")
_DATE_AFTER = re.compile(r"[-./]?\s*\d{1,2}(?!\d|\s*月)\s*[日号]?")
_QUARTER = re.compile(r"(?:(?P<year>20\d\d)\s*年?度?\s*)?第?(?P<quarter>[一二三四1234])季度?度?(?<=季|度)")
_HALF = re.compile(r"(?:(?P<year>20\d\d)\s*年?)?(?P<half>[上下])半年")


def kind_of(titles: Iterable[str], answers: Iterable[str]) -> Kind | None:
    """The kind whose words stand in the title, else in the answers; None when none does."""
    scores = dict.fromkeys(_TITLES, 0)
    for title in titles:
        told = _outside_of_books(bare(title))
        for kind, words in _TITLES.items():
            scores[kind] += _TITLE_WEIGHT * len(set(re.findall(words, told)))
    for said in answers:
        for kind, words in _ANSWERS.items():
            scores[kind] += bool(re.search(words, bare(said)))
    best = max(scores, key=lambda kind: scores[kind])
    return best if scores[best] else None


def _outside_of_books(title: str) -> str:
    """学习《…工作意见》情况: what a book is called says nothing of what is asked, where other words do."""
    outside = re.sub("《[^《》]*》?", " ", title)
    return outside if any(re.search(words, outside) for words in _TITLES.values()) else title


def period_of(titles: Iterable[str], day: date, *, ahead: int = 0) -> str:
    """The period a title names, the latest such one not after the day; empty when it names none.

    A meeting may be announced: `ahead` says how many months after the day are still meant.
    """
    latest = day + timedelta(days=31 * ahead)
    for title in titles:
        told = _ENGLISH.sub(_month_in_chinese, bare(title))
        if found := _HALF.search(told):
            return str(_not_after(_year(found["year"]), 1 if found["half"] == "上" else 2, "half_year", day))
        if found := _QUARTER.search(told):
            number = int(found["quarter"]) if found["quarter"].isdigit() else _NUMBERS[found["quarter"]]
            return str(_not_after(_year(found["year"]), number, "quarter", day))
        if months := [_month(found, latest) for found in _month_words(told)]:
            return str(max(months))
        if re.search("上个?月", told):
            return str(Period.of(day).previous())
        if re.search("本月|这个月|当月", told):
            return str(Period.of(day))
    return ""


def _month_in_chinese(found: re.Match[str]) -> str:
    """October -> 10月."""
    return f"{_ENGLISH_MONTHS.index(found[1][:3].lower()) // 3 + 1}月"


def _month_words(told: str) -> list[re.Match[str]]:
    """The months a title names; one that belongs to a date (12月5日前报) only when there is no other."""
    found = list(_MONTH.finditer(told)) or list(_ISO.finditer(told))
    whole = [each for each in found if not _DATE_AFTER.match(told, each.end())]
    return whole or found


def _month(found: re.Match[str], day: date) -> Period:
    word = found["month"]
    year = _year(found["year"])
    said = found.groupdict().get("said")
    if said:
        year = day.year - 1 if said == "去年" else day.year
    return _not_after(year, int(word) if word.isdigit() else _NUMBERS[word], "month", day)


def _year(word: str | None) -> int | None:
    return int(word) if word else None


def _not_after(year: int | None, number: int, cadence: str, day: date) -> Period:
    if year is not None:
        return Period(year, number, cadence)
    present = Period(day.year, number, cadence)
    return present if present.first_day <= day else Period(day.year - 1, number, cadence)
