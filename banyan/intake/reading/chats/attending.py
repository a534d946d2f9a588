"""What is said of a meeting, without what is denied and what is past: 没请假, 不会迟到, 上次没到，这次来."""

import re

_PARTS = re.compile(r"[,，。;；!！\s]+|(?=这次|这回|今天|今晚|后来|结果|现在|最后)")
_PAST = re.compile(
    r"^[\W我他她也]*(?:上次|上回|上一次|上个?月|之前|以前|原来|本来|原本|原先|前几次|前两次|去年|往常|平时|以为|原以为|说好)"
)
_NOT_BUT = re.compile(
    r"不是[^,，。;；]{1,10}[,，]?\s*(?=而?是|就是)|不是(?:不|没|缺席|缺勤|旷|迟到|请假)[^,，。;；]{0,6}[,，;；]"
)
_COMES = re.compile("[来到去参出请缺迟晚赶在]|没空|不行|有事")
NOT_ASKED, NOT_LEAVING = "<未请>", "<不假>"
_NO = r"(?:没有?|未|不|并未|从不|绝不|保证不|决不)(?:再|曾|会|是|敢|能)?"
_DENIED = (
    (re.compile(rf"{_NO}(?:迟到|晚到|缺席|缺勤|旷会|旷)过?|(?:不会|不可能|哪能)不(?:来|到|去|参加)"), "准时"),
    (
        re.compile(
            r"(?:没有?|未|并未|没来得及|来不及|没空|没时间)(?:提前|事先|跟?谁?说|有|去|来)?(?:请|告)(?:过|个|到|病|事)*假"
        ),
        NOT_ASKED,
    ),
    (
        re.compile(
            r"(?:不用|不需要?|无需|不会|不再|不想|不)(?:请|告)(?:个|病|事)*假了?|(?:取消|销)了?请?假|请?假(?:取消|作废)了?"
        ),
        NOT_LEAVING,
    ),
)


def said_now(told: str) -> str:
    """The words about this meeting: 上次没到，这次来 is 这次来, 没有迟到 is 准时."""
    told = _NOT_BUT.sub("", told)
    parts = [part for part in _PARTS.split(told) if part]
    present = [part for part in parts if not _PAST.search(part)]
    if len(present) < len(parts) and _COMES.search("".join(present)):
        told = ",".join(present)
    for shape, meant in _DENIED:
        told = shape.sub(meant, told)
    return told


def is_only_past(told: str) -> bool:
    """上次请假了: nothing is said of this time."""
    return all(_PAST.search(part) for part in _PARTS.split(told) if part)
