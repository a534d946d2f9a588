"""The ledger: entries that are only added, what things are worth, who is not counted in, periods closed.

Amounts are whole hundredths: 250 is 2.5 points.
"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from banyan.ledger.states import CLOSING_MOVES, Activity, ClosingStatus, EntryKind, Grade, Ground
from banyan.orgs.models import Organisation
from banyan.people.models import Person
from banyan.shared.fields import SealedField


class Worth(models.Model):
    """What an activity is worth at an organisation and below it, from one day until before another (I-01).

    A change is a new row from its day on: what was booked keeps the row it was booked by.
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    org = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("组织"))
    activity = models.CharField(_("为什么"), max_length=12, choices=Activity.choices)
    grade = models.CharField(_("完成情况"), max_length=9, choices=Grade.choices, default=Grade.PLAIN)
    amount = models.PositiveIntegerField(_("记多少"))
    ceiling = models.PositiveIntegerField(_("每月最多"), null=True)
    from_day = models.DateField(_("起"))
    until_day = models.DateField(_("止（不含）"), null=True)
    made_at = models.DateTimeField(_("定下的时间"))
    made_by = models.CharField(_("定下的人"), max_length=60)

    class Meta:
        verbose_name = _("记分办法")
        verbose_name_plural = _("记分办法")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["org", "activity", "grade"], condition=Q(until_day=None), name="one_open_worth"
            ),
            models.CheckConstraint(
                condition=Q(until_day=None) | Q(until_day__gte=models.F("from_day")), name="worth_days"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_activity_display()} {self.get_grade_display()}"


class Entry(models.Model):
    """One line of the ledger; nothing changes or removes it, a counter-entry undoes it once and exactly (T13).

    Between two accounts: `org`, the branch the person is at home in, gives; the person receives. The sum over all
    accounts is nought by its very shape.
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("党员"))
    org = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("所在党支部"))
    kind = models.CharField(_("种类"), max_length=6, choices=EntryKind.choices)
    activity = models.CharField(_("为什么"), max_length=12, choices=Activity.choices)
    grade = models.CharField(_("完成情况"), max_length=9, choices=Grade.choices)
    amount = models.IntegerField(_("记多少"))
    worth = models.ForeignKey(Worth, models.PROTECT, null=True, related_name="+", verbose_name=_("记分办法"))
    # What it is booked for, in the words of whoever books: "claim:<ref>". Once each, and person and activity.
    source = models.CharField(max_length=60, editable=False)
    period = models.CharField(_("月份"), max_length=7)
    words = SealedField(_("事由"), purpose="note")
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="reversal", verbose_name=_("冲回的是")
    )
    booked_at = models.DateTimeField(_("记录时间"))
    booked_by = models.CharField(_("记录人"), max_length=60)

    class Meta:
        verbose_name = _("积分记录")
        verbose_name_plural = _("积分记录")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["activity", "source", "person"], name="booked_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["person", "kind", "period"], name="entry_person"),
            models.Index(fields=["org", "kind", "period"], name="entry_org"),
        ]

    def __str__(self) -> str:
        return f"{self.get_activity_display()} {self.amount}"


class Balance(models.Model):
    """The sum of a person's entries of one kind, kept beside them and recounted by `banyan verify` (R-L5)."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name=_("党员"))
    kind = models.CharField(_("种类"), max_length=6, choices=EntryKind.choices)
    amount = models.IntegerField(_("合计"), default=0)

    class Meta:
        verbose_name = _("积分合计")
        verbose_name_plural = _("积分合计")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "kind"], name="one_balance_a_kind")
        ]

    def __str__(self) -> str:
        return str(self.amount)


class Exemption(models.Model):
    """Somebody is not counted in for a while: he earns as before, and stands in no list."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name=_("党员"))
    ground = models.CharField(_("缘由"), max_length=5, choices=Ground.choices)
    from_day = models.DateField(_("起"))
    until_day = models.DateField(_("止（不含）"), null=True)
    made_at = models.DateTimeField(_("记录时间"))
    made_by = models.CharField(_("记录人"), max_length=60)

    class Meta:
        verbose_name = _("不参加排名")
        verbose_name_plural = _("不参加排名")
        indexes: ClassVar = [models.Index(fields=["person", "from_day"], name="exemption_person")]

    def __str__(self) -> str:
        return self.get_ground_display()


class Consent(models.Model):
    """A member lets his name stand on lists of thanks; taken back, it stands nowhere from that moment (R-P8)."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name=_("党员"))
    given_at = models.DateTimeField(_("同意时间"))
    withdrawn_at = models.DateTimeField(_("收回时间"), null=True)

    class Meta:
        verbose_name = _("同意列名")
        verbose_name_plural = _("同意列名")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(withdrawn_at=None), name="one_open_consent"
            )
        ]

    def __str__(self) -> str:
        return str(self.given_at)


class Closing(models.Model):
    """A period's sums at an organisation up to entry `as_of`: computed again, they are the same (R-L3)."""

    MOVES: ClassVar = CLOSING_MOVES

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    org = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("组织"))
    kind = models.CharField(_("种类"), max_length=6, choices=EntryKind.choices)
    period = models.CharField(_("时期"), max_length=7)
    status = models.CharField(
        _("状态"), max_length=8, choices=ClosingStatus.choices, default=ClosingStatus.OPEN
    )
    as_of = models.BigIntegerField(editable=False)
    until = models.DateTimeField(_("意见截止"))
    made_at = models.DateTimeField(_("汇总时间"))
    made_by = models.CharField(_("汇总人"), max_length=60)
    finished_at = models.DateTimeField(_("定下的时间"), null=True)

    class Meta:
        verbose_name = _("时期汇总")
        verbose_name_plural = _("时期汇总")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["org", "kind", "period"],
                condition=~Q(status="replaced"),
                name="one_closing_a_period",
            )
        ]

    def __str__(self) -> str:
        return self.period


class Standing(models.Model):
    """One member's sum in a closed period, and his place among all: equal sums share a place, none is left out.

    `counted_place` is his place among those who were counted in on the day of closing; empty for whoever was not,
    and for everybody of a small group.
    """

    closing = models.ForeignKey(Closing, models.CASCADE, related_name="standings", verbose_name=_("时期汇总"))
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name=_("党员"))
    amount = models.IntegerField(_("合计"))
    place = models.PositiveIntegerField(_("名次"))
    counted_place = models.PositiveIntegerField(_("参加排名者中的名次"), null=True)

    class Meta:
        verbose_name = _("时期得分")
        verbose_name_plural = _("时期得分")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["closing", "person"], name="one_standing_a_closing")
        ]

    def __str__(self) -> str:
        return str(self.amount)


class Objection(models.Model):
    """A member says that a closed period is not right; it is answered before the list is final."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    closing = models.ForeignKey(
        Closing, models.CASCADE, related_name="objections", verbose_name=_("时期汇总")
    )
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name=_("党员"))
    words = SealedField(_("意见"), purpose="note")
    made_at = models.DateTimeField(_("提出时间"))
    answer = SealedField(_("答复"), purpose="note")
    answered_at = models.DateTimeField(_("答复时间"), null=True)
    answered_by = models.CharField(_("答复人"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("意见")
        verbose_name_plural = _("意见")

    def __str__(self) -> str:
        return str(self.made_at)
