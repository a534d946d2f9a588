"""Files as they come: small ones by hand, and bombs made on the spot."""

import io
import random
import zipfile

import openpyxl

CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'spreadsheetml.sheet.main+xml"/></Types>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
    '{type}" Target="{target}"/>{more}</Relationships>'
)
SHARED = (
    '<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
    'sharedStrings" Target="sharedStrings.xml"/>'
)
NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def saved(book: openpyxl.Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def xlsx_of(rows: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    return saved(book)


def raw_xlsx(sheet_data: str, *, shared: str = "", doctype: str = "", dimension: str = "A1") -> bytes:
    """A workbook of one sheet from bare XML, the way an attacker or an odd program would write it."""
    relations = RELATIONS.format(
        type="worksheet", target="worksheets/sheet1.xml", more=SHARED if shared else ""
    )
    parts = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": RELATIONS.format(type="officeDocument", target="xl/workbook.xml", more=""),
        "xl/workbook.xml": f'<workbook {NAMESPACE} xmlns:r="http://schemas.openxmlformats.org/officeDocument/'
        '2006/relationships"><sheets><sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations,
        "xl/worksheets/sheet1.xml": f'{doctype}<worksheet {NAMESPACE}><dimension ref="{dimension}"/>'
        f"<sheetData>{sheet_data}</sheetData></worksheet>",
    }
    if shared:
        parts["xl/sharedStrings.xml"] = f"{doctype}<sst {NAMESPACE}>{shared}</sst>"
    return zipped(parts)


def zipped(parts: dict[str, str | bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return target.getvalue()


def zip_bomb() -> bytes:
    """A sheet of 200 MB zeros in a few hundred KB."""
    target = io.BytesIO(xlsx_of([["姓名"], ["甲"]]))
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/media/big.xml", b"0" * (200 * 2**20))
    return target.getvalue()


def lying_zip_bomb() -> bytes:
    """The directory says the sheet has 1,000 bytes; inflated it has 60 MB."""
    content = raw_xlsx(f"<row>{' ' * (60 * 2**20)}</row>")
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        size = package.getinfo("xl/worksheets/sheet1.xml").file_size
    return content.replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little"))


def shared_string_bomb() -> bytes:
    """One text of a megabyte, shown by 1,200 cells."""
    text = random.Random(1).randbytes(2**19).hex()
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 1201))
    return raw_xlsx(rows, shared=f"<si><t>{text}</t></si>")


def row_bomb() -> bytes:
    """637,647 rows in a small file."""
    return raw_xlsx("".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 637_648)))


def entity_bomb() -> bytes:
    """The billion laughs."""
    entities = ['<!ENTITY a "哈哈哈哈哈哈哈哈哈哈">']
    for last, name in zip("abcdefghi", "bcdefghij", strict=True):
        entities.append(f'<!ENTITY {name} "{f"&{last};" * 10}">')
    doctype = f"<!DOCTYPE x [{''.join(entities)}]>"
    return raw_xlsx('<row r="1"><c r="A1" t="inlineStr"><is><t>&j;</t></is></c></row>', doctype=doctype)


def far_corner_bomb() -> bytes:
    """Two cells, a million rows and sixteen thousand columns apart."""
    return raw_xlsx(
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    )


def many_entries() -> bytes:
    return zipped({f"xl/{number}.xml": "" for number in range(5000)} | {"xl/workbook.xml": ""})
