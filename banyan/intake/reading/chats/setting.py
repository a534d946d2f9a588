"""What a line stands in, what comes of it, and the small turns of speech that every line may have."""

import re
from dataclasses import dataclass, field, replace

from banyan.intake.reading.chats.answers import UNCLEAR, Answer, answer, plain_words
from banyan.intake.reading.chats.lines import HAN, fold
from banyan.intake.reading.chats.naming import KIN, is_decoration
from banyan.intake.reading.chats.results import USUAL, Kind, Said, Unread, Whom
from banyan.intake.reading.chats.who import OF_THE_FAMILY, Book

EDGES = " \t.=→:：,，、。;；-—–_/|)）]】>·\"'”’』」"
ENDS = " \t,，、;；(（[【|/\"'“‘『「"
FOR_SOMEBODY = "他人代"
DO = (
    r"(?:为?(?:报个?平安|报一下|报个到|报个名|签个到|打个卡|报到|报名|报|填|接龙|接|认领|领|请假|请个假|告个假|"
    r"签到|签|转|交|发|办|回复|回|学|汇报|说)?)"
)
_BY_BRACKET = re.compile(
    rf"\(\s*(?:由|是)?\s*(?P<by>[^()]{{0,8}}?)\s*(?:代替|代|帮忙|帮|替|转){DO}(?:的)?\s*\)"
)
_BY_TAIL = re.compile(rf"(?:由|[\s,—-])(?P<by>[{HAN}]{{1,6}}?)代{DO}\s*$")
_BY_FAMILY = re.compile(
    rf"^[\s—-]*的?(?P<by>(?:{KIN.pattern}))(?:(?:代|帮|替)(?:他|她)?{DO}[\s:,，]*|\s*:(?=\s*\S))"
)
_I_AM = re.compile(rf"^\s*的(?P<by>(?:{KIN.pattern}))[\s,，:。.!！]+")
I_AM = re.compile(r"(?:我|俺|这里|这边|这)是\s*$")
_ONLY_FOR = re.compile(r"\W*(代|代报|代填|代签|代接龙)\W*")
_SAME = re.compile(
    r"\W*(?:情况)?(?:同上|同前|同上一?条|上同|[跟和]上面一样|同楼上|[和跟]楼上一样|〃|″|\"|同)\W*"
)
_AMOUNT = re.compile(r"[\d一二两三四五六七八九十半]")
_PLUS = re.compile(r"\s*\+1\s*")
_SAME_AS = re.compile(r"\W*[同和跟]\s*第?\s*(?P<number>\d{1,3})\s*[号楼条]?(?:一样)?\W*")
_REMARK = re.compile(r"\s*[(（\[【](?P<inside>[^()（）\[\]【】]*)[)）\]】]")
_DIGITS = re.compile(r"\s*(?:1\d{10}|\d{4})(?![\d年./-])")
_TELLING = re.compile(r"(?:说|称|讲)[:：,，\s]*(?=\S)")
_MEDIA = re.compile(
    r"\[(?:图片|视频|动画表情|链接|文件|位置|小程序|聊天记录|笔记|音频|OK|ok)[^\]]*\]|https?://\S+|<[^<>]{1,12}省略>"
)
_NODS = re.compile(
    r"(?:早上?|好的?|收到|OK|ok|嗯+|哦+|是的?|哈+|在|对|行|可以|明白|知道了?|\+?1)[啊呀哈了的吧]*"
    r"|(?:哈+|\s)*(?:楼上的?|你们?|大家|各位|[你您])?的?(?:真的?|好|太|都|最|很|挺)*(?:厉害|牛|棒|赞|积极|给力|能干|优秀)[啊呀哈了的吧\s]*"
)


@dataclass(frozen=True)
class Setting:
    """What a line stands in: the kind, the book, whether it is a list, who posted it, what 同上 copies.

    `is_noted`: 张三：关机 may be what somebody wrote down of him, there are no times beside it.
    """

    kind: Kind
    book: Book
    is_listed: bool = False
    sender: Whom | None = None
    label: str = ""
    before: str = ""
    place: str = ""
    by_number: dict[int, str] = field(default_factory=dict)
    by_name: dict[str, str] = field(default_factory=dict)
    is_noted: bool = False

    @property
    def speaker(self) -> str:
        """The sender as `by` names him: his name where he is known for sure, else his nickname."""
        if self.sender is None:
            return ""
        known = self.sender.member if self.sender.is_sure else None
        return known.name if known else self.sender.said

    def answers(self, words: str) -> Answer | None:
        """What the words say, the same way in a list and out of it."""
        return answer(words, self.kind, is_listed=False)

    def answered(self, words: str) -> Answer | None:
        """What the words say here: in a list, and under a heading, nothing said is something too."""
        is_listed = self.is_listed or bool(self.label)
        agrees = self.is_listed and self.before and is_one_more(words)
        found = answer(self.before if agrees else self.resolved(words), self.kind, is_listed=is_listed)
        return found and self._joined_on(words, found)

    def _joined_on(self, words: str, found: Answer) -> Answer:
        """+1 below 来不了, or below 10箱: one more who cannot come, as many boxes, or one more? Asked."""
        is_plain = found.status is USUAL[self.kind] and not (
            self.kind is Kind.CLAIM and _AMOUNT.search(self.before)
        )
        if is_plain or not is_one_more(words):
            return found
        return replace(found, is_sure=False, why=UNCLEAR)

    def is_only_usual(self, told: Answer, label: str) -> bool:
        """Do words below a heading say just the usual, and the heading more than that?"""
        headed = self.answers(label)
        usual = USUAL[self.kind]
        return headed is not None and told.status is usual and headed.status is not usual

    def resolved(self, words: str) -> str:
        """同上 as the words it stands for. +1 is his own word: he too is well, but no more of it is his."""
        folded = fold(words)
        if found := _SAME_AS.fullmatch(folded):
            return self.by_number.get(int(found["number"]), words)
        if self.before and _SAME.fullmatch(folded):
            return self.before
        return words

    def without_remark(self, words: str) -> str:
        """Without the village, title or telephone behind a name: 李四(宝南)0108 平安."""
        rest = words
        while found := _REMARK.match(rest) or _DIGITS.match(rest):
            inside = found.groupdict().get("inside", "")
            if inside and (self.answers(inside) or not is_decoration(fold(inside), self.book.places)):
                break
            rest = rest[found.end() :]
        return rest if rest.strip() or not words.strip() else words


@dataclass
class Entry:
    """What came of a line; `words` are what a 同上 below it copies."""

    said: list[Said] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    words: str = ""


def said(number: int, whom: Whom, found: Answer, *, words: str, by: str, setting: Setting) -> Said:
    return Said(
        number,
        whom,
        found.status,
        tidy(words),
        by,
        is_sure=found.is_sure,
        why=found.why,
        strength=found.strength,
        is_listed=setting.is_listed,
    )


def tidy(words: str) -> str:
    """The words as they were written, without what only parted them from the name."""
    plain = re.sub(r"\s+", " ", words).strip().lstrip(EDGES).rstrip(ENDS)
    plain = plain if re.search("[(（]", plain) else plain.rstrip(")）")
    inside = _REMARK.fullmatch(plain)
    return inside["inside"].strip() if inside and not _MEDIA.fullmatch(plain) else plain


def told_by(words: str) -> tuple[str, str]:
    """(妻子代报) taken out of the words: who told, and the words without it."""
    for shape in (_BY_BRACKET, _BY_TAIL, _BY_FAMILY):
        if found := shape.search(fold(words)):
            rest = f"{words[: found.start()]} {words[found.end() :]}".strip().strip(EDGES + ENDS)
            return found["by"] or FOR_SOMEBODY, rest
    return (FOR_SOMEBODY, "") if _ONLY_FOR.fullmatch(words) else ("", words)


def told_by_kin(words: str) -> tuple[str, str]:
    """的女儿，爸爸在东莞 behind 我是李四: who tells, and what."""
    found = _I_AM.match(fold(words))
    return (found["by"], words[found.end() :]) if found else ("", words)


def kin_speaking(sender: Whom) -> str:
    """妈妈 of the nickname 李四妈妈; empty where the member himself speaks."""
    if sender.why != OF_THE_FAMILY or sender.member is None:
        return ""
    found = KIN.search(sender.said.replace(sender.member.name, " "))
    return found[0] if found else ""


def without_telling(words: str) -> str:
    """说他平安 -> 他平安."""
    return _TELLING.sub("", words, count=1) if _TELLING.match(words) else words


def is_same(words: str) -> bool:
    return _SAME.fullmatch(fold(words)) is not None


def is_one_more(words: str) -> bool:
    """+1"""
    return _PLUS.fullmatch(fold(words)) is not None


def is_small_talk(text: str) -> bool:
    """Greetings, thanks, stickers, pictures: nothing that anybody would miss. A voice message is not: it may answer."""
    told = plain_words(_MEDIA.sub("", fold(text))).strip("[] ")
    return _NODS.fullmatch(told) is not None or not re.search(rf"[{HAN}A-Za-z0-9]", told)
