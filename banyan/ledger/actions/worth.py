"""Deciding what things are worth, from a day on; what was booked stays as it was (I-01, R-L4)."""

from datetime import date

from django.db import IntegrityError, transaction

from banyan.audit.lifecycle import MOVED_ON
from banyan.audit.record import act, remember
from banyan.ledger.models import Worth
from banyan.ledger.permissions import SET_WORTH
from banyan.ledger.queries.entries import open_worth
from banyan.ledger.rules import why_not_end, why_not_follow, why_not_worth
from banyan.orgs.models import Organisation
from banyan.orgs.viewers import Viewer, require
from banyan.shared.clock import now, today
from banyan.shared.errors import Refused, refuse_if


@act
def set_worth(
    org: Organisation,
    activity: str,
    grade: str,
    *,
    amount: int,
    ceiling: int | None,
    from_day: date,
    by: Viewer,
) -> Worth:
    """From a day on, an activity of a grade is worth so many hundredths here and below, at most `ceiling` a month.

    The word that held so far ends on that day. Refused for days past and while one for later stands.
    """
    require(by, SET_WORTH, at=org)
    refuse_if(why_not_worth(amount=amount, ceiling=ceiling, from_day=from_day, today=today()))
    if present := open_worth(org, activity, grade):
        refuse_if(why_not_follow(present.from_day, from_day))
        _end(present, from_day)
    worth = Worth(org=org, activity=activity, grade=grade, amount=amount, ceiling=ceiling, from_day=from_day)
    worth.made_at, worth.made_by = now(), by.audit_label[:60]
    try:
        with transaction.atomic():
            worth.save(force_insert=True)
    except IntegrityError as error:  # somebody else decided at the same moment
        raise Refused(MOVED_ON) from error
    remember(by, "worth.set", worth, org=org)
    return worth


@act
def end_worth(worth: Worth, *, by: Viewer) -> None:
    """From today on it holds no longer; one that has not begun never does. Those above hold again."""
    require(by, SET_WORTH, at=worth.org)
    refuse_if(why_not_end(worth.until_day))
    _end(worth, max(today(), worth.from_day))
    remember(by, "worth.ended", worth, org=worth.org)


def _end(worth: Worth, day: date) -> None:
    if not Worth.objects.filter(pk=worth.pk, until_day=None).update(until_day=day):
        raise Refused(MOVED_ON)
