"""What is on its way in, encrypted until it is forgotten: rosters with their rows, pasted chats with theirs."""

import json
import uuid
from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from banyan.intake.reading.chats.results import Kind, Status
from banyan.intake.reading.results import Verdict
from banyan.intake.states import (
    BATCH_MOVES,
    CHECK_MOVES,
    PASTE_MOVES,
    BatchStatus,
    CheckStatus,
    PasteStatus,
)
from banyan.orgs.models import Organisation
from banyan.people.models import Person
from banyan.shared.fields import SealedField

GROUP_MAX = 40
ORIGINALS = "rosters"  # where the encrypted originals lie


UNREAD = gettext_noop("这一行没有看懂；要算上，请写是谁、说的什么")


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
    # Every head with its columns, the fields they feed and some of what stands in them.
    columns = SealedField(_("各列"), purpose="staged")
    made_at = models.DateTimeField(_("上传时间"))
    made_by = models.CharField(_("上传人"), max_length=60)
    accepted_at = models.DateTimeField(_("导入时间"), null=True)
    accepted_by = models.CharField(_("导入人"), max_length=60, blank=True)
    undone_at = models.DateTimeField(_("撤销时间"), null=True)
    undone_by = models.CharField(_("撤销人"), max_length=60, blank=True)
    left_alone = models.PositiveIntegerField(_("没有撤销的行"), default=0)
    # What the worker was last asked to do with it, and the sentence it ended with when that could not be done.
    job_ref = models.UUIDField(null=True, editable=False)
    problem = models.CharField(_("没有办成的原因"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("导入批次")
        verbose_name_plural = _("导入批次")
        indexes = [models.Index(fields=["org", "made_at"], name="batch_org")]

    def __str__(self) -> str:
        return self.get_status_display()

    @property
    def is_read_as_remembered(self) -> bool:
        """Were the columns of one of its heads corrected before?"""
        return any(head["remembered"] for head in self.seen_columns())

    @property
    def unnamed_sheets(self) -> list[str]:
        """Sheets that look like lists of people, but of which no column is known to be the name: not read yet."""
        return [
            head["sheet"]
            for head in self.seen_columns()
            if not any(column["field"] == "name" for column in head["columns"])
        ]

    @property
    def lacks_name(self) -> bool:
        """Is there no name at all, so that nothing could be read?"""
        unnamed = self.unnamed_sheets
        return bool(unnamed) and len(unnamed) == len(self.seen_columns())

    def seen_columns(self) -> list[dict[str, Any]]:
        """Its heads as they were understood; those of several sheets with the same words are the same."""
        found: list[dict[str, Any]] = json.loads(self.columns.open() or "[]")
        return found

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
    batch = models.ForeignKey(
        Batch, models.CASCADE, related_name="rows", db_index=False, verbose_name=_("批次")
    )
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
    # What an undo left because somebody had changed it: field, office, organisation, when; no value.
    left = models.JSONField(_("没有撤销的字段"), default=list)

    class Meta:
        verbose_name = _("导入的行")
        verbose_name_plural = _("导入的行")
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="one_staged_row_a_number")]
        indexes = [models.Index(fields=["batch", "verdict", "number"], name="staged_verdict")]

    def __str__(self) -> str:
        return f"{self.sheet} {self.row}"

    def reading(self) -> Mapping[str, Any]:
        """Its facts by field, with the keys of branch and region; the name and what is worth a look as it was read."""
        found: Mapping[str, Any] = json.loads(self.read.open() or "{}")
        return found

    def write_reading(self, stored: Mapping[str, Any]) -> None:
        """Put a reading back as `reading` gave it; not saved."""
        self.read = json.dumps(stored, ensure_ascii=False)

    def former(self) -> dict[str, Any]:
        """Values as they were before this import, by field."""
        found: dict[str, Any] = json.loads(self.before.open() or "{}")
        return found


class ColumnMap(models.Model):
    """What the columns below certain heads mean, as somebody of an organisation corrected it once.

    `head` is the digest of the head words, `chosen` the field of each column; empty: not taken.
    """

    ref = models.UUIDField(default=uuid.uuid4, editable=False)
    org = models.ForeignKey(Organisation, models.CASCADE, related_name="+", verbose_name=_("组织"))
    head = models.CharField(_("表头"), max_length=32)
    chosen = models.JSONField(_("各列的意思"), default=dict)
    made_at = models.DateTimeField(_("记下的时间"))
    made_by = models.CharField(_("记下的人"), max_length=60)

    class Meta:
        verbose_name = _("记住的表头")
        verbose_name_plural = _("记住的表头")
        constraints = [models.UniqueConstraint(fields=["org", "head"], name="one_map_a_head")]

    def __str__(self) -> str:
        return self.head


class Question(models.Model):
    """One doubt of a roster with every row that shares it: answered once for all of them (story.md, Rosters)."""

    ref = models.UUIDField(default=uuid.uuid4, editable=False)
    batch = models.ForeignKey(Batch, models.CASCADE, related_name="questions", verbose_name=_("批次"))
    number = models.PositiveIntegerField(_("次序"))
    field = models.CharField(_("字段"), max_length=20)
    asked = SealedField(_("疑问"), purpose="staged")
    answer = SealedField(_("回答"), purpose="staged")
    answered_at = models.DateTimeField(_("回答时间"), null=True)
    answered_by = models.CharField(_("回答人"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("导入的疑问")
        verbose_name_plural = _("导入的疑问")
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="one_question_a_number"),
        ]

    def __str__(self) -> str:
        return f"{self.field} {self.number}"

    def said(self) -> Mapping[str, Any]:
        """What was written, what was read, why it is asked, and the first rows it stands in."""
        found: Mapping[str, Any] = json.loads(self.asked.open() or "{}")
        return found


class Doubt(models.Model):
    """A row in which a question stands, until it is answered there."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="doubts", verbose_name=_("疑问"))
    row = models.ForeignKey(StagedRow, models.CASCADE, related_name="doubts", verbose_name=_("行"))
    is_open = models.BooleanField(_("还没有回答"), default=True)

    class Meta:
        verbose_name = _("有疑问的行")
        verbose_name_plural = _("有疑问的行")
        constraints = [models.UniqueConstraint(fields=["question", "row"], name="one_doubt_a_row")]
        indexes = [models.Index(fields=["question", "is_open"], name="doubt_open")]

    def __str__(self) -> str:
        return f"{self.question_id} {self.row_id}"


class Paste(models.Model):
    """A pasted chat or 接龙: the draft of a review, its text sealed and deleted after 30 days (T35).

    `subject` is what it is about, in the words of the kind's target: a period, or the ref of a task.
    """

    MOVES: ClassVar = PASTE_MOVES

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    org = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("组织"))
    status = models.CharField(_("状态"), max_length=9, choices=PasteStatus.choices, default=PasteStatus.READ)
    group = models.CharField(_("群"), max_length=GROUP_MAX, blank=True)
    kind = models.CharField(_("关于"), max_length=10, choices=[(str(kind), str(kind)) for kind in Kind])
    period = models.CharField(_("报告期"), max_length=7, blank=True)
    subject = models.CharField(_("对应的事项"), max_length=36, blank=True)
    text = SealedField(_("粘贴的文字"), purpose="staged")
    made_at = models.DateTimeField(_("粘贴时间"))
    made_by = models.CharField(_("粘贴人"), max_length=60)
    accepted_at = models.DateTimeField(_("登记时间"), null=True)
    accepted_by = models.CharField(_("登记人"), max_length=60, blank=True)
    undone_at = models.DateTimeField(_("撤销时间"), null=True)
    undone_by = models.CharField(_("撤销人"), max_length=60, blank=True)
    taken = models.PositiveIntegerField(_("已登记的人数"), default=0)
    left_alone = models.PositiveIntegerField(_("没有撤销的人数"), default=0)
    forgotten_at = models.DateTimeField(_("原文删除时间"), null=True)

    class Meta:
        verbose_name = _("接龙和聊天")
        verbose_name_plural = _("接龙和聊天")
        indexes = [
            models.Index(fields=["org", "made_at"], name="paste_org"),
            models.Index(fields=["forgotten_at", "made_at"], name="paste_kept"),
        ]

    def __str__(self) -> str:
        return self.get_status_display()


class PasteRow(models.Model):
    """What one person said in a paste, as read or as the officer settled it; gone with the text."""

    ref = models.UUIDField(default=uuid.uuid4, editable=False)
    paste = models.ForeignKey(Paste, models.CASCADE, related_name="rows", verbose_name=_("接龙和聊天"))
    number = models.PositiveIntegerField(_("次序"))
    line = models.PositiveIntegerField(_("行"))
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="+", verbose_name=_("党员"))
    said_status = models.CharField(
        _("说的是"), max_length=11, choices=[(str(status), str(status)) for status in Status]
    )
    is_sure = models.BooleanField(_("能确定"), default=False)
    is_left_out = models.BooleanField(_("不算"), default=False)
    why = models.CharField(_("为什么要问"), max_length=60, blank=True)
    choices = models.JSONField(_("可能是"), default=list)
    called = SealedField(_("原来的称呼"), purpose="staged", mask="name")
    words = SealedField(_("原话"), purpose="staged")
    by = SealedField(_("由谁代说"), purpose="staged", mask="name")
    taken_as = models.UUIDField(_("登记成"), null=True)
    why_not_taken = models.CharField(_("没有登记的原因"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("接龙里的人")
        verbose_name_plural = _("接龙里的人")
        constraints = [models.UniqueConstraint(fields=["paste", "number"], name="one_paste_row_a_number")]

    def __str__(self) -> str:
        return str(self.number)

    @property
    def is_unread(self) -> bool:
        """A line in which the reader found nobody: it counts only when somebody says whose it is."""
        return bool(self.why == UNREAD)


class Nickname(models.Model):
    """How a group calls somebody: learned when an officer says whom a name means, forgotten with the person.

    `group` tells an organisation's groups apart; it is empty where there is only one.
    """

    ref = models.UUIDField(default=uuid.uuid4, editable=False)
    org = models.ForeignKey(Organisation, models.CASCADE, related_name="+", verbose_name=_("组织"))
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name=_("党员"))
    group = models.CharField(_("群"), max_length=GROUP_MAX, blank=True)
    words = SealedField(_("群昵称"), purpose="staged", mask="name")
    learned_at = models.DateTimeField(_("记下的时间"))
    learned_by = models.CharField(_("记下的人"), max_length=60)

    class Meta:
        verbose_name = _("群昵称")
        verbose_name_plural = _("群昵称")
        indexes = [models.Index(fields=["org", "person"], name="nickname_org")]

    def __str__(self) -> str:
        return str(self.words)


class TransferCheck(models.Model):
    """Two organisations claim one person: a later entry has the id number of somebody elsewhere (T7).

    `superior` is the nearest organisation above both; it alone learns of it. A side that is gone leaves it settled.
    """

    MOVES: ClassVar = CHECK_MOVES

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    claimant = models.OneToOneField(
        Person, models.SET_NULL, null=True, related_name="+", verbose_name=_("后录入的人")
    )
    holder = models.ForeignKey(
        Person, models.SET_NULL, null=True, related_name="+", verbose_name=_("原来在册的人")
    )
    superior = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("共同上级"))
    status = models.CharField(_("状态"), max_length=11, choices=CheckStatus.choices, default=CheckStatus.OPEN)
    asked = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", verbose_name=_("请哪一方核对")
    )
    made_at = models.DateTimeField(_("时间"))
    decided_at = models.DateTimeField(_("核对时间"), null=True)
    decided_by = models.CharField(_("核对人"), max_length=60, blank=True)
    reason = SealedField(_("事由"), purpose="note")

    class Meta:
        verbose_name = _("两地都登记的党员")
        verbose_name_plural = _("两地都登记的党员")
        indexes = [models.Index(fields=["superior", "status"], name="check_superior")]

    def __str__(self) -> str:
        return self.get_status_display()
