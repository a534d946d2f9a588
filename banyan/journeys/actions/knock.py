"""归队码: a stranger leaves a note at a branch's door; the branch speaks with him and answers (ideas 4, T7)."""

from datetime import timedelta
from functools import partial

from django.db import transaction

from banyan.audit.lifecycle import move
from banyan.audit.record import act, remember, remember_forgotten
from banyan.journeys.actions.arrival import enter_arrival
from banyan.journeys.messages import knock as messages
from banyan.journeys.models import Knock
from banyan.journeys.permissions import CONFIRM_ARRIVAL
from banyan.journeys.queries.knock import left_today
from banyan.journeys.rules.knock import KNOCK_DAYS, why_not_answer_knock, why_not_knock
from banyan.orgs.models import Organisation
from banyan.orgs.viewers import Viewer, require
from banyan.shared.clock import now
from banyan.shared.errors import refuse_if


@act
def leave_knock(host: Organisation, *, by: Viewer, name: str, home: str, phone: str) -> Knock:
    """Somebody without an account asks to be taken in; sealed, told to the branch, compared with nobody (T7).

    Audited as knock.left, by nobody signed in. Refused when the branch has had too many today.
    """
    refuse_if(why_not_knock(left_today(host)))
    knock = Knock(host=host, name=name.strip(), home=home.strip(), phone=phone, left_at=now())
    knock.save(force_insert=True)
    remember(by, "knock.left", knock, org=host)
    transaction.on_commit(partial(messages.left, knock.pk))
    return knock


@act
def open_knock(knock: Knock, *, by: Viewer) -> Knock:
    """Who it is and how to call him, for the branch he chose; audited as knock.opened."""
    require(by, CONFIRM_ARRIVAL, at=knock.host)
    remember(by, "knock.opened", knock, org=knock.host, fields=("name", "home", "phone"))
    return knock


@act
def turn_knock(knock: Knock, *, by: Viewer, name: str, phone: str) -> None:
    """The branch has spoken with him: his arrival is entered under the name and phone it heard (story.md, c).

    As with `enter_arrival` nothing tells whether he is known here. The note's own words are wiped.
    """
    require(by, CONFIRM_ARRIVAL, at=knock.host)
    refuse_if(why_not_answer_knock(knock.status))
    enter_arrival(knock.host, by=by, name=name, phone=phone)
    _answer(knock, "turn", by=by)


@act
def decline_knock(knock: Knock, *, by: Viewer) -> None:
    """Not one of ours, or not to be reached; the note's own words are wiped."""
    require(by, CONFIRM_ARRIVAL, at=knock.host)
    refuse_if(why_not_answer_knock(knock.status))
    _answer(knock, "decline", by=by)


@act
def forget_old_knocks() -> int:
    """Delete notes of 30 days ago, answered or not; returns how many. Audited with their count."""
    old = Knock.objects.filter(left_at__lte=now() - timedelta(days=KNOCK_DAYS))
    return remember_forgotten("knocks.forgotten", old.delete()[0])


def _answer(knock: Knock, verb: str, *, by: Viewer) -> None:
    move(knock, verb, by=by, org=knock.host, answered_at=now(), answered_by=by.audit_label[:60])
    knock.name, knock.home, knock.phone = "", "", ""
    knock.save(update_fields=["name", "home", "phone"])
    transaction.on_commit(partial(messages.answered, knock.pk))
