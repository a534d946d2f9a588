"""The photograph of a stamped receipt: the third way home, never asked for (B-05)."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from banyan.journeys.models.arrival import CheckIn

RECEIPT_PHOTOS = "receipts"


class ReceiptPhoto(models.Model):
    """A picture the member sent home: decoded, written anew without place and camera, and stored encrypted."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    check_in = models.ForeignKey(CheckIn, models.CASCADE, related_name="photos", verbose_name=_("报到"))
    width = models.PositiveIntegerField(_("宽"))
    height = models.PositiveIntegerField(_("高"))
    size_bytes = models.PositiveIntegerField(_("大小"))
    added_at = models.DateTimeField(_("上传时间"))
    added_by = models.CharField(_("上传人"), max_length=80)

    class Meta:
        verbose_name = _("回执照片")
        verbose_name_plural = _("回执照片")

    def __str__(self) -> str:
        return str(self.ref)

    @property
    def name(self) -> str:
        """Where it lies at rest: a random name that says nothing."""
        return f"{RECEIPT_PHOTOS}/{self.ref}"

    @property
    def bound_to(self) -> str:
        """What it is sealed to: one file cannot stand in for another."""
        return f"{self._meta.label_lower}|body|{self.ref}"
