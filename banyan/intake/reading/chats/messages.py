"""The shapes of copied chats (rosters.md 6.4): who posted which lines, and when."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from banyan.intake.reading.chats.lines import HAN, Line, number_end
from banyan.intake.reading.chats.who import Book

_DAY = (
    r"(?:(?:(?P<y>20\d\d)[-/.年])?(?P<m>\d{1,2})[-/.月](?P<d>\d{1,2})日?|昨天|今天|前天|"
    r"星期[一二三四五六日天]|周[一二三四五六日天])"
)
_TIME = r"(?:凌晨|早上|上午|中午|下午|晚上|傍晚)?\s?(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?:\s?[AaPp][Mm])?"
_STAMP = rf"(?:{_DAY}[\sT]*{_TIME}|{_TIME})"
_FULL = rf"(?:{_DAY}[\sT]*{_TIME})"
_NAME = r"(?P<name>[^\n]{1,40}?)"
_QQ = r"(?:\(\d{5,12}\)|<[^<>\s]+>)?"
_HEADS = tuple(
    re.compile(shape)
    for shape in (
        rf"\s*{_NAME}{_QQ}\s*[(\[]\s*{_STAMP}\s*[)\]]\s*:?\s*(?P<rest>)",
        rf"\s*{_NAME}{_QQ}\s+{_FULL}\s*:?\s*(?P<rest>)",
        rf"\s*{_NAME}{_QQ}\s+{_TIME}\s*:?\s*(?P<rest>)",
        rf"\s*\[?\(?{_STAMP}\)?\]?\s*[-|]?\s*{_NAME}{_QQ}\s*:\s*(?P<rest>.*)",
        rf"\s*\[?\(?{_FULL}\)?\]?\s+{_NAME}{_QQ}\s*(?P<rest>)",
        rf"\s*{_NAME}{_QQ}\s*[(\[]\s*{_STAMP}\s*[)\]]\s*:\s*(?P<rest>.+)",
        rf"\s*{_NAME}{_QQ}\s+{_FULL}\s*:\s*(?P<rest>.+)",
    )
)
_COLON = re.compile(r"\s*(?P<name>[^:\n]{1,24}?)\s*(?:说)?:\s*(?P<rest>.*)")
_HOUR, _MINUTES = re.compile(r"(?<!\d)(?:[01]?\d|2[0-3])$"), re.compile(r"[0-5]\d(?!\d)")
_ONLY_STAMP = re.compile(rf"\W*{_STAMP}\W*")
_ONLY_DAY = re.compile(
    r"[-—–=_*·\s]*(?:20\d\d)[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:\s*(?:星期|周)[一二三四五六日天])?[-—–=_*·\s]*"
)
_ANY_DAY = re.compile(r"(20\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})")
_RULE = re.compile(r"[\s\-—–=_*·.~…]{3,}")
_QUOTED = re.compile(r"(?P<head>[^「:：]{1,24}[:：]\s*)?「[^」]{1,30}[:：]")
_IN_MARKS = re.compile(r"(?P<head>[^“\":：]{1,24}[:：]\s*)?[“\"][^”\":：]{1,24}[:：].*[”\"]")
_SYSTEM = re.compile(
    r"(加入了?(?:本群|群聊)|邀请.{1,30}加入(了?群|$)|撤回了?一条消息|撤回了.{1,20}的一条消息|拍了拍|移出了?群聊|"
    r"退出了?群聊|修改群名|修改了群|群公告$|通过扫描.{1,30}二维码|"
    r"以[上下][是为](打招呼|新消息|聊天|.{1,12}的?聊天)|查看更多消息|成为新?群主|"
    r"开启了.{0,6}(验证|确认|位置|禁言)|^[^:]{0,24}:?\s*\[(微信)?红包\]|^\W*微信红包|"
    r"(领取了|收到|发出).{0,24}红包.{0,2}(请|$)|领取了.{1,24}的红包|"
    r"发起了语音通话|语音通话已|通话时长|消息已发出|"
    r"对方已(添加|开启|拒绝|取消|接收|领取|拒收|无应答|挂断)|"
    r"聊天记录$|^\s*\d+条新消息|共\d+条聊天记录|的聊天记录$|^该消息类型暂)"
)
_FROM = re.compile(r"\s*(?:发件人|发送人|发送者|来信人|寄件人|来自)\s*:\s*(?P<name>\S.*?)\s*")
_SENT = re.compile(r"\s*(?:发送|接收|收到)?(?:时间|日期)\s*:.*|\s*(?:收件人|收信人|主题)\s*:.*")
_TEXT = re.compile(r"\s*(?:短信|信息|消息)?(?:内容|正文)\s*:\s*")
_LABELS = re.compile(
    r"(时间|健康|岗位|住址|手机|年龄|联系|回乡|计划|情况|地点|主题|内容|议题|通知|备注|要求|"
    r"说明|会议|主持|记录|格式|示例|范例|例如|例|如|注意|提示|提醒|温馨提示|截止|标题|接龙|参会|"
    r"参加|应到|实到|请假|缺席|未到|已到|迟到|名单|人员|合计|共|其中|姓名|电话|单位|地址|附|"
    r"https?|现?所?在地|工作|近况|状况|困难|需求|建议|意见|身体|去向|目前|平安|已报|未报|认领|"
    r"语音|转文字|退出|已学|未学|完成|任务|到会|到场|全到|实际|出席|列席|缺勤|旷|无故|其余|其他|其它|另外|"
    r"(?:到|缺|假|迟|病假|事假)(?=[\d\s(]|$)|\d{1,4}(?![\dxX*]))"
)


@dataclass
class Message:
    """What one person posted; without sender, what was pasted as it stands. `is_headed`: was a time beside it?"""

    sender: str = ""
    lines: list[Line] = field(default_factory=list)
    at: int = 0
    is_noted: bool = False

    def without(self, numbers: Collection[int]) -> "Message":
        """The message without these lines of the paste."""
        return replace(self, lines=[line for line in self.lines if line.number not in numbers])


@dataclass
class Posted:
    """All messages of a paste, and the last day that it names beside one."""

    messages: list[Message]
    last_day: date | None = None
    is_chat: bool = False


def posted(lines: Sequence[Line], book: Book) -> Posted:
    """Cut a paste into messages by whatever stands before each; one message when nothing does."""
    plain = [line for line in without_quotes(lines) if not is_system(line.folded)]
    last_day = _last_day(plain)
    if letters := _letters(plain):
        return Posted(letters, last_day, is_chat=True)
    heads = list(_stamped(plain))
    if heads:
        heads = sorted([*heads, *_named_between(plain, book)], key=lambda head: head.index)
        return Posted(_cut(plain, heads), last_day, is_chat=True)
    heads = list(_coloned(plain, book))
    if heads:
        noted = [replace(each, is_noted=True) for each in _cut(plain, heads)]
        return Posted(noted, last_day, is_chat=True)
    heads = _names_alone(plain, book)
    if heads:
        return Posted(_cut(plain, heads), last_day, is_chat=True)
    return Posted([Message(lines=plain)], last_day)


def _letters(lines: Sequence[Line]) -> list[Message]:
    """发件人：张三 above 内容：平安, as telephones give out their short messages; none unless it is so twice."""
    messages: list[Message] = []
    for line in lines:
        if found := _FROM.fullmatch(line.folded):
            sender = line.text[slice(*found.span("name"))].strip()
            messages.append(Message(sender, [], line.number))
        elif not messages and not line.is_blank:
            messages.append(Message(lines=[line]))
        elif messages and not _SENT.fullmatch(line.folded) and not _is_stamp(line):
            found = _TEXT.match(line.folded)
            messages[-1].lines.append(Line(line.number, line.text[found.end() :] if found else line.text))
    return messages if sum(bool(each.sender) for each in messages) > 1 else []


@dataclass(frozen=True)
class Head:
    """At which of the lines a message begins, who posted it, and what he said on that very line."""

    index: int
    sender: str
    rest: str
    span: int = 1


def _stamped(lines: Sequence[Line]) -> Iterator[Head]:
    index = 0
    while index < len(lines):
        head = _stamped_at(lines, index)
        if head is not None:
            yield head
        index += head.span if head else 1


def _stamped_at(lines: Sequence[Line], index: int) -> Head | None:
    folded = lines[index].folded
    if _ONLY_STAMP.fullmatch(folded) or folded.count("\t") > 1:
        return None
    for shape in _HEADS:
        found = shape.fullmatch(folded)
        if found and _is_sender(found["name"]):
            start, end = found.span("rest")
            return Head(
                index, lines[index].text[slice(*found.span("name"))].strip(), lines[index].text[start:end]
            )
    after = lines[index + 1].folded if index + 1 < len(lines) else ""
    is_alone = _ONLY_STAMP.fullmatch(after) and not _ONLY_DAY.fullmatch(after) and _is_sender(folded.strip())
    if is_alone and len(folded.strip()) <= 24 and not number_end(folded):
        return Head(index, lines[index].text.strip().rstrip(":："), "", span=2)
    return None


def _is_sender(name: str) -> bool:
    """A nickname, and not a numbered line or the label of a notice that has a time in it."""
    name = name.strip()
    if not name or _LABELS.match(name) or number_end(name) or len(name.split()) > 4:
        return False
    if re.search("[:,。!?;]|接龙|开会|截止|^我", name):
        return False
    return bool(re.search(rf"[{HAN}A-Za-z0-9\U0001f000-\U0001ffff]", name))


def _coloned(lines: Sequence[Line], book: Book) -> list[Head]:
    """昵称: with its text on the same or the next line; not in a numbered list, where colons stand for anything."""
    if _is_numbered_list(lines, book) and not any(line.folded.rstrip().endswith(":") for line in lines):
        return []
    found = [head for index, line in enumerate(lines) if (head := _colon_at(index, line, book))]
    known = [head for head in found if book.whom(head.sender).member]
    if any(head.rest.strip() for head in known) and _has_bare_names(lines, found, book):
        return []
    return found if known or len(found) > 2 else []


def _named_between(lines: Sequence[Line], book: Book) -> Iterator[Head]:
    """张三: alone on a line among messages with times: one more message, or words passed on."""
    for index, line in enumerate(lines):
        name, colon, rest = line.folded.strip().partition(":")
        if colon and not rest and book.is_one_name(name):
            yield Head(index, name, "")


def _names_alone(lines: Sequence[Line], book: Book) -> list[Head]:
    """A name on a line of its own above his words, without a time; not a list of names below each other."""
    told = [(index, line) for index, line in enumerate(lines) if not line.is_blank]
    named = [book.is_one_name(line.text) for _index, line in told]
    is_followed = all(not after for is_name, after in zip(named, [*named[1:], True], strict=False) if is_name)
    others = [line for (_index, line), is_name in zip(told, named, strict=True) if not is_name]
    if sum(named) < 2 or not is_followed or any(_begins_with_name(line, book) for line in others):
        return []
    return [
        Head(index, line.text.strip(), "")
        for (index, line), is_name in zip(told, named, strict=True)
        if is_name
    ]


def _begins_with_name(line: Line, book: Book) -> bool:
    """Also behind a number: then it is a list."""
    rest = line.folded[number_end(line.folded) :]
    return any(mention.start == 0 for mention in book.mentions(book.joined(rest))[:1])


def _has_bare_names(lines: Sequence[Line], heads: Sequence[Head], book: Book) -> bool:
    """张三，请假 between 李四：请假 and 王五 参加: a list whose lines were typed each in its own way."""
    others = set(range(len(lines))) - {head.index for head in heads}
    starts = [book.mentions(book.joined(lines[index].folded))[:1] for index in others]
    return any(mentions and mentions[0].start == 0 for mentions in starts)


def _is_numbered_list(lines: Sequence[Line], book: Book) -> bool:
    return any(number_end(line.folded) and book.mentions(book.joined(line.folded)) for line in lines)


def _colon_at(index: int, line: Line, book: Book) -> Head | None:
    match = _COLON.fullmatch(line.folded)
    if not match or not _is_sender(match["name"]) or "\t" in line.text or len(match["name"]) > 20:
        return None
    if re.search("代|帮|替|、|/|^回复|^引用", match["name"]):
        return None
    rest = line.text[slice(*match.span("rest"))]
    if _HOUR.search(match["name"]) and _MINUTES.match(rest):
        return None
    if book.whom(match["name"]).member is None and book.is_only_names(rest):
        return None
    return Head(index, line.text[slice(*match.span("name"))].strip(), rest)


def _cut(lines: Sequence[Line], heads: Sequence[Head]) -> list[Message]:
    messages = [Message(lines=list(lines[: heads[0].index]))]
    for head, after in zip(heads, [*heads[1:], None], strict=True):
        first = lines[head.index]
        body = list(lines[head.index + head.span : after.index if after else len(lines)])
        if head.rest.strip():
            body.insert(0, Line(first.number, head.rest))
        messages.append(Message(head.sender, [line for line in body if not _is_stamp(line)], first.number))
    return messages


def _is_stamp(line: Line) -> bool:
    folded = line.folded
    return bool(_ONLY_DAY.fullmatch(folded) or (_ONLY_STAMP.fullmatch(folded) and folded.strip()))


def without_quotes(lines: Sequence[Line]) -> list[Line]:
    """Without what somebody quotes: 「张三：…」 and the rule below it; it was said before, or by somebody else."""
    kept, quoting = [], False
    for line, below in zip(lines, [*lines[1:], Line(0, "")], strict=True):
        text = line.text.strip()
        if quoting:
            quoting = "」" not in text
            continue
        if quoted := _QUOTED.match(text):
            quoting = "」" not in text
            after = "" if quoting else text.rpartition("」")[2].strip()
        elif quoted := _RULE.fullmatch(below.folded) and _IN_MARKS.fullmatch(text):
            after = ""
        if quoted:
            if quoted["head"] or after:
                kept.append(Line(line.number, (quoted["head"] or "") + after))
            continue
        if not _RULE.fullmatch(line.folded) or not text:
            kept.append(line)
    return kept


def is_system(folded: str) -> bool:
    """What the program says, not a person."""
    return bool(_SYSTEM.search(folded)) and not number_end(folded)


def _last_day(lines: Sequence[Line]) -> date | None:
    days = []
    for line in lines:
        for year, month, day in _ANY_DAY.findall(line.folded):
            try:
                days.append(date(int(year), int(month), int(day)))
            except ValueError:
                continue
    return max(days, default=None)
