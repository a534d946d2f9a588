"""Personal links on paper: one member's, or those of all who have never set a password."""

from datetime import timedelta

import pytest
from django.test import Client

from banyan.accounts.models import OneTimeLink
from banyan.audit.models import Entry
from banyan.demo.cast import Cast, viewer_of
from banyan.documents.actions import invite_on_paper
from banyan.documents.queries import people_to_invite
from banyan.orgs.viewers import Viewer
from banyan.people.models import Person
from banyan.shared.clock import today
from banyan.shared.dates import words_of
from banyan.shared.errors import NotAllowed
from tests.documents.test_sheets import pages_in


def test_a_slip_carries_name_branch_and_the_last_day(cast: Cast) -> None:
    sheets = invite_on_paper([cast.third_member], by=cast.secretary)
    slips = sheets[0].words["slips"]
    assert isinstance(slips, list)
    assert (len(sheets), len(slips)) == (1, 1)
    assert (slips[0]["name"], slips[0]["organisation"]) == ("邓青", "沙洲瑶族村党支部")
    assert slips[0]["valid_until"] == words_of((today() + timedelta(days=7)).isoformat())
    assert OneTimeLink.objects.count() == 1
    assert Entry.objects.get(act="link.issued").actor_label == "朱望舒"


def test_only_those_without_a_password_are_counted(cast: Cast) -> None:
    assert list(people_to_invite(cast.secretary)) == [cast.third_member]
    assert list(people_to_invite(cast.township_officer)) == [cast.third_member]
    for nobody in [cast.baonan_secretary, cast.county_officer, viewer_of(cast.member), *cast.outsiders]:
        assert list(people_to_invite(nobody)) == []


def test_whom_one_may_not_invite_gets_no_slip(cast: Cast) -> None:
    Person.objects.filter(pk=cast.second_member.pk).update(account=cast.secretary.account)
    above = Person.objects.select_related("home", "account").get(pk=cast.second_member.pk)
    sheets = invite_on_paper([above, cast.third_member], by=cast.secretary)
    assert [slip["name"] for slip in sheets[0].words["slips"]] == ["邓青"]  # type: ignore[attr-defined]
    assert OneTimeLink.objects.get().account != cast.secretary.account
    with pytest.raises(NotAllowed):
        invite_on_paper([above], by=cast.secretary)


def test_the_secretary_prints_slips_for_one_and_for_all(cast: Cast, client: Client) -> None:
    client.force_login(cast.secretary.account)  # type: ignore[arg-type]
    assert "打印1人的登录纸条" in client.get("/papers/").content.decode()
    assert pages_in(client.post("/papers/slips/").content) == 1
    assert pages_in(client.post(f"/people/{cast.member.ref}/slips/").content) == 1
    assert OneTimeLink.objects.count() == 2


def test_nobody_to_invite_is_said_in_words(cast: Cast, client: Client) -> None:
    client.force_login(cast.baonan_secretary.account)  # type: ignore[arg-type]
    response = client.post("/papers/slips/")
    assert response.status_code == 409
    assert "都已设好密码" in response.content.decode()


@pytest.mark.parametrize("office", ["other_secretary", "baonan_secretary", "floating_secretary"])
def test_a_stranger_prints_no_slip(cast: Cast, client: Client, office: str) -> None:
    stranger: Viewer = getattr(cast, office)
    client.force_login(stranger.account)  # type: ignore[arg-type]
    assert client.post(f"/people/{cast.member.ref}/slips/").status_code == 404
    assert OneTimeLink.objects.count() == 0
