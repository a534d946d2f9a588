"""Settings: own, inherited or by default, and who may decide them."""

from typing import Any

import pytest

from banyan.audit.models import Entry
from banyan.demo.cast import Cast
from banyan.orgs.actions import reset_policy, set_policy
from banyan.orgs.models import PolicySetting
from banyan.orgs.policies import LETTER_FOR_EVERYONE, ORIGINS, POLICIES, REPORT_CADENCE, SILENCE_DAYS
from banyan.orgs.queries import policy_of, settings_of
from banyan.shared.errors import NotAllowed, Refused
from tests.orgs.test_tree import at, client_of


def test_a_setting_is_inherited_until_somebody_nearer_decides(cast: Cast) -> None:
    assert policy_of(cast.shazhou, SILENCE_DAYS) == 30
    set_policy(cast.county, SILENCE_DAYS, 45, by=cast.county_officer)
    set_policy(cast.township, SILENCE_DAYS, 20, by=cast.township_officer)
    assert [policy_of(org, SILENCE_DAYS) for org in (cast.floating, cast.shazhou, cast.other_village)] == [
        45,
        20,
        30,
    ]
    reset_policy(cast.township, SILENCE_DAYS, by=cast.township_officer)
    assert policy_of(cast.shazhou, SILENCE_DAYS) == 45


def test_the_page_names_who_decided(cast: Cast) -> None:
    set_policy(cast.county, SILENCE_DAYS, 45, by=cast.county_officer)
    found = {setting.policy.name: setting for setting in settings_of(cast.shazhou)}
    assert set(found) == set(POLICIES)
    assert (found["silence_days"].value, found["silence_days"].decided_by) == (45, cast.county)
    assert (found["report_cadence"].value, found["report_cadence"].decided_by) == ("month", None)
    page = client_of(cast.secretary).get(at(cast.shazhou, "/policy")).content.decode()
    assert "45 天" in page
    assert "汝城县" in page
    assert "不让一名外出党员失去联系" in page
    assert {policy.source for policy in POLICIES.values()} == set(ORIGINS)
    assert not [source for source in ORIGINS if f">{source}<" in page]
    assert "修改" not in page


@pytest.mark.parametrize(
    ("policy", "typed", "stored"),
    [(SILENCE_DAYS, "60", 60), (REPORT_CADENCE, "quarter", "quarter"), (LETTER_FOR_EVERYONE, "yes", True)],
)
def test_a_setting_of_each_kind_is_changed_and_reset_on_its_page(
    cast: Cast, policy: Any, typed: str, stored: object
) -> None:
    client = client_of(cast.township_officer)
    address = at(cast.township, f"/policy/{policy.name}")
    assert client.get(address).status_code == 200
    assert client.post(address, {"value": typed})["Location"] == at(cast.township, "/policy")
    assert policy_of(cast.shazhou, policy) == stored
    client.post(f"{address}/reset")
    assert policy_of(cast.shazhou, policy) == policy.default
    assert list(Entry.objects.filter(act__startswith="policy.").values_list("act", flat=True)) == [
        "policy.set",
        "policy.reset",
    ]


@pytest.mark.parametrize("typed", ["6", "366", "x", ""])
def test_a_value_out_of_bounds_is_refused(cast: Cast, typed: str) -> None:
    client = client_of(cast.township_officer)
    assert client.post(at(cast.township, "/policy/silence_days"), {"value": typed}).status_code == 422
    assert PolicySetting.objects.count() == 0


def test_the_action_refuses_what_no_form_would_send(cast: Cast) -> None:
    for policy, value in (
        (SILENCE_DAYS, 6),
        (SILENCE_DAYS, True),
        (REPORT_CADENCE, "week"),
        (LETTER_FOR_EVERYONE, 1),
    ):
        with pytest.raises(Refused):
            set_policy(cast.township, policy, value, by=cast.township_officer)


def test_only_those_who_keep_the_tree_decide(cast: Cast) -> None:
    for viewer in (cast.secretary, *cast.outsiders):
        with pytest.raises(NotAllowed):
            set_policy(cast.shazhou, SILENCE_DAYS, 45, by=viewer)
        with pytest.raises(NotAllowed):
            reset_policy(cast.shazhou, SILENCE_DAYS, by=viewer)
    client = client_of(cast.secretary)
    assert client.post(at(cast.shazhou, "/policy/silence_days"), {"value": "45"}).status_code == 403
    assert client.post(at(cast.shazhou, "/policy/silence_days/reset")).status_code == 403


def test_an_unknown_setting_is_not_found(cast: Cast) -> None:
    client = client_of(cast.township_officer)
    assert client.get(at(cast.township, "/policy/unknown")).status_code == 404
    assert client.post(at(cast.township, "/policy/unknown/reset")).status_code == 404


def test_the_menu_leads_to_the_settings_of_ones_own_organisation(cast: Cast) -> None:
    assert client_of(cast.county_officer).get("/organisations/policy")["Location"] == at(
        cast.county, "/policy"
    )
    assert client_of(cast.secretary).get("/organisations/policy").status_code == 403


@pytest.mark.parametrize("decided", [1, 3])
def test_the_page_costs_the_same_for_one_own_setting_and_three(
    cast: Cast, decided: int, django_assert_num_queries: Any
) -> None:
    for policy in list(POLICIES.values())[:decided]:
        PolicySetting.objects.create(org=cast.township, name=policy.name, value=policy.default)
    client = client_of(cast.township_officer)
    with django_assert_num_queries(7):
        client.get(at(cast.township, "/policy"))
