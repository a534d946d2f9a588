"""A township's roster as an .xlsx, row by row."""

import io
from collections.abc import Sequence

from openpyxl import Workbook

from banyan.people.rules import check_digit

HEADS = (
    "序号",
    "姓名",
    "性别",
    "身份证号",
    "所在支部",
    "手机",
    "入党时间",
    "外出时间",
    "外出地点",
    "工作单位",
    "备注",
)


def id_number(serial: int, birth: str = "19850412") -> str:
    seventeen = f"439998{birth}{serial:03d}"
    return seventeen + check_digit(seventeen)


def misread(serial: int) -> str:
    """The same number with its last character copied wrongly."""
    number = id_number(serial)
    return number[:17] + ("1" if number[17] != "1" else "2")


def person(serial: int, name: str = "", **cells: str) -> list[str]:
    """One row; `cells` replace what stands under a head."""
    row = {
        "序号": str(serial),
        "姓名": name or f"盘{'甲乙丙丁戊己庚辛壬癸'[serial % 10]}{'一二三四五六七八九十'[serial // 10 % 10]}",
        "性别": "",
        "身份证号": id_number(serial),
        "所在支部": "沙洲村支部",
        "手机": f"1547{serial:07d}",
        "入党时间": "2008.6",
        "外出时间": "2022.3",
        "外出地点": "广东广州番禺",
        "工作单位": "远成电子厂",
        "备注": "",
    }
    return list((row | cells).values())


def roster(rows: Sequence[Sequence[str]], *, heads: Sequence[str] = HEADS) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "花名册"
    sheet.append(["文明瑶族乡流动党员花名册"])
    sheet.append(heads)
    for row in rows:
        sheet.append(row)
    sheet.append(["合计", str(len(rows))])
    sheet.append(["填表人：", "", "审核人："])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
