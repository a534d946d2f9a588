"""Words in a remark that speak against taking somebody in as he stands: 已转出, 去年回来了, 非党员."""

import re

_ANYWHERE = re.compile(
    r"(?:已经?)?(?:去世|死亡|病故|病逝|身故|故去)|已故|[(（](?:已?转出|返乡|已?出党)[)）]|(?:现|现在|目前)已?(?:回家|在家|回村|返乡|回乡)|已(?:经)?(?:返乡|回乡|返回|回家|回村|回来|归队|转出|转走|转移组织关系|不在外)|"
    r"(?<=[\d年月日])转出|\d{1,2}月.{0,6}(?:回家|返乡|回乡|回村)|服刑|入党积极分子|发展对象|"
    r"组织关系已?转(?:出|走|至|到|往)|(?:已|被)?(?:开除党籍|除名|停止党籍|退党)"
)
# The rest must be a whole remark, or one part of it: 父母在家 and 过年回家 are about something else.
_IN_SHORT = re.compile(
    r"非党员|群众|不是党员|(?:此人)?不[是属]于?[我本]村.{0,4}|坐牢|在押|被?判刑|删除?|重复|作废|已?不再?是流动党员"
)
_STAYS = re.compile(
    r"(?:现在?|目前|一直|长期|今年)*在家(?:养老|养病|务农|休养|种田)?|(?:今年|现在?|目前)*[没未]有?再?(?:出去|外出|出门)了?|"
    r"不再?出?去了|(?:\d{4}年|[去今前]年)?(?:已经?)?(?:回来|返回|回家|回村|返乡)了?(?:养老|务农|发展|创业)?"
)
_DEAD_PHONE = re.compile(
    r"(?:手机|电话|号码)*(?:已|一直)?(?:停机|空号|打不通|关机|无法接通|有误|已?换号?|无人接听?)了?"
)
_CLAUSES = re.compile("[，。；、;,.!！ ]+")


def against(said: str, *, is_away: bool) -> str:
    """What is found of them, else nothing; 在家 says nothing of somebody who is not told to be away."""
    if found := _ANYWHERE.search(said):
        return found[0]
    clauses = _CLAUSES.split(said)
    speaking = (each for each in clauses if _IN_SHORT.fullmatch(each) or (is_away and _STAYS.fullmatch(each)))
    return next(speaking, "")


def dead_phone(said: str) -> str:
    """停机, 电话打不通: what is said of the number, else nothing."""
    return next(filter(_DEAD_PHONE.fullmatch, _CLAUSES.split(said)), "")
