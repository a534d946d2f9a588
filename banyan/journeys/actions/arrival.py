"""报到: draft, send, confirm, refuse, withdraw, take back, correct; and what the host enters himself."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from banyan.audit.lifecycle import move
from banyan.audit.record import act, remember
from banyan.journeys.actions.departure import withdraw_open, write_stop
from banyan.journeys.actions.receipt import stamp_receipt, unstamp_receipt
from banyan.journeys.messages import arrival as messages
from banyan.journeys.models import CheckIn, Journey
from banyan.journeys.permissions import CHECK_IN_FOR, CONFIRM_ARRIVAL
from banyan.journeys.queries.arrival import (
    LOOK_UP,
    answered,
    away_journey_of,
    confirmed_check_in_of,
    is_own,
    look_ups_today,
    may_decide,
    may_speak_for,
    may_take_back,
    member_known_as,
    open_check_in_of,
    present_stop_of,
    slip_side,
)
from banyan.journeys.rules.arrival import (
    OPEN_ALREADY,
    why_not_check_in,
    why_not_confirm,
    why_not_correct,
    why_not_host,
    why_not_look_up,
    why_not_refuse,
    why_not_send,
    why_not_take_back,
    why_not_withdraw,
)
from banyan.journeys.states import CheckInStatus, ConfirmedHow
from banyan.orgs.actions import record_outside_org
from banyan.orgs.models import Organisation, Region
from banyan.orgs.viewers import NOT_YOURS, Viewer, require
from banyan.people.actions import close_stays, open_stay
from banyan.people.models import Person
from banyan.people.permissions import REVEAL
from banyan.people.rules.masking import Side, why_not_reveal
from banyan.shared.clock import now, today
from banyan.shared.errors import NotAllowed, Reason, Refused, refuse_if

SLIP_FACTS = ("phone", "words")


@act
def draft_check_in(journey: Journey, *, by: Viewer, host: Organisation) -> CheckIn:
    """Choose where to check in (B-01): a draft that waits for its facts; choosing again changes the host.

    Nobody hears of a draft; audited as check_in.drafted.
    """
    _require_to_speak(by, journey)
    refuse_if(_why_not_here(journey, host))
    check_in = open_check_in_of(journey)
    if check_in is None:
        return _store_draft(journey, host, by=by)
    drafts = CheckIn.objects.filter(pk=check_in.pk, status=CheckInStatus.DRAFT)
    if not drafts.update(host=host):
        raise Refused(OPEN_ALREADY)
    check_in.host = host
    remember(by, "check_in.drafted", check_in, org=check_in.org, subject=journey.person.ref)
    return check_in


def _store_draft(journey: Journey, host: Organisation, *, by: Viewer) -> CheckIn:
    check_in = CheckIn(journey=journey, org=journey.org, host=host)
    check_in.entered_by = _typist(by, journey)
    try:
        with transaction.atomic():
            check_in.save(force_insert=True)
    except IntegrityError:
        raise Refused(OPEN_ALREADY) from None
    remember(by, "check_in.drafted", check_in, org=check_in.org, subject=journey.person.ref)
    return check_in


def _typist(by: Viewer, journey: Journey) -> str:
    """Whoever types for the member; nobody when he does it himself."""
    return "" if is_own(by, journey.person) else by.audit_label[:60]


def _why_not_here(journey: Journey, host: Organisation) -> Reason | None:
    present = confirmed_check_in_of(journey)
    return why_not_check_in(
        journey_status=journey.status,
        is_host_open=host.is_open,
        is_host_answered=host.is_outside or bool(answered([host])),
        is_already_here=present is not None and present.host_id == host.pk,
    )


@act
def send_check_in(check_in: CheckIn, facts: Mapping[str, Any], *, by: Viewer) -> None:
    """Hand the check-in over to whoever decides it (B-01, B-02): he hears of it, and is asked.

    Facts: phone, words, and employer and address, which are written to the present place.
    """
    _require_to_speak(by, check_in.journey)
    refuse_if(why_not_send(check_in.status))
    refuse_if(_why_not_here(check_in.journey, check_in.host))
    check_in.entered_by = _typist(by, check_in.journey)
    _hand_over(check_in, facts, by=by)


def _hand_over(check_in: CheckIn, facts: Mapping[str, Any], *, by: Viewer) -> None:
    _write_slip(check_in, {**facts, "phone": facts.get("phone") or check_in.journey.person.phone.open()})
    check_in.stop = present_stop_of(check_in.journey)
    check_in.save(update_fields=["phone", "words", "stop", "entered_by"])
    move(check_in, "send", by=by, org=check_in.org, subject=check_in.journey.person.ref, sent_at=now())
    transaction.on_commit(partial(messages.sent, check_in.pk))


def _write_slip(check_in: CheckIn, facts: Mapping[str, Any]) -> list[str]:
    """Write the slip's own facts, and those of the place, which are stored at once; returns what differs."""
    changed = []
    for name in SLIP_FACTS:
        if facts.get(name) is not None and _plain(check_in, name) != facts[name]:
            setattr(check_in, name, facts[name])
            changed.append(name)
    stop = present_stop_of(check_in.journey)
    place = {name: facts[name] for name in ("employer", "address") if facts.get(name)}
    if stop is not None and (altered := write_stop(stop, place)):
        stop.save(update_fields=altered)
        changed += altered
    return changed


def _plain(check_in: CheckIn, name: str) -> str:
    return check_in.phone.open() if name == "phone" else check_in.words


@act
def check_in_at(
    journey: Journey, facts: Mapping[str, Any], *, by: Viewer, host: Organisation, how: str = ""
) -> CheckIn:
    """Check in at one stroke, by the branch's poster or by the home secretary for him (both names kept).

    With `how` (telephone, stamped paper) a host outside the tree is vouched for at once (rule b).
    """
    check_in = draft_check_in(journey, by=by, host=host)
    send_check_in(check_in, facts, by=by)
    if how:
        confirm_check_in(check_in, by=by, how=how)
    return check_in


@act
def name_outside_host(
    *, by: Viewer, journey: Journey, name: str, head_name: str, head_phone: str, region: Region | None = None
) -> Organisation:
    """A party organisation outside our tree, as the member or his secretary names it (B-02, B-03)."""
    _require_to_speak(by, journey)
    refuse_if(
        why_not_host(has_name=bool(name), has_head_name=bool(head_name), has_head_phone=bool(head_phone))
    )
    return record_outside_org(by=by, name=name, region=region, head_name=head_name, head_phone=head_phone)


@act
def check_in_outside(
    journey: Journey, facts: Mapping[str, Any], *, by: Viewer, host_facts: Mapping[str, Any], how: str = ""
) -> CheckIn:
    """Check in at an organisation outside our tree; `host_facts` are those of `name_outside_host`.

    The home secretary decides it, or has done so with `how`.
    """
    host = name_outside_host(by=by, journey=journey, **host_facts)
    return check_in_at(journey, facts, by=by, host=host, how=how)


@act
def pass_on_host_word(journey: Journey, *, by: Viewer, host_facts: Mapping[str, Any]) -> None:
    """A host outside our tree, with the receipt in hand, says that he arrived: it waits for his home secretary.

    The paper is the right to say so, and nothing counts before the secretary has asked back (story.md, b).
    Refused when a check-in is under way already. Audited as check_in.sent, by nobody signed in.
    """
    host = record_outside_org(by=by, **host_facts)
    refuse_if(_why_not_here(journey, host))
    check_in = _store_draft(journey, host, by=by)
    check_in.entered_by = str(_("%(head)s（扫回执）") % {"head": host.head_name})[:60]
    _hand_over(check_in, {}, by=by)


@act
def confirm_check_in(check_in: CheckIn, *, by: Viewer, how: str = "") -> None:
    """The host confirms; for a host outside the tree the home secretary does, saying how (story.md, a and b).

    From now on it counts: the stay at the host begins, a former stay ends, the receipt is stamped. The member
    and his home hear of it. Two at once: one wins, the other is Refused("moved_on").
    """
    _require_to_decide(by, check_in)
    is_outside = check_in.host.is_outside
    refuse_if(why_not_confirm(check_in.status, is_outside=is_outside, how=how))
    _confirm(check_in, by=by, how=how if is_outside else ConfirmedHow.HOST)
    transaction.on_commit(partial(messages.confirmed, check_in.pk))


def _confirm(check_in: CheckIn, *, by: Viewer, how: str) -> None:
    at, person = now(), check_in.journey.person
    move(
        check_in,
        "confirm",
        by=by,
        org=check_in.org,
        subject=person.ref,
        confirmed_at=at,
        confirmed_how=ConfirmedHow(how),
        decided_by=by.audit_label[:60],
    )
    close_stays(person, by=by, until_day=today())
    if not check_in.host.is_outside:
        open_stay(person, check_in.host, by=by, from_day=today())
    stamp_receipt(check_in, by=by, at=at)


@act
def refuse_check_in(check_in: CheckIn, *, by: Viewer, reason: str) -> None:
    """Not one of ours, or not so: with the reason, which home and the member are told."""
    _require_to_decide(by, check_in)
    refuse_if(why_not_refuse(check_in.status, reason))
    words = reason.strip()[:200]
    move(
        check_in,
        "refuse",
        by=by,
        org=check_in.org,
        subject=check_in.journey.person.ref,
        refused_at=now(),
        decided_by=by.audit_label[:60],
        reason=words,
    )
    _keep_reason(check_in, words)
    transaction.on_commit(partial(messages.refused, check_in.pk))


def _keep_reason(check_in: CheckIn, words: str) -> None:
    """On the row too: `move` takes a reason for the record alone."""
    check_in.reason = words
    check_in.save(update_fields=["reason"])


@act
def withdraw_check_in(check_in: CheckIn, *, by: Viewer) -> None:
    """The member, or his home secretary, takes a check-in back before it is decided; nobody is asked any longer."""
    if not may_speak_for(by, check_in):
        raise NotAllowed(NOT_YOURS)
    refuse_if(why_not_withdraw(check_in.status))
    withdraw_open(check_in, by=by, at=now())
    transaction.on_commit(partial(messages.withdrawn, check_in.pk))


@act
def take_back_confirmation(check_in: CheckIn, *, by: Viewer, reason: str) -> None:
    """A confirmation by mistake is taken back, with its reason, by whoever may confirm: it never counted.

    What a host entered by himself the member and his home may take back too. The stay it opened never was, the
    former one goes on from today, the receipt loses its stamp. The member and his home hear of it.
    """
    if not may_take_back(by, check_in):
        raise NotAllowed(NOT_YOURS)
    refuse_if(why_not_take_back(check_in.status, reason))
    person, day = check_in.journey.person, timezone.localdate(check_in.confirmed_at)
    words = reason.strip()[:200]
    move(check_in, "take_back", by=by, org=check_in.org, subject=person.ref, withdrawn_at=now(), reason=words)
    _keep_reason(check_in, words)
    close_stays(person, by=by, until_day=day, org=check_in.host)
    unstamp_receipt(check_in, by=by)
    former = confirmed_check_in_of(check_in.journey)
    if former is not None and not former.host.is_outside and check_in.journey.is_open:
        open_stay(person, former.host, by=by, from_day=today())
    transaction.on_commit(partial(messages.taken_back, check_in.pk))


@act
def correct_check_in(check_in: CheckIn, facts: Mapping[str, Any], *, by: Viewer) -> list[str]:
    """Correct what was written on the slip; returns the names of what changed. Audited as check_in.corrected.

    By the member or his secretary, and by whoever decides it. Nobody is told: the decision stands.
    """
    if not (may_speak_for(by, check_in) or may_decide(by, check_in)):
        raise NotAllowed(NOT_YOURS)
    refuse_if(why_not_correct(check_in.status))
    changed = _write_slip(check_in, facts)
    check_in.save(update_fields=[name for name in changed if name in SLIP_FACTS])
    if changed:
        subject = check_in.journey.person.ref
        remember(by, "check_in.corrected", check_in, org=check_in.org, subject=subject, fields=changed)
    return changed


@act
def reveal_slip(check_in: CheckIn, field: str, *, by: Viewer, reason: str) -> str:
    """Show the phone or the address of a slip whole. Asks a reason and leaves a row the member can read (4.4)."""
    side = slip_side(by, check_in)
    if side != Side.SELF:
        require(by, REVEAL)
    refuse_if(why_not_reveal(side, field, reason))
    subject = check_in.journey.person.ref
    remember(
        by,
        "check_in.revealed",
        check_in,
        org=check_in.org,
        subject=subject,
        fields=[field],
        reason=reason.strip(),
    )
    if field == "phone":
        return check_in.phone.open()
    return check_in.stop.address.open() if check_in.stop else ""


@act
def enter_arrival(host: Organisation, *, by: Viewer, name: str, phone: str) -> None:
    """The host's secretary writes down who stands before him: confirmed at once (story.md, Who confirms, c).

    Returns nothing and answers alike whether such a member exists (T7). One away member known by exactly this
    name and phone: his check-in counts from now on, he and his home hear of it. A member not recorded as away:
    his home secretary is asked to record it. Audited as check_in.looked_up, a few times a day (R-P4).
    """
    require(by, CONFIRM_ARRIVAL, at=host)
    refuse_if(why_not_look_up(look_ups_today(by)))
    remember(by, LOOK_UP, host, org=host)
    person = member_known_as(name.strip(), phone)
    if person is not None:
        receive_member(person, host, by=by, phone=phone)


@act
def receive_member(person: Person, host: Organisation, *, by: Viewer, phone: str) -> CheckIn | None:
    """A member whom his host names, at the door or in a list: confirmed at once when he is recorded as away.

    Else his home secretary is asked to record it, and there is no check-in. None too where he is already here.
    """
    require(by, CONFIRM_ARRIVAL, at=host)
    journey = away_journey_of(person)
    if journey is None:
        transaction.on_commit(partial(messages.seen_without_journey, person.pk, host.pk))
    if journey is None or _why_not_here(journey, host) is not None:
        return None
    check_in = _entered(journey, host, phone, by=by)
    _confirm(check_in, by=by, how=ConfirmedHow.HOST_ENTERED)
    transaction.on_commit(partial(messages.confirmed, check_in.pk))
    return check_in


def _entered(journey: Journey, host: Organisation, phone: str, *, by: Viewer) -> CheckIn:
    """The member's own check-in when it already waits here; else a new one in place of any other."""
    waiting = open_check_in_of(journey)
    if waiting is not None and waiting.status == CheckInStatus.SENT and waiting.host_id == host.pk:
        return waiting
    if waiting is not None:
        withdraw_open(waiting, by=by, at=now())
        transaction.on_commit(partial(messages.withdrawn, waiting.pk))
    check_in = _store_draft(journey, host, by=by)
    check_in.phone, check_in.stop = phone, present_stop_of(journey)
    check_in.save(update_fields=["phone", "stop"])
    move(check_in, "send", by=by, org=check_in.org, subject=journey.person.ref, sent_at=now())
    return check_in


def _require_to_speak(by: Viewer, journey: Journey) -> None:
    if not is_own(by, journey.person):
        require(by, CHECK_IN_FOR, at=journey.org)


def _require_to_decide(by: Viewer, check_in: CheckIn) -> None:
    if not may_decide(by, check_in):
        raise NotAllowed(NOT_YOURS)
