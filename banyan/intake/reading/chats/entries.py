"""A line of a list, and a message of somebody: his own answer, and what he says for others."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from banyan.intake.reading.chats.answers import UNCLEAR, Answer, answer, is_call, plain_words
from banyan.intake.reading.chats.groups import LEAD, Groups
from banyan.intake.reading.chats.lines import HAN, fold
from banyan.intake.reading.chats.naming import CALLED, FOLLOWING, KIN, is_decoration, name_like
from banyan.intake.reading.chats.results import USUAL, Kind, Said, Status, Unread, Whom
from banyan.intake.reading.chats.setting import (
    EDGES,
    ENDS,
    I_AM,
    Entry,
    Setting,
    is_small_talk,
    kin_speaking,
    said,
    tidy,
    told_by,
)
from banyan.intake.reading.chats.talk import is_to_all_surely, of_himself, told_apart
from banyan.intake.reading.chats.who import OF_THE_FAMILY, Book, Mention

_HEAD = re.compile(
    r"\s*(?:[A-Za-z]+(?:[ .][A-Za-z]+)?|[^\s:,，、。;\-—_/|]+(?:\s*[-—_/|]\s*[^\s:,，、。;]+)?)"
)
_AS_ANOTHER = re.compile(
    r"[\s\W]*(?:我|也|就|想|那)*[和跟同与]\0(?:的|情况)*(?:一起|一块儿?|合伙|搭伙|合作|一样|相同|同样|一道)"
    r"(?:吧|的|了|做|干|卖|认领|领|搞|弄|哈|啊)*\W*"
)
_FAMILIAR = re.compile(rf"\s*(?:{CALLED.pattern})(?=[^{HAN}]|$)")
_GLUED = re.compile(rf"\s*(?:{CALLED.pattern})")
_TO_ANOTHER = re.compile(r"\s*(?:回复|引用)")
_LABEL_END = re.compile(r":\s*$")
_CLAUSE = re.compile(r"[^,，。;；!！\n]*[,，。;；!！\n]*")
_SENTENCE = re.compile(r"[^,，。;；!！?？\n]*[,，。;；!！?？\n]*")
_BEFORE_OTHERS = re.compile(
    r"(?:\s|还有|另外|以及|和|与|跟|我|、|代替|代|替|帮忙|帮|今天|昨天|昨晚|刚才|刚刚|刚|"
    rf"同村的?|老乡|(?:我的?)?(?:{KIN.pattern})|也|@\S+|[“\"'【\[(（])*"
)
_OF_HIS_OWN = re.compile(rf"我(?:的|家)?(?:{KIN.pattern})")
_TO_ALL = re.compile(
    "我们|大家|各位|所有人|同志|党员|通知|提醒|催|抓紧|尽快|务必|(?<!申)请(?!个?假|求|帮|村|支|组织|书记|政府|领导|家里)|谁|[没未]报|还有|有没有|你|@"
)
_I_FIRST = re.compile(r"^\W*(?:但是?|不过|而且?|那|然后|另外|还有|同时|所以)?(?:我|本人|俺)")
_MAY_I = re.compile(
    r"(?:^|[,，。;；!！?？])\W*(?:这样)?(?:(?:可以|行|好|能)[吗么不]|可不可以|[对是]吧)\w{0,3}\W*(?:$|[,，。;；!！?？])"
)
_I_AND = re.compile(rf"我(?:们?俩)?(?:和|跟|与|同)(?P<called>[{HAN}]{{2}})")
_WHO = re.compile("谁|哪位")
_SEEN = re.compile("(?:收到|好的?|嗯|知道|明白|了解|OK|ok|谢谢)+[了啦哈呢啊吧哦]*")
_TO_EVERYBODY = re.compile(r"^\W*@所有人\s*(?=我)")
_NOT_YET_HEARD = re.compile(
    rf"\W*[{HAN}]{{0,4}}?(?:未|没有?|不)[{HAN}]{{1,6}}?(?:的|人员|同志|名单)*\s*(?:\(?\s*\d+\s*[人名位]\s*\)?)?\s*:\s*"
)
_TO_ONE = re.compile(r"@|听得[到见清]|看得[到见]|^\W*[在收]到?[吗没]")
_ME_ALONE = re.compile(rf"我(?!(?:们?俩?)?\s*(?:和|与|跟|、|代|替|帮)|的?(?:{KIN.pattern}))")


BARE_NAME_MOST = 6  # what stands alone on a line may be the call name of somebody, a longer one is a sentence


def read_entry(number: int, text: str, setting: Setting) -> Entry:
    """One line of a list, without its number."""
    text = setting.book.joined(text)
    mentions = setting.book.mentions(fold(text))
    if _TO_ANOTHER.match(text):
        return Entry(unread=[Unread(number, text.strip())])
    if not mentions:
        return _nicknamed(number, text, setting)
    if _is_stranger(text[: mentions[0].start], setting) or _is_of_the_silent(
        text[: mentions[0].start], setting
    ):
        return Entry(unread=[Unread(number, text.strip())], words=text)
    return Groups(number, text, setting, mentions).read()


def _is_stranger(lead: str, setting: Setting) -> bool:
    """Somebody unknown at the head of the line: what follows is his, whomever he mentions."""
    folded = fold(lead).strip(EDGES + ENDS)
    if not folded or is_decoration(folded, setting.book.places):
        return False
    if LEAD.search(folded) or _LABEL_END.search(fold(lead)):
        return False
    return bool(name_like(folded)) and not setting.answers(folded)


def _is_of_the_silent(lead: str, setting: Setting) -> bool:
    """未投票：甲、乙: a heading that denies something we do not know is nobody's usual answer."""
    folded = fold(lead)
    return _NOT_YET_HEARD.fullmatch(folded) is not None and not setting.answers(folded)


def _nicknamed(number: int, text: str, setting: Setting) -> Entry:
    """A line headed by a nickname, or by nobody we know."""
    head, rest = _head(text, setting.book)
    whom = setting.book.whom(head, near=rest)
    words = rest.strip(EDGES)
    found = setting.answered(words or setting.label)
    if found is None or (whom.member is None and not whom.choices):
        is_name = bool(words) or len(head) <= BARE_NAME_MOST
        called = head.strip(EDGES) if found is not None and is_name and not setting.answers(head) else ""
        return Entry(unread=[Unread(number, text.strip(), called)], words=words)
    by, words = told_by(words)
    told = said(number, whom, found, words=words or setting.label, by=by, setting=setting)
    return Entry([told], words=words)


def _head(text: str, book: Book) -> tuple[str, str]:
    """A nickname at the start of a line and the rest: up to the first sign, or as long as the book knows it."""
    for end in range(min(len(text), 16), 0, -1):
        if book.has_nickname(text[:end]):
            return text[:end], text[end:]
    folded = fold(text)
    found = _HEAD.match(folded)
    end = found.end() if found else len(text)
    glued = _GLUED.match(folded)
    if glued and not _FAMILIAR.match(folded) and FOLLOWING.match(folded[glued.end() :]):
        end = glued.end()
    return text[:end], text[end:]


def read_post(number: int, text: str, setting: Setting) -> Entry:
    """A message, clause by clause: what he says of himself, and what of others whom he names first."""
    text = setting.book.joined(text)
    found, is_after_others = Entry(), False
    for part, mentions in _parts(text, setting):
        each = Groups(number, part, setting, mentions).read() if mentions else read_own(number, part, setting)
        if is_after_others and not mentions and not _I_FIRST.search(part):
            each.said = [replace(one, is_sure=False, why=UNCLEAR) for one in each.said]
        is_after_others = is_after_others or bool(mentions)
        found.said.extend(each.said)
        found.unread.extend(each.unread)
        found.words = found.words or each.words
    return found


def speaks_of_others(text: str, setting: Setting) -> bool:
    return any(mentions for _part, mentions in _parts(setting.book.joined(text), setting))


def _parts(text: str, setting: Setting) -> Iterator[tuple[str, list[Mention]]]:
    """Runs of clauses of one speaker's own, and of others: a clause without a subject goes with those before it."""
    run, is_others = "", False
    for clause in _CLAUSE.findall(text):
        starts = _starts_with_others(clause, setting)
        switches = starts != is_others and (starts or bool(_ME_ALONE.search(clause)))
        if run.strip() and switches:
            yield _part(run, is_others, setting)
            run = ""
        is_others = starts if switches or not run.strip() else is_others
        run += clause
    if run.strip():
        yield _part(run, is_others, setting)


def _part(run: str, is_others: bool, setting: Setting) -> tuple[str, list[Mention]]:
    return run, _addressed_apart(run, setting) if is_others else []


def _addressed_apart(text: str, setting: Setting) -> list[Mention]:
    """Names, without those that are only spoken to (@张三)."""
    folded = fold(text)
    return [each for each in setting.book.mentions(folded) if not folded[: each.start].rstrip().endswith("@")]


def _starts_with_others(clause: str, setting: Setting) -> bool:
    mentions = _addressed_apart(clause, setting)
    if not mentions:
        return False
    lead = fold(clause)[: mentions[0].start]
    if setting.kind is Kind.SUGGESTION and lead.strip() and not LEAD.search(lead):
        return False
    if I_AM.search(lead) and not _is_known(setting.sender):
        return True
    if _ME_ALONE.search(lead):
        return False
    return _BEFORE_OTHERS.fullmatch(lead) is not None or LEAD.search(lead) is not None or lead.endswith(":")


def _is_known(sender: Whom | None) -> bool:
    return sender is not None and sender.is_sure and not re.fullmatch(r"\d{11}", sender.said)


def read_as_another(number: int, text: str, setting: Setting, before: Sequence[Said]) -> Entry | None:
    """我和张三一起, 同张三一样: the sender says what 张三 said before; None where he did not."""
    plain = fold(setting.book.joined(text))
    mentions = setting.book.mentions(plain)
    if setting.sender is None or setting.sender.member is None or len(mentions) != 1:
        return None
    shape = f"{plain[: mentions[0].start]}\0{plain[mentions[0].end :]}"
    last = next((each for each in reversed(before) if each.whom.member in mentions[0].members), None)
    if last is None or not _AS_ANOTHER.fullmatch(shape) or len(mentions[0].members) > 1:
        return None
    is_sure = last.is_certain and last.status is USUAL[setting.kind]
    found = Answer(last.status, is_sure=is_sure, why="" if is_sure else UNCLEAR)
    return Entry([said(number, setting.sender, found, words=text, by="", setting=setting)], words=text)


def read_own(number: int, text: str, setting: Setting) -> Entry:
    """What the sender of a message says of himself."""
    assert setting.sender is not None
    unread = Unread(number, f"{setting.sender.said}：{text.strip()}")
    whole, text = text, of_himself(_TO_EVERYBODY.sub("", text), setting.kind)
    if not text.strip():
        return Entry(unread=[unread])
    if is_call(text, setting.kind) or (setting.kind is not Kind.SUGGESTION and told_apart(text)[1]):
        return _within_call(number, whole, setting)
    found = setting.answered(text) or _only_a_place(text, setting)
    if found is None:
        return Entry(unread=[] if is_small_talk(text) else [unread])
    is_nobody = setting.sender.member is None and not setting.sender.choices
    if is_nobody or _is_of_a_stranger(text, setting) or _hides_a_name(text, setting):
        return Entry(unread=[unread])
    words = setting.resolved(whole.strip())
    if found.status is Status.NOT_REACHED and not setting.is_noted:
        return Entry(unread=[unread])
    if found.status is Status.NOT_REACHED or _is_to_a_peer(text, found, setting):
        found = replace(found, is_sure=False, why=UNCLEAR)
    if _OF_HIS_OWN.match(plain_words(text)):
        found = replace(found, is_sure=False, why=OF_THE_FAMILY)
    by = kin_speaking(setting.sender)
    told = said(number, setting.sender, found, words=words, by=by, setting=setting)
    return Entry([told, *_beside_him(number, text, found, words, setting=setting)], words=words)


def _beside_him(number: int, text: str, found: Answer, words: str, *, setting: Setting) -> Sequence[Said]:
    """我和小满同住，都好: who is called by half a name is asked about."""
    called = _I_AND.search(fold(text)) if setting.kind is not Kind.SUGGESTION else None
    whom = setting.book.whom(called["called"]) if called else None
    if whom is None or whom.member is None or setting.sender is None or whom.member == setting.sender.member:
        return ()
    asked = replace(found, is_sure=False, why=whom.why or UNCLEAR)
    return (said(number, whom, asked, words=words, by=setting.speaker, setting=setting),)


def _is_to_a_peer(text: str, found: Answer, setting: Setting) -> bool:
    """@李四 迟到了啊: of himself, or of 李四? @李四 收到: his own report, or that he has seen what 李四 wrote?"""
    named = [
        each.start for each in setting.book.mentions(fold(text)) if fold(text)[: each.start].endswith("@")
    ]
    is_other = found.status is not USUAL[setting.kind] or _SEEN.fullmatch(plain_words(text)) is not None
    return bool(named) and is_other and "我" not in text


def _within_call(number: int, text: str, setting: Setting) -> Entry:
    """谁去都行，我没空; 失业了，村里能帮找活吗: who asks may have said something of himself. Asked, not taken."""
    assert setting.sender is not None
    told, asked_for = told_apart(text)
    is_to_all = is_to_all_surely(text)
    if told and asked_for and not is_to_all and not _WHO.search(text) and not is_call(told, setting.kind):
        entry = _told_beside(number, told, asked_for, setting)
        if entry is not None:
            return Entry([replace(each, words=tidy(text)) for each in entry.said], entry.unread)
    is_heard = bool(asked_for) and not is_to_all and not _TO_ONE.search(fold(text))
    left = [Unread(number, f"{setting.sender.said}：{text.strip()}")] if is_heard else []
    if setting.sender.member is None:
        return Entry(unread=left)
    for clause in filter(str.strip, _SENTENCE.findall(text)):
        found = setting.answers(clause)
        if found is None or not _is_his_own(clause, text, found, setting):
            continue
        asked = replace(found, is_sure=False, why=UNCLEAR)
        return Entry([said(number, setting.sender, asked, words=text.strip(), by="", setting=setting)])
    return Entry(unread=left)


def _told_beside(number: int, told: str, asked_for: str, setting: Setting) -> Entry | None:
    """学完了，还有没有新课？ is 学完了; 请假，可以吗 is asked about; None where the rest answers nothing."""
    if _TO_ALL.search(told) or setting.answers(told) is None or "帮" in asked_for:
        return None
    entry = read_own(number, told, setting)
    if _MAY_I.search(asked_for):
        entry.said = [replace(each, is_sure=False, why=UNCLEAR) for each in entry.said]
    return entry


def _is_his_own(clause: str, text: str, found: Answer, setting: Setting) -> bool:
    if found.status is Status.NEED_HELP and not _TO_ALL.search(text):
        return True
    is_question = is_call(clause, setting.kind)
    is_usual = found.status is USUAL[setting.kind]
    return bool(_ME_ALONE.search(clause)) and not _TO_ALL.search(clause) and not (is_question and is_usual)


def _only_a_place(text: str, setting: Setting) -> Answer | None:
    """佛山, to whoever asked where everybody is: a sign of life."""
    told = plain_words(text)
    if setting.kind is Kind.REPORT and told and re.fullmatch(f"[{HAN}\\s]+", told):
        return Answer(Status.WELL) if all(each in setting.book.places for each in told.split()) else None
    return None


def _is_of_a_stranger(text: str, setting: Setting) -> bool:
    """王大锤平安, posted by somebody else: not his own answer."""
    if setting.kind is Kind.SUGGESTION:
        return False
    told = plain_words(text)
    bare_told = re.sub("^(代替|代|帮忙|帮|替)", "", told)
    name = name_like(bare_told)
    if not name or is_decoration(name, setting.book.places) or answer(name, setting.kind, is_listed=False):
        return False
    rest = bare_told[len(name) :]
    return answer(rest, setting.kind, is_listed=False) is not None and bool(
        re.match(rf"[^{HAN}]", rest) or FOLLOWING.match(rest)
    )


def _hides_a_name(text: str, setting: Setting) -> bool:
    """昨天碰到何远山了: a name within, and nothing that says the sender means himself."""
    if setting.kind is Kind.SUGGESTION or "我" in text:
        return False
    own = setting.sender.member if setting.sender else None
    first = re.split("[,，。;；!！]", plain_words(text))[0]
    hidden = [each for each in setting.book.named_within(text) if each != own]
    return bool(hidden) and (
        setting.answers(first) is None or any(each.name in fold(first) for each in hidden)
    )
