"""Empty rosters to fill in: their columns, what may stand in them, one filled row of somebody invented.

Their words are those the reader knows best. The area code of the example's number does not exist, and its first
cell says that it is an example: it is never taken in (rows.by_first_cell).
"""

from collections.abc import Mapping
from typing import NamedTuple

from banyan.intake.reading.codes import EDUCATIONS

EXAMPLE, BRANCHES_SHEET = "示例", "党支部"
_YES_OR_NO = ("是", "否")
_MONTH = "写到月就行，如 2021年3月；别写 2021.1，表格软件会把 2021.10 也存成 2021.1。"


class BlankColumn(NamedTuple):
    """One column; `is_text`: kept as text, so that no digit of a number is lost; `is_branch`: of our own branches."""

    label: str
    example: str = ""
    hint: str = ""
    choices: tuple[str, ...] = ()
    is_text: bool = False
    is_branch: bool = False
    width: int = 14


class BlankForm(NamedTuple):
    """One workbook to download."""

    title: str
    sheet: str
    columns: tuple[BlankColumn, ...]


_NUMBER = BlankColumn("序号", EXAMPLE, "写着“示例”的那一行不会导入，可以留着。", width=8)
_PERSON = (
    BlankColumn("姓名", "盘小溪", "写全名；两个字的名字中间空不空格都行。", width=10),
    BlankColumn("性别", "女", "可以不填，按身份证号填上。", ("男", "女"), width=8),
    BlankColumn(
        "身份证号",
        "439998198504120022",
        "18位，这一列已设成文本，不会丢后几位；没有就空着。",
        is_text=True,
        width=22,
    ),
    BlankColumn("民族", "瑶族", "写全称。", width=10),
    BlankColumn("学历", "高中", "从下拉里选。", EDUCATIONS, width=12),
    BlankColumn("人员类别", "正式", "从下拉里选。", ("正式", "预备")),
    BlankColumn("入党时间", "2008年6月", _MONTH, is_text=True),
    BlankColumn("转正时间", "2009年6月", "预备党员空着。", is_text=True),
    BlankColumn(
        "联系电话", "15470000001", "本人的手机号；有两个就用顿号隔开，第一个算数。", is_text=True, width=16
    ),
)
_BRANCH = BlankColumn("所在党支部", "", "从下拉里选；写村名也认得。", is_branch=True, width=24)
_CERTIFICATE = BlankColumn("持有活动证", "否", "有没有《中国共产党流动党员活动证》。", _YES_OR_NO)
_NOTE = BlankColumn("备注", "", "别的情况写在这里。", width=24)
_WORK = (
    BlankColumn("工作单位", "某某电子厂", "在哪里上班。", width=18),
    BlankColumn("职业", "务工", "做什么。", width=10),
)
FORMS: Mapping[str, BlankForm] = {
    "outflow": BlankForm(
        "流出党员花名册",
        "流出党员",
        (
            _NUMBER,
            *_PERSON,
            _BRANCH,
            BlankColumn("外出时间", "2022年3月", _MONTH, is_text=True),
            BlankColumn(
                "外出地点", "广东省广州市番禺区", "写到省、市、县区；只写“番禺”会问您是哪里。", width=22
            ),
            *_WORK,
            BlankColumn("外出原因", "务工", "为什么外出。", width=10),
            _CERTIFICATE,
            BlankColumn("流入地党组织", "", "已经报到的写上；没有就空着。", width=22),
            BlankColumn("流入地党组织负责人", "", "流入地党组织的书记或联系人。"),
            BlankColumn("流入地党组织联系电话", "", "那边的电话，座机也行。", is_text=True, width=20),
            _NOTE,
        ),
    ),
    "inflow": BlankForm(
        "流入党员花名册",
        "流入党员",
        (
            _NUMBER,
            *_PERSON,
            BlankColumn("流入地党支部", "", "到我们这里的哪个党支部，从下拉里选。", is_branch=True, width=24),
            BlankColumn("流入时间", "2022年3月", _MONTH, is_text=True),
            BlankColumn("流入前所在地", "广东省广州市", "从哪里来，写到省、市。", width=18),
            BlankColumn("组织关系所在地", "某某村党支部", "组织关系在哪个党支部。", width=24),
            *_WORK,
            _CERTIFICATE,
            _NOTE,
        ),
    ),
    "household": BlankForm(
        "党员家庭情况登记表",
        "党员家庭",
        (
            _NUMBER,
            *_PERSON[:3],
            _PERSON[-1],
            _BRANCH,
            BlankColumn("户主", "盘大山", "户主的姓名。", width=10),
            BlankColumn("与户主关系", "女儿", "本人、配偶、儿子、女儿……"),
            BlankColumn("家庭人口", "5", "一家几口人。", width=10),
            BlankColumn("家庭外出人数", "2", "其中几人在外。", width=14),
            BlankColumn("留守老人", "2人", "写人数，也可以写姓名。"),
            BlankColumn("留守儿童", "1人", "写人数，也可以写姓名。"),
            BlankColumn("帮扶需求", "农忙时缺人手", "需要帮什么。", width=22),
            _NOTE,
        ),
    ),
}
HINTS = (
    "填写说明",
    "一人一行，不用改列的次序；用不上的列可以空着，也可以自己加列。",
    "写着“示例”的那一行是编出来的人，不会导入。",
    "传上来之后先给您看读到了什么，您点头之后才算数，7天内还能撤销。",
)
