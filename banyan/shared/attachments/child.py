"""The child that checks a file: hostile bytes on stdin, its kind on stdout, little memory and time (R-F2, R-F4).

Run as a module by `checking.py`, never imported by the product. It answers {"kind": …} or {"unreadable": code}.
Tables and texts go through the same door as rosters.
"""

import json
import sys

from banyan.shared.attachments import office, pdf
from banyan.shared.spreadsheets import legacy
from banyan.shared.spreadsheets.child import OLE, ZIP, limit, plain_text, refuse_foreign, sheets_in
from banyan.shared.spreadsheets.package import Rejected


def main() -> None:
    """Read stdin, answer on stdout."""
    limit()
    sys.stdout.buffer.write(json.dumps(answer_to(sys.stdin.buffer.read())).encode())


def answer_to(content: bytes) -> dict[str, str]:
    """What the file is, or why it is not taken."""
    try:
        return {"kind": _kind_of(content)}
    except Rejected as rejected:
        return {"unreadable": rejected.code}
    except MemoryError:
        return {"unreadable": "too_big"}


def _kind_of(content: bytes) -> str:
    """By content, never by name; Rejected for anything else and for whatever acts by itself."""
    if not content.strip():
        raise Rejected("empty")
    if content.startswith(pdf.MARK):
        return pdf.checked(content)
    if content.startswith(ZIP):
        kind = office.checked(content)
        return _read_through(content, kind) if kind == office.WORKBOOK else kind
    if content.startswith(OLE):
        _read_through(content, "xls")
        legacy.refuse_active(content)
        return "xls"
    refuse_foreign(content)
    plain_text(content)
    return "txt"


def _read_through(content: bytes, kind: str) -> str:
    """A workbook is read as a roster would be, and forgotten."""
    for _sheet in sheets_in(content):
        pass
    return kind


if __name__ == "__main__":
    main()
