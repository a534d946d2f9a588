"""Papers for a whole township: issued by the worker some at a time, then set for the printer (B-04)."""

from collections.abc import Sequence
from datetime import timedelta

from django.db.models import QuerySet
from django.urls import reverse

from banyan.audit.record import act, remember, remember_forgotten
from banyan.documents.actions import ask_for_print
from banyan.documents.models import Paper
from banyan.documents.permissions import BATCH_PAPERS, ISSUE_PAPERS
from banyan.documents.rules import PRINT_HOURS
from banyan.documents.states import PaperKind, PrintForm
from banyan.jobs.later import task_named
from banyan.jobs.progress import tell_progress
from banyan.journeys.actions.receipt import issue_row_paper
from banyan.journeys.models import Journey, KitRun
from banyan.journeys.queries.journey import JourneyRow, rows_of, with_facts
from banyan.journeys.queries.papers import PaperDue, missing_kinds, papers_of_journeys
from banyan.journeys.rules.papers import why_not_kits
from banyan.orgs.queries import viewer_for
from banyan.orgs.viewers import NOT_YOURS, Viewer, require
from banyan.shared.clock import now
from banyan.shared.errors import NotAllowed, Refused, refuse_if

# So many people in one transaction: the series of numbers is locked for no longer.
PEOPLE_AT_ONCE = 25


@act
def ask_for_kits(
    journeys: "QuerySet[Journey]", *, by: Viewer, kind: str = "", form: str = PrintForm.PILE
) -> KitRun:
    """Have the worker issue what these journeys lack (one kind, or all of their kit) and print it.

    Audited as kits.asked. Refused when nobody lacks anything, or too many do.
    """
    require(by, BATCH_PAPERS)
    ids = list(journeys.order_by("org__path", "person__pinyin", "pk").values_list("pk", flat=True))
    refuse_if(why_not_kits(len(ids)))
    if by.account is None or by.main is None:
        raise NotAllowed(NOT_YOURS)
    run = KitRun(org=by.main.org, account=by.account, kind=kind, form=form, journey_ids=ids, asked_at=now())
    run.save(force_insert=True)
    remember(by, "kits.asked", run, org=run.org, count=len(ids))
    link = reverse("journeys:paper-run", args=[run.ref])
    task = task_named("journeys.make_kits").for_owner(by.audit_ref, org_ref=run.org.ref, link=link)
    task.once(f"kits:{run.ref}").enqueue(run.pk)
    return run


def make_kits(run_pk: int) -> None:
    """Issue a run's papers, some people at a time, and hand them to the printer (T4: the asker's present rights).

    Killed at any moment it goes on where it stood: a paper and its place in the run are stored together.
    """
    run = KitRun.objects.select_related("account").get(pk=run_pk)
    viewer = viewer_for(run.account)
    while run.done < len(run.journey_ids):
        _issue_some(run, by=viewer)
        tell_progress(run.done, len(run.journey_ids))
    if not run.is_finished:
        _hand_to_printer(run, by=viewer)


@act
def forget_old_kits() -> int:
    """Delete the lists of runs as old as their prints; the papers stay. Returns how many, audited with the count."""
    old = KitRun.objects.filter(asked_at__lte=now() - timedelta(hours=PRINT_HOURS))
    return remember_forgotten("kits.forgotten", old.delete()[0])


@act
def _issue_some(run: KitRun, *, by: Viewer) -> None:
    ids = run.journey_ids[run.done : run.done + PEOPLE_AT_ONCE]
    rows = _rows(ids)
    papers = papers_of_journeys(rows)
    served = set()
    # Kind by kind in one order: two runs that wait for each other's series would wait for ever.
    for kind in PaperKind:
        for row in rows:
            if kind in missing_kinds(papers[row.journey.pk], run.kind):
                made = _issued(row, kind, papers[row.journey.pk], by=by)
                run.paper_ids += [paper.pk for paper in made]
                served |= {paper.person_id for paper in made}
    run.skipped += len(ids) - len(served)
    run.done += len(ids)
    run.save(update_fields=["paper_ids", "skipped", "done"])


def _rows(ids: Sequence[int]) -> list[JourneyRow]:
    """The journeys as they stand now, held until the papers are stored: nobody gets a paper twice."""
    found = Journey.objects.filter(pk__in=ids).order_by("pk")
    list(found.select_for_update(no_key=True).values_list("pk"))
    found = Journey.objects.filter(pk__in=ids).select_related("person__home__parent", "org")
    return rows_of(with_facts(found.order_by("org__path", "person__pinyin", "pk")))


def _issued(row: JourneyRow, kind: str, papers: Sequence[PaperDue], *, by: Viewer) -> list[Paper]:
    """The paper he lacked; none when the rules say no by now."""
    require(by, ISSUE_PAPERS, at=row.journey.org)
    try:
        return [issue_row_paper(row, kind, papers, by=by)]
    except Refused:
        return []


@act
def _hand_to_printer(run: KitRun, *, by: Viewer) -> None:
    papers = Paper.objects.filter(pk__in=run.paper_ids)
    if run.paper_ids:
        ordered = papers.order_by("home__path", "person__pinyin", "person_id", "kind", "pk")
        run.print_run = ask_for_print(ordered, by=by, form=run.form)
    run.finished_at = now()
    run.save(update_fields=["print_run", "finished_at"])
