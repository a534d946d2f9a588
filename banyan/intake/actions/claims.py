"""What members said about a task in a pasted chat: claims made, handed in, given back (D-02, ideas 9)."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from banyan.audit.record import act
from banyan.intake.reading.chats.results import Kind, Status
from banyan.intake.targets import Answer, Quiet, Stored, Subject, Taken
from banyan.orgs.models import Organisation
from banyan.orgs.viewers import Viewer
from banyan.people.models import Person
from banyan.shared.errors import NotAllowed, Refused
from banyan.tasks.actions import claim_task, submit_claim, take_back_work, withdraw_claim
from banyan.tasks.models import Claim, Task
from banyan.tasks.queries import claim_on, claim_with_ref, find_office_task, open_tasks_of
from banyan.tasks.states import UNDER_WAY, ClaimStatus

NO_CLAIM = _("没有认领过这件任务，没有什么可退的。")
DONE = _("已完成")
DECLINED = _("说了不认领，没有登记。")


class Claims:
    """A pasted chat about one task."""

    kind = str(Kind.CLAIM)

    def subjects(self, by: Viewer, org: Organisation) -> list[Subject]:
        return [Subject(str(task.ref), task.title) for task in open_tasks_of(by, org)]

    def awaited(self, org: Organisation, subject: str) -> "QuerySet[Person] | None":
        return None

    def take(self, answers: Sequence[Answer], subject: str, *, by: Viewer) -> list[Taken]:
        return take_claims(answers, find_office_task(by, subject), by=by)

    def put_back(self, stored: Stored, *, by: Viewer) -> bool:
        return take_back_claim(stored, by=by)

    def quiet(self, by: Viewer, org: Organisation, subject: str) -> list[Quiet]:
        """Nobody is asked to claim anything: a task is no duty (D-02)."""
        return []

    def public_words(self, by: Viewer, org: Organisation, subject: str) -> str:
        return ""


@act
def take_claims(answers: Sequence[Answer], task: Task, *, by: Viewer) -> list[Taken]:
    """Claims, results and withdrawals in the order they were said, each or the reason why not."""
    return [_take(answer, task, by=by) for answer in answers]


def _take(answer: Answer, task: Task, *, by: Viewer) -> Taken:
    if answer.status == Status.DECLINED:
        return Taken(why=str(DECLINED))
    try:
        claim = claim_on(task, answer.person)
        if answer.status == Status.WITHDRAWN:
            return _withdraw(claim, task, by=by)
        claim = (
            claim if claim and answer.status == Status.SUBMITTED else claim_task(task, answer.person, by=by)
        )
        if answer.status == Status.SUBMITTED:
            submit_claim(claim, answer.said or str(DONE), by=by)
    except (Refused, NotAllowed) as problem:
        return Taken(why=str(problem.reason))
    return Taken(ref=claim.ref)


def _withdraw(claim: Claim | None, task: Task, *, by: Viewer) -> Taken:
    if claim is None:
        return Taken(why=str(NO_CLAIM))
    withdraw_claim(claim, by=by)
    task.refresh_from_db(fields=["claimed"])  # the next in the chat may take the place
    return Taken(ref=claim.ref)


@act
def take_back_claim(stored: Stored, *, by: Viewer) -> bool:
    """Undo what was said of a claim; False when its member or a reviewer has gone on since, or no place is left."""
    claim = claim_with_ref(stored.ref)
    if claim is None:
        return False
    if stored.status == Status.WITHDRAWN:
        return _claim_again(claim, by=by)
    if stored.status == Status.SUBMITTED:
        if claim.status != ClaimStatus.SUBMITTED:
            return False
        take_back_work(claim, by=by)
    return _give_back(claim, by=by) if claim.claimed_at >= stored.since else True


def _give_back(claim: Claim, *, by: Viewer) -> bool:
    if claim.status not in UNDER_WAY:
        return False
    withdraw_claim(claim, by=by)
    return True


def _claim_again(claim: Claim, *, by: Viewer) -> bool:
    if claim_on(claim.task, claim.person) is not None:
        return False
    try:
        claim_task(claim.task, claim.person, by=by)
    except Refused:
        return False
    return True


CLAIMS = Claims()
