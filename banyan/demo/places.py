"""Where people go, and the outside organisations they check in with (A-03: 广东、上海、长沙 ...)."""

from collections.abc import Sequence
from random import Random

from banyan.orgs.models import Organisation, Region
from banyan.orgs.states import OrganisationKind

# City code -> weight. All lie outside the prefecture.
DESTINATIONS = {
    "4401": 24,
    "4406": 13,
    "4403": 15,
    "4419": 14,
    "4413": 5,
    "4420": 4,
    "4404": 2,
    "4418": 2,
    "3101": 4,
    "4301": 6,
    "3301": 2,
    "3302": 2,
    "3502": 2,
    "3505": 1,
    "3205": 1,
    "4501": 1,
    "4201": 1,
    "1101": 1,
}
OUTSIDE_NAMES = (
    "工业园联合党支部",
    "商会党支部",
    "社区第一党支部",
    "社区第二党支部",
    "企业党支部",
    "物流园党支部",
)


class Places:
    """The destinations with their districts, read once."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.cities = {region.pk: region for region in Region.objects.filter(pk__in=DESTINATIONS)}
        self.provinces = {
            region.pk: region for region in Region.objects.filter(pk__in={code[:2] for code in DESTINATIONS})
        }
        self.districts: dict[str, list[Region]] = {code: [] for code in DESTINATIONS}
        for region in Region.objects.filter(level="district", pk__regex=rf"^({'|'.join(DESTINATIONS)})"):
            self.districts[region.pk[:4]].append(region)
        self.codes = [code for code in DESTINATIONS if code in self.cities]
        self.weights = [DESTINATIONS[code] for code in self.codes]

    def pick(self) -> Region:
        """A city by its weight, seven times of ten with a district."""
        code = self.chance.choices(self.codes, self.weights)[0]
        districts = self.districts[code]
        is_finer = self.cities[code].name == "市辖区" or self.chance.random() < 0.7
        return self.chance.choice(districts) if districts and is_finer else self.cities[code]

    def words(self, region: Region) -> str:
        """广东省广州市番禺区, as a roster would write it."""
        city = self.cities[region.pk[:4]]
        province = self.provinces[region.pk[:2]].name
        district = region.name if len(region.pk) > 4 and region.name != city.name else ""
        return f"{province}{'' if city.name in {'市辖区', '县'} else city.name}{district}"


def outside_orgs(places: Places, chance: Random) -> dict[str, list[Organisation]]:
    """Light records of host organisations outside our tree, a few for each city (not stored yet)."""
    found: dict[str, list[Organisation]] = {}
    for code in places.codes:
        regions: Sequence[Region] = places.districts[code] or [places.cities[code]]
        found[code] = [
            _outside_org(chance.choice(regions), name, code, number)
            for number, name in enumerate(OUTSIDE_NAMES)
        ]
    return found


def _outside_org(region: Region, name: str, code: str, number: int) -> Organisation:
    org = Organisation(
        kind=OrganisationKind.OUTSIDE,
        name=f"{region.name}{name}",
        code=f"demo-out-{code}-{number}",
        region=region,
        head_name="（演示）联系人",
    )
    org.head_phone = f"1540000{int(code):04d}"[:11]
    return org
