"""Rosters whose difficulty is their shape: titles, merged heads, sections, sheets, forms."""

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from tests.intake.corpus.case import (
    CORRECTED,
    QUESTION,
    REFUSED,
    SURE,
    Case,
    book_of,
    place,
    text_table,
)
from tests.intake.townships import id_number
from tests.shared.spreadsheet_files import saved


def _classic_file() -> bytes:
    book, sheet = book_of(
        "花名册",
        [
            ["文明瑶族乡流动党员花名册"],
            ["填报单位：文明瑶族乡党委", None, None, None, None, "填表时间：2021年10月"],
            [
                "序号",
                "姓名",
                "性别",
                "出生年月",
                "文化程度",
                "外出时间",
                "外出地点",
                "流动党员联系电话",
                "正式组织关系所在支部",
            ],
            [1, "盘小山", "男", 1985.07, "初中", 2019.2, "广东广州番禺", 15470000001, "沙洲村支部"],
            [
                2,
                "朱大田",
                "男",
                "1990年3月",
                "大专",
                "2020年春节后",
                "深圳龙华富士康",
                15470000002,
                "韩田村党支部",
            ],
            [None],
            [3, "何 梅", "女", 2001.1, "高中/中专", "2021.3", "不详", 15470000003, "宝南村"],
            ["合计", 3],
            ["填表人：周某", None, None, "审核人：郑某"],
        ],
    )
    sheet.merge_cells("A1:I1")
    return saved(book)


def classic() -> Case:
    """Title, unit line, total, signature; phones and serials as numbers."""
    at = "花名册"
    return Case(
        "classic",
        _classic_file(),
        {at: [3]},
        {
            "姓名": "name",
            "流动党员联系电话": "phone",
            "正式组织关系所在支部": "branch",
            "文化程度": "education",
        },
        {(at, 4): "new", (at, 5): "question", (at, 7): "question"},
        {
            (at, 4): {
                "name": ("盘小山", SURE),
                "birth": ("1985-07", SURE),
                "departed_on": ("2019-02", SURE),
                "phone": ("15470000001", SURE),
                "branch": ("沙洲瑶族村党支部", CORRECTED),
                "destination": (place("广东省", "广州市", "番禺区"), SURE),
            },
            (at, 5): {
                "departed_on": ("2020", QUESTION),
                "education": ("大学专科", SURE),
                "note": ("外出地点：深圳龙华富士康", CORRECTED),
            },
            (at, 7): {
                "name": ("何梅", CORRECTED),
                "birth": ("2001-01", QUESTION),
                "education": ("高中", QUESTION),
                "destination": (None, SURE),
            },
        },
        {(at, 8): "合计", (at, 9): "落款"},
    )


def two_row_head() -> Case:
    """流出情况 and 流入地党组织 merged over their columns, the others merged down."""
    book, sheet = book_of(
        "流出党员",
        [
            ["韩田村流出党员登记表"],
            ["序号", "姓名", "身份证号码", "流出情况", None, None, "联系电话", "流入地党组织", None, None, "备注"],
            [None, None, None, "时间", "地点", "单位", None, "名称", "负责人", "联系方式", None],
            [1, "赵小河", id_number(1), "2018.3", "佛山市南海区", "南海陶瓷厂", "154-7000-0001",
             "佛山流动党支部", "钱某", "0757-83333333", "—"],
            [2, "钱小溪", id_number(2, "19900307"), "2018.3至今", "广州", "／", "15470000002/15470000003",
             "", "", "", "家有老人"],
        ],
    )  # fmt: skip
    for merged in ("A1:K1", "A2:A3", "B2:B3", "C2:C3", "D2:F2", "G2:G3", "H2:J2", "K2:K3"):
        sheet.merge_cells(merged)
    at = "流出党员"
    return Case(
        "two_row_head",
        saved(book),
        {at: [2, 3]},
        {
            "流出情况/时间": "departed_on",
            "流出情况/地点": "destination",
            "流出情况/单位": "employer",
            "流入地党组织/负责人": "host_head",
            "流入地党组织/联系方式": "host_phone",
            "联系电话": "phone",
        },
        {(at, 4): "new", (at, 5): "new"},
        {
            (at, 4): {
                "sex": ("男" if int(id_number(1)[16]) % 2 else "女", CORRECTED),
                "birth": ("1985-04-12", CORRECTED),
                "phone": ("15470000001", CORRECTED),
                "employer": ("南海陶瓷厂", SURE),
                "host_organisation": ("佛山流动党支部", SURE),
                "host_head": ("钱某", SURE),
                "host_phone": ("0757-83333333", SURE),
                "note": (None, SURE),
            },
            (at, 5): {
                "departed_on": ("2018-03", CORRECTED),
                "phone": ("15470000002", CORRECTED),
                "employer": (None, SURE),
                "note": ("家有老人；其他电话：15470000003", CORRECTED),
            },
        },
    )


def text_with_groups() -> Case:
    """A GB18030 text table with group heads that nothing merges any more."""
    rows = [
        ["2021年东山村外出党员统计表", "", "", "", "", "", "", ""],
        ["基本情况", "", "", "外出情况", "", "", "", ""],
        ["姓名", "性别", "民族", "日期", "省", "市", "工作单位", "电话"],
        ["孙小泉", "女", "瑶", "2016/9/1", "广东省", "深圳市", "宝安电子厂", "15470000001"],
        ["李大海", "男", "汉族", "201609", "浙江", "宁波", "", "+8615470000002"],
        ["买买提·阿里", "男", "维吾尔族", "41000", "广东省", "长沙市", "", "154 7000 0003"],
        ["小计：3人", "", "", "", "", "", "", ""],
    ]
    at = "CSV"
    return Case(
        "text_with_groups",
        text_table(rows, "gb18030"),
        {at: [2, 3]},
        {"基本情况/姓名": "name", "外出情况/日期": "departed_on", "外出情况/省": "destination.province"},
        {(at, 4): "new", (at, 5): "new", (at, 6): "question"},
        {
            (at, 4): {
                "ethnicity": ("瑶族", CORRECTED),
                "departed_on": ("2016-09-01", SURE),
                "destination": (place("广东省", "深圳市"), SURE),
                "employer": ("宝安电子厂", SURE),
            },
            (at, 5): {"departed_on": ("2016-09", SURE), "phone": ("15470000002", CORRECTED)},
            (at, 6): {
                "name": ("买买提·阿里", SURE),
                "departed_on": ("2012-04-01", CORRECTED),
                "destination": (place("广东省"), QUESTION),
            },
        },
        {(at, 7): "合计"},
    )


def sheet_per_village() -> Case:
    """One sheet per village, an empty one, a cover without a head, and a hidden old copy."""
    book, _first = book_of("沙洲村", [["姓名", "手机"], ["周小雨", "15470000001"]])
    second = book.create_sheet("韩田")
    second.append(["韩田村流动党员名单"])
    second.append(["姓名", "手机"])
    second.append(["吴小雪", "15470000002"])
    book.create_sheet("Sheet3")
    book.create_sheet("封面").append(["2021年流动党员资料"])
    old = book.create_sheet("宝南村（旧）")
    old.append(["姓名", "手机"])
    old.append(["郑小风", "15470000003"])
    old.sheet_state = "hidden"
    return Case(
        "sheet_per_village",
        saved(book),
        {"沙洲村": [1], "韩田": [2], "Sheet3": [], "封面": [], "宝南村（旧）": [1]},
        {"姓名": "name", "手机": "phone"},
        {("沙洲村", 2): "new", ("韩田", 3): "new", ("宝南村（旧）", 2): "question"},
        {
            ("沙洲村", 2): {"branch": ("沙洲瑶族村党支部", CORRECTED)},
            ("韩田", 3): {"branch": ("韩田村党支部", CORRECTED)},
            ("宝南村（旧）", 2): {"name": ("郑小风", QUESTION), "branch": ("宝南村党支部", CORRECTED)},
        },
    )


def printed_pages() -> Case:
    """Villages as section rows, the head printed on every page, 同上 and 〃 for what repeats."""
    head = ["编号", "姓 名", "性 别", "外出地点", "外出时间", "职业", "电 话"]
    book, _sheet = book_of(
        "Sheet1",
        [
            head,
            ["一、沙洲瑶族村党支部（2人）"],
            ["1", "卫小兰", "女", "广东东莞虎门", "2017年5月", "务工", "15470000001"],
            ["2", "蒋小竹", "〃", "同上", "同上", "〃", "15470000002"],
            [],
            ["文明瑶族乡流动党员花名册"],
            head,
            ["二、韩田村："],
            ["3", "沈小菊", "男", "同上", "2017.13", "经商", "15470000003（妻）"],
            ["4", "同上", "男", "东莞", "2017.11", "经商", "1547000000"],
            ["本页小计", "4人"],
        ],
    )
    at = "Sheet1"
    return Case(
        "printed_pages",
        saved(book),
        {at: [1, 7]},
        {"姓 名": "name", "电 话": "phone"},
        {(at, 3): "new", (at, 4): "new", (at, 9): "refused", (at, 10): "refused"},
        {
            (at, 3): {
                "branch": ("沙洲瑶族村党支部", CORRECTED),
                "destination": (place("广东省", "东莞市"), SURE),
                "note": ("外出地点：广东东莞虎门", CORRECTED),
            },
            (at, 4): {
                "sex": ("女", CORRECTED),
                "destination": (place("广东省", "东莞市"), CORRECTED),
                "departed_on": ("2017-05", CORRECTED),
                "occupation": ("务工", CORRECTED),
            },
            (at, 9): {
                "branch": ("韩田村党支部", CORRECTED),
                "departed_on": (None, REFUSED),
                "phone": (None, CORRECTED),
                "destination": (place("广东省", "东莞市"), CORRECTED),
                "note": ("其他电话：15470000003（妻）；外出地点：广东东莞虎门", CORRECTED),
            },
            (at, 10): {"name": (None, REFUSED), "phone": (None, REFUSED)},
        },
        {(at, 2): "分组", (at, 6): "标题", (at, 7): "重复的表头", (at, 8): "分组", (at, 11): "合计"},
    )


def two_tables() -> Case:
    """A second table with other columns further down the same sheet."""
    book, _sheet = book_of(
        "合并",
        [
            ["一、跨省流动"],
            ["姓名", "外出省份", "外出原因", "联系电话"],
            ["吕小江", "广东", "务工经商", "15470000001"],
            [None, None, None, None],
            ["二、省内流动党员名单"],
            ["联系电话", "党员姓名", "外出时间", "支部"],
            ["15470000002", "施小湖", "2020-6-1", "东山"],
            ["15470000003", "张小洋", "6/1/2020", "西山村"],
        ],
    )
    at = "合并"
    return Case(
        "two_tables",
        saved(book),
        {at: [2, 6]},
        {
            "外出省份": "destination.province",
            "外出原因": "reason",
            "党员姓名": "name",
            "外出时间": "departed_on",
        },
        {(at, 3): "question", (at, 7): "new", (at, 8): "question"},
        {
            (at, 3): {
                "destination": (place("广东省"), SURE),
                "reason": ("务工经商", SURE),
                "branch": (None, QUESTION),
            },
            (at, 7): {"departed_on": ("2020-06-01", SURE), "branch": ("东山村党支部", CORRECTED)},
            (at, 8): {"departed_on": ("2020-06-01", QUESTION), "branch": (None, QUESTION)},
        },
        {(at, 5): "标题", (at, 6): "表头"},
    )


def prepared_form() -> Case:
    """A form with serials down to 8, formulas for the age, a legend above and numbered notes below."""
    book, sheet = book_of(
        "填报",
        [
            ["附件2"],
            ["流动党员信息采集表"],
            ["说明：本表由各村填写，时间填到月。"],
            [
                "序号",
                "姓名（必填）",
                "出生年月\n（年.月）",
                "年龄",
                "联系电话（手机）",
                "所在党支部",
                "是否有活动证",
            ],
            [1, "魏小燕", "1985.4", '=DATEDIF(C5,TODAY(),"y")', "15470000001", "秀水村", "有"],
            [2, "陶小雀", "1985.04", "=1/0", "15470000002", "秀水村", "在办"],
            *[[number, None, None, f"=C{number + 4}"] for number in range(3, 9)],
            ["注：1.外出时间填到月；2.电话填手机号。"],
            ["2.没有活动证的填「否」，正在办理的写明。"],
            ["主要负责人（签字）：", None, None, None, "2021年10月20日"],
        ],
    )
    sheet.merge_cells("A2:G2")
    at = "填报"
    return Case(
        "prepared_form",
        saved(book),
        {at: [4]},
        {"姓名（必填）": "name", "出生年月\n（年.月）": "birth", "联系电话（手机）": "phone"},
        {(at, 5): "new", (at, 6): "question"},
        {
            (at, 5): {"birth": ("1985-04", SURE), "has_certificate": (True, SURE)},
            (at, 6): {"phone": ("15470000002", SURE), "has_certificate": (None, QUESTION)},
        },
        {(at, row): "序号" for row in range(7, 13)} | {(at, 13): "说明", (at, 14): "说明", (at, 15): "落款"},
    )


def shifted_and_hidden() -> Case:
    """The table begins at C5, the id numbers are in a hidden column, the labels are spaced out."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "台 账"
    rows = [
        [
            "姓　　名",
            "身 份 证 号",
            "联 系 电 话",
            "负 责 人",
            "组织关系所在党支部",
            "流入地党支部",
            "负责人",
            "联系电话",
        ],
        [
            "柏小杨",
            id_number(7, "19920601"),
            "15470000001",
            "某甲",
            "东山村支部",
            "广州流动党支部",
            "某乙",
            "15470000009",
        ],
        ["水小柳", id_number(8, "19920601"), "15470000002", "某甲", "东山村支部", "", "", ""],
    ]
    for row, values in enumerate(rows, 5):
        for column, value in enumerate(values, 3):
            sheet.cell(row, column, value)
    sheet.column_dimensions["D"].hidden = True
    at = "台 账"
    return Case(
        "shifted_and_hidden",
        saved(book),
        {at: [5]},
        {
            "姓　　名": "name",
            "身 份 证 号": "id_number",
            "联 系 电 话": "phone",
            "负责人": "host_head",
            "联系电话": "host_phone",
        },
        {(at, 6): "new", (at, 7): "new"},
        {
            (at, 6): {
                "id_number": (id_number(7, "19920601"), SURE),
                "phone": ("15470000001", SURE),
                "host_organisation": ("广州流动党支部", SURE),
                "host_head": ("某乙", SURE),
                "host_phone": ("15470000009", SURE),
            },
            (at, 7): {"host_head": (None, SURE), "host_phone": (None, SURE)},
        },
    )


def family_columns() -> Case:
    """A group about the family has its own 姓名 and 电话, which are not the member's."""
    book, sheet = book_of(
        "Sheet1",
        [
            ["党员姓名", "党员情况", None, "家庭成员", None, None, "现居地", "外出事由", "备注"],
            [None, "性别", "联系电话", "姓名", "关系", "电话", None, None, None],
            ["窦小青", "女", "15470000001", "窦大青", "父亲", "15470000009", "郴州永兴", "探亲", "每月回家"],
            ["章小蓝", "男", "", "章大蓝", "母亲", "15470000008", "县城", "", "　"],
        ],
    )
    for merged in ("A1:A2", "B1:C1", "D1:F1", "G1:G2", "H1:H2", "I1:I2"):
        sheet.merge_cells(merged)
    at = "Sheet1"
    return Case(
        "family_columns",
        saved(book),
        {at: [1, 2]},
        {"党员姓名": "name", "党员情况/联系电话": "phone", "现居地": "destination", "外出事由": "reason"},
        {(at, 3): "question", (at, 4): "question"},
        {
            (at, 3): {
                "name": ("窦小青", SURE),
                "phone": ("15470000001", SURE),
                "destination": (place("湖南省", "郴州市", "永兴县"), SURE),
                "reason": ("探亲", SURE),
                "branch": (None, QUESTION),
            },
            (at, 4): {
                "phone": (None, SURE),
                "destination": (place("湖南省", "郴州市", "汝城县"), CORRECTED),
                "note": (None, SURE),
            },
        },
    )
