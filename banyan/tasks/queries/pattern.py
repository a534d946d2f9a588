"""Patterns a new task may begin with: of one's own organisation and of those above it."""

from uuid import UUID

from django.db.models import Case, Q, QuerySet, Value, When
from django.http import Http404

from banyan.orgs.viewers import Viewer
from banyan.tasks.models import Pattern, Task
from banyan.tasks.permissions import PUBLISH

PATTERNS_MOST = 100


def patterns_for(viewer: Viewer) -> "QuerySet[Pattern]":
    """Each with `is_kept_by_me`: may he end it? Those of the nearest organisation first."""
    above = {
        int(step, 16) for held in viewer.holding(PUBLISH) for step in held.org.path.strip("/").split("/")
    }
    own = viewer.reach(PUBLISH)
    found = Pattern.objects.filter(Q(org__in=above) | own, ended_at=None)
    found = found.annotate(is_kept_by_me=Case(When(own, then=True), default=Value(False)))
    return found.select_related("org", "task__org", "task__city").order_by("-org__path", "-pk")


def is_pattern(task: Task) -> bool:
    """Do others begin with what stands in it?"""
    return Pattern.objects.filter(task=task, ended_at=None).exists()


def patterns_listed(viewer: Viewer) -> list[Pattern]:
    return list(patterns_for(viewer)[:PATTERNS_MOST])


def find_pattern(viewer: Viewer, ref: UUID | str) -> Pattern:
    """One of them; Http404 otherwise."""
    found = patterns_for(viewer).filter(ref=ref).first()
    if found is None:
        raise Http404
    return found
