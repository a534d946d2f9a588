"""Places as a form offers them: the cities of the country under their provinces."""

from django.utils.functional import Promise

from banyan.orgs.models import Region
from banyan.orgs.states import RegionLevel

Choices = list[tuple[str, list[tuple[str, str | Promise]]]]


def region_choices() -> Choices:
    """Province by province, each with its cities."""
    found = Region.objects.filter(level__in=[RegionLevel.PROVINCE, RegionLevel.CITY]).order_by("code")
    cities: dict[str, list[tuple[str, str | Promise]]] = {}
    names: dict[str, str] = {}
    for code, name in found.values_list("code", "name"):
        if len(code) == 2:
            names[code] = name
        cities.setdefault(code[:2], []).append((code, name))
    return [(names[province], listed) for province, listed in cities.items() if province in names]
