"""A line with names in it, cut into groups of people and the words about each (王五代李四, 张三、李四 平安)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext_noop

from banyan.intake.reading.chats.answers import ACK, UNCLEAR, Answer, is_call, plain_words
from banyan.intake.reading.chats.lines import HAN, bare, fold
from banyan.intake.reading.chats.naming import CALLED, KIN, is_decoration, name_like
from banyan.intake.reading.chats.results import USUAL, Kind, Unread, Whom
from banyan.intake.reading.chats.setting import (
    DO,
    EDGES,
    ENDS,
    FOR_SOMEBODY,
    I_AM,
    Entry,
    Setting,
    is_same,
    said,
    told_by,
    told_by_kin,
    without_telling,
)
from banyan.intake.reading.chats.talk import is_to_all_surely, told_apart
from banyan.intake.reading.chats.who import Mention

_PROXY = re.compile(rf"[\s(,:]*(?:代替|代|帮忙|帮|替|转达|转告|反映)(?:我们)?{DO}[\s:,]*")
_TELLS = re.compile(r"\s*(?:说|讲|转告|转述|反映)[\s:,]*")
_SPEAKS = re.compile(
    rf"\s*(?:代替|代|帮忙|帮|替|转)(?:(?:报平安|报到|报名|报|填|接龙|接|签到|签|领|发|办|回复|回|为|"
    rf"转|交|说|学)的?|(?=[^{HAN}]|$))\s*\)?"
)
LEAD = re.compile(rf"(?P<by>[^\s:,、。;()]{{0,8}}?)\s*(?:代替|代|帮忙|帮|替)(?:我们)?{DO}\s*[:,]?\s*$")
_FOR = re.compile(rf"\s*(?:代替|代|帮忙|帮|替)(?:我们)?{DO}[\s:,(]*")
_ANSWERING = re.compile(r"\s*(?:回复|引用|回应)\s*@?\s*")
_JOIN = re.compile(r"(?:[\s、,;/&+|“”\"'\u2460-\u2473]|\d{1,3}[.、)]|和|与|跟|及|以及|还有|同志|等)*")
_TICK = re.compile(r"\s*[√×]\s*")
_REMARK = re.compile(r"\([^()]*\)")
_LABEL = re.compile(
    r"(?P<words>[^:]{1,20}?)\s*(?:\(?\d+\s*[人名位]\)?)?\s*(?:名单|人员|的?同志|"
    r"的)?\s*(?:\(?\d+\s*[人名位]\)?)?\s*(?::|(?:的?(?:有|是|为)))\s*$"
)
_LABEL_END = re.compile(r":\s*$")
_OF_ALL = re.compile(
    "名单|人员|党员|同志|成员|群众|[支分]部|[组队片村区]$|在外|外出|流动|接龙|姓名|主持|主讲|记录|发言|统计|如下|情况"
)
_ONLY_REMARK = re.compile(r"\s*\([^()]*\)\W*")
_PROSE = re.compile(r"(?:有|是|为)\s*$")
ME = re.compile(
    rf"我(?:们?俩)?(?:和|跟|与|同|及|还有|、|,)(?:我的?)?(?:{KIN.pattern})?\s*$|^\s*(?:和|跟|与|同)\s*$"
)
_ASKED_OF_ME = re.compile(
    r"\s*(?:也|刚才?|今天|昨天|早上|上午|晚上)?(?:托|让|叫|喊|请|委托|要)(?:我|俺)们?"
    r"(?=帮|代|替|给|跟|和|向|说|讲|告|转|带个?话|报|填|回)(?:帮忙?|代|替|给)?(?:他|她)?"
    r"(?:(?:跟|和|向)(?:大家|书记|支书|主任|村里|支部|组织|您|你))?(?:说|讲|告诉|转告|带个?话|报|填|接龙|回复|汇报)?(?:一[下声]|[下声个])?[\s:,，]*"
)
_HIS_THING = re.compile(r"的[^,，。;；]{0,8}?(?=由?我(?!来?代?[报说讲填]))")
_REPORTS = re.compile(r"\s*(?:报|说|讲|转告|汇报|回复|接龙|填|发)(?:一下|一声|下|个)?[\s:,，]+")
_SURELY_NOT = re.compile(r"[了没的]吧[。!！~\s]*$|[托让叫喊]我")
_SIGNED = re.compile(r"\s*(?:[—–―]{1,3}|-{2,3})\s*$")
_SELF = "\0"
_SAME_AS = re.compile(rf"[\s:,]*(?:情况)?(?:同{_SELF}\W*|[同和跟与]{_SELF}的?(?:情况)?(?:一样|相同)\W*)")
_NEXT_NUMBER = re.compile(r"\s+\d{1,3}[.、)]?$|\s*[\u2460-\u2473]$")
_AGREES = re.compile(rf"[{HAN}]\s*(?:同意?|赞成|支持|附和)\s*$")
_INSTEAD = re.compile(r"[\s(,:]*(?:已|现|后来?)?(?:换成?|改成?|改为|换为|改由)\s*")
_STROKE = re.compile(r"\s*[-—–－/]+\s*")
_SIGN = re.compile(r"(?:签个?到|打个?卡|报个?[到名]|[签报填接]一?下)[了吧哈啊\s]*\W*")
_JOINED_ON = re.compile(r"\s*(?:和|与|跟|及|、)\s*")
_OWN = re.compile(r"\s*\((?P<inside>[^()]*)\)")
_ALL = re.compile("[均都各皆全俩]|两|一起|一同|同时|一家|夫妻|夫妇|以上")
NOT_AT_ONCE = gettext_noop("提到了这个人，请确认是不是替他说的")


@dataclass
class Group:
    """Some people of a line, where their words begin, and who speaks for them."""

    people: list[Mention]
    start: int
    end: int = 0
    by: str = ""
    words: list[str] = field(default_factory=list)
    is_doubtful: bool = False
    is_left: bool = False


class Groups:
    """One reading of one line; `read` gives what it says of whom."""

    def __init__(self, number: int, text: str, setting: Setting, mentions: Sequence[Mention]) -> None:
        self.number, self.text, self.setting, self.mentions = number, text, setting, mentions
        self.folded = fold(text)
        self.lead = text[: mentions[0].start]
        self.groups: list[Group] = []
        self.entry = Entry()

    def read(self) -> Entry:
        self._read_as_another()
        for at, mention in enumerate(self.mentions):
            self._place(at, mention)
        if self.groups and not self.groups[-1].end:
            self._without_own(self.folded[self.groups[-1].start :], self.groups[-1].start)
        self._close(len(self.text))
        told = [(group, *self._words_of(group)) for group in self.groups]
        for at, (group, by, words) in enumerate(told):
            self._tell(group, by, words, is_first=at == 0)
        return self.entry

    def _read_as_another(self) -> None:
        """李四 同张三: what 张三 said further up, instead of his name."""
        if not self.setting.is_listed or len(self.mentions) < 2:
            return
        *first, last = self.mentions
        said_there = self.setting.by_name.get(last.text)
        gap = self.folded[first[-1].end : last.start]
        if said_there is not None and _SAME_AS.fullmatch(gap + _SELF + self.folded[last.end :]):
            self.text = f"{self.text[: first[-1].end]} {said_there}"
            self.folded, self.mentions = fold(self.text), first

    def _place(self, at: int, mention: Mention) -> None:
        last_end = self.mentions[at - 1].end if at else 0
        gap = self.folded[last_end : mention.start]
        if spoken := self._speaker_end(mention, gap):
            self._close(mention.start)
            self.groups[-1].by = mention.text
            self.groups[-1].start, self.groups[-1].end = spoken, 0
        elif self.groups and self._is_signature(mention, gap):
            self._close(mention.start)
            self.groups[-1].by = mention.text
            self.groups[-1].words[-1] = _SIGNED.sub("", self.groups[-1].words[-1])
        elif self.groups and (_PROXY.fullmatch(gap) or _TELLS.fullmatch(gap)):
            self._spoken_for(mention, is_aside=gap.lstrip().startswith("("))
        elif self.groups and self.setting.kind is Kind.SUGGESTION and _AGREES.search(gap):
            return
        elif self.groups and _INSTEAD.fullmatch(gap):
            self._close(mention.start)
            self.groups[-1].words, self.groups[-1].is_doubtful = [""], True
            self.groups.append(Group([mention], mention.end, is_doubtful=True))
        elif self.groups and _ANSWERING.fullmatch(gap):
            self.groups[-1].start = mention.end
        elif self._joins(self._without_own(gap, last_end)):
            self.groups[-1].people.append(mention)
            self.groups[-1].start = mention.end
        else:
            self._close(mention.start)
            self.groups.append(Group([mention], mention.end, by=self._lead_by(gap) if at == 0 else ""))

    def _without_own(self, gap: str, start: int) -> str:
        """甲、乙（请假）、丙到会: the bracket is 乙's alone, unless it says 都; what is left parts the others."""
        group = self.groups[-1] if self.groups else None
        own = _OWN.match(gap)
        if group is None or own is None or group.end or len(group.people) < 2 or _ALL.search(own["inside"]):
            return gap
        found = self.setting.answers(own["inside"])
        if found is None or found.status is USUAL[self.setting.kind] or told_by(own["inside"])[0]:
            return gap
        if re.search("[和与跟及&]", self.folded[group.people[-2].end : group.people[-1].start]):
            group.is_doubtful = True
            return gap
        words = self.text[start + own.start("inside") : start + own.end("inside")]
        alone = Group([group.people.pop()], start, start + own.end(), by=group.by, words=[words])
        group.is_left = self.setting.kind is not Kind.ATTENDANCE
        self.groups.insert(-1, alone)
        group.start = alone.end
        return gap[own.end() :]

    def _joins(self, gap: str) -> bool:
        if not self.groups or self.groups[-1].end or self.groups[-1].words or self.groups[-1].by:
            return bool(self.groups) and bool(self.groups[-1].by) and _JOIN.fullmatch(gap) is not None
        if _REMARK.search(gap) and self._are_remarks_of_each():
            return False
        if (
            "," in gap
            and len(self.groups[-1].people) > 1
            and _PROSE.search(self.folded[: self.mentions[0].start])
        ):
            return False
        return _JOIN.fullmatch(self._without_remarks(gap)) is not None

    def _are_remarks_of_each(self) -> bool:
        """甲（高烧） 乙（带娃） with nothing behind the last bracket: each has his own."""
        return _ONLY_REMARK.fullmatch(self.folded, self.mentions[-1].end) is not None

    def _speaker_end(self, mention: Mention, gap: str) -> int:
        """李四(王五代), 李四由王五代报: he speaks for those before him; where the words go on, 0 if he does not."""
        spoken = _SPEAKS.match(self.folded, mention.end)
        if not self.groups or spoken is None:
            return 0
        rest = self.folded[spoken.end() :]
        if re.match(r"[\s:,]*$", rest) is None and self.setting.book.mentions(rest[:6].lstrip(" :,")):
            return 0
        return spoken.end() if re.search(r"[(,;—-]\s*$|由\s*$|^\s*$|\S\s+$", gap) else 0

    def _is_signature(self, mention: Mention, gap: str) -> bool:
        """张三 她病了，我替她报 —— 李四: who wrote the line stands behind a dash at its end."""
        is_last = not re.search(r"\w", self.folded[mention.end :])
        return is_last and _SIGNED.search(gap) is not None and re.search(r"\w", gap) is not None

    def _spoken_for(self, mention: Mention, *, is_aside: bool) -> None:
        """张三代李四; 张三（代李四请假） in a list: whether he signs for himself too is asked."""
        speaker = self.groups[-1].people.pop()
        if not self.groups[-1].people:
            self.groups.pop()
        is_all = self.folded.rstrip().endswith(")")
        if is_aside and is_all and self.setting.is_listed and self.setting.kind is not Kind.SUGGESTION:
            at = mention.start
            self.groups.append(Group([speaker], at, at, words=[""], is_doubtful=True))
        self.groups.append(Group([mention], mention.end, by=speaker.text))

    def _lead_by(self, gap: str) -> str:
        """代李四, 妻子代李四: who speaks stands before the first name."""
        found = LEAD.search(gap)
        if found is None:
            return ""
        by = found["by"].strip()
        return self.setting.speaker or FOR_SOMEBODY if by in ("", "我") else by

    def _without_remarks(self, gap: str) -> str:
        """张三(组长)、李四: a bracket that answers nothing parts nobody."""
        answers = [each for each in _REMARK.findall(gap) if self.setting.answers(each.strip("()"))]
        return gap if answers else _REMARK.sub("", gap)

    def _close(self, end: int) -> None:
        if self.groups and not self.groups[-1].end:
            group = self.groups[-1]
            group.end = end
            part = self.text[group.start : end].rstrip()
            part = _NEXT_NUMBER.sub("", part) if end < len(self.text) else part
            group.words.append(re.sub(r"(?:[(（]|由)$", "", part))

    def _words_of(self, group: Group) -> tuple[str, str]:
        whole = self._without_stranger("".join(group.words))
        by, words = told_by(self.setting.without_remark(whole))
        if not by and I_AM.search(fold(self.lead)) and group is self.groups[0]:
            by, words = told_by_kin(words)
        words = _ASKED_OF_ME.sub("", words, count=1) if _ASKED_OF_ME.match(words) else words
        words = _REPORTS.sub("", words, count=1) if group.by and _REPORTS.match(words) else words
        words = without_telling(words.strip().lstrip(EDGES).rstrip(ENDS))
        if self.setting.kind is Kind.FEEDBACK and _TICK.fullmatch(bare(self.lead)):
            return by, f"{self.lead.strip()} {words}".strip()
        if self._is_under_lead(words):
            words = f"{self.lead.strip()} {words}".strip()
            is_all = all(_ONLY_REMARK.fullmatch(fold("".join(each.words))) for each in self.groups)
            group.is_doubtful = group.is_doubtful or (group is not self.groups[0] and not is_all)
        elif not plain_words(words) and not is_same(words):
            words = self._before_names() or words
        elif self._is_under_label(words):
            words = f"{self._before_names()} {words}"
        return by, words

    def _is_under_label(self, words: str) -> bool:
        """缺席：张三（无故）, 换工作：张三（到中山）: what tells nothing of its own is said to the heading."""
        told = self.setting.answers(words)
        label = self._before_names() if _LABEL.search(fold(self.lead)) else ""
        return bool(label) and (told is None or self.setting.is_only_usual(told, label))

    def _is_under_lead(self, words: str) -> bool:
        """请假 甲（高烧）乙（值守）: the word before the first name holds for him, and perhaps for the others."""
        lead, told = fold(self.lead).strip(), self.setting.answers(words)
        if not re.fullmatch(f"[{HAN}]{{1,4}}", lead) or not self.setting.is_listed or is_same(words):
            return False
        headed = self.setting.answers(lead)
        is_more = headed is not None and headed.status is not USUAL[self.setting.kind]
        return is_more and (told is None or told.status is USUAL[self.setting.kind])

    def _is_under_unknown(self, words: str) -> bool:
        """补交材料：甲、乙: nobody knows what the heading says of them; 沙洲村：甲、乙 says where they are from.

        Above those who claim stands what they claim.
        """
        label = _LABEL.search(fold(self.lead)) if _LABEL_END.search(fold(self.lead)) else None
        if label is None or self.setting.kind is Kind.CLAIM or not self.setting.is_listed:
            return False
        if plain_words(words) or self.setting.answers(self.lead):
            return False
        told = plain_words(label["words"])
        return not (_OF_ALL.search(told) or is_decoration(told, self.setting.book.places) or not told)

    def _before_names(self) -> str:
        """请假:张三、李四, or √张三: the answer stands before the names."""
        label = _LABEL.search(fold(self.lead))
        if label and self.setting.answers(label["words"]):
            return self.lead[slice(*label.span("words"))].strip()
        is_own = len(self.groups) == 1 and not LEAD.search(fold(self.lead))
        return self.lead.strip(" —–-") if is_own and self.setting.answers(self.lead) else ""

    def _tell(self, group: Group, by: str, words: str, *, is_first: bool) -> None:
        if self._is_for_another(group, words):
            return
        if self.setting.sender is not None and re.match("你|您", words):
            told = self.setting.answers(words)
            if told is not None and told.status is not USUAL[self.setting.kind]:
                self._leave()
            return
        if self.setting.sender is not None and (thing := _HIS_THING.match(words)):
            self._say_of_sender(words[thing.end() :])
            return
        if self.setting.sender is not None and is_call(words, self.setting.kind):
            words = told_apart(words)[0] or words
        found = self._found(words) or self._signed_for(group, words)
        if found is None or (self.setting.sender is not None and is_call(words, self.setting.kind)):
            self._leave()
            return
        is_left_over = group.is_left and not plain_words(words)
        if (
            group.is_doubtful
            or is_left_over
            or self._is_under_unknown(words)
            or self._is_stroke(group)
            or (self.setting.sender is not None and _SURELY_NOT.search(words))
        ):
            found = replace(found, is_sure=False, why=UNCLEAR)
        words = self.setting.resolved(words) or self.setting.label
        self.entry.words = self.entry.words or words
        if is_first and self.setting.sender is not None and ME.search(fold(self.lead)):
            self._say(self.setting.sender, found, words, "")
        for mention in group.people:
            self._add(mention, found, words, group.by or by)

    def _signed_for(self, group: Group, words: str) -> Answer | None:
        """帮李四签个到: is he there, or is somebody only asked to write him down?"""
        if not group.by or not _SIGN.fullmatch(words):
            return None
        return Answer(USUAL[self.setting.kind], is_sure=False, why=NOT_AT_ONCE)

    def _say_of_sender(self, words: str) -> None:
        """李四的那份我来: whoever speaks does it himself; asked."""
        found = self._found(words)
        if found is None or self.setting.sender is None:
            self._leave()
            return
        asked = Answer(found.status, is_sure=False, why=NOT_AT_ONCE, strength=found.strength)
        self._say(self.setting.sender, asked, self.text.strip(), "")

    def _is_for_another(self, group: Group, words: str) -> bool:
        """张三代老周: what follows is another's, whom the group calls so or nobody knows."""
        spoken = _FOR.match(fold(words))
        if spoken is None:
            return False
        called = CALLED.match(fold(words), spoken.end())
        head = called[0] if called else name_like(fold(words[spoken.end() :]))
        if not head or self.setting.answers(head):
            return False
        rest = words[spoken.end() + len(head) :].lstrip(EDGES)
        whom, found = self.setting.book.whom(head, near=rest), self._found(rest)
        if found is None or (whom.member is None and not whom.choices):
            self._leave()
        else:
            self.entry.words = self.entry.words or rest
            self._say(whom, found, rest, self._speaker_named(group.people[-1].text))
        return True

    def _found(self, words: str) -> Answer | None:
        """In a list the words count whatever they are; in a chat they must answer."""
        if not plain_words(words) and not is_same(words) and self.setting.label:
            return self.setting.answered(self.setting.label)
        if self.setting.label and not is_same(words):
            told = self.setting.answers(words)
            if told is None:
                return self.setting.answered(self.setting.label)
            if self.setting.is_only_usual(told, self.setting.label):
                return self.setting.answered(f"{self.setting.label}，{words}")
        if self.setting.is_listed:
            return self.setting.answered(words)
        return self.setting.answers(self.setting.resolved(words))

    def _is_stroke(self, group: Group) -> bool:
        """李四 ——: nothing was said, or he is not there; no tick either way."""
        return bool(group.words) and _STROKE.fullmatch(group.words[-1]) is not None

    def _without_stranger(self, words: str) -> str:
        """张三、王大锤 平安: whoever is joined to a known name and is nobody's is not understood, and no words."""
        joined = _JOINED_ON.match(words)
        name = name_like(fold(words[joined.end() :])) if joined else ""
        if joined is None or not name or is_decoration(name, self.setting.book.places):
            return words
        self.entry.unread.append(Unread(self.number, name))
        return self._without_stranger(words[joined.end() + len(name) :])

    def _add(self, mention: Mention, found: Answer, words: str, by: str) -> None:
        whom = self.setting.book.called(mention, self.text, place=self.setting.place)
        sender = self.setting.sender
        is_own = sender is not None and sender.is_sure and sender.member == whom.member
        if sender is not None and not is_own:
            is_himself = not by and I_AM.search(fold(self.lead)) is not None
            by = "" if is_himself else by or self.setting.speaker
            if not self._is_straight(words):
                found = Answer(found.status, is_sure=False, why=NOT_AT_ONCE, strength=ACK)
        is_by_himself = is_own and not KIN.search(by)
        self._say(whom, found, words, "" if is_by_himself else self._speaker_named(by))

    def _say(self, whom: Whom, found: Answer, words: str, by: str) -> None:
        self.entry.said.append(said(self.number, whom, found, words=words, by=by, setting=self.setting))

    def _is_straight(self, words: str) -> bool:
        """Said of him at once, not somewhere later in a long sentence."""
        first, *more = re.split("[,，。;；!！]", words)
        if self.setting.answers(first) is not None:
            return True
        is_told_of = bool(more) and re.match(r"\s*说?(?:他|她|人)(?!们)", more[0]) is not None
        return (is_told_of or is_decoration(fold(first), self.setting.book.places)) and (
            self.setting.answers(more[0] if more else "") is not None
        )

    def _speaker_named(self, by: str) -> str:
        found = self.setting.book.mentions(fold(by)) if by else []
        is_whole = bool(found) and found[0].start == 0 and found[0].end == len(by)
        return found[0].members[0].name if is_whole and len(found[0].members) == 1 else by

    def _leave(self) -> None:
        """People named with nothing we can read: a call passes, talk is listed as not understood."""
        sender = self.setting.sender
        is_heard = sender is not None and "@" not in self.text and bool(told_apart(self.text)[1])
        is_passed = is_to_all_surely(self.text) or not is_heard
        if self.entry.said or (is_call(bare(self.text), self.setting.kind) and is_passed):
            return
        whole = f"{sender.said}：{self.text.strip()}" if sender else self.text.strip()
        if Unread(self.number, whole) not in self.entry.unread:
            self.entry.unread.append(Unread(self.number, whole))
