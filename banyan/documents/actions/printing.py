"""Printing many at once: small prints are set while one waits, large ones by the worker (performance.md g)."""

import io
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from zipfile import ZIP_STORED, ZipFile

from django.db.models import QuerySet
from django.urls import reverse

from banyan.audit.record import act, remember, remember_forgotten
from banyan.documents.actions.keeping import open_papers
from banyan.documents.models import PRINTS, Paper, PrintRun
from banyan.documents.permissions import BATCH_PAPERS
from banyan.documents.queries import papers_of_print
from banyan.documents.rules import PRINT_HOURS, why_not_print_many
from banyan.documents.states import PrintForm
from banyan.documents.typesetting import PAGES_AT_ONCE, join_pdfs, render_pdf
from banyan.jobs.later import task_named
from banyan.jobs.progress import tell_progress
from banyan.orgs.queries import viewer_for
from banyan.orgs.viewers import NOT_YOURS, Viewer, require
from banyan.shared.clock import now
from banyan.shared.errors import NotAllowed, refuse_if
from banyan.shared.sealed_files import forget_sealed, forget_strays, open_sealed, store_sealed


@act
def ask_for_print(papers: "QuerySet[Paper]", *, by: Viewer, form: str = PrintForm.PILE) -> PrintRun:
    """Have many papers set by the worker, as one pile or one by one; the asker sees how far it is.

    Audited as print.asked. Refused when there is nothing to print or too much for one pile.
    """
    require(by, BATCH_PAPERS)
    ids = list(papers.values_list("pk", flat=True))
    refuse_if(why_not_print_many(len(ids)))
    if by.account is None or by.main is None:
        raise NotAllowed(NOT_YOURS)
    run = PrintRun(org=by.main.org, account=by.account, paper_ids=ids, form=form, asked_at=now())
    run.save(force_insert=True)
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
    body = archive_of(papers) if run.form == PrintForm.SINGLES else pile_of(papers)
    # What a worker that was killed left behind under this name.
    forget_sealed(run.file_name)
    store_sealed(run.file_name, body, bound_to=run.bound_to)
    run.ready_at = now()
    run.save(update_fields=["ready_at"])


@act
def take_print(run: PrintRun, *, by: Viewer) -> bytes:
    """The finished file, for who asked for it while it is kept; audited as print.taken."""
    require(by, BATCH_PAPERS)
    remember(by, "print.taken", run, org=run.org, count=len(run.paper_ids))
    return open_sealed(run.file_name, bound_to=run.bound_to)


@act
def forget_old_prints() -> int:
    """Delete prints a day old with their files: they are kept 24 hours (trust.md 4.5).

    Returns how many, audited with the count.
    """
    before = now() - timedelta(hours=PRINT_HOURS)
    gone = PrintRun.objects.filter(asked_at__lte=before).delete()[0]
    forgotten = remember_forgotten("prints.forgotten", gone)
    _forget_files(before)
    return forgotten


def pile_of(papers: Sequence[Paper]) -> bytes:
    """Opened papers as one PDF, one after the other; tells how far it is."""
    return join_pdfs(_parts(papers))


def archive_of(papers: Sequence[Paper]) -> bytes:
    """Opened papers as one file each, named by their numbers, in a zip; tells how far it is."""
    target = io.BytesIO()
    with ZipFile(target, "w", ZIP_STORED) as archive:
        for done, paper in enumerate(papers, 1):
            archive.writestr(f"{paper.number}.pdf", render_pdf(paper.sheets()))
            tell_progress(done, len(papers))
    return target.getvalue()


def _parts(papers: Sequence[Paper]) -> Iterator[bytes]:
    for start in range(0, len(papers), PAGES_AT_ONCE):
        part = papers[start : start + PAGES_AT_ONCE]
        yield render_pdf([sheet for paper in part for sheet in paper.sheets()])
        tell_progress(start + len(part), len(papers))


def _forget_files(before: datetime) -> None:
    kept = {run.file_name for run in PrintRun.objects.only("ref")}
    forget_strays(PRINTS, kept, before=before)
