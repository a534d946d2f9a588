"""Who took a task on, and what came of it. Points come later; every step has its date."""

import uuid
from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from banyan.orgs.models import Organisation
from banyan.people.models import Person
from banyan.shared.attachments.checking import TITLE_CHARACTERS
from banyan.tasks.kinds import UNITS, Unit
from banyan.tasks.models.task import Slot, Task
from banyan.tasks.states import CLAIM_MOVES, ClaimStatus

CLAIM_PHOTOS = "claims"  # where the encrypted pictures lie
PICTURE = "jpg"


class Claim(models.Model):
    """One member takes one task on. `org` is his home branch; `entered_by` whoever claimed for him.

    `share` is how much of the task's quantity he takes (one place of a task by people, as many as turns of a slotted
    one). `quiet_since` is the last word he gave; `nudged_at` when he was asked how it goes, empty after each word.
    `words_mark` and `session_mark` are keyed digests of the result and of the session it came by, to be compared and
    nothing else; at `cleared_at` the reviewer put the questions about it aside.
    """

    MOVES: ClassVar = CLAIM_MOVES

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    task = models.ForeignKey(Task, models.PROTECT, related_name="claims", verbose_name=_("任务"))
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name=_("党员"))
    org = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("所在党支部"))
    status = models.CharField(
        _("状态"), max_length=9, choices=ClaimStatus.choices, default=ClaimStatus.CLAIMED
    )
    share = models.PositiveIntegerField(_("认领多少"), default=1)
    slots = models.ManyToManyField(Slot, related_name="claims", verbose_name=_("时段"))
    is_returned = models.BooleanField(_("名额已让出"), default=False)
    is_recorded = models.BooleanField(_("本人记录的服务"), default=False)
    quiet_since = models.DateTimeField(_("最近一次音讯"), null=True)
    nudged_at = models.DateTimeField(_("问候时间"), null=True)
    entered_by = models.CharField(_("代办人"), max_length=60, blank=True)
    words_mark = models.CharField(max_length=32, blank=True, editable=False)
    session_mark = models.CharField(max_length=32, blank=True, editable=False)
    cleared_at = models.DateTimeField(_("看过疑问的时间"), null=True)
    result = models.CharField(_("完成情况"), max_length=500, blank=True)
    missing = models.CharField(_("还差什么"), max_length=200, blank=True)
    reviewed_by = models.CharField(_("审核人"), max_length=60, blank=True)
    claimed_at = models.DateTimeField(_("认领时间"))
    submitted_at = models.DateTimeField(_("提交时间"), null=True)
    sent_back_at = models.DateTimeField(_("退回时间"), null=True)
    accepted_at = models.DateTimeField(_("完成时间"), null=True)
    withdrawn_at = models.DateTimeField(_("退出时间"), null=True)

    class Meta:
        verbose_name = _("认领")
        verbose_name_plural = _("认领")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["task", "person"], condition=~Q(status="withdrawn"), name="one_claim_of_a_task"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["person", "claimed_at"], name="claim_person"),
            models.Index(fields=["org", "claimed_at"], name="claim_org"),
            models.Index(fields=["task", "status"], name="claim_task_status"),
            models.Index(fields=["words_mark"], condition=~Q(words_mark=""), name="claim_words"),
            models.Index(fields=["session_mark"], condition=~Q(session_mark=""), name="claim_session"),
        ]

    def __str__(self) -> str:
        return self.get_status_display()


class ClaimFile(models.Model):
    """What shows the work, stored encrypted: a picture, written anew without its metadata, or a file found harmless.

    `kind` is the suffix of what it is by its content; of a file `title` is what it was called, and it has no sides.
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    claim = models.ForeignKey(Claim, models.CASCADE, related_name="files", verbose_name=_("认领"))
    kind = models.CharField(_("种类"), max_length=4, default=PICTURE)
    title = models.CharField(_("名称"), max_length=TITLE_CHARACTERS, blank=True)
    width = models.PositiveIntegerField(_("宽"), default=0)
    height = models.PositiveIntegerField(_("高"), default=0)
    size_bytes = models.PositiveIntegerField(_("大小"))
    looks = models.CharField(max_length=16, blank=True, editable=False)
    added_at = models.DateTimeField(_("上传时间"))

    class Meta:
        verbose_name = _("照片和文件")
        verbose_name_plural = _("照片和文件")

    def __str__(self) -> str:
        return str(self.ref)

    @property
    def name(self) -> str:
        """Where it lies at rest: a random name that says nothing."""
        return f"{CLAIM_PHOTOS}/{self.ref}"

    @property
    def is_picture(self) -> bool:
        return self.kind == PICTURE

    @property
    def called(self) -> str:
        """What it was called, with the suffix of what it is: `路灯.pdf`."""
        return f"{self.title or _('文件')}.{self.kind}"

    @property
    def bound_to(self) -> str:
        """What it is sealed to: one file cannot stand in for another."""
        return f"{self._meta.label_lower}|body|{self.ref}"


class Outcome(models.Model):
    """What came of a claim, in one unit of its kind (H-01..H-08). Counted once the work is accepted."""

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="outcomes", verbose_name=_("认领"))
    unit = models.CharField(_("单位"), max_length=16)
    hundredths = models.BigIntegerField(_("数量（百分之一）"))

    class Meta:
        verbose_name = _("成果数量")
        verbose_name_plural = _("成果数量")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["claim", "unit"], name="one_outcome_of_a_unit"),
            models.CheckConstraint(condition=Q(hundredths__gt=0), name="outcome_above_nothing"),
        ]
        indexes: ClassVar = [models.Index(fields=["unit", "claim"], name="outcome_unit")]

    def __str__(self) -> str:
        return self.words

    @property
    def sort(self) -> Unit:
        return UNITS[self.unit]

    @property
    def amount(self) -> Decimal:
        """In whole units, without needless noughts."""
        whole = Decimal(self.hundredths) / 100
        return whole.quantize(Decimal(1)) if whole == whole.to_integral() else whole.normalize()

    @property
    def words(self) -> str:
        """`120公斤`."""
        return gettext("%(amount)s%(unit)s") % {"amount": f"{self.amount:f}", "unit": self.sort.unit}


class Partner(models.Model):
    """Somebody who does the work together with the one who claimed it: several names on one share."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    claim = models.ForeignKey(Claim, models.CASCADE, related_name="partners", verbose_name=_("认领"))
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name=_("党员"))
    added_by = models.CharField(_("谁写上的"), max_length=60)
    added_at = models.DateTimeField(_("加入时间"))
    left_at = models.DateTimeField(_("退出时间"), null=True)

    class Meta:
        verbose_name = _("同伴")
        verbose_name_plural = _("同伴")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["claim", "person"], condition=Q(left_at=None), name="one_partner_of_a_name"
            )
        ]

    def __str__(self) -> str:
        return str(self.ref)


class Note(models.Model):
    """A word about a claim, from the member's side or the branch's: how it goes, what was asked, what is delivered."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    claim = models.ForeignKey(Claim, models.CASCADE, related_name="notes", verbose_name=_("认领"))
    words = models.CharField(_("内容"), max_length=300, blank=True)
    delivered = models.PositiveIntegerField(_("又交了多少"), null=True)
    is_from_member = models.BooleanField(_("党员一方"))
    author = models.CharField(_("谁说的"), max_length=60)
    made_at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("进展")
        verbose_name_plural = _("进展")
        indexes: ClassVar = [models.Index(fields=["claim", "id"], name="note_claim")]

    def __str__(self) -> str:
        return self.words
