"""Kinds of task as data: own lines, outcomes in own units, and what they add up to (D-04..D-09, H-01..H-08)."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from banyan.demo.cast import Cast, viewer_of
from banyan.insight.measures import MEASURES
from banyan.insight.queries.indicators import counts_by_child, indicators_of
from banyan.insight.queries.listing import page_behind, rows_behind
from banyan.shared.clock import now, today
from banyan.shared.errors import Refused
from banyan.shared.measures import whole_units
from banyan.shared.periods import Period
from banyan.tasks.actions import (
    accept_work,
    change_task,
    claim_task,
    draft_task,
    send_back_work,
    submit_claim,
)
from banyan.tasks.kinds import KINDS, LISTED, UNITS, kind_named, time_words
from banyan.tasks.models import Claim, Outcome, Task
from banyan.tasks.rules import why_not_kind, why_not_outcomes
from tests.tasks.work import facts, township_task, village_task

pytestmark = pytest.mark.django_db


def sold(cast: Cast, **outcomes: int) -> Claim:
    """何远山 has sold oranges for the village and it was accepted."""
    claim = claim_task(village_task(cast, kind="sales"), cast.member, by=viewer_of(cast.member))
    submit_claim(claim, "卖完了", by=viewer_of(cast.member), outcomes=outcomes)
    accept_work(claim, by=cast.secretary)
    return claim


def figure(cast: Cast, name: str) -> int:
    return MEASURES[name].count(cast.county, Period.of(today()))


def test_each_kind_and_each_unit_stands_once_and_says_what_it_is() -> None:
    assert len(KINDS) == len(LISTED)
    assert all(str(kind.words) and str(kind.hint) and kind.minutes > 0 for kind in LISTED)
    units = [unit.id for kind in LISTED for unit in kind.units]
    assert all(MEASURES[unit].unit == UNITS[unit].unit for unit in units)
    assert {"orders", "duty_hours", "suggestions", "projects", "leads", "households"} <= set(units)


@pytest.mark.parametrize("name", ["post", "pair", "team", "wish"])
def test_what_longyan_lets_members_claim_is_a_kind_of_ours(name: str) -> None:
    assert kind_named(name).id == name


def test_a_kind_nobody_knows_any_longer_reads_as_a_free_task() -> None:
    assert kind_named("gone").id == "free"


@pytest.mark.parametrize(
    ("name", "details", "code"),
    [
        ("sales", {"price": "每箱68元"}, None),
        ("sales", {"whose": "一名学生"}, "unknown_detail"),
        ("sales", {"price": "长" * 121}, "unknown_detail"),
        ("gone", {}, "unknown_kind"),
    ],
)
def test_a_task_has_the_lines_of_its_kind(name: str, details: dict[str, str], code: str | None) -> None:
    reason = why_not_kind(name, details)
    assert (reason.code if reason else None) == code


@pytest.mark.parametrize(
    ("amounts", "code"),
    [
        ({}, None),
        ({"orders": 300, "sales_yuan": 0}, None),
        ({"duty_hours": 300}, "unknown_unit"),
        ({"orders": -1}, "amount_out_of_bounds"),
        ({"orders": 100_000_000_001}, "amount_out_of_bounds"),
    ],
)
def test_figures_are_in_the_units_of_the_kind(amounts: dict[str, int], code: str | None) -> None:
    reason = why_not_outcomes(KINDS["sales"], amounts)
    assert (reason.code if reason else None) == code


def test_time_is_said_as_people_say_it() -> None:
    assert [time_words(minutes) for minutes in (10, 60, 90)] == ["10分钟", "1小时", "1小时30分钟"]
    assert [whole_units(amount) for amount in (0, 49, 50, 149)] == [0, 0, 1, 1]


def test_a_change_keeps_the_kind_and_refuses_lines_of_another(cast: Cast) -> None:
    task = village_task(cast, kind="sales", details={"product": "冰糖橙"})
    with pytest.raises(Refused):
        change_task(task, facts(details={"whose": "学生"}), by=cast.secretary)
    change_task(task, facts(details={"price": "68元"}), by=cast.secretary)
    assert (Task.objects.get().kind, Task.objects.get().details) == ("sales", {"price": "68元"})
    with pytest.raises(Refused):
        draft_task(cast.shazhou, facts(kind="gone"), by=cast.secretary)


def test_a_word_is_enough(cast: Cast) -> None:
    sold(cast)
    assert (Claim.objects.get().status, Outcome.objects.count()) == ("accepted", 0)


def test_figures_count_once_they_are_accepted_and_add_up_over_the_tree(cast: Cast) -> None:
    claim = claim_task(township_task(cast, kind="sales"), cast.member, by=viewer_of(cast.member))
    submit_claim(claim, "卖了一些", by=viewer_of(cast.member), outcomes={"kilograms": 8050, "orders": 300})
    assert figure(cast, "kilograms") == 0
    accept_work(claim, by=cast.township_officer)
    assert (figure(cast, "kilograms"), figure(cast, "orders")) == (81, 3)
    sold(cast, kilograms=10000)
    assert figure(cast, "kilograms") == 181
    period = Period.of(today())
    assert counts_by_child(MEASURES["kilograms"], cast.township, period) == {cast.shazhou.pk: 181}
    assert MEASURES["kilograms"].count(cast.baonan, period) == 0
    assert {name: indicators_of(cast.county, period)[name].numerator for name in ("kilograms", "wishes")} == {
        "kilograms": 181,
        "wishes": 0,
    }


def test_a_figure_opens_to_who_brought_it_about(cast: Cast) -> None:
    sold(cast, kilograms=12050)
    found = rows_behind(cast.county, Period.of(today()), "kilograms", {})
    line = page_behind(found, Period.of(today())).rows[0]
    assert (line.title, line.words) == ("何远山", "120.5公斤 · 帮村里卖200箱冰糖橙")


def test_what_was_accepted_last_year_is_not_of_this_year(cast: Cast) -> None:
    sold(cast, kilograms=5000)
    Claim.objects.update(
        accepted_at=datetime(now().year - 1, 12, 31, 23, 59, tzinfo=timezone.get_default_timezone())
    )
    assert figure(cast, "kilograms") == 0
    assert MEASURES["kilograms"].count(cast.county, Period.parse(f"{now().year - 1}-12")) == 50


def test_figures_handed_in_again_replace_those_before(cast: Cast) -> None:
    claim = claim_task(village_task(cast, kind="sales"), cast.member, by=viewer_of(cast.member))
    submit_claim(claim, "卖了", by=viewer_of(cast.member), outcomes={"orders": 500, "kilograms": 100})
    send_back_work(claim, "请核对", by=cast.secretary)
    submit_claim(claim, "核对过", by=viewer_of(cast.member), outcomes={"orders": 400})
    assert list(Outcome.objects.values_list("unit", "hundredths")) == [("orders", 400)]
    assert Outcome.objects.get().words == "4单"


# The screen.


def test_a_kind_is_chosen_first_and_brings_its_own_lines(cast: Cast, client: Client) -> None:
    client.force_login(cast.secretary.account)
    chooser = client.get("/tasks/new/").content.decode()
    assert all(str(kind.words) in chooser and f"?kind={kind.id}" in chooser for kind in LISTED)
    form = client.get("/tasks/new/?kind=sales").content.decode()
    assert "怎么发货" in form
    assert 'value="30"' in form
    body: dict[str, Any] = {
        "org": str(cast.shazhou.ref),
        "kind": "sales",
        "title": "卖橙子",
        "deadline": "2099-11-30T18:00",
        "detail_price": "每箱68元",
        "minutes": "20",
    }
    client.post("/tasks/new/", body)
    task = Task.objects.get()
    assert (task.kind, task.details, task.minutes) == ("sales", {"price": "每箱68元"}, 20)
    page = client.get(f"/tasks/{task.ref}/").content.decode()
    assert "每箱68元" in page
    assert "20分钟" in page
    assert 'value="每箱68元"' in client.get(f"/tasks/{task.ref}/change/").content.decode()


def test_figures_are_asked_in_the_units_of_the_kind_and_may_stay_empty(cast: Cast, client: Client) -> None:
    claim = claim_task(village_task(cast, kind="sales"), cast.member, by=viewer_of(cast.member))
    client.force_login(cast.member.account)
    assert "帮销家乡产品（公斤）" in client.get(f"/claims/{claim.ref}/").content.decode()
    wrong = client.post(f"/claims/{claim.ref}/submissions/", {"result": "卖了", "outcome_kilograms": "许多"})
    assert wrong.status_code == 422
    assert "请填写数字" in wrong.content.decode()
    client.post(f"/claims/{claim.ref}/submissions/", {"result": "卖了", "outcome_kilograms": "120.5"})
    assert "120.5公斤" in client.get(f"/claims/{claim.ref}/").content.decode()
    client.force_login(cast.secretary.account)
    assert "帮销家乡产品 120.5公斤" in client.get("/tasks/review/").content.decode()


def test_the_board_shows_what_was_done_for_home(cast: Cast, client: Client) -> None:
    client.force_login(cast.county_officer.account)
    assert "为家乡做成的事" not in client.get(f"/figures/{cast.county.ref}/").content.decode()
    sold(cast, orders=300)
    page = client.get(f"/figures/{cast.county.ref}/").content.decode()
    assert "为家乡做成的事" in page
    assert "成交订单" in page
