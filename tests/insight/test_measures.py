"""The figures of story.md (What is counted), from dated facts alone."""

import pytest
import time_machine

from banyan.demo.cast import Cast
from banyan.insight.measures import MEASURES
from banyan.insight.queries.indicators import counts_by_child, indicators_of
from banyan.insight.queries.snapshot import snapshot_of
from banyan.insight.words import origin_of
from banyan.journeys.models import CheckIn, Journey
from banyan.orgs.models import Organisation
from banyan.shared.periods import Period
from tests.insight.stories import OCTOBER, confirmed, journey_of, moment, october, reported


def figure(org: Organisation, name: str, period: Period = OCTOBER) -> tuple[int, int | None]:
    found = indicators_of(org, period)[name]
    return found.numerator, found.denominator


def test_away_counts_who_is_outside_the_prefecture_at_the_end_of_the_last_day(cast: Cast) -> None:
    october(cast)
    assert figure(cast.county, "away") == (2, None)
    assert figure(cast.city, "away") == (3, None)
    assert figure(cast.shazhou, "away") == (2, None)
    assert figure(cast.baonan, "away") == (0, None)


def test_who_ends_on_the_last_day_is_home_at_its_end(cast: Cast) -> None:
    october(cast)
    assert figure(cast.county, "away", OCTOBER.previous())[0] == 2
    assert figure(cast.county, "due")[0] == 3


def test_a_journey_entered_by_mistake_never_counted(cast: Cast) -> None:
    lives = october(cast)
    Journey.objects.filter(pk=lives["long"].pk).update(
        status="ended", ending="mistake", ended_on="2026-01-01"
    )
    assert figure(cast.county, "away")[0] == 1


def test_a_journey_only_planned_is_not_away(cast: Cast) -> None:
    lives = october(cast)
    Journey.objects.filter(pk=lives["gone"].pk).update(status="planned")
    assert figure(cast.county, "away")[0] == 1


def test_an_unknown_place_counts_as_away(cast: Cast) -> None:
    journey_of(cast.member, "2021-05", region=None)
    assert figure(cast.county, "away")[0] == 1
    assert snapshot_of(cast.county, OCTOBER).structure("destination") == {"": 1}


def test_only_a_check_in_confirmed_by_the_end_counts_and_one_taken_back_never_did(cast: Cast) -> None:
    lives = october(cast)
    confirmed(lives["gone"], cast.floating, "2021-11-01")
    assert figure(cast.county, "checked_in") == (0, 2)
    check_in = confirmed(lives["long"], cast.floating, "2021-10-31")
    assert figure(cast.county, "checked_in") == (1, 2)
    CheckIn.objects.filter(pk=check_in.pk).update(status="withdrawn", withdrawn_at=moment("2026-05-01"))
    assert figure(cast.county, "checked_in") == (0, 2)


def test_a_late_report_counts_for_its_period_but_not_as_timely(cast: Cast) -> None:
    lives = october(cast)
    reported(lives["long"], "2021-10", "2021-10-31")
    reported(lives["near"], "2021-10", "2021-11-02")
    reported(lives["gone"], "2021-09", "2021-10-05")
    assert figure(cast.county, "reported") == (2, 3)
    assert figure(cast.county, "reported_on_time") == (1, 3)


def test_a_report_of_somebody_not_due_is_not_added(cast: Cast) -> None:
    lives = october(cast)
    reported(lives["back"], "2021-10", "2021-10-20")
    assert figure(cast.county, "reported") == (0, 3)


def test_a_branch_that_asks_each_quarter_owes_nothing_in_the_months_between(cast: Cast) -> None:
    from banyan.orgs.actions import set_policy
    from banyan.orgs.policies import REPORT_CADENCE

    lives = october(cast)
    set_policy(cast.baonan, REPORT_CADENCE, "quarter", by=cast.township_officer)
    assert figure(cast.county, "due")[0] == 2
    december = Period.parse("2021-12")
    reported(lives["near"], "2021-Q4", "2021-12-20")
    assert figure(cast.baonan, "reported", december) == (1, 1)


def test_a_year_later_october_is_what_it_was(cast: Cast) -> None:
    lives = october(cast)
    confirmed(lives["long"], cast.floating, "2021-09-01")
    reported(lives["long"], "2021-10", "2021-10-12")
    before = {name: each.to_json() for name, each in indicators_of(cast.city, OCTOBER).items()}
    with time_machine.travel("2022-11-15T10:00:00+08:00"):
        Journey.objects.filter(pk=lives["gone"].pk).update(
            status="ended", ending="returned", ended_on="2022-02-01"
        )
        after = {name: each.to_json() for name, each in indicators_of(cast.city, OCTOBER).items()}
    assert after == before


def test_standing_divides_those_away(cast: Cast) -> None:
    october(cast)
    found = indicators_of(cast.county, OCTOBER)
    counts = [found[name].numerator for name in ("short", "floating", "should_transfer", "floating_2024")]
    assert counts == [1, 0, 1, 1]


def test_children_add_up_to_their_parent(cast: Cast) -> None:
    october(cast)
    counts = counts_by_child(MEASURES["away"], cast.city, OCTOBER)
    assert counts == {cast.county.pk: 2, cast.other_county.pk: 1}


def test_changing_one_row_changes_the_figure(cast: Cast) -> None:
    lives = october(cast)
    before = figure(cast.city, "away")[0]
    Journey.objects.filter(pk=lives["long"].pk).update(ended_on="2021-10-01")
    assert figure(cast.city, "away")[0] == before - 1


@pytest.mark.parametrize("name", list(MEASURES))
def test_every_measure_says_what_it_counts_and_where_that_comes_from(name: str) -> None:
    measure = MEASURES[name]
    assert measure.source
    # Whoever reads the figure reads words, not the id.
    assert origin_of(measure.source) != measure.source
    assert len(str(measure.definition)) > 10
    assert not measure.of or measure.of in MEASURES
