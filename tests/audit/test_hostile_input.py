"""Whatever is typed or sent, the record keeps one line a row, and its chain holds (R-G4)."""

from dataclasses import dataclass
from uuid import UUID

import pytest
from django.utils.translation import gettext_lazy as _

from banyan.audit.models import Entry
from banyan.audit.queries import check_chain
from banyan.audit.record import Place, remember

HOSTILE = [
    "平安\r\n2026-01-01 系统 person.revealed",
    "\x00nul",
    "tab\tand\x1b[31mred",
    "line\u2028separator\u2029paragraph\x85next",
    "turned \u202e round \u2066 here",
    "hidden\u200bjoin\ufeff",
    "half a pair \ud800",
    "<script>alert(1)</script>",
    "𠮷·阿依古丽",
]


@dataclass(frozen=True)
class Somebody:
    audit_label: str = "某人"
    audit_role: str = "member"
    audit_ref: UUID | None = None
    audit_org: Place | None = None
    address: str | None = None
    request_id: str = ""


@pytest.mark.parametrize("text", HOSTILE)
def test_no_input_makes_a_second_line_or_breaks_the_chain(db: None, text: str) -> None:
    remember(
        Somebody(audit_label=text),
        "test.written",
        reason=text,
        before=text,
        inner={"list": [text, (text,)], text: 1},
    )
    row = Entry.objects.get()
    stored = [row.actor_label, row.reason, str(row.details)]
    assert all(line.isprintable() for line in stored)
    assert check_chain().first_bad is None


def test_markup_is_kept_as_it_was_typed_and_escaped_where_it_is_shown(db: None) -> None:
    remember(Somebody(), "test.written", reason="<b>事由</b>")
    assert Entry.objects.get().reason == "<b>事由</b>"


def test_a_number_typed_into_a_reason_is_kept_masked(db: None) -> None:
    ref = "12345678-1234-4234-8234-138001380001"
    remember(
        Somebody(),
        "test.written",
        reason="打13800138000没人接，证号43102619790101123X",
        ref=ref,
        rows=13800138000,
    )
    row = Entry.objects.get()
    assert row.reason == "打138****8000没人接，证号431***********123X"
    assert row.details == {"ref": ref, "rows": 13800138000}


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("10.0.0.1", "10.0.0.1"),
        ("2001:DB8:0:0::1", "2001:db8::1"),
        ("::ffff:10.0.0.1", "10.0.0.1"),
        ("unknown", None),
        ("10.0.0.1, 10.0.0.2", None),
        ("10.0.0.1\r\nX", None),
        ("", None),
        (None, None),
    ],
)
def test_an_address_is_kept_in_one_spelling_or_not_at_all(
    db: None, said: str | None, kept: str | None
) -> None:
    remember(Somebody(address=said), "test.written")
    assert check_chain().first_bad is None
    assert check_chain().rows == 1
    assert Entry.objects.get().address == kept


def test_texts_of_any_length_and_words_of_any_kind_fit(db: None) -> None:
    remember(
        Somebody(audit_label="长" * 500), "test.written", reason="长" * 5000, words=_("等待"), day={1, 2}
    )
    assert check_chain().first_bad is None
