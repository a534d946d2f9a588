"""What can be told about an old OLE file before it is parsed: .xls, or something that only looks like one."""

from banyan.shared.spreadsheets.package import Facts, Rejected


def read_facts(content: bytes) -> Facts:
    """Rejected for password protection, documents and files without a workbook inside."""
    if _holds(content, "EncryptedPackage"):
        raise Rejected("password")
    if _holds(content, "WordDocument") or _holds(content, "PowerPoint Document"):
        raise Rejected("document")
    if not (_holds(content, "Workbook") or _holds(content, "Book")):
        raise Rejected("broken")
    return Facts()


def _holds(content: bytes, stream: str) -> bool:
    return (stream + "\0").encode("utf-16-le") in content
