"""What a member said in a group, in the words of a report: pure thought (C-02, ideas 9)."""

import re

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from banyan.journeys.rules.report import Told
from banyan.journeys.states import Matter
from banyan.people.rules import why_not_phone
from banyan.shared.errors import Reason
from banyan.shared.masking import mask_phone

NOT_REACHED = Reason("not_reached", _("没有联系上，不算报告。"))
NOT_AWAY = Reason(
    "not_away", _("名单上这一期没有外出，不用报告；真在外面的，先点他的名字登记外出，再贴一次。")
)
ALREADY = Reason("already_reported", _("这一期已经报过平安了，没有改动。"))
# The status of a chat that is no matter of a report.
SILENT = "not_reached"
WORDS_MAX, PLACE_MAX = 500, 120
_NUMBER = re.compile(r"(?<!\d)1\d{10}(?!\d)")
_RELAYED = _("{said}（由{by}转告）")


def told_of(status: str, said: str, by: str) -> Told:
    """A report of what was said; without a number a new phone, without a place a move is only told in words.

    A telephone number never stays in the words: the new one is sealed beside them.
    """
    words = _NUMBER.sub(lambda found: mask_phone(found[0]), said)
    kept = str(format_lazy(_RELAYED, said=words, by=by)) if by else words
    matter = Matter(status) if status in Matter.values else Matter.WELL
    phone = next((each for each in _NUMBER.findall(said) if why_not_phone(each) is None), "")
    if (matter == Matter.NEW_PHONE and not phone) or (matter == Matter.MOVED and not words):
        matter = Matter.WELL
    return Told(
        matter=matter,
        words=kept[:WORDS_MAX],
        new_phone=phone if matter == Matter.NEW_PHONE else "",
        new_place=words[:PLACE_MAX] if matter == Matter.MOVED else "",
    )
