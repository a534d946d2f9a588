"""Whoever asks: sessions as signing in leaves them, made in bulk, since signing in is not what is measured."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session

from banyan.accounts.models import Account
from banyan.journeys.models import Journey
from banyan.journeys.states import JourneyStatus
from banyan.orgs.actions.offices import seat
from banyan.orgs.models import Office, Organisation
from banyan.orgs.states import OfficeName, OrganisationKind
from banyan.people.models import Person
from banyan.shared.clock import now, today
from tests.bench.load import Unexpected

OFFICER = "city"
ROWS_AT_ONCE = 1000


@dataclass(frozen=True)
class Member:
    """A member who is away, and the key of his session."""

    person: Person
    session: str


def officer_session() -> str:
    """A session of the demonstration's officer over everybody."""
    return _open_sessions([Account.objects.get(name=OFFICER)])[0]


def exporter_session() -> str:
    """A session of somebody who keeps every county: lists of names leave the house there, not above (story.md)."""
    account = Account.objects.get(name=OFFICER)
    for county in Organisation.objects.filter(kind=OrganisationKind.COUNTY, closed_on=None):
        seat(account, org=county, name=OfficeName.COUNTY_OFFICER)
    return _open_sessions([account])[0]


def sign_members_in(count: int) -> list[Member]:
    """So many members who are away and have no account yet, each with one and signed in."""
    away = Journey.objects.filter(status=JourneyStatus.AWAY, person__account=None)
    people = [journey.person for journey in away.select_related("person__home").order_by("pk")[:count]]
    if len(people) < count:
        raise Unexpected(f"the demonstration has {len(people)} members left, {count} are needed")
    accounts = [_account(person) for person in people]
    Account.objects.bulk_create(accounts, batch_size=ROWS_AT_ONCE)
    for person, account in zip(people, accounts, strict=True):
        person.account = account
    Person.objects.bulk_update(people, ["account"], batch_size=ROWS_AT_ONCE)
    offices = [
        Office(account=account, org=person.home, name=OfficeName.MEMBER, from_day=today())
        for person, account in zip(people, accounts, strict=True)
    ]
    Office.objects.bulk_create(offices, batch_size=ROWS_AT_ONCE)
    sessions = _open_sessions(accounts)
    return [Member(person, session) for person, session in zip(people, sessions, strict=True)]


def _account(person: Person) -> Account:
    account = Account(name=f"bench{secrets.token_hex(8)}", label=person.name, is_demonstration=True)
    account.login_phone = ""
    account.set_unusable_password()
    return account


def _open_sessions(accounts: Sequence[Account]) -> list[str]:
    rows = [_session(account) for account in accounts]
    Session.objects.bulk_create(rows, batch_size=ROWS_AT_ONCE)
    return [row.session_key for row in rows]


def _session(account: Account) -> Session:
    moment = now()
    held = {
        "_auth_user_id": str(account.pk),
        "_auth_user_backend": settings.AUTHENTICATION_BACKENDS[0],
        "_auth_user_hash": account.get_session_auth_hash(),
        "begun_at": moment.timestamp(),
        "seen_at": moment.timestamp(),
        "idle_minutes": settings.SESSION_IDLE_MINUTES,
        "must_enrol": False,
    }
    return Session(
        session_key=secrets.token_hex(16),
        session_data=SessionStore().encode(held),
        expire_date=moment + timedelta(hours=settings.SESSION_HOURS),
    )
