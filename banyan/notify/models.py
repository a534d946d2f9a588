"""What people are told: in their own inbox, or by somebody who passes a ready text on."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from banyan.notify.states import OutgoingChannel
from banyan.orgs.models import Organisation
from banyan.people.models import Person


class Message(models.Model):
    """One message in one account's inbox. `key` makes telling the same thing twice harmless.

    A message that asks is answered elsewhere; whoever answers settles it for everybody who was asked.
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("收件人")
    )
    kind = models.CharField(_("类别"), max_length=40)
    words = models.CharField(_("内容"), max_length=500)
    link = models.CharField(_("链接"), max_length=200, blank=True)
    org = models.ForeignKey(
        Organisation, models.CASCADE, null=True, related_name="+", verbose_name=_("所涉组织")
    )
    key = models.CharField(max_length=120, blank=True, editable=False)
    is_asking = models.BooleanField(_("需要办理"), default=False)
    made_at = models.DateTimeField(_("时间"))
    read_at = models.DateTimeField(_("阅读时间"), null=True)
    settled_at = models.DateTimeField(_("办结时间"), null=True)

    class Meta:
        verbose_name = _("消息")
        verbose_name_plural = _("消息")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["recipient", "key"], condition=~Q(key=""), name="one_message_of_a_key"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["recipient", "-id"], name="message_newest"),
            models.Index(fields=["recipient"], condition=Q(read_at=None), name="message_unread"),
            models.Index(fields=["key"], condition=Q(settled_at=None), name="message_unsettled"),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def is_read(self) -> bool:
        return self.read_at is not None


class Outgoing(models.Model):
    """Words for a person without an account: an officer of `org` copies them and says them his own way."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    channel = models.CharField(_("方式"), max_length=12, choices=OutgoingChannel.choices)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name=_("转告给"))
    org = models.ForeignKey(Organisation, models.CASCADE, related_name="+", verbose_name=_("由谁转告"))
    kind = models.CharField(_("类别"), max_length=40)
    words = models.CharField(_("内容"), max_length=560)
    key = models.CharField(max_length=120, blank=True, editable=False)
    made_at = models.DateTimeField(_("时间"))
    copied_at = models.DateTimeField(_("转告时间"), null=True)
    copied_by = models.CharField(_("转告人"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("待转告的话")
        verbose_name_plural = _("待转告的话")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "key"], condition=~Q(key=""), name="one_outgoing_of_a_key"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["org", "-id"], condition=Q(copied_at=None), name="outgoing_waiting")
        ]

    def __str__(self) -> str:
        return self.words
