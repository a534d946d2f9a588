"""Who hears of what happens, by number: messages are told from ids (architecture.md 7.9)."""

from collections.abc import Iterable

from banyan.orgs.models import Organisation
from banyan.people.models import Person


def orgs_numbered(numbers: Iterable[int]) -> list[Organisation]:
    """Organisations by their numbers, for a message to each."""
    return list(Organisation.objects.filter(pk__in=list(numbers)).order_by("path"))


def person_numbered(number: int) -> Person:
    """A person by his number, for a message about him."""
    return Person.objects.select_related("home").get(pk=number)
