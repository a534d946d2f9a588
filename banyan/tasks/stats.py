"""The measures of tasks and claims: the year so far, from dated facts (story.md, What is counted)."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import partial

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from banyan.orgs.models import Organisation
from banyan.orgs.viewers import below
from banyan.people.models import Person
from banyan.shared.measures import Basis, Measure, whole_units
from banyan.shared.periods import Period, midnight
from banyan.tasks.kinds import UNITS, Unit
from banyan.tasks.models import Claim, Outcome, Task


def _new_year(period: Period) -> datetime:
    return midnight(date(period.last_day.year, 1, 1))


def tasks(org: Organisation, period: Period) -> "QuerySet[Task]":
    return Task.objects.filter(below(org.path), opened_at__gte=_new_year(period), opened_at__lt=period.end)


def _standing_claims(period: Period) -> "QuerySet[Claim]":
    """Claims made this year by the period's end and not withdrawn by then; self-recorded service is none."""
    return Claim.objects.filter(
        Q(withdrawn_at=None) | Q(withdrawn_at__gte=period.end),
        claimed_at__gte=_new_year(period),
        claimed_at__lt=period.end,
        is_recorded=False,
    )


def tasks_claimed(org: Organisation, period: Period) -> "QuerySet[Task]":
    return tasks(org, period).filter(Exists(_standing_claims(period).filter(task=OuterRef("pk"))))


def claims(org: Organisation, period: Period) -> "QuerySet[Claim]":
    """Person-times: the claims of members whose home is the organisation or below it."""
    return _standing_claims(period).filter(below(org.path))


def claims_finished(org: Organisation, period: Period) -> "QuerySet[Claim]":
    return claims(org, period).filter(accepted_at__lt=period.end)


def claimers(org: Organisation, period: Period) -> "QuerySet[Person]":
    claimed = _standing_claims(period).filter(person=OuterRef("pk"))
    return Person.objects.filter(Exists(claimed), below(org.path, org="home"))


def finishers(org: Organisation, period: Period) -> "QuerySet[Person]":
    accepted = _standing_claims(period).filter(person=OuterRef("pk"), accepted_at__lt=period.end)
    return Person.objects.filter(Exists(accepted), below(org.path, org="home"))


def outcomes(org: Organisation, period: Period, unit: str = "") -> "QuerySet[Outcome]":
    """What members of the organisation and below brought about this year, as far as it was accepted by then."""
    found = Outcome.objects.filter(
        below(org.path, org="claim__org"),
        claim__accepted_at__gte=_new_year(period),
        claim__accepted_at__lt=period.end,
    )
    return found.filter(unit=unit) if unit else found


def _outcomes_by_unit(org: Organisation, period: Period) -> Mapping[str, int]:
    grouped = outcomes(org, period).order_by().values_list("unit").annotate(n=Sum("hundredths"))
    return {unit: whole_units(found) for unit, found in grouped}


def _outcome_measure(unit: Unit) -> Measure:
    return Measure(
        unit.id,
        unit.words,
        _("今年1月1日到期末审核通过的认领中，成果的合计（四舍五入到整数）。"),
        Basis.YEAR_TO_DATE,
        unit.unit,
        unit.source,
        partial(outcomes, unit=unit.id),
        owner="claim__org",
        amount="hundredths",
        family=_outcomes_by_unit,
    )


MEASURES = (
    Measure(
        "tasks",
        _("发布任务"),
        _("今年1月1日到期末发布的任务件数。"),
        Basis.YEAR_TO_DATE,
        _("件"),
        "D-01",
        tasks,
    ),
    Measure(
        "tasks_claimed",
        _("有人认领的任务"),
        _("今年发布的任务中，到期末至少有一人认领（未退出）的件数。"),
        Basis.YEAR_TO_DATE,
        _("件"),
        "D-02",
        tasks_claimed,
        of="tasks",
    ),
    Measure(
        "claims",
        _("认领人次"),
        _("今年1月1日到期末，党员认领任务的人次，退出的不计。"),
        Basis.YEAR_TO_DATE,
        _("人次"),
        "D-02",
        claims,
    ),
    Measure(
        "claimers",
        _("参与认领的党员"),
        _("今年至少认领过一件任务（未退出）的党员人数。"),
        Basis.YEAR_TO_DATE,
        _("人"),
        "D-02",
        claimers,
        owner="home",
    ),
    Measure(
        "finishers",
        _("完成认领的党员"),
        _("参与认领的党员中，至少有一件成果已通过的人数（按人算）。"),
        Basis.YEAR_TO_DATE,
        _("人"),
        "D-03",
        finishers,
        owner="home",
        of="claimers",
    ),
    Measure(
        "claims_finished",
        _("完成的认领"),
        _("认领人次中，成果已通过的人次（按人次算，是完成率的另一种算法）。"),
        Basis.YEAR_TO_DATE,
        _("人次"),
        "D-03",
        claims_finished,
        of="claims",
        variant_of="finishers",
    ),
    *map(_outcome_measure, UNITS.values()),
)
