"""Rosters whose difficulty is in the cells: numbers for text, marks, ditto, exports of systems."""

import datetime
import io

import xlwt

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


def old_xls() -> Case:
    """An .xls with month dates, a village merged over its people and a number for every phone."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("党员")
    month = xlwt.easyxf(num_format_str='yyyy"年"m"月"')
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for column, label in enumerate(
        ("村名", "党员姓名", "入党年月", "转正年月", "联系方式", "现工作单位", "是否持证")
    ):
        sheet.write(0, column, label)
    sheet.write_merge(1, 2, 0, 0, "秀水村")
    people = [("冯小云", datetime.date(2012, 4, 1), datetime.date(2013, 4, 1), 15470000001, "某商行", "√"),
              ("陈小霞", datetime.date(2012, 4, 9), datetime.date(2013, 4, 1), 15470000002.0, "", "×"),
              ("褚小虹", datetime.date(2014, 7, 1), datetime.date(2013, 7, 1), 15470000003, "待业", "无")]  # fmt: skip
    for row, (name, joined, full, phone, employer, holds) in enumerate(people, 1):
        sheet.write(row, 1, name)
        sheet.write(row, 2, joined, day if row == 2 else month)
        sheet.write(row, 3, full, month)
        sheet.write(row, 4, phone)
        sheet.write(row, 5, employer)
        sheet.write(row, 6, holds)
    sheet.write(3, 0, "东山村")
    target = io.BytesIO()
    book.save(target)
    at = "党员"
    return Case(
        "old_xls",
        target.getvalue(),
        {at: [1]},
        {"村名": "branch", "党员姓名": "name", "入党年月": "joined_on", "是否持证": "has_certificate"},
        {(at, 2): "new", (at, 3): "new", (at, 4): "refused"},
        {
            (at, 2): {
                "joined_on": ("2012-04", SURE),
                "branch": ("秀水村党支部", CORRECTED),
                "has_certificate": (True, SURE),
            },
            (at, 3): {
                "joined_on": ("2012-04-09", SURE),
                "branch": ("秀水村党支部", CORRECTED),
                "phone": ("15470000002", SURE),
                "has_certificate": (False, SURE),
            },
            (at, 4): {"full_member_on": ("2013-07", REFUSED), "has_certificate": (False, SURE)},
        },
    )


def member_base() -> Case:
    """The national member base as a clerk exports it, with columns nobody reads here."""
    rows = [
        ["序号", "姓名", "性别", "公民身份号码", "民族", "出生日期", "学历", "人员类别", "学位", "所在党支部",
         "手机号码", "入党日期", "转正日期", "党龄", "工作岗位", "是否农民工", "现居住地", "户籍所在地",
         "是否失联党员", "是否流动党员"],
        ["1", "韩小松", "男", id_number(3, "19880228"), "汉族", "1988-02-28", "高中", "正式党员", "",
         "中共汝城县文明瑶族乡宝南村支部委员会", "15470000001", "2010-07-01", "2011-07-01", "11", "工人",
         "是", "上海市浦东新区", "湖南省汝城县", "否", "是"],
        ["2", "杨小柏", "女", id_number(4, "19880228"), "汉族", "1988-02-27", "大学本科", "预备党员", "学士",
         "宝南村党支部", "15470000002", "2021-07-01", "", "0", "教师", "否", "长沙县", "湖南省汝城县",
         "否", "是"],
    ]  # fmt: skip
    at = "CSV"
    return Case(
        "member_base",
        text_table(rows, "utf-8-sig"),
        {at: [1]},
        {
            "公民身份号码": "id_number",
            "现居住地": "destination",
            "工作岗位": "occupation",
            "转正日期": "full_member_on",
        },
        {(at, 2): "new", (at, 3): "question"},
        {
            (at, 2): {
                "branch": ("宝南村党支部", CORRECTED),
                "joined_on": ("2010-07-01", SURE),
                "destination": (place("上海市", "上海市", "浦东新区"), SURE),
                "occupation": ("工人", SURE),
            },
            (at, 3): {
                "birth": ("1988-02-27", QUESTION),
                "full_member_on": (None, SURE),
                "destination": (place("湖南省", "长沙市", "长沙县"), SURE),
            },
        },
    )


def unicode_text() -> Case:
    """Excel's 「Unicode 文本」: UTF-16 with tabs, quotes before numbers, full-width everything."""
    rows = [
        ["名字", "身份证", "电话号码", "入党时间", "流动去向", "说明", "村支部"],
        [
            "秦小枫",
            "'" + id_number(5, "19790815"),
            "‘15470000001",
            "二〇〇三年七月",
            "广东－佛山－南海",
            "",
            "沙洲村",
        ],
        [
            "尤小槐",
            id_number(6, "19790815")[:17] + "ｘ",
            "１５４７００００００２",
            "03年7月",
            "外地",
            "无",
            "沙洲村",
        ],
        ["许小榆", "4.31026E+17", "1.5E+10", "2003.7", "越南", "\t备注里有空格  ", "沙洲村"],
    ]
    at = "CSV"
    ends_in_x = id_number(6, "19790815").endswith("X")
    return Case(
        "unicode_text",
        text_table(rows, "utf-16", "\t"),
        {at: [1]},
        {"名字": "name", "身份证": "id_number", "流动去向": "destination", "说明": "note"},
        {(at, 2): "new", (at, 3): "new" if ends_in_x else "refused", (at, 4): "refused"},
        {
            (at, 2): {
                "id_number": (id_number(5, "19790815"), CORRECTED),
                "phone": ("15470000001", CORRECTED),
                "joined_on": ("2003-07", SURE),
                "destination": (place("广东省", "佛山市", "南海区"), SURE),
            },
            (at, 3): {
                "phone": ("15470000002", CORRECTED),
                "joined_on": ("2003-07", CORRECTED),
                "destination": (None, CORRECTED),
            },
            (at, 4): {
                "id_number": (None, QUESTION),
                "phone": (None, REFUSED),
                "destination": (None, QUESTION),
                "note": ("备注里有空格；外出地点：越南", CORRECTED),
            },
        },
    )


def typed_as_numbers() -> Case:
    """Every digit typed as a number: ids whose end is lost, phones, dates, day numbers."""
    book, _sheet = book_of(
        "Sheet1",
        [
            ["姓名", "身份证号", "手机号", "出生日期", "入党时间", "外出日期", "所属支部"],
            ["孔小石", 439998198504120010, 15470000001, 31149, 2008.06, 202003, "沙洲"],
            ["曹小岩", 439998850412001, 15000000000, 1985.04, 20080601, 2020, "沙洲"],
            ["严小峰", None, 1547000000, None, 2008.13, 43891, "沙洲"],
        ],
    )
    at = "Sheet1"
    return Case(
        "typed_as_numbers",
        saved(book),
        {at: [1]},
        {"身份证号": "id_number", "手机号": "phone", "外出日期": "departed_on"},
        {(at, 2): "question", (at, 3): "question", (at, 4): "refused"},
        {
            (at, 2): {
                "id_number": (None, QUESTION),
                "birth": ("1985-04-12", CORRECTED),
                "joined_on": ("2008-06", SURE),
                "departed_on": ("2020-03", SURE),
            },
            (at, 3): {
                "id_number": (None, QUESTION),
                "phone": ("15000000000", QUESTION),
                "joined_on": ("2008-06-01", SURE),
                "departed_on": ("2020", QUESTION),
            },
            (at, 4): {
                "phone": (None, REFUSED),
                "joined_on": (None, REFUSED),
                "departed_on": ("2020-03-01", CORRECTED),
            },
        },
    )


def university_export() -> Case:
    """The outflow export of a system: long labels, province and city apart, unknown directions."""
    book, _sheet = book_of(
        "Sheet1",
        [
            ["用户", "分党委名称", "党支部名称", "原职业", "外出流向", "流出时间", "流出省份", "流入城市",
             "流出原因", "是否持有《中国共产党流动党员活动证》", "组织关系状态"],
            ["华小桃", "某分党委", "韩田村党支部", "农牧渔民", "私营企业", "2019-03-15 00:00:00", "广东省",
             "广州市", "外出务工经商", "是", "正常"],
            ["金小李", "某分党委", "韩田村党支部", "其他", "不掌握流向", "2019-03-15 08:30:00", "", "",
             "其他", "否", "正常"],
        ],
    )  # fmt: skip
    at = "Sheet1"
    return Case(
        "university_export",
        saved(book),
        {at: [1]},
        {
            "用户": "name",
            "是否持有《中国共产党流动党员活动证》": "has_certificate",
            "流出省份": "destination.province",
            "流入城市": "destination.city",
            "外出流向": "destination",
        },
        {(at, 2): "new", (at, 3): "new"},
        {
            (at, 2): {
                "departed_on": ("2019-03-15", SURE),
                "destination": (place("广东省", "广州市"), SURE),
                "note": ("外出地点：广东省广州市私营企业", CORRECTED),
                "has_certificate": (True, SURE),
            },
            (at, 3): {"destination": (None, CORRECTED), "has_certificate": (False, SURE)},
        },
    )


def names_with_marks() -> Case:
    """No column for the sex; it stands beside the names, as do offices and stars."""
    book, _sheet = book_of(
        "名单",
        [
            ["姓名", "支部", "手机"],
            ["姜 梅 （女）", "沙洲", "15470000001"],
            ["戚小竹 女", "沙洲", "15470000002"],
            ["★谢小兰（组长）", "沙洲", "15470000003"],
            ["阿依古丽．买买提（女）", "沙洲", "15470000004"],
            ["邹?", "沙洲", "15470000005"],
            ["𠮷田䶮", "沙洲", "15470000006"],
            ["喻小、柏小", "沙洲", "15470000007"],
            [None, "沙洲", "15470000008"],
            [12345, "沙洲", "15470000009"],
        ],
    )
    at = "名单"
    return Case(
        "names_with_marks",
        saved(book),
        {at: [1]},
        {"姓名": "name", "支部": "branch"},
        {
            **{(at, row): "new" for row in (2, 3, 4, 5, 7)},
            (at, 6): "question",
            **{(at, row): "refused" for row in (8, 9, 10)},
        },
        {
            (at, 2): {"name": ("姜梅", CORRECTED), "sex": ("女", CORRECTED)},
            (at, 3): {"name": ("戚小竹", CORRECTED), "sex": ("女", CORRECTED)},
            (at, 4): {"name": ("谢小兰", CORRECTED), "note": ("组长", CORRECTED)},
            (at, 5): {"name": ("阿依古丽·买买提", CORRECTED), "sex": ("女", CORRECTED)},
            (at, 6): {"name": ("邹?", QUESTION)},
            (at, 7): {"name": ("𠮷田䶮", SURE)},
            (at, 8): {"name": (None, REFUSED)},
            (at, 9): {"name": (None, REFUSED)},
            (at, 10): {"name": (None, REFUSED)},
        },
    )


def twice_in_one_file() -> Case:
    """The same people on several lines: once word for word, once with another phone, once only by name."""
    book, _sheet = book_of(
        "Sheet1",
        [
            ["支部", "姓名", "身份证号", "手机", "流出时间"],
            ["沙洲", "云小白", id_number(9), "15470000001", "2020.3"],
            ["沙洲", "云小白", id_number(9), "15470000001", "2020.3"],
            ["沙洲", "云小白", id_number(9), "15470000002", "2020.3"],
            ["韩田", "苏小白", "", "", "2020.5"],
            ["沙洲", "苏小白", "", "", "2020.5"],
            ["韩田", "苏小白", "", "", "2020.6"],
            ["沙洲", "潘小白", id_number(10)[:17] + ("0" if id_number(10)[17] != "0" else "1"), "", "2022.1"],
            ["沙洲", "葛小白", "", "15470000003", "2022年1月"],
        ],
    )
    at = "Sheet1"
    return Case(
        "twice_in_one_file",
        saved(book),
        {at: [1]},
        {"支部": "branch", "流出时间": "departed_on"},
        {
            (at, 2): "question",
            (at, 3): "same",
            (at, 4): "same",
            (at, 5): "new",
            (at, 6): "new",
            (at, 7): "question",
            (at, 8): "refused",
            (at, 9): "question",
        },
        {
            (at, 2): {"name": ("云小白", SURE), "phone": ("15470000001", QUESTION)},
            (at, 7): {"name": ("苏小白", QUESTION)},
            (at, 8): {"id_number": (None, REFUSED), "departed_on": ("2022-01", QUESTION)},
            (at, 9): {"departed_on": ("2022-01", QUESTION)},
        },
    )
