"""Words over columns that nobody listed, made of parts that are known: 现务工所在地, 离村时间, 返乡党员姓名."""

import re
from collections.abc import Iterable, Mapping

_AWAY_NOW = "(?:现在?|目前|当前|外出|在外|流出|流动)"
_DOING = "(?:务工|打工|工作|就业|上班|居住|生活|从业|经商|创业)"
_WHERE = "(?:所在)?(?:地|地点|地方|地区|城市|地址|住址|住地)|何处|何地|哪里|哪儿|什么地方|什么城市|哪个城市"
# 在莞单位, 来穗时间: the one letter a town or province is called by.
TOWN = "[京津沪渝粤浙闽苏湘赣桂琼鄂皖川黔滇穗深莞佛珠惠甬杭温厦榕汉港澳]"
_WHICH_PLACE = "何处|何地|哪里|哪儿|什么(?:地方|城市)|哪个?(?:省市?|省份|城市|市|县市?|地方|地区)|哪些?地方"
_WHEN = "(?:时间|日期|年月|年份)"
_WHICH_YEAR = "(?:哪一?年|何年何月|何年|何时|什么时候|几时)"
_HOME = "(?:家乡?|乡|本?村|本?县|本?镇|本?市|本地|湘|本?省)"
_GONE = f"{_AWAY_NOW}|{_DOING}|{_WHERE}|去向|流向"
_THERE = f"(?:{_AWAY_NOW}*{_DOING}+|外出|现在?|目前|在外)(?:所在)?地?"
_MADE: Mapping[str, re.Pattern[str]] = {
    "name": re.compile(
        "(?:返乡|回乡|外出|在外|流动|流出|流入|失联|预备|正式|困难)*(?:党员|毕业生|学生|学员|职工|员工|人员)(?:姓名|名字)"
    ),
    "id_number": re.compile(
        "(?:公民|居民|本人|有效|第?二代|现|新)*身份(?:证|证件)?(?:号码?|证号码?|编号)(?:18位)?"
    ),
    "phone": re.compile(
        "(?:手机|电话|移动)?长号码?|(?:流动党员|党员|本人)号码|(?:流动|行动)电话|(?:联系)?(?:手机|电话)(?:号码?)?[1一]|"
        "(?:最?新|现在?|目前|现用|有效|常用|能联系|在外|外出|务工地?)(?:手机|电话|联系电话|手机号码?|电话号码|联系方式)"
    ),
    "branch": re.compile("(?:现在?)?(?:属于?|在|归)?哪个党?支部"),
    "joined_on": re.compile(f"是?{_WHICH_YEAR}(?:加入(?:中国共产党|党组织)|入党)|入党[及和与]?转正{_WHEN}"),
    "departed_on": re.compile(
        f"离开?{_HOME}(?:外出|务工)*{_WHEN}|是?{_WHICH_YEAR}(?:外出|出去|出门|离家|离乡|离村|流出)(?:务工|打工)?"
    ),
    "arrived_on": re.compile(f"[来到抵]{TOWN}{_DOING}*{_WHEN}"),
    "destination": re.compile(
        f"{_AWAY_NOW}+{_DOING}*(?:{_WHERE})|{_AWAY_NOW}*(?:务工|打工|工作|就业|上班)+(?:{_WHERE})|"
        f"{_AWAY_NOW}*在?(?:{_WHICH_PLACE}){_DOING}+|{_AWAY_NOW}*在(?:{_WHICH_PLACE})|"
        f"[在驻]{TOWN}{_DOING}*(?:{_WHERE})|(?:单位|企业|公司|店铺|门店|工厂|工地|项目|经营)(?:所在)?(?:地址|地点|地)|"
        f"目的?地|前往地点?|去往(?:地|何处|何地|哪里)|(?:暂住|租住|租房)(?:地址|地点|地)|{_AWAY_NOW}地?省市[县区]*"
    ),
    "destination.outside": re.compile(f"(?:省外|境外|国外)(?:{_GONE})+"),
    "destination.inside": re.compile(f"(?:省内|境内|国内)(?:{_GONE})+"),
    "destination.near": re.compile(f"[市县][内外](?:{_GONE})+"),
    "destination.province": re.compile(f"{_THERE}(?:省份?|省区市|省自治区直辖市)"),
    "destination.city": re.compile(f"{_THERE}(?:地?市|地级市|市州|市县|县市|市县区|市区县)"),
    "destination.district": re.compile(f"{_THERE}(?:区县|县区|县|区|县市区)"),
    "employer": re.compile(
        f"(?:{_AWAY_NOW}*{_DOING}+|{_AWAY_NOW}+|[在驻]{TOWN}{_DOING}*|输出|派往|派遣|受聘)(?:所在)?"
        "(?:单位|企业|公司|工厂|厂家?)(?:名称|全称)?"
    ),
    "occupation": re.compile(
        f"(?:{_AWAY_NOW}|(?:流出|外出|流动)后|在|所)*(?:从事|干|做)(?:何种|什么|何)?(?:工种|行业|职业|工作|岗位)|职位|"
        f"岗位名称|(?:职业|行业|岗位|工种)类别|{_AWAY_NOW}*(?:务工|就业)行业"
    ),
    "has_certificate": re.compile(
        "(?:是否|有无|有没有)已?(?:办理?|持有?|领取?|发放?|有|取得|申领)?[了过]?"
        "(?:中国共产党)?(?:流动党员活动|流动党员|活动)证"
    ),
}
# 务工单位及地址, 单位名称和详细地址: the place stands in the cell of the employer.
_UNIT_AND_PLACE = re.compile(
    r"(?:单位|企业|公司|工厂)(?:名称)?\s*(?:[及和与、/]|以及)\s*(?:所在|详细|具体)?(?:地址|地点|地)"
)


def field_of(readings: Iterable[str]) -> str:
    """The field that one of the readings of a label is made for; else nothing."""
    plain = [label.replace("的", "") for label in readings]
    return next((field for field, made in _MADE.items() if any(map(made.fullmatch, plain))), "")


def is_name(label: str) -> bool:
    return _MADE["name"].fullmatch(label.replace("的", "")) is not None


def has_place_too(text: str) -> bool:
    """务工单位及地址: does the head of an employer promise his address?"""
    return _UNIT_AND_PLACE.search(text) is not None
