"""The kinds of papers and their two states."""

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from banyan.audit.lifecycle import Move, arrow


class PaperKind(TextChoices):
    CERTIFICATE = "certificate", _("党员证明信")
    FLOATING_SLIP = "floating_slip", _("流动党员活动证")
    LETTER = "letter", _("组织关系介绍信")
    RECEIPT = "receipt", _("报到回执单")


class PaperStatus(TextChoices):
    ISSUED = "issued", _("有效")
    VOID = "void", _("已作废")


PAPER_MOVES: Mapping[str, Move] = {"void": arrow("issued", "void", "paper.voided")}
