"""The record as a workbook: what the screen shows, in the same words."""

import io
from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from banyan.audit.models import Entry
from banyan.audit.words import label_words
from banyan.privacy.words import field_words, object_words, reason_words, role_words, words_of
from banyan.shared.spreadsheets.writing import Table, Value, write_workbook


def record_workbook(rows: Iterable[Entry]) -> bytes:
    heads = (
        _("序号"), _("时间"), _("操作人"), _("身份"), _("组织"), _("操作"), _("对象"), _("对象编号"),
        _("所涉人员编号"), _("字段"), _("结果"), _("事由"), _("网络地址"), _("校验值"),
    )  # fmt: skip
    widths = (8, 20, 14, 18, 24, 22, 12, 38, 38, 24, 10, 30, 16, 68)
    table = Table(_("操作记录"), [heads], [_cells(row) for row in rows], widths=widths)
    body = io.BytesIO()
    write_workbook(body, [table], is_long=True)
    return body.getvalue()


def _cells(row: Entry) -> tuple[Value, ...]:
    return (
        row.seq,
        timezone.localtime(row.at).strftime("%Y-%m-%d %H:%M:%S"),
        label_words(row.actor_label),
        role_words(row.role),
        row.org_label,
        words_of(row.act),
        object_words(row.object_type),
        str(row.object_ref or ""),
        str(row.subject_ref or ""),
        _("、").join(field_words(row.object_type, row.field_names)),
        row.result,
        reason_words(row),
        row.address or "",
        row.hash,
    )
