"""Who hears of what happens: the accounts whose office acts nearest to an organisation."""

from collections.abc import Iterable

from django.db.models import Q

from banyan.accounts.models import Account
from banyan.orgs.models import Organisation
from banyan.orgs.permissions import Permission, offices
from banyan.orgs.queries import ancestors_of, offices_held_on
from banyan.orgs.states import OfficeName, Reach
from banyan.people.models import Person
from banyan.shared.clock import today


def accounts_that_may(permission: Permission, org: Organisation) -> list[Account]:
    """Who may do this there today: those of the organisation itself, else of the nearest one above that has any."""
    near, far = _offices_with(permission)
    above = [each.pk for each in ancestors_of(org)] if not org.is_outside else []
    held = offices_held_on(today()).filter(Q(org=org, name__in=near) | Q(org__in=above, name__in=far))
    found = list(held.select_related("account", "org").order_by("-org__path", "pk"))
    nearest = found[0].org_id if found else None
    return [office.account for office in found if office.org_id == nearest]


def _offices_with(permission: Permission) -> tuple[list[str], list[str]]:
    """Office names that carry it for their own organisation, and those that carry it for all below."""
    people = {
        name: rule
        for name, rule in offices().items()
        if permission in rule.permissions and name != OfficeName.INTEGRATION
    }
    far = [name for name, rule in people.items() if rule.reach == Reach.BELOW]
    return list(people), far


def orgs_numbered(numbers: Iterable[int]) -> list[Organisation]:
    """Organisations by their numbers, for a message to each."""
    return list(Organisation.objects.filter(pk__in=list(numbers)).order_by("path"))


def person_numbered(number: int) -> Person:
    """A person by his number, for a message about him."""
    return Person.objects.select_related("home").get(pk=number)
