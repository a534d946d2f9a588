"""A paper after its issue: opened, printed again, declared void."""

from collections.abc import Iterable

from django.db.models import F

from banyan.audit.lifecycle import MOVED_ON, move
from banyan.audit.record import act, remember
from banyan.documents.facts import PRINTED
from banyan.documents.models import Paper
from banyan.documents.permissions import ISSUE_PAPERS, VOID_PAPERS
from banyan.documents.queries import may_open
from banyan.documents.rules import why_not_print, why_not_void
from banyan.documents.states import PaperStatus
from banyan.orgs.viewers import NOT_YOURS, Viewer, require
from banyan.shared.clock import now
from banyan.shared.errors import NotAllowed, Refused, refuse_if


@act
def open_papers(papers: Iterable[Paper], *, by: Viewer) -> list[Paper]:
    """The papers, free to be set now and kept nowhere; audited as paper.opened, one by one.

    For whoever issues papers at the holder's branch, and for the holder. All or none; Refused when one is void.
    """
    return [_opened(paper, by=by) for paper in papers]


@act
def reprint_paper(paper: Paper, *, by: Viewer) -> None:
    """From now on the paper prints with the mark 补打 and how often; audited as paper.reprinted."""
    require(by, ISSUE_PAPERS, at=paper.home)
    refuse_if(why_not_print(paper.status))
    issued = Paper.objects.filter(pk=paper.pk, status=PaperStatus.ISSUED)
    if not issued.update(reprints=F("reprints") + 1, reprinted_at=now()):
        raise Refused(MOVED_ON)
    paper.refresh_from_db(fields=["reprints", "reprinted_at"])
    remember(by, "paper.reprinted", paper, org=paper.org, subject=paper.person.ref, times=paper.reprints)


@act
def void_paper(paper: Paper, *, by: Viewer, reason: str) -> None:
    """Declare a paper void: number and reason are kept, the public page says so at once (R-Q2)."""
    require(by, VOID_PAPERS, at=paper.home)
    refuse_if(why_not_void(paper.status, reason))
    words = reason.strip()[:200]
    move(
        paper,
        "void",
        by=by,
        org=paper.org,
        subject=paper.person.ref,
        reason=words,
        voided_at=now(),
        void_reason=words,
    )


def _opened(paper: Paper, *, by: Viewer) -> Paper:
    if not may_open(by, paper):
        raise NotAllowed(NOT_YOURS)
    refuse_if(why_not_print(paper.status))
    remember(by, "paper.opened", paper, org=paper.org, subject=paper.person.ref, fields=PRINTED[paper.kind])
    return paper
