"""The township of the demonstration: every state of story.md, told through the actions."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from banyan.audit.queries import check_chain
from banyan.audit.record import SYSTEM
from banyan.demo.cast import Cast
from banyan.demo.loading import NotLoaded, _make_room, load_scenario
from banyan.demo.logins import PASSWORD, logins
from banyan.demo.models import Load
from banyan.insight.queries.indicators import indicators_of
from banyan.journeys.models import CheckIn, Journey, Receipt, Report
from banyan.journeys.states import CheckInStatus, Ending, JourneyStatus, ReceiptStatus, ReportStatus
from banyan.orgs.queries import org_named
from banyan.people.actions import enroll
from banyan.people.models import Person
from banyan.shared.clock import today
from banyan.shared.periods import Period
from banyan.tasks.models import Claim, Task
from banyan.tasks.states import ClaimStatus, TaskStatus

pytestmark = [pytest.mark.chenzhou, pytest.mark.django_db]


def states(model: type, field: str = "status") -> set[str]:
    return set(model.objects.values_list(field, flat=True))  # type: ignore[attr-defined]


def test_every_state_is_there_and_the_house_is_sound() -> None:
    call_command("regions", "load", stdout=StringIO())
    call_command("demo", "load", "wenming", stdout=StringIO())
    found = indicators_of(org_named("文明瑶族乡"), Period.of(today()))
    assert found["away"].numerator == 207
    assert states(Journey) == set(JourneyStatus)
    assert states(Journey, "ending") == {"", *Ending}
    assert states(CheckIn) == set(CheckInStatus)
    assert states(Receipt) == set(ReceiptStatus)
    assert states(Report) == set(ReportStatus)
    assert states(Task) == set(TaskStatus)
    assert states(Claim) == set(ClaimStatus)
    assert check_chain().first_bad is None
    call_command("verify", stdout=StringIO())
    _one_login_for_each_office()
    _refuses_to_mix()


def _one_login_for_each_office() -> None:
    roles = {login.role for login in logins()}
    wanted = {
        "city_officer",
        "auditor",
        "county_officer",
        "township_officer",
        "branch_secretary",
        "floating_secretary",
    }
    assert roles == wanted | {"member"}
    assert {login.password for login in logins()} == {PASSWORD}


def _refuses_to_mix() -> None:
    with pytest.raises(CommandError, match="--replace"):
        call_command("demo", "load", "wenming", stdout=StringIO())
    enroll(Person(name="真人", home=org_named("沙洲瑶族村党支部")), by=SYSTEM)
    with pytest.raises(NotLoaded, match="不能替换"):
        load_scenario("wenming", is_replacing=True, say=lambda words: None)


def test_a_load_that_ended_before_anybody_stood_is_begun_anew() -> None:
    Load.objects.create(scenario="wenming", seed=1)
    _make_room(is_replacing=False)
    assert not Load.objects.exists()


def test_a_load_that_ended_half_way_says_so(cast: Cast) -> None:
    Load.objects.create(scenario="wenming", seed=1)
    with pytest.raises(NotLoaded, match="上次没有载完"):
        _make_room(is_replacing=False)
    assert Load.objects.exists()


@override_settings(IS_PRODUCTION=True)
def test_production_refuses_the_demonstration() -> None:
    with pytest.raises(NotLoaded, match="正式环境"):
        load_scenario("wenming", say=lambda words: None)
