"""What is cleared away each day: just before its day it is kept, just after it is gone."""

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.test import Client
from time_machine import TimeMachineFixture

from banyan.accounts.actions.clearing import LINK_DAYS, SIGN_IN_DAYS
from banyan.accounts.jobs import clear_away
from banyan.accounts.models import Bucket, OneTimeLink, SessionRecord
from banyan.audit.models import Entry
from banyan.demo.cast import PASSWORD, Cast
from banyan.people.actions import invite_member


def left() -> list[int]:
    return [model.objects.count() for model in (Session, Bucket, OneTimeLink, SessionRecord)]


def test_each_thing_is_kept_until_its_day(cast: Cast, time_machine: TimeMachineFixture) -> None:
    time_machine.move_to("2026-03-02 09:00:00+08:00", tick=False)
    invite_member(cast.third_member, by=cast.secretary)
    Client().post("/login", {"name": "yuanshan", "password": PASSWORD})
    Client().post("/login", {"name": "nobody99", "password": "wrong"})
    assert left()[0] == 1
    assert left()[2:] == [1, 1]
    for days, kept in (
        (timedelta(hours=12), [1, 0, 1, 1]),
        (timedelta(hours=12, seconds=1), [0, 0, 1, 1]),
        (timedelta(days=7 + LINK_DAYS), [0, 0, 1, 1]),
        (timedelta(days=7 + LINK_DAYS, seconds=1), [0, 0, 0, 1]),
        (timedelta(days=SIGN_IN_DAYS), [0, 0, 0, 1]),
        (timedelta(days=SIGN_IN_DAYS, seconds=1), [0, 0, 0, 0]),
    ):
        time_machine.move_to("2026-03-02 09:00:00+08:00", tick=False)
        time_machine.shift(days)
        clear_away.func("2026-03-02")
        assert left() == kept
    assert Entry.objects.get(act="links.forgotten").details == {"count": 1}
    assert Entry.objects.get(act="sign_ins.forgotten").details == {"count": 1}
