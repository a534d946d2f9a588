"""Every change of a person and of where he belongs."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from banyan.accounts.actions.links import IssuedLink, issue_link
from banyan.accounts.actions.opening import follow_phone, open_account
from banyan.accounts.models import Account
from banyan.audit.record import Actor, act, remember
from banyan.orgs.actions import require_sign_in_reset, seat, unseat
from banyan.orgs.models import Organisation
from banyan.orgs.queries import is_member_alone
from banyan.orgs.states import OfficeName
from banyan.orgs.viewers import Viewer, require
from banyan.people.models import Membership, Person, Relative
from banyan.people.permissions import (
    ADD_PEOPLE,
    CORRECT_PEOPLE,
    END_PEOPLE,
    EXPORT_PEOPLE,
    INVITE,
    REVEAL,
)
from banyan.people.pinyin import spoken
from banyan.people.queries import (
    people_by_number,
    people_seen_by,
    people_with_number,
    people_with_phone,
    phone_searches_today,
    side_of,
)
from banyan.people.rules import birth_in, sex_in, why_not_dates, why_not_id_number, why_not_phone
from banyan.people.rules.masking import Side, why_not_reveal, why_not_search_phone
from banyan.people.states import EndReason, MembershipKind
from banyan.shared.bulk import insert_many, new_row
from banyan.shared.clock import today
from banyan.shared.errors import Reason, Refused, refuse_if
from banyan.shared.fields import keyring

FACTS = (
    "name", "sex", "birth", "id_number", "phone", "address", "ethnicity", "education", "category",
    "joined_on", "full_member_on", "note", "told_floating", "told_lost", "lost_since", "told_on",
)  # fmt: skip
NUMBERED = ("id_number_index", "claimed_index", "is_contested")
HANDED_OVER = ("id_number", "phone", "address", "note")
MAY_BE_UNKNOWN = ("told_floating", "told_lost")
CARRIED = {"birth": birth_in, "sex": sex_in}  # what an id number says itself
KNOWN_HERE = Reason("already_here", _("这个身份证号已经在您管理的名单里，请先搜索核对，不要重复录入。"))
STALE = Reason("stale", _("别人刚刚改过这名党员的信息。请对照两边的内容再保存，您填写的没有丢。"))
ENDED = Reason("person_ended", _("这名党员已不在册，不能再开通账号。"))


@act
def add_person(facts: Mapping[str, Any], *, by: Viewer, home: Organisation) -> Person:
    """Add a person to a branch with the roster's rules (A-02). Refused with the reason; audited as person.added.

    Facts are those of FACTS; what the id number carries (birth, sex) fills what is empty.
    """
    require(by, ADD_PEOPLE, at=home)
    person = Person(home=home)
    write_facts(person, facts)
    refuse_if(why_not_person(person, today()))
    refuse_if(_why_not_unique(person, by))
    return enroll(person, by=by)


@act
def enroll(person: Person, *, by: Actor, from_day: date | None = None) -> Person:
    """Store a person already checked and open the home membership; rosters and the demonstration come here.

    A number that somebody elsewhere has is kept all the same, for a superior to check (T7).
    """
    _insert([person], lambda: person.save(force_insert=True))
    home_membership(person, from_day or today()).save(force_insert=True)
    remember(by, "person.added", person, org=person.home, subject=person.ref)
    return person


@act
def enroll_many(people: Sequence[Person], *, by: Actor, from_day: date) -> None:
    """The same for many at once: the people of an accepted roster."""
    _insert(people, lambda: insert_many(people))
    insert_many([home_membership(person, from_day) for person in people])
    for person in people:
        remember(by, "person.added", person, org=person.home, subject=person.ref)


def _insert(people: Sequence[Person], store: Callable[[], None]) -> None:
    """Store new people; whoever comes second with a number at the same moment is contested like any other."""
    mark_contested(people)
    try:
        with transaction.atomic():
            store()
    except IntegrityError:
        mark_contested(people)
        store()


def mark_contested(people: Sequence[Person]) -> None:
    """Note on these rows (not stored yet) whose id number somebody else has: the same work for one and for all (T7)."""
    numbers = [
        keyring().indexes("id_number", each.id_number.open()) if each.id_number else [] for each in people
    ]
    holders: dict[str, int | None] = {**people_by_number({index for found in numbers for index in found})}
    for person, indexes in zip(people, numbers, strict=True):
        held_by = {holders[index] for index in indexes if index in holders}
        person.is_contested = bool(held_by - {person.pk or 0})
        holders |= dict.fromkeys(indexes, person.pk) if not person.is_contested else {}


@act
def move_home(person: Person, home: Organisation, *, by: Viewer, from_day: date) -> None:
    """From a day on the person belongs to another branch of the tree; the former membership ends that day."""
    require(by, CORRECT_PEOPLE, at=person.home)
    require(by, CORRECT_PEOPLE, at=home)
    former = Membership.objects.filter(person=person, kind=MembershipKind.HOME, until_day=None)
    former.update(until_day=Greatest("from_day", Value(from_day)))
    person.home = home
    person.save(update_fields=["home"])
    home_membership(person, from_day).save(force_insert=True)
    remember(by, "person.moved_home", person, org=home, subject=person.ref)


@act
def take_off(person: Person, *, by: Viewer) -> None:
    """Delete somebody an import made and nobody has touched since; only undo comes here (R-I3)."""
    require(by, END_PEOPLE, at=person.home)
    remember(by, "person.taken_off", person, org=person.home, subject=person.ref)
    person.delete()


def home_membership(person: Person, from_day: date) -> Membership:
    """The row that says where a person belongs (not stored yet)."""
    return new_row(Membership, person=person, org=person.home, kind=MembershipKind.HOME, from_day=from_day)


@act
def correct_person(
    person: Person, facts: Mapping[str, Any], *, by: Viewer, version: int | None = None
) -> list[str]:
    """Correct facts; returns the names of those that changed. Refused("stale") when somebody was quicker (R-C5).

    The phone that signs a member in follows the one on the roll; whoever holds another office keeps his.
    """
    require(by, CORRECT_PEOPLE, at=person.home)
    if version is not None and not Person.objects.filter(pk=person.pk, version=version).exists():
        raise Refused(STALE)
    changed = write_facts(person, facts)
    refuse_if(why_not_person(person, today()))
    refuse_if(_why_not_unique(person, by))
    if changed:
        store_facts(person, changed)
        remember(by, "person.corrected", person, org=person.home, subject=person.ref, fields=changed)
    if "phone" in changed and person.account is not None and is_member_alone(person.account):
        follow_phone(person.account, person.phone.open(), by=by)
    return changed


def store_facts(person: Person, changed: list[str]) -> None:
    """Save named fields with all that is derived from them, one version on."""
    derived = {"name": ("pinyin", "initials"), "id_number": NUMBERED, "phone": ("phone_index",)}
    if "id_number" in changed:
        mark_contested([person])
    names = [*changed, *(extra for name in changed for extra in derived.get(name, ()))]
    person.save(update_fields=names)
    Person.objects.filter(pk=person.pk).update(version=F("version") + 1)
    person.version += 1


def new_person(facts: Mapping[str, Any], *, home: Organisation) -> Person:
    """Somebody with these facts, not stored: what `write_facts` makes of an empty row."""
    known = {name: facts[name] for name in FACTS if facts.get(name) is not None}
    person = new_row(Person, home=home, **known)
    _filled_from_id_number(person)
    person.pinyin, person.initials = spoken(person.name)
    return person


def write_facts(person: Person, facts: Mapping[str, Any]) -> list[str]:
    """Write known facts onto the row (not stored yet); returns the names of those that differ."""
    changed = []
    for name in FACTS:
        is_told = name in facts and (facts[name] is not None or name in MAY_BE_UNKNOWN)
        if is_told and _plain(person, name) != facts[name]:
            setattr(person, name, facts[name])
            changed.append(name)
    changed += _filled_from_id_number(person)
    person.pinyin, person.initials = spoken(person.name)
    return changed


def _plain(person: Person, name: str) -> Any:
    value = getattr(person, name)
    return value.open() if hasattr(value, "open") else value


def _filled_from_id_number(person: Person) -> list[str]:
    empty = [name for name in CARRIED if not getattr(person, name)]
    id_number = person.id_number.open() if empty else ""
    if why_not_id_number(id_number) is not None:
        return []
    for name in empty:
        setattr(person, name, CARRIED[name](id_number))
    return empty


def why_not_person(person: Person, day: date) -> Reason | None:
    """The first reason why these facts cannot stand."""
    if not person.name.strip():
        return Reason("no_name", _("请填写姓名。"))
    id_number, phone = person.id_number.open(), person.phone.open()
    return (
        (why_not_id_number(id_number) if id_number else None)
        or (why_not_phone(phone) if phone else None)
        or why_not_dates(person.birth, person.joined_on, person.full_member_on, day)
    )


def _why_not_unique(person: Person, by: Viewer) -> Reason | None:
    """Only of those he sees himself: whoever has the number elsewhere is a superior's to check, with no hint (T7)."""
    number = person.id_number.open()
    seen = people_with_number(people_seen_by(by), number).exclude(pk=person.pk) if number else None
    return KNOWN_HERE if seen is not None and seen.exists() else None


@act
def end_person(person: Person, *, by: Viewer, reason: str, day: date | None = None) -> None:
    """A person leaves the roll: memberships end that day, the row stays (transferred, died, left, mistake)."""
    require(by, END_PEOPLE, at=person.home)
    ended_on = day or today()
    person.ended_on, person.end_reason = ended_on, EndReason(reason)
    person.save(update_fields=["ended_on", "end_reason"])
    Membership.objects.filter(person=person, until_day=None).update(until_day=ended_on)
    remember(by, "person.ended", person, org=person.home, subject=person.ref, after=reason)


@act
def leave_roll(person: Person, *, by: Actor, reason: str) -> None:
    """A superior decided that he belongs elsewhere (T7): memberships end today. Audited as person.ended.

    The row stays with name and dates. Who was transferred takes with him what is sensitive (trust.md 4.5), his number
    first of all; who was entered here by mistake keeps it, so that the same list does not bring him again.
    """
    person.ended_on, person.end_reason = today(), EndReason(reason)
    if reason == EndReason.TRANSFERRED:
        person.id_number = person.phone = person.address = person.note = ""
        person.is_contested = False
    person.save(update_fields=["ended_on", "end_reason", *HANDED_OVER, *NUMBERED, "phone_index"])
    open_now = Membership.objects.filter(person=person, until_day=None)
    open_now.update(until_day=Greatest("from_day", Value(today())))
    remember(by, "person.ended", person, org=person.home, subject=person.ref, after=reason)


@act
def release_number(person: Person, *, by: Actor) -> bool:
    """The number is contested no longer when nobody else holds it; returns whether that is so."""
    mark_contested([person])
    if not person.is_contested:
        person.save(update_fields=list(NUMBERED))
        remember(by, "person.number_released", person, org=person.home, subject=person.ref)
    return not person.is_contested


@act
def hand_over_account(former: Person, person: Person, *, by: Actor) -> None:
    """Whoever signed in as the former record signs in as this one, a member of its branch."""
    account = former.account
    if account is None or person.account_id is not None:
        return
    former.account = None
    former.save(update_fields=["account"])
    person.account = account
    person.save(update_fields=["account"])
    unseat(account, org=former.home, name=OfficeName.MEMBER, by=by)
    seat(account, org=person.home, name=OfficeName.MEMBER, by=by)
    remember(by, "person.account_linked", person, org=person.home, subject=person.ref)


@act
def open_stay(person: Person, org: Organisation, *, by: Actor, from_day: date) -> Membership:
    """From this day the person takes part at a host; his home stays his home (B-06)."""
    stay, made = Membership.objects.get_or_create(
        person=person, org=org, kind=MembershipKind.HOST, until_day=None, defaults={"from_day": from_day}
    )
    if made:
        remember(by, "stay.opened", stay, org=org, subject=person.ref)
    return stay


@act
def close_stays(person: Person, *, by: Actor, until_day: date, org: Organisation | None = None) -> None:
    """End the open stays of a person (at one host, or all): the host sees him no longer from that day (T2)."""
    stays = Membership.objects.filter(person=person, kind=MembershipKind.HOST, until_day=None)
    if org is not None:
        stays = stays.filter(org=org)
    for stay in stays.select_related("org"):
        stay.until_day = max(until_day, stay.from_day)
        stay.save(update_fields=["until_day"])
        remember(by, "stay.closed", stay, org=stay.org, subject=person.ref)


@act
def open_stays_again(person: Person, *, by: Actor, day: date) -> None:
    """Stays that ended on a day by mistake go on, where none is open there."""
    closed = Membership.objects.filter(person=person, kind=MembershipKind.HOST, until_day=day)
    for stay in closed.select_related("org"):
        is_open = Membership.objects.filter(person=person, org=stay.org, kind=stay.kind, until_day=None)
        if not is_open.exists():
            stay.until_day = None
            stay.save(update_fields=["until_day"])
            remember(by, "stay.opened", stay, org=stay.org, subject=person.ref)


@act
def look_at(person: Person, *, by: Viewer) -> None:
    """Opening a card is a look the person himself can read about; his own looks are not written (4.4)."""
    if side_of(by, person) != Side.SELF:
        remember(by, "person.opened", person, org=person.home, subject=person.ref)


@act
def search_phone(phone: str, *, by: Viewer) -> "QuerySet[Person]":
    """Whom of those he sees a whole number belongs to. Audited as people.searched, a few times a day (R-G1, R-P4)."""
    refuse_if(why_not_search_phone(*phone_searches_today(by)))
    remember(by, "people.searched", org=by.audit_org)
    return people_with_phone(people_seen_by(by), phone)


@act
def reveal(person: Person, field: str, *, by: Viewer, reason: str) -> str:
    """Show one sensitive value whole. Asks a reason and leaves a row the person himself can read (4.4)."""
    side = side_of(by, person)
    if side != Side.SELF:
        require(by, REVEAL)
    refuse_if(why_not_reveal(side, field, reason))
    remember(
        by,
        "person.revealed",
        person,
        org=person.home,
        subject=person.ref,
        fields=[field],
        reason=reason.strip(),
    )
    value: str = getattr(person, field).open()
    return value


@act
def add_relative(person: Person, facts: Mapping[str, str], *, by: Viewer) -> Relative:
    """Note somebody of the family at home, as far as help may need it (A-02, G-06)."""
    require(by, CORRECT_PEOPLE, at=person.home)
    relative = Relative(person=person, relation=facts["relation"])
    relative.name, relative.phone, relative.note = facts["name"], facts["phone"], facts["note"]
    refuse_if(why_not_phone(facts["phone"]) if facts["phone"] else None)
    relative.save(force_insert=True)
    remember(by, "relative.added", relative, org=person.home, subject=person.ref)
    return relative


@act
def remove_relative(relative: Relative, *, by: Viewer) -> None:
    """Take a relative off again; nothing of him is kept."""
    person = relative.person
    require(by, CORRECT_PEOPLE, at=person.home)
    remember(by, "relative.removed", relative, org=person.home, subject=person.ref)
    relative.delete()


@act
def record_people_export(*, by: Viewer, rows: int) -> None:
    """Remember that a list of people left the house, and how many rows (R-G1): at each office it was taken from,

    so that every member it may have held can read of it.
    """
    require(by, EXPORT_PEOPLE)
    for held in by.holding(EXPORT_PEOPLE):
        remember(by, "people.exported", org=held.org, rows=rows)


@act
def invite_member(person: Person, *, by: Viewer) -> IssuedLink:
    """A personal link to set a password, good for 7 days; the account is opened if there is none yet.

    His phone signs him in beside the account name. The same call serves when the password is forgotten.
    NotAllowed when he holds an office that `by` could not grant: a link is a way into his account (T3).
    """
    require(by, INVITE, at=person.home)
    refuse_if(None if person.is_current else ENDED)
    if person.account is None:
        account = open_account(by=by, label=person.name, phone=person.phone.open())
        link_account(person, account, by=by)
        return issue_link(account, by=by)
    require_sign_in_reset(by, person.account)
    return issue_link(person.account, by=by)


@act
def link_account(person: Person, account: Account, *, by: Viewer) -> None:
    """The account is this person's own from now on, and holds the office `member` at his home branch."""
    require(by, INVITE, at=person.home)
    person.account = account
    person.save(update_fields=["account"])
    seat(account, org=person.home, name=OfficeName.MEMBER, by=by)
    remember(by, "person.account_linked", person, org=person.home, subject=person.ref)
