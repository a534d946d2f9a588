"""The record of acts: added to, never changed. Rows name actors and organisations by uuid and label."""

import hashlib
import json
from operator import attrgetter
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

FIRST_HASH = "0" * 64
CANONICAL = json.JSONEncoder(sort_keys=True, ensure_ascii=False, default=str, separators=(",", ":"))


class Entry(models.Model):
    """One act: who, as what, where, what to which object, when, from where, and how it ended (R-G1).

    `field_names` names fields and never holds their values; `details` holds states and counts alone.
    """

    seq = models.BigIntegerField(_("序号"), primary_key=True)
    at = models.DateTimeField(_("时间"))
    actor_ref = models.UUIDField(_("操作人编号"), null=True, db_index=True)
    actor_label = models.CharField(_("操作人"), max_length=80)
    role = models.CharField(_("身份"), max_length=40, blank=True)
    org_ref = models.UUIDField(_("组织编号"), null=True, db_index=True)
    org_label = models.CharField(_("组织"), max_length=120, blank=True)
    act = models.CharField(_("操作"), max_length=60, db_index=True)
    object_type = models.CharField(_("对象"), max_length=60, blank=True)
    object_ref = models.UUIDField(_("对象编号"), null=True, db_index=True)
    subject_ref = models.UUIDField(_("所涉人员编号"), null=True, db_index=True)
    field_names = models.JSONField(_("字段"), default=list)
    details = models.JSONField(_("详情"), default=dict)
    result = models.CharField(_("结果"), max_length=20, default="done")
    reason = models.CharField(_("事由"), max_length=200, blank=True)
    address = models.GenericIPAddressField(_("网络地址"), null=True)
    request_id = models.CharField(_("请求编号"), max_length=36, blank=True)
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["seq"]
        verbose_name = _("操作记录")
        verbose_name_plural = _("操作记录")

    def __str__(self) -> str:
        return f"{self.seq} {self.act}"

    def computed_hash(self) -> str:
        """SHA-256 over the canonical JSON of everything but the hash itself."""
        start, middle, ending = self.canonical_parts()
        text = f"{start}{self.prev_hash}{middle}{self.seq}{ending}"
        return hashlib.sha256(text.encode()).hexdigest()

    def canonical_parts(self) -> tuple[str, str, str]:
        """The canonical JSON before, between and after the two facts that its place in the chain decides."""
        row: dict[str, Any] = dict(zip(HASHED, _hashed_values(self), strict=True))
        row |= {"at": self.at.timestamp(), "prev_hash": "", "seq": 0}
        names = sorted(row)
        link, number = names.index("prev_hash"), names.index("seq")
        parts = names[: link + 1], names[link + 1 : number + 1], names[number + 1 :]
        start, middle, ending = (CANONICAL.encode({name: row[name] for name in part}) for part in parts)
        # Cut where the two stand: `…"prev_hash":"` and `"…"seq":`.
        return start[:-2], f'",{middle[1:-2]}', f",{ending[1:]}"


HASHED = tuple(field.attname for field in Entry._meta.fields if field.name != "hash")
_hashed_values = attrgetter(*HASHED)
