"""Printing many at once: small prints are set while one waits, large ones by the worker (performance.md g)."""

import base64
from collections.abc import Iterable, Iterator
from datetime import timedelta

from django.db.models import QuerySet
from django.urls import reverse

from banyan.audit.record import act, remember
from banyan.documents.actions.keeping import open_papers
from banyan.documents.models import Paper, PrintRun
from banyan.documents.permissions import BATCH_PAPERS
from banyan.documents.queries import papers_of_print
from banyan.documents.rules import PRINT_HOURS, why_not_print_many
from banyan.documents.typesetting import Sheet, render_pdf
from banyan.jobs.later import task_named
from banyan.jobs.progress import tell_progress
from banyan.orgs.queries import viewer_for
from banyan.orgs.viewers import NOT_YOURS, Viewer, require
from banyan.shared.clock import now
from banyan.shared.errors import NotAllowed, refuse_if


@act
def ask_for_print(papers: "QuerySet[Paper]", *, by: Viewer) -> PrintRun:
    """Have many papers set by the worker, in one file; the asker sees how far it is. Audited as print.asked.

    Refused when there is nothing to print or too much for one pile.
    """
    require(by, BATCH_PAPERS)
    ids = list(papers.values_list("pk", flat=True))
    refuse_if(why_not_print_many(len(ids)))
    if by.account is None or by.main is None:
        raise NotAllowed(NOT_YOURS)
    run = PrintRun.objects.create(org=by.main.org, account=by.account, paper_ids=ids, asked_at=now())
    remember(by, "print.asked", run, org=run.org, count=len(ids))
    task = task_named("documents.set_print").for_owner(
        by.audit_ref, org_ref=run.org.ref, link=reverse("documents:print", args=[run.ref])
    )
    task.once(f"print:{run.ref}").enqueue(run.pk)
    return run


def set_print(run_pk: int) -> None:
    """Set the papers of a print and keep the file encrypted; the asker's rights are those of this moment (T4).

    What was declared void since is left out. Run twice it is set once.
    """
    run = PrintRun.objects.select_related("account").get(pk=run_pk)
    if run.is_ready:
        return
    papers = open_papers(papers_of_print(run), by=viewer_for(run.account))
    pdf = render_pdf(list(_sheets(papers)))
    run.pdf = base64.b64encode(pdf).decode()
    run.ready_at = now()
    run.save(update_fields=["pdf", "ready_at"])


@act
def take_print(run: PrintRun, *, by: Viewer) -> bytes:
    """The finished file, for who asked for it while it is kept; audited as print.taken."""
    require(by, BATCH_PAPERS)
    remember(by, "print.taken", run, org=run.org, count=len(run.paper_ids))
    return base64.b64decode(run.pdf.open())


def forget_old_prints() -> int:
    """Delete prints a day old: files for printing are kept 24 hours (trust.md 4.5). Returns how many."""
    return PrintRun.objects.filter(asked_at__lt=now() - timedelta(hours=PRINT_HOURS)).delete()[0]


def _sheets(papers: Iterable[Paper]) -> Iterator[Sheet]:
    chosen = list(papers)
    for done, paper in enumerate(chosen, 1):
        yield paper.sheet()
        tell_progress(done, len(chosen))
