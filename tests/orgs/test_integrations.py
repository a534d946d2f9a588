"""Programs: a token shown once, within the office's permissions, ended by hand or with the office (R-W7)."""

import re
from typing import Any

import pytest

from banyan.accounts.models import ApiToken
from banyan.accounts.queries import account_of_token
from banyan.demo.cast import Cast
from banyan.orgs.actions import end_office
from banyan.orgs.models import Office
from banyan.orgs.queries import viewer_for
from tests.orgs.test_tree import at, client_of

FORM = {"words": "县政务平台", "verbs": ["people.see", "orgs.see"], "days": "90"}


def issued(cast: Cast, **other: Any) -> Any:
    return client_of(cast.county_officer).post(at(cast.township, "/integrations"), {**FORM, **other})


def secret_in(page: Any) -> str:
    return re.findall(r"by_[\w-]+", page.content.decode())[0]


def test_a_token_is_shown_once_and_acts_within_its_permissions(cast: Cast) -> None:
    secret = secret_in(issued(cast))
    found = account_of_token(secret)
    assert found is not None
    account, verbs = found
    assert verbs == {"people.see", "orgs.see"}
    assert [(held.name, held.org) for held in viewer_for(account).held] == [("integration", cast.township)]
    page = client_of(cast.county_officer).get(at(cast.township, "/integrations")).content.decode()
    assert "县政务平台" in page
    assert secret not in page


def test_a_token_is_stopped_by_hand(cast: Cast) -> None:
    secret = secret_in(issued(cast))
    token = ApiToken.objects.get()
    client = client_of(cast.county_officer)
    assert client.post(at(cast.township, f"/integrations/{token.ref}/end")).status_code == 302
    assert account_of_token(secret) is None
    assert "已失效" in client.get(at(cast.township, "/integrations")).content.decode()


def test_a_token_ends_with_its_office(cast: Cast) -> None:
    secret = secret_in(issued(cast))
    end_office(Office.objects.get(account__label="县政务平台"), by=cast.county_officer)
    assert account_of_token(secret) is None


@pytest.mark.parametrize(
    "wrong", [{"verbs": []}, {"verbs": ["people.reveal"]}, {"days": "366"}, {"words": ""}]
)
def test_no_token_beyond_the_office_or_a_year(cast: Cast, wrong: dict[str, Any]) -> None:
    assert issued(cast, **wrong).status_code == 422
    assert ApiToken.objects.count() == 0


def test_only_those_above_let_programs_in(cast: Cast) -> None:
    address = at(cast.township, "/integrations")
    secret_in(issued(cast))
    token = ApiToken.objects.get()
    for viewer, status in (
        (cast.township_officer, 403),
        (cast.secretary, 404),
        (cast.other_county_officer, 404),
    ):
        client = client_of(viewer)
        assert client.get(address).status_code == status
        assert client.post(address, FORM).status_code == status
        assert client.post(f"{address}/{token.ref}/end").status_code == status
    assert ApiToken.objects.get().revoked_at is None


def test_a_token_of_another_organisation_is_not_found(cast: Cast) -> None:
    issued(cast)
    token = ApiToken.objects.get()
    client = client_of(cast.other_county_officer)
    assert client.post(at(cast.other_township, f"/integrations/{token.ref}/end")).status_code == 404
    assert ApiToken.objects.get().revoked_at is None


@pytest.mark.parametrize("tokens", [1, 3])
def test_the_list_costs_the_same_for_one_token_and_three(
    cast: Cast, tokens: int, django_assert_num_queries: Any
) -> None:
    for _token in range(tokens):
        issued(cast)
    client = client_of(cast.county_officer)
    with django_assert_num_queries(7):
        client.get(at(cast.township, "/integrations"))
