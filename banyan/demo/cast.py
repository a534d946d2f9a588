"""One small organisation with named people, for tests and screenshots: built through the actions alone.

郴州市 > 汝城县 > 文明瑶族乡 > 沙洲瑶族村, 宝南村; 汝城县's floating branch in 广州; and 永兴县 > 黄泥镇 > 涌水村, whose
people must never see anything of 汝城县. Everybody here is invented.
"""

from dataclasses import dataclass
from datetime import date

from banyan.accounts.actions.opening import open_account
from banyan.accounts.models import Account
from banyan.audit.record import SYSTEM, Actor
from banyan.orgs.actions import grant_office, load_regions, open_org, plant, seat
from banyan.orgs.models import Organisation, Region
from banyan.orgs.queries import viewer_for
from banyan.orgs.states import LEVEL_OF, OfficeName, OrganisationKind, region_above
from banyan.orgs.viewers import Viewer
from banyan.people.actions import add_person, link_account
from banyan.people.models import Person
from banyan.people.rules import check_digit

PASSWORD = "沙洲的溪水向南流-7"  # noqa: S105 - invented, for invented people
SINCE = date(2020, 1, 1)
REGIONS = {
    "43": "湖南省",
    "4310": "郴州市",
    "431023": "永兴县",
    "431023112": "黄泥镇",
    "431023112221": "涌水村",
    "431026": "汝城县",
    "431026217": "文明瑶族乡",
    "431026217219": "沙洲瑶族村",
    "431026217244": "宝南瑶族村",
    "44": "广东省",
    "4401": "广州市",
    "440106": "天河区",
    "440113": "番禺区",
    "4406": "佛山市",
    "440605": "南海区",
}


@dataclass(frozen=True)
class Cast:
    """Organisations, a viewer for each office, and people. Every account has the password PASSWORD."""

    city: Organisation
    county: Organisation
    township: Organisation
    shazhou: Organisation
    baonan: Organisation
    floating: Organisation
    other_county: Organisation
    other_township: Organisation
    other_village: Organisation

    city_officer: Viewer
    auditor: Viewer
    county_officer: Viewer
    township_officer: Viewer
    secretary: Viewer
    baonan_secretary: Viewer
    floating_secretary: Viewer
    integration: Viewer
    other_county_officer: Viewer
    other_township_officer: Viewer
    other_secretary: Viewer

    member: Person
    second_member: Person
    third_member: Person
    baonan_member: Person
    other_member: Person

    @property
    def outsiders(self) -> list[Viewer]:
        """Those of the second county, who must never see anything of the first."""
        other = viewer_of(self.other_member)
        return [self.other_county_officer, self.other_township_officer, self.other_secretary, other]


def viewer_of(person: Person) -> Viewer:
    """The viewer a member is when he signs in."""
    if person.account is None:
        raise ValueError("This member has no account.")
    return viewer_for(person.account)


def build_cast() -> Cast:
    """Everybody, in about two hundred rows."""
    load_cast_regions()
    city = _root("郴州市")
    city_officer = _officer("zhou", "周若川", city, OfficeName.CITY_OFFICER)
    auditor = _officer("qin", "秦明镜", city, OfficeName.AUDITOR)
    county = _below(city, "汝城县", "431026", by=city_officer)
    county_officer = _granted("lin", "林知远", county, OfficeName.COUNTY_OFFICER, by=city_officer)
    township = _below(county, "文明瑶族乡", "431026217", by=county_officer)
    township_officer = _granted("tan", "谭见山", township, OfficeName.TOWNSHIP_OFFICER, by=county_officer)
    shazhou = _below(township, "沙洲瑶族村党支部", "431026217219", by=township_officer)
    baonan = _below(township, "宝南村党支部", "431026217244", by=township_officer)
    floating = _floating(county, "汝城县驻广州流动党支部", "440106", by=county_officer)
    secretary = _granted("zhu", "朱望舒", shazhou, OfficeName.BRANCH_SECRETARY, by=township_officer)
    integration = _granted("duijie", "乡镇办公系统", township, OfficeName.INTEGRATION, by=county_officer)
    other_county = _below(city, "永兴县", "431023", by=city_officer)
    other_county_officer = _granted("xu", "许云开", other_county, OfficeName.COUNTY_OFFICER, by=city_officer)
    other_township = _below(other_county, "黄泥镇", "431023112", by=other_county_officer)
    other_township_officer = _granted(
        "cao", "曹春晓", other_township, OfficeName.TOWNSHIP_OFFICER, by=other_county_officer
    )
    other_village = _below(other_township, "涌水村党支部", "431023112221", by=other_township_officer)
    other_secretary = _granted(
        "duan", "段清和", other_village, OfficeName.BRANCH_SECRETARY, by=other_township_officer
    )
    baonan_secretary = _granted("he", "何听雨", baonan, OfficeName.BRANCH_SECRETARY, by=township_officer)
    return Cast(
        city=city,
        county=county,
        township=township,
        shazhou=shazhou,
        baonan=baonan,
        floating=floating,
        other_county=other_county,
        other_township=other_township,
        other_village=other_village,
        city_officer=city_officer,
        auditor=auditor,
        county_officer=county_officer,
        township_officer=township_officer,
        secretary=secretary,
        baonan_secretary=baonan_secretary,
        floating_secretary=_granted(
            "luo", "罗行舟", floating, OfficeName.FLOATING_SECRETARY, by=county_officer
        ),
        integration=integration,
        other_county_officer=other_county_officer,
        other_township_officer=other_township_officer,
        other_secretary=other_secretary,
        member=_member("何远山", 1, shazhou, by=secretary, account="yuanshan"),
        second_member=_member("朱小满", 2, shazhou, by=secretary, account="xiaoman"),
        third_member=_member("邓青", 3, shazhou, by=secretary),
        baonan_member=_member("叶知秋", 4, baonan, by=baonan_secretary, account="zhiqiu"),
        other_member=_member("欧阳禾", 5, other_village, by=other_secretary, account="ouyang"),
    )


def load_cast_regions() -> None:
    """The few regions the cast lives in, under their real codes."""
    load_regions(
        Region(code=code, name=name, level=LEVEL_OF[len(code)], parent_id=region_above(code))
        for code, name in REGIONS.items()
    )


def _root(name: str) -> Organisation:
    city = Organisation(kind=OrganisationKind.CITY, name=name, code="4310", region_id="4310", opened_on=SINCE)
    return plant(city)


def _below(parent: Organisation, name: str, code: str, *, by: Viewer) -> Organisation:
    kind = {6: OrganisationKind.COUNTY, 9: OrganisationKind.TOWNSHIP, 12: OrganisationKind.VILLAGE}[len(code)]
    return open_org(by=by, parent=parent, kind=kind, name=name, code=code, region=Region(code=code))


def _floating(parent: Organisation, name: str, region: str, *, by: Viewer) -> Organisation:
    return open_org(
        by=by,
        parent=parent,
        kind=OrganisationKind.FLOATING,
        name=name,
        code=f"{parent.code}-L01",
        region=Region(code=region),
        head_name="罗行舟",
        head_phone="15400000021",
    )


def _officer(name: str, label: str, org: Organisation, office: str) -> Viewer:
    """Somebody whom nobody inside the house can seat: the first officers and the auditor."""
    account = _account(name, label, by=SYSTEM)
    seat(account, org=org, name=office, from_day=SINCE)
    return viewer_for(account)


def _granted(name: str, label: str, org: Organisation, office: str, *, by: Viewer) -> Viewer:
    account = _account(name, label, by=by)
    grant_office(account, by=by, org=org, name=office, from_day=SINCE)
    return viewer_for(account)


def _account(name: str, label: str, *, by: Actor, phone: str = "") -> Account:
    return open_account(by=by, label=label, name=name, phone=phone, password=PASSWORD, is_demonstration=True)


def _member(name: str, number: int, home: Organisation, *, by: Viewer, account: str = "") -> Person:
    """A member who left school in his village; with an account when one is named."""
    person = add_person(facts_of(name, number), by=by, home=home)
    if account:
        phone = person.phone.open()
        link_account(person, _account(account, name, by=by, phone=phone), by=by)
    return person


def facts_of(name: str, number: int) -> dict[str, str]:
    """What is known of a member of the cast; some of it must never lie about in plain (R-P1)."""
    # No such area code and no such range of phones exists: nobody can be meant.
    seventeen = f"439999{1980 + number}0{number}15{number:03d}"
    return {
        "name": name,
        "id_number": seventeen + check_digit(seventeen),
        "phone": f"154{number:08d}",
        "address": f"村口第{number}户",
        "education": "高中",
        "joined_on": f"{2005 + number}-07",
        "full_member_on": f"{2006 + number}-07",
    }
