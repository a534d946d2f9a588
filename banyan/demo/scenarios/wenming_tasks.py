"""The village's tasks in `wenming`: in every state, claimed and worked on."""

from collections.abc import Sequence
from random import Random

from banyan.journeys.models import Journey
from banyan.orgs.models import Organisation
from banyan.orgs.viewers import Viewer


def lay_village_tasks(chance: Random, journeys: Sequence[Journey], *, by: Viewer, org: Organisation) -> None:
    """To be told once tasks have their actions."""
