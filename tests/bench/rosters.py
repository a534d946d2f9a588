"""Rosters as townships keep them: twenty columns, invented people, one row in a hundred with a wrong id number."""

import io
from collections.abc import Sequence
from datetime import date
from itertools import count
from random import Random

import xlsxwriter  # type: ignore[import-untyped]

from banyan.demo.invented import invent_birth, invent_id_number, invent_name, invent_phone

HEADS = (
    "姓名", "性别", "出生年月", "身份证号", "联系电话", "民族", "学历", "入党时间", "转正时间", "所在党支部",
    "外出时间", "外出地点", "工作单位", "职业", "外出原因", "是否持有流动党员活动证", "流入地党组织",
    "流入地党组织负责人", "流入地党组织联系电话", "备注",
)  # fmt: skip
ID_NUMBER = HEADS.index("身份证号")
DAY = date(2021, 10, 31)
PLACES = (
    "广东省广州市白云区",
    "广东省佛山市顺德区",
    "广东省深圳市宝安区",
    "浙江省杭州市西湖区",
    "湖南省长沙市雨花区",
)
JOBS = ("务工", "建筑", "经商", "餐饮", "司机")
WRONG_EVERY = 100
# Beyond every number of the demonstration, so that nobody of the roster is known.
_serials = count(1_000_000)

Row = tuple[str, ...]


def invent_rows(size: int, branches: Sequence[str]) -> list[Row]:
    """So many people nobody knows yet, from these branches."""
    chance = Random(next(_serials))
    return [_row(chance, branches, is_wrong=at % WRONG_EVERY == 0) for at in range(1, size + 1)]


def _row(chance: Random, branches: Sequence[str], *, is_wrong: bool) -> Row:
    serial = next(_serials)
    sex = "男" if chance.random() < 0.8 else "女"
    birth = invent_birth(chance, DAY)
    id_number = invent_id_number(serial, birth, sex)
    joined, left = birth.year + 20, DAY.year - chance.randrange(1, 5)
    return (
        invent_name(chance, sex), sex, f"{birth:%Y.%m}", _miswritten(id_number) if is_wrong else id_number,
        invent_phone(serial), "汉族", "初中", f"{joined}.07", f"{joined + 1}.07", chance.choice(branches),
        f"{left}.{chance.randrange(1, 13):02d}", chance.choice(PLACES), "远成五金厂", chance.choice(JOBS), "务工",
        "是" if chance.random() < 0.6 else "否", "", "", "", "",
    )  # fmt: skip


def _miswritten(id_number: str) -> str:
    """The last two digits before the check digit exchanged with others: the check digit no longer fits."""
    return id_number[:-1] + ("0" if id_number[-1] != "0" else "1")


def as_workbook(rows: Sequence[Row]) -> bytes:
    """One sheet with a title, its head and the rows, as a clerk would send it."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    sheet = book.add_worksheet("流动党员花名册")
    for row, values in enumerate((("流动党员花名册",), HEADS, *rows)):
        for column, value in enumerate(values):
            if value:
                sheet.write_string(row, column, value)
    book.close()
    return target.getvalue()
