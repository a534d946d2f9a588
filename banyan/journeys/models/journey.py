"""A journey from home, and the places on it."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce, Substr
from django.utils.translation import gettext_lazy as _

from banyan.journeys.states import JOURNEY_MOVES, Ending, JourneyStatus, LeaveReason, Occupation
from banyan.orgs.models import Organisation, Region
from banyan.people.models import Person
from banyan.shared.clock import now
from banyan.shared.fields import PartialDateField, SealedField


class Journey(models.Model):
    """One absence of one person, from departure to return or another end. `org` is the home branch."""

    MOVES: ClassVar = JOURNEY_MOVES

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name=_("党员"))
    org = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", db_index=False, verbose_name=_("所在党支部")
    )
    status = models.CharField(
        _("状态"), max_length=8, choices=JourneyStatus.choices, default=JourneyStatus.PLANNED
    )
    departed_on = PartialDateField(_("外出时间"), blank=False)
    expected_until = models.DateField(_("预计返回"), null=True)
    leave_reason = models.CharField(_("外出原因"), max_length=8, choices=LeaveReason.choices, blank=True)
    has_certificate = models.BooleanField(_("持有流动党员活动证"), null=True)
    ended_on = models.DateField(_("结束日期"), null=True)
    ending = models.CharField(_("结束方式"), max_length=12, choices=Ending.choices, blank=True)
    transfer_done_on = models.DateField(_("已在全国系统办结"), null=True)
    started_at = models.DateTimeField(_("登记时间"), default=now)
    started_by = models.CharField(_("登记人"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("外出")
        verbose_name_plural = _("外出")
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=~Q(status="ended"), name="one_open_journey_a_person"
            )
        ]
        indexes = [models.Index(fields=["org", "status"], name="journey_org_status")]

    def __str__(self) -> str:
        return f"{self.get_status_display()} {self.departed_on}"

    @property
    def is_open(self) -> bool:
        return self.status != JourneyStatus.ENDED


class Stop(models.Model):
    """Where a journey stood from one day until before another, and what the member did there.

    `region` is the deepest place known; the database keeps `province_code` (2 digits) and `city_code` (4)
    from its head, so that a structure by destination groups without a join. All empty: 不掌握流向.
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    journey = models.ForeignKey(Journey, models.CASCADE, related_name="stops", verbose_name=_("外出"))
    from_day = PartialDateField(_("起"))
    until_day = models.DateField(_("止（不含）"), null=True)
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("地区")
    )
    province_code = models.GeneratedField(
        expression=Coalesce(Substr("region_id", 1, 2), Value("")),
        output_field=models.CharField(max_length=2),
        db_persist=True,
    )
    city_code = models.GeneratedField(
        expression=Coalesce(Substr("region_id", 1, 4), Value("")),
        output_field=models.CharField(max_length=4),
        db_persist=True,
    )
    place_words = models.CharField(_("地点原文"), max_length=120, blank=True)
    address = SealedField(_("居住地址"), purpose="address")
    employer = models.CharField(_("工作单位"), max_length=120, blank=True)
    occupation = models.CharField(_("职业"), max_length=8, choices=Occupation.choices, blank=True)
    occupation_words = models.CharField(_("职业原文"), max_length=60, blank=True)
    is_fixed = models.BooleanField(_("地点固定"), null=True)
    # The host as home's roster names it: nothing counts before a check-in is confirmed (story.md).
    arrived_on = PartialDateField(_("到达时间"))
    host_name = models.CharField(_("流入地党组织"), max_length=120, blank=True)
    host_head = models.CharField(_("流入地负责人"), max_length=60, blank=True)
    host_phone = SealedField(_("流入地电话"), purpose="phone", mask="phone")

    class Meta:
        verbose_name = _("在外地点")
        verbose_name_plural = _("在外地点")
        constraints = [
            models.UniqueConstraint(
                fields=["journey"], condition=Q(until_day=None), name="one_present_stop_a_journey"
            )
        ]
        indexes = [models.Index(fields=["region"], name="stop_region")]

    def __str__(self) -> str:
        return self.place_words
