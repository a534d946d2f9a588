"""The kinds of papers and what may happen to one."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from banyan.audit.lifecycle import arrow


class PaperKind(TextChoices):
    """Which of them a person gets by his state is decided in journeys (story.md, Papers by state)."""

    CERTIFICATE = "certificate", _("党员证明信")
    FLOATING_SLIP = "floating_slip", _("流动党员活动证")
    LETTER = "letter", _("组织关系介绍信")
    RECEIPT = "receipt", _("流动党员报到回执单")


# Offices write 报道 as often as 报到 (requirements 1.18); whoever types it finds the same paper.
SPELLINGS = {"流动党员证明": PaperKind.CERTIFICATE, "流动党员报道回执单": PaperKind.RECEIPT}


class PaperStatus(TextChoices):
    ISSUED = "issued", _("有效")
    VOID = "void", _("已作废")


class Verdict(TextChoices):
    """What the public page answers about a code (R-Q1, R-Q2)."""

    VALID = "valid", _("有效")
    EXPIRED = "expired", _("已过有效期")
    VOID = "void", _("已作废")
    ALTERED = "altered", _("与登记不符")
    UNKNOWN = "unknown", _("没有这份证件")


class Grade(TextChoices):
    """民主评议 as it goes with the annual check (rules 2.12); empty where it was not yet held."""

    EXCELLENT = "excellent", _("优秀")
    GOOD = "good", _("合格")
    FAIR = "fair", _("基本合格")
    POOR = "poor", _("不合格")


class PrintForm(TextChoices):
    """What the many papers of one print come as."""

    PILE = "pile", _("一个文件，从头打到尾")
    SINGLES = "singles", _("一份一个文件，放在压缩包里")


PAPER_MOVES = {"void": arrow(PaperStatus.ISSUED, PaperStatus.VOID, "paper.voided")}
