"""Whose work for later one sees: his own; at the root of the tree, everybody's and the house's."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from banyan.jobs.models import Job
from banyan.jobs.queries import all_jobs, jobs_of
from banyan.jobs.states import OPEN, JobState
from banyan.orgs.permissions import MANAGE_ORGS
from banyan.orgs.viewers import Viewer
from banyan.shared.paging import Page, page_of

STATES = {"open": OPEN, "failed": frozenset({JobState.FAILED}), "done": frozenset({JobState.DONE})}


def keeps_the_house(viewer: Viewer) -> bool:
    """Does he keep the whole tree, as an officer of an organisation with nothing above it?"""
    return any(held.org.parent_id is None for held in viewer.holding(MANAGE_ORGS))


def jobs_seen_by(viewer: Viewer) -> "QuerySet[Job]":
    """Work for later that the viewer asked for; all of it for whoever keeps the house (T1)."""
    if viewer.account is None:
        return all_jobs().none()
    return all_jobs() if keeps_the_house(viewer) else jobs_of(viewer.account.ref)


def jobs_page(viewer: Viewer, *, state: str = "", mark: str = "") -> Page:
    """One page of it, newest first: all, or what is open, failed or done."""
    found = jobs_seen_by(viewer)
    return page_of(found.filter(state__in=STATES[state]) if state in STATES else found, ["-id"], mark=mark)


def find_job(viewer: Viewer, ref: UUID) -> Job:
    """One job the viewer sees; Http404 otherwise."""
    job = jobs_seen_by(viewer).filter(ref=ref).first()
    if job is None:
        raise Http404
    return job
