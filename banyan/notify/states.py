"""By which ways words leave the house."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class OutgoingChannel(TextChoices):
    COPY_TEXT = "copy_text", _("复制后转告")
