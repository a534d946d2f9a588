"""What things are worth in the tests, and who has earned something."""

from datetime import date, timedelta

from banyan.demo.cast import Cast
from banyan.ledger.actions.booking import award
from banyan.ledger.actions.worth import set_worth
from banyan.ledger.models import Entry, Worth
from banyan.ledger.states import Activity, Grade
from banyan.orgs.models import Organisation
from banyan.orgs.viewers import Viewer
from banyan.people.models import Person
from banyan.shared.clock import standing_at, today
from banyan.shared.periods import midnight

LONG_AGO = date(2026, 1, 1)


def worth_at(
    org: Organisation,
    amount: int,
    *,
    by: Viewer,
    activity: str = Activity.TASK,
    grade: str = Grade.PLAIN,
    ceiling: int | None = None,
    from_day: date = LONG_AGO,
) -> Worth:
    """A word of an organisation that holds since a day."""
    with standing_at(midnight(from_day)):
        return set_worth(org, activity, grade, amount=amount, ceiling=ceiling, from_day=from_day, by=by)


def county_worth(cast: Cast, amount: int = 200, *, ceiling: int | None = None) -> Worth:
    return worth_at(cast.county, amount, ceiling=ceiling, by=cast.county_officer)


def earned(
    cast: Cast, person: Person, source: str, *, day: date | None = None, by: Viewer | None = None
) -> Entry:
    """Something done for the village, confirmed by its secretary."""
    entry = award(
        person, Activity.TASK, source=source, day=day or today() - timedelta(days=1), by=by or cast.secretary
    )
    assert entry is not None
    return entry
