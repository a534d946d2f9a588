"""报告: what a member tells home, once for each period."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from banyan.journeys.models.journey import Journey
from banyan.journeys.states import REPORT_MOVES, Channel, Matter, ReportStatus
from banyan.orgs.models import Organisation
from banyan.people.models import Person
from banyan.shared.fields import SealedField
from banyan.shared.periods import Period


class Report(models.Model):
    """A sign of life for one period (a value such as 2021-10, whenever it arrived; R-T1, R-T3).

    `due_on` is the day the policy asked for when it was received; `entered_by` is empty when the member
    wrote it himself. All channels count equally (C-02). `words_mark` is a keyed digest of what the member wrote
    himself, to be compared and nothing else (ideas 19).
    """

    MOVES: ClassVar = REPORT_MOVES

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    journey = models.ForeignKey(Journey, models.CASCADE, related_name="reports", verbose_name=_("外出"))
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name=_("党员"))
    org = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("所在党支部"))
    period = models.CharField(_("报告期"), max_length=7)
    status = models.CharField(
        _("状态"), max_length=8, choices=ReportStatus.choices, default=ReportStatus.RECEIVED
    )
    received_at = models.DateTimeField(_("收到时间"))
    due_on = models.DateField(_("截止日"))
    matter = models.CharField(_("事项"), max_length=9, choices=Matter.choices, default=Matter.WELL)
    words = models.CharField(_("想说的话"), max_length=500, blank=True)
    words_mark = models.CharField(max_length=32, blank=True, editable=False)
    new_phone = SealedField(_("新电话"), purpose="phone", mask="phone")
    new_place = models.CharField(_("新地点"), max_length=120, blank=True)
    channel = models.CharField(_("方式"), max_length=5, choices=Channel.choices, default=Channel.WEB)
    entered_by = models.CharField(_("代填人"), max_length=60, blank=True)
    read_at = models.DateTimeField(_("阅读时间"), null=True)
    read_by = models.CharField(_("阅读人"), max_length=60, blank=True)
    follow_up = models.CharField(_("跟进"), max_length=200, blank=True)
    followed_up_at = models.DateTimeField(_("跟进时间"), null=True)

    class Meta:
        verbose_name = _("报告")
        verbose_name_plural = _("报告")
        constraints = [models.UniqueConstraint(fields=["journey", "period"], name="one_report_a_period")]
        indexes = [
            models.Index(fields=["org", "period"], name="report_org_period"),
            models.Index(fields=["period"], name="report_period"),
            models.Index(fields=["person", "received_at"], name="report_person"),
            models.Index(
                fields=["org", "words_mark"], condition=~models.Q(words_mark=""), name="report_words"
            ),
        ]

    def __str__(self) -> str:
        return Period.parse(self.period).words
