"""Invented holders with names as long, rare or empty as they come."""

from datetime import date

from banyan.documents.facts import JourneyFacts, PersonFacts, facts_for
from banyan.documents.sheets import Stamp, paper_sheet
from banyan.documents.typesetting import Sheet

ADDRESS = "https://banyan.rucheng.example.cn/v/" + "7" * 26 + "?s=" + "A" * 86
LONGEST = PersonFacts(
    name="阿卜杜热合曼·艾尔肯江·买买提",
    sex="女",
    birth="1985-03-07",
    ethnicity="维吾尔族",
    category="probationary",
    joined_on="2012-04-15",
    id_number="999999198503070024",
    phone="19900000012",
    home_branch="中共汝城县文明瑶族乡沙洲瑶族村支部委员会",
    home_contact="何小满",
    home_phone="19900000056",
    home_committee="中共汝城县文明瑶族乡委员会",
    committee_phone="0735-0000000",
)
LONGEST_JOURNEY = JourneyFacts(
    reason="投靠亲属",
    departed_on="2026-02-20",
    expected_return_on="2026-06",
    destination="新疆维吾尔自治区巴音郭楞蒙古自治州库尔勒市",
    inflow_place="新疆维吾尔自治区巴音郭楞蒙古自治州库尔勒市经济技术开发区",
    employer="巴音郭楞蒙古自治州某某精密五金制品有限责任公司库尔勒分公司",
    address="新疆维吾尔自治区巴音郭楞蒙古自治州库尔勒市某某街道某某社区四巷12号楼3单元302室",
    arrived_on="2026-03-02",
    host_organisation="中共库尔勒市经济技术开发区汝城籍流动党员支部委员会",
    host_committee="中共库尔勒市经济技术开发区工作委员会",
    host_head="陈某某",
    host_phone="19900000034",
    dues_paid_to="2026-02",
    certificate_number="湘郴汝流〔2026〕0207",
    home_address="湖南省郴州市汝城县文明瑶族乡某某街1号",
    home_fax="0735-0000001",
    home_postcode="424100",
)
SHORTEST = PersonFacts(name="何苗", home_branch="沙洲瑶族村党支部")


def stamp(*, reprints: int = 0) -> Stamp:
    return Stamp(
        number="文明瑶族乡党介〔2026〕12号",
        issuer="中共汝城县文明瑶族乡委员会",
        issued_on=date(2026, 2, 20),
        valid_until=date(2026, 3, 22),
        address=ADDRESS,
        reprints=reprints,
        reprinted_on=date(2026, 3, 1) if reprints else None,
    )


def longest(kind: str) -> Sheet:
    """Every field filled with the longest that comes, reprinted."""
    return paper_sheet(kind, facts_for(kind, LONGEST, LONGEST_JOURNEY), stamp(reprints=12))


def shortest(kind: str) -> Sheet:
    """Nothing known but the name and the branch."""
    return paper_sheet(kind, facts_for(kind, SHORTEST, JourneyFacts()), stamp())
