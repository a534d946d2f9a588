"""The words of this app."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class LinkPurpose(TextChoices):
    INVITE = "invite", _("开通账号")
    RESET = "reset", _("重设密码")
