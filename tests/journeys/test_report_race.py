"""The same report from many sides at once is one report (R-C4)."""

import time
from functools import partial

import pytest

from banyan.demo.cast import Cast, build_cast, viewer_of
from banyan.journeys.actions.report import send_report, take_report
from banyan.journeys.models import Journey, Report
from banyan.journeys.rules.report import Told
from banyan.shared.clock import now, today
from banyan.shared.errors import Refused
from banyan.shared.periods import Period
from tests.crowd import all_at_once
from tests.environment import IS_LONG
from tests.journeys.reports import away

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
TAPS = 20
RUNS = 20 if IS_LONG else 1


def test_twenty_taps_on_one_button_are_one_report(transactional_db: None) -> None:
    cast = build_cast()
    journey = away(cast.member, by=cast.secretary, departed_on="2020-01")
    for _run in range(RUNS):
        answers = all_at_once([partial(tap, cast, journey) for _tap in range(TAPS)])
        assert sum(isinstance(answer, Report) for answer in answers) == 1
        refusals = [answer for answer in answers if isinstance(answer, Refused)]
        assert {refusal.reason.code for refusal in refusals} == {"already_reported"}
        assert len(refusals) == TAPS - 1
        assert Report.objects.count() == 1
        Report.objects.all().delete()


def tap(cast: Cast, journey: Journey) -> Report:
    return send_report(journey, Told(), by=viewer_of(cast.member), period=Period.of(today()))


def test_the_member_and_two_secretaries_at_once_make_one_report(transactional_db: None) -> None:
    cast = build_cast()
    journey = away(cast.member, by=cast.secretary, departed_on="2020-01")
    period = Period.of(today())
    entering = [
        partial(take_report, journey, Told(), by=viewer, period=period, channel="phone")
        for viewer in (cast.secretary, cast.township_officer)
    ]
    answers = all_at_once([partial(tap, cast, journey), *entering])
    assert sum(isinstance(answer, Report) for answer in answers) == 1
    assert Report.objects.count() == 1


def test_without_the_constraint_the_same_taps_would_make_several(transactional_db: None) -> None:
    """The positive control: looking first and writing then lets several through."""
    cast = build_cast()
    journey = away(cast.member, by=cast.secretary, departed_on="2020-01")
    answers = all_at_once([partial(look_and_write, journey, number) for number in range(TAPS)])
    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    assert Report.objects.filter(words="raced").count() > 1


def look_and_write(journey: Journey, number: int) -> None:
    if Report.objects.filter(journey=journey, words="raced").exists():
        return
    time.sleep(0.05)
    # Periods that differ stand for a table without the constraint.
    Report.objects.create(
        journey=journey,
        person=journey.person,
        org=journey.org,
        period=f"1900-{number}",
        received_at=now(),
        due_on=today(),
        words="raced",
    )
