"""Messy rosters by the thousand (R-I1): any head, any order, any habit, any encoding, broken files among them.

Everything follows from the `random.Random` given, so a seed makes the same file again.
"""

import csv
import datetime
import io
import random
import re
import zipfile
from collections.abc import Callable
from typing import NamedTuple

import openpyxl
import xlwt
from openpyxl.worksheet.worksheet import Worksheet

from banyan.intake.reading.label_words import LABELS
from tests.intake.townships import id_number
from tests.shared.spreadsheet_files import saved, zipped

Rows = list[list[object]]
Chance = random.Random


def _words(text: str) -> list[str]:
    return text.split()


UNREAD = [*_words("序号 年龄 家庭住址 党龄 是否流动党员 支部联系电话 某列 111"), ""]
TITLES = ["××乡流动党员花名册", "附件1", "填报单位：某乡    填表时间：2021.10", "说明：本表填到月", ""]
TAILS = _words("合计 共3人 填表人：某甲 审核人：某乙 注：外出时间填到月 备注： 2.另附名单，请查收。 本页小计")
RARE = [*_words("𠮷 䶮 㛃 𬭎 〇 \ue000 � ? · • ＝ ' \""), "\u200b", "\xa0", "　", "\t", "\n"]
ANYTHING = ["", *_words("— / 无 同上 〃 不详 #N/A =1+1 ＝cmd 0 1 -1 TRUE"), "中" * 300]
NAMES = [
    "张 三",
    "欧阳　锋",
    *_words("盘小山 李四（组长） 阿依古丽·买买提 𠮷田䶮 王梅（女） 邹? 12345 A 喻小、柏小"),
]
DATES = _words(
    "2012.4 2012.04 2012.1 2012年4月 2012/4/1 201204 20120401 41000 12年4月 二〇一二年四月 农历四月 "
    "春节后 2012.13 今年3月 至今"
)
PHONES = _words(
    "15470000001 1.5E+10 154-7000-0001 １５４７００００００１ 15470000001、15470000002 15470000001（妻） "
    "0735-3333333 +8615470000001 138"
)
PLACES = _words(
    "广州 广东广州番禺 番禺打工 深圳龙华富士康 长沙 浙江一带 外地 本县城 白云 越南 广东省长沙市 朝阳"
)
BRANCHES = _words("沙洲 沙洲村支部 中共汝城县文明瑶族乡韩田村支部委员会 宝南村 不知道村 新村 某某公司")
EDUCATIONS = _words("初中 高中/中专 大专以上 初中文化 本科在读 研究生 很高 文盲")
YES_OR_NO = _words("是 否 √ × 1 0 有 无 在办")


def _id_numbers(chance: Chance) -> object:
    number = id_number(chance.randrange(1000), f"{chance.randrange(1950, 2003)}0{chance.randrange(1, 10)}15")
    habits: list[Callable[[], object]] = [
        lambda: number,
        lambda: number.lower(),
        lambda: number[:6] + " " + number[6:],
        lambda: number[:17] + "×",
        lambda: int(number[:17] + "0"),
        lambda: number[:15],
        lambda: number[-4:],
        lambda: number[:17] + chance.choice("0123456789X"),
        lambda: "4.31026E+17",
    ]
    return chance.choice(habits)()


class Column(NamedTuple):
    label: str
    field: str


def _cell(chance: Chance, field: str) -> object:
    if chance.random() < 0.15:
        return chance.choice([*ANYTHING, None, None, None, 20.5, True, datetime.date(2012, 4, 1), 1e300])
    choices = {
        "name": NAMES,
        "phone": PHONES,
        "host_phone": PHONES,
        "destination": PLACES,
        "branch": BRANCHES,
        "education": EDUCATIONS,
        "has_certificate": YES_OR_NO,
        "sex": ["男", "女", "男性", "1", "难"],
    }
    if field == "id_number":
        return _id_numbers(chance)
    if field in ("birth", "joined_on", "full_member_on", "departed_on"):
        day = datetime.date(chance.randrange(1950, 2023), chance.randrange(1, 13), 1)
        return chance.choice([*DATES, day, float(f"{day.year}.{day.month}"), day.year])
    value: object = chance.choice(choices.get(field, ["某公司", "务工", "瑶", "汉族", "每月回家", 3, 2.5]))
    if isinstance(value, str) and chance.random() < 0.1:
        at = chance.randrange(len(value) + 1)
        value = value[:at] + chance.choice(RARE) + value[at:]
    if isinstance(value, str) and value.isdecimal() and chance.random() < 0.4:
        value = int(value)
    return value


def _columns(chance: Chance) -> list[Column]:
    fields = chance.sample(list(LABELS), chance.randrange(1, 14))
    if chance.random() < 0.92:
        fields = [*{*fields, "name"}]
    columns = [Column(_worn(chance, chance.choice(LABELS[field].split())), field) for field in sorted(fields)]
    columns += [Column(chance.choice(UNREAD), "") for _ in range(chance.randrange(4))]
    if chance.random() < 0.2:
        columns.append(chance.choice(columns))
    chance.shuffle(columns)
    return columns


def _worn(chance: Chance, label: str) -> str:
    wear = [
        label,
        label,
        label,
        " ".join(label),
        f"{label}（必填）",
        f"*{label}",
        label[:1] + "\n" + label[1:],
    ]
    return chance.choice(wear)


def rows_of(chance: Chance) -> Rows:
    """Titles, a head of one or two rows, people with blanks and repeated heads between, a tail."""
    columns = _columns(chance)
    rows: Rows = [[title] for title in chance.sample(TITLES, chance.randrange(4))]
    if chance.random() < 0.3:
        rows.append(
            [chance.choice(["", "流出情况", "流入地党组织", "基本情况", "家庭成员"]) for _ in columns]
        )
    rows.append([column.label for column in columns])
    for _ in range(chance.randrange(25)):
        kind = chance.random()
        if kind < 0.05:
            rows.append([])
        elif kind < 0.08:
            rows.append([column.label for column in columns])
        elif kind < 0.12:
            rows.append([chance.choice([*TAILS, *BRANCHES])])
        else:
            rows.append([_cell(chance, column.field) for column in columns])
    rows += [[tail] for tail in chance.sample(TAILS, chance.randrange(4))]
    return [[None] * chance.choice([0, 0, 0, 2]) + row for row in rows] if chance.random() < 0.1 else rows


def messy_file(chance: Chance) -> tuple[bytes, str]:
    """One file and its name; one in ten is cut or damaged."""
    make = chance.choice([_xlsx, _xlsx, _xlsx, _xls, _text, _text])
    content, name = make(chance)
    if chance.random() < 0.1:
        content = content[: chance.randrange(len(content) + 1)]
    elif chance.random() < 0.05:
        at = chance.randrange(len(content))
        content = content[:at] + chance.randbytes(8) + content[at + 8 :]
    return content, name


def _xlsx(chance: Chance) -> tuple[bytes, str]:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for number in range(chance.choice([1, 1, 1, 2, 3])):
        sheet = book.create_sheet(chance.choice(["沙洲村", "Sheet", "名单 ", "附表"]) + str(number))
        _fill(sheet, rows_of(chance) if chance.random() < 0.9 else [], chance)
        if number and chance.random() < 0.5:
            sheet.sheet_state = chance.choice(["hidden", "veryHidden"])
    content = saved(book)
    return (_wrong_size(content) if chance.random() < 0.2 else content), "名单.xlsx"


def _fill(sheet: Worksheet, rows: Rows, chance: Chance) -> None:
    for row, values in enumerate(rows, 1):
        for column, value in enumerate(values, 1):
            cell = sheet.cell(row, column)
            cell.value = _without_controls(value)
            if isinstance(value, datetime.date):
                cell.number_format = chance.choice(
                    ["yyyy-mm-dd", 'yyyy"年"m"月"', "yyyy.mm", "m/d/yy", "General"]
                )
    taken: list[tuple[int, int, int, int]] = []
    for _ in range(chance.randrange(4) if rows else 0):
        top, left = chance.randrange(1, len(rows) + 1), chance.randrange(1, 8)
        box = (top, left, top + chance.randrange(4), left + chance.randrange(4))
        if not any(box[0] <= b[2] and b[0] <= box[2] and box[1] <= b[3] and b[1] <= box[3] for b in taken):
            taken.append(box)
            sheet.merge_cells(start_row=box[0], start_column=box[1], end_row=box[2], end_column=box[3])
    if chance.random() < 0.2:
        sheet.column_dimensions["B"].hidden = True


def _without_controls(value: object) -> object:
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f]", "", value) if isinstance(value, str) else value


def _wrong_size(content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts: dict[str, str | bytes] = {name: package.read(name) for name in package.namelist()}
    for name, part in parts.items():
        if name.startswith("xl/worksheets/") and isinstance(part, bytes):
            parts[name] = re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:B2"', part)
    return zipped(parts)


def _xls(chance: Chance) -> tuple[bytes, str]:
    book = xlwt.Workbook()
    sheet = book.add_sheet("党员")
    day = xlwt.easyxf(num_format_str=chance.choice(["yyyy-mm-dd", 'yyyy"年"m"月"', "General"]))
    for row, values in enumerate(rows_of(chance)):
        for column, value in enumerate(values):
            if isinstance(value, datetime.date):
                sheet.write(row, column, value, day)
            elif value is not None:
                sheet.write(
                    row, column, value if not isinstance(value, int) or value < 2**53 else float(value)
                )
    target = io.BytesIO()
    book.save(target)
    return target.getvalue(), chance.choice(["名单.xls", "名单.XLSX"])


def _text(chance: Chance) -> tuple[bytes, str]:
    codec = chance.choice(["utf-8", "utf-8-sig", "gb18030", "utf-16"])
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=chance.choice(",\t;")).writerows(
        ["" if value is None else str(value) for value in row] for row in rows_of(chance)
    )
    return text.getvalue().encode(codec, "ignore"), "名单.csv"
