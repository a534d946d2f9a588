"""The regions of China, from the file the product carries (orgs/regions/SOURCE.md)."""

import lzma
from collections.abc import Iterable, Iterator
from pathlib import Path

from banyan.audit.record import act
from banyan.orgs.models import Region
from banyan.orgs.states import LEVEL_OF, region_above

FILE = Path(__file__).resolve().parent.parent / "regions" / "china.csv.xz"
VILLAGE_CODE_LENGTH = 12
# Villages of the whole country are 620,000 rows; those of a place are added when somebody works there.
HOME_PROVINCE = "43"


@act
def load_regions(rows: Iterable[Region]) -> int:
    """Add the regions that are not there yet; returns how many were given."""
    made = Region.objects.bulk_create(rows, batch_size=2000, ignore_conflicts=True)
    return len(made)


@act
def load_regions_below(code: str = HOME_PROVINCE) -> int:
    """Add every province, city, district and town of China, and the villages below one region.

    Leaves what stands alone; returns how many were added.
    """
    known = set(Region.objects.values_list("pk", flat=True))
    wanted = (
        Region(code=found, name=name, level=LEVEL_OF[len(found)], parent_id=region_above(found))
        for found, name in _lines()
        if found not in known and (len(found) < VILLAGE_CODE_LENGTH or found.startswith(code))
    )
    return load_regions(wanted)


def _lines() -> Iterator[tuple[str, str]]:
    with lzma.open(FILE, "rt", encoding="utf-8") as file:
        for line in file:
            code, _comma, name = line.rstrip("\n").partition(",")
            yield code, name
