"""Room for pictures: asked for by whatever keeps them, before they are stored (R-F5)."""

from collections.abc import Callable

from django.conf import settings
from django.utils.module_loading import import_string

from banyan.orgs.models import Organisation
from banyan.orgs.policies import PICTURES_OF_BRANCH, PICTURES_OF_MEMBER
from banyan.orgs.queries import policy_values
from banyan.people.models import Person
from banyan.people.rules.pictures import Pictures, why_not_more_pictures
from banyan.shared.errors import refuse_if

PicturesOf = Callable[[Person, Organisation], Pictures]


def keep_room_for_pictures(person: Person, org: Organisation, count: int) -> None:
    """Refused when a member or his branch would keep more pictures than the branch's settings allow.

    The branch stays locked until the caller's transaction ends, so that uploads at one moment count each other.
    """
    Organisation.objects.select_for_update(no_key=True).filter(pk=org.pk).values_list("pk").get()
    kept = sum((counted(person, org) for counted in _counters()), Pictures(count, count))
    most = policy_values(org, PICTURES_OF_MEMBER, PICTURES_OF_BRANCH)
    refuse_if(why_not_more_pictures(kept, Pictures(*map(int, most))))


def _counters() -> list[PicturesOf]:
    """Stories above keep pictures too: settings.BANYAN_PICTURES names who counts them."""
    return [import_string(name) for name in settings.BANYAN_PICTURES]
