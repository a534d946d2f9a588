"""Ready texts for those not yet heard from: one to each alone, one for the group that names nobody (ideas 10)."""

from django.utils.translation import gettext as _

from banyan.shared.periods import Period


def private_words(name: str, branch: str, period: Period, days: int, *, is_long: bool) -> str:
    """To one person, warmer when the silence is long; without numbers, links or reproach (rules 2.9)."""
    facts = {"name": name, "branch": branch, "period": period.words, "days": days}
    if is_long:
        words = _(
            "%(name)s同志，您好！我是%(branch)s。有%(days)s天没有您的消息了，支部很挂念。"
            "看到后请回一句话，报个平安就好；要是遇到难处，也请直接告诉我们，支部一起想办法。"
        )
    else:
        words = _(
            "%(name)s同志，您好！我是%(branch)s。%(period)s还没收到您的消息，方便时请报个平安，"
            "回一句“一切都好”就行，微信、短信、电话都算。"
        )
    return words % facts


def public_words(branch: str, period: Period, *, due: int, reported: int) -> str:
    """For the group: how many are still missing, and nobody's name."""
    words = _(
        "各位在外的同志：%(branch)s提醒大家，%(period)s的报平安已收到%(reported)s人，还有%(missing)s人没有消息。"
        "一句“一切都好”就算报告，网上点一下、微信、短信、打电话都行。祝大家在外平安顺利！"
    )
    facts = {"branch": branch, "period": period.words, "reported": reported, "missing": due - reported}
    return words % facts
