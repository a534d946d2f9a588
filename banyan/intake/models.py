"""A roster on its way in: the batch, and its rows as they were read, encrypted until they are forgotten."""

import json
import uuid
from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from banyan.intake.reading.results import Verdict
from banyan.intake.states import BATCH_MOVES, BatchStatus
from banyan.orgs.models import Organisation
from banyan.people.models import Person
from banyan.shared.fields import SealedField

ORIGINALS = "rosters"  # where the encrypted originals lie


class Batch(models.Model):
    """One uploaded roster. `org` is where it is imported: its branches are those below."""

    MOVES: ClassVar = BATCH_MOVES

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    org = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("组织"))
    status = models.CharField(_("状态"), max_length=9, choices=BatchStatus.choices, default=BatchStatus.READ)
    label = SealedField(_("文件名"), purpose="staged")
    digest = models.CharField(max_length=64, editable=False)
    # How far the record of acts went when the rows were matched: whatever came later, they have not seen.
    seen_seq = models.BigIntegerField(default=0, editable=False)
    heads = models.JSONField(_("表头"), default=list)
    ignored = models.JSONField(_("忽略的行"), default=list)
    made_at = models.DateTimeField(_("上传时间"))
    made_by = models.CharField(_("上传人"), max_length=60)
    accepted_at = models.DateTimeField(_("导入时间"), null=True)
    accepted_by = models.CharField(_("导入人"), max_length=60, blank=True)
    undone_at = models.DateTimeField(_("撤销时间"), null=True)
    undone_by = models.CharField(_("撤销人"), max_length=60, blank=True)
    left_alone = models.PositiveIntegerField(_("没有撤销的行"), default=0)

    class Meta:
        verbose_name = _("导入批次")
        verbose_name_plural = _("导入批次")
        indexes = [models.Index(fields=["org", "made_at"], name="batch_org")]

    def __str__(self) -> str:
        return self.get_status_display()

    @property
    def file_name(self) -> str:
        """Where the encrypted original lies; it says nothing of its content."""
        return f"{ORIGINALS}/{self.ref.hex}"

    @property
    def bound_to(self) -> str:
        return f"intake.batch|original|{self.ref}"


class StagedRow(models.Model):
    """One person's row: what was read, what became of it, and what was there before (for undo)."""

    ref = models.UUIDField(default=uuid.uuid4, editable=False)
    batch = models.ForeignKey(Batch, models.CASCADE, related_name="rows", verbose_name=_("批次"))
    number = models.PositiveIntegerField(_("次序"))
    sheet = models.CharField(_("工作表"), max_length=60)
    row = models.PositiveIntegerField(_("行"))
    verdict = models.CharField(
        _("结论"), max_length=8, choices=[(str(verdict), str(verdict)) for verdict in Verdict]
    )
    is_corrected = models.BooleanField(_("有更正"), default=False)
    is_taken = models.BooleanField(_("已导入"), default=False)
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", verbose_name=_("党员"))
    is_made = models.BooleanField(_("由本次导入新增"), default=False)
    read = SealedField(_("读到的内容"), purpose="staged")
    before = SealedField(_("导入前的内容"), purpose="staged")

    class Meta:
        verbose_name = _("导入的行")
        verbose_name_plural = _("导入的行")
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="one_staged_row_a_number")]
        indexes = [models.Index(fields=["batch", "verdict", "number"], name="staged_verdict")]

    def __str__(self) -> str:
        return f"{self.sheet} {self.row}"

    def reading(self) -> Mapping[str, Any]:
        """The row as `roster check` prints it, with the keys of branch and region beside the words."""
        found: Mapping[str, Any] = json.loads(self.read.open() or "{}")
        return found

    def former(self) -> dict[str, Any]:
        """Values as they were before this import, by field."""
        found: dict[str, Any] = json.loads(self.before.open() or "{}")
        return found
