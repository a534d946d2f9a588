"""What looks like something handed in before: asked of whoever reviews, with the innocent reason beside it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import CharField, F, QuerySet, Value

from banyan.orgs.viewers import Viewer, any_of, below
from banyan.shared.clock import now
from banyan.tasks.models import Claim
from banyan.tasks.permissions import REVIEW
from banyan.tasks.rules import LOOK_BACK_DAYS, is_burst, is_same_picture, is_to_be_asked
from banyan.tasks.states import ClaimStatus, Likeness


class Trace(NamedTuple):
    """A mark that some claim left behind."""

    kind: str
    mark: str
    pk: int
    at: datetime
    path: str
    ref: UUID
    person: str
    task: str


@dataclass(frozen=True)
class Question:
    """One thing to look at; `like` is what it resembles, where it resembles something."""

    kind: Likeness
    like: Trace | None = None


def questions_about(viewer: Viewer, claims: Iterable[Claim]) -> dict[int, list[Question]]:
    """Claim -> what a reviewer may look at, in one query over what he reviews himself; nothing of the others.

    Compared is what was handed in before, below the organisation that asked, in the last 400 days. The pictures of
    the claims are at hand (files_of, claims_to_review).
    """
    asked = [claim for claim in claims if is_to_be_asked(claim.submitted_at, claim.cleared_at)]
    traces = _traces(viewer, asked)
    found = {claim.pk: list(_questions(claim, traces)) for claim in asked}
    return {pk: questions for pk, questions in found.items() if questions}


def _traces(viewer: Viewer, claims: Sequence[Claim]) -> dict[str, list[Trace]]:
    since = now() - timedelta(days=LOOK_BACK_DAYS)
    known = Claim.objects.filter(viewer.reach(REVIEW, org="task__org"), submitted_at__gte=since)
    asked = list(_parts(known.exclude(status=ClaimStatus.WITHDRAWN), claims))
    by_kind: dict[str, list[Trace]] = defaultdict(list)
    for row in asked[0].union(*asked[1:], all=True) if asked else ():
        by_kind[str(row[0])].append(Trace(*row))
    return by_kind


def _parts(known: "QuerySet[Claim]", claims: Sequence[Claim]) -> Iterator[Any]:
    """What to look for: nothing where a claim left no mark of that kind."""
    if words := {claim.words_mark for claim in claims} - {""}:
        yield _marked(known.filter(words_mark__in=words), Likeness.WORDS, "words_mark")
    if sessions := {claim.session_mark for claim in claims} - {""}:
        yield _marked(known.filter(session_mark__in=sessions), Likeness.SESSION, "session_mark")
    if shown := [claim.task.org for claim in claims if any(each.looks for each in claim.files.all())]:
        near = any_of(below(org.path, org="task__org") for org in shown)
        yield _marked(known.filter(near, files__looks__gt=""), Likeness.PICTURE, "files__looks")


def _marked(found: "QuerySet[Claim]", kind: str, mark: str) -> Any:
    of_kind = Value(kind, CharField())
    names = ("pk", "submitted_at", "task__org__path", "ref", "person__name", "task__title")
    return found.order_by().annotate(of_kind=of_kind, mark=F(mark)).values_list("of_kind", "mark", *names)


def _questions(claim: Claim, traces: dict[str, list[Trace]]) -> Iterator[Question]:
    assert claim.submitted_at is not None
    looks = [each.looks for each in claim.files.all()]
    pictures = (t for t in traces[Likeness.PICTURE] if any(is_same_picture(t.mark, each) for each in looks))
    words = (t for t in traces[Likeness.WORDS] if t.mark == claim.words_mark)
    for kind, alike in ((Likeness.PICTURE, pictures), (Likeness.WORDS, words)):
        before = [trace for trace in alike if _is_before(trace, claim)]
        if before:
            yield Question(kind, min(before, key=lambda trace: (trace.at, trace.pk)))
    moments = (t.at for t in traces[Likeness.SESSION] if t.mark == claim.session_mark)
    if is_burst(claim.submitted_at, moments):
        yield Question(Likeness.SESSION)


def _is_before(trace: Trace, claim: Claim) -> bool:
    """Another claim, handed in earlier, of a task below the one that asked for this."""
    is_earlier = (trace.at, trace.pk) < (claim.submitted_at, claim.pk)
    return trace.pk != claim.pk and is_earlier and trace.path.startswith(claim.task.org.path)
