"""Personal links: seven days, once, for the right hands (T3, R-B4)."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from time_machine import TimeMachineFixture

from banyan.accounts.actions.links import IssuedLink, issue_link, use_link
from banyan.accounts.actions.passwords import close_account
from banyan.accounts.models import Account, OneTimeLink, SessionRecord
from banyan.accounts.queries import link_with_token
from banyan.audit.models import Entry
from banyan.audit.record import SYSTEM
from banyan.demo.cast import PASSWORD, Cast, viewer_of
from banyan.orgs.actions import grant_office
from banyan.orgs.models import Office
from banyan.orgs.states import OfficeName
from banyan.people.actions import invite_member
from banyan.people.models import Person
from banyan.shared.errors import NotAllowed, Refused

NEW = "二十四桥明月夜-3"
TWICE = {"new": NEW, "again": NEW}
GONE = "这个链接不能用了"


def path_of(issued: IssuedLink) -> str:
    return issued.address.removeprefix(settings.BASE_URL)


def open_link(client: Client, issued: IssuedLink) -> Any:
    return client.get(path_of(issued), follow=True)


def test_the_secretary_opens_an_account_and_the_member_chooses_his_password(cast: Cast) -> None:
    issued = invite_member(cast.third_member, by=cast.secretary)
    person = Person.objects.select_related("account").get(pk=cast.third_member.pk)
    assert Office.objects.get(account=person.account).name == OfficeName.MEMBER
    client = Client()
    page = open_link(client, issued).content.decode()
    assert "154****0003" in page
    assert "邓*" in page
    assert "邓青" not in page
    answer = client.post("/link", TWICE)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert Client().post("/login", {"name": "15400000003", "password": NEW}).status_code == 302


def test_opening_a_link_spends_nothing_and_leaves_no_token_in_the_address(cast: Cast) -> None:
    issued = invite_member(cast.third_member, by=cast.secretary)
    for _look in range(3):
        answer = Client().get(path_of(issued))
        assert (answer.status_code, answer["Location"]) == (302, "/link")
    assert OneTimeLink.objects.get().used_at is None


def test_a_link_works_once(cast: Cast) -> None:
    issued = invite_member(cast.third_member, by=cast.secretary)
    first, second = Client(), Client()
    open_link(first, issued)
    open_link(second, issued)
    assert first.post("/link", TWICE).status_code == 302
    assert second.post("/link", TWICE).status_code == 410
    assert GONE in open_link(Client(), issued).content.decode()


def test_of_two_who_spend_a_link_at_once_one_is_refused(cast: Cast) -> None:
    link = invite_member(cast.third_member, by=cast.secretary).link
    stale = OneTimeLink.objects.get(pk=link.pk)
    use_link(link, by=SYSTEM)
    with pytest.raises(Refused):
        use_link(stale, by=SYSTEM)


def test_a_link_is_good_for_seven_days(cast: Cast, time_machine: TimeMachineFixture) -> None:
    time_machine.move_to("2026-03-02 09:00:00+08:00", tick=False)
    issued = invite_member(cast.third_member, by=cast.secretary)
    time_machine.shift(7 * 86400 - 1)
    assert link_with_token(issued.token) is not None
    time_machine.shift(1)
    assert link_with_token(issued.token) is None


def test_a_new_link_ends_the_former_one(cast: Cast) -> None:
    former = invite_member(cast.third_member, by=cast.secretary)
    person = Person.objects.select_related("account", "home").get(pk=cast.third_member.pk)
    later = invite_member(person, by=cast.secretary)
    assert link_with_token(former.token) is None
    assert link_with_token(later.token) is not None
    assert Account.objects.filter(label="邓青").count() == 1


def test_a_forgotten_password_is_replaced_and_every_session_ends(cast: Cast) -> None:
    old = Client()
    old.post("/login", {"name": "yuanshan", "password": PASSWORD})
    issued = invite_member(cast.member, by=cast.secretary)
    client = Client()
    open_link(client, issued)
    client.post("/link", TWICE)
    assert old.get("/me").status_code == 302
    assert SessionRecord.objects.filter(ended_at=None).count() == 1


def test_a_link_does_not_pass_by_the_second_factor(cast: Cast) -> None:
    Account.objects.filter(name="yuanshan").update(totp_confirmed_at="2026-01-01T00:00:00Z")
    issued = invite_member(cast.member, by=cast.secretary)
    client = Client()
    open_link(client, issued)
    assert client.post("/link", TWICE)["Location"] == "/login/second-factor"


def test_a_secretary_cannot_reset_the_way_in_of_somebody_who_holds_a_higher_office(cast: Cast) -> None:
    account = cast.member.account
    grant_office(account, by=cast.county_officer, org=cast.township, name=OfficeName.TOWNSHIP_OFFICER)
    with pytest.raises(NotAllowed):
        invite_member(cast.member, by=cast.secretary)
    with pytest.raises(NotAllowed):
        invite_member(cast.member, by=cast.township_officer)


def test_a_secretary_cannot_reset_his_own_way_in_but_his_township_can(cast: Cast) -> None:
    account = cast.member.account
    grant_office(account, by=cast.township_officer, org=cast.shazhou, name=OfficeName.BRANCH_SECRETARY)
    with pytest.raises(NotAllowed):
        invite_member(cast.member, by=cast.secretary)
    assert invite_member(cast.member, by=cast.township_officer).token


def test_no_outsider_and_no_member_gives_links(cast: Cast) -> None:
    for viewer in (*cast.outsiders, cast.baonan_secretary, viewer_of(cast.second_member)):
        with pytest.raises(NotAllowed):
            invite_member(cast.member, by=viewer)


def test_a_phone_that_signs_in_somebody_else_is_left_out_without_a_word(cast: Cast) -> None:
    cast.third_member.phone = "15400000001"
    cast.third_member.save()
    issued = invite_member(cast.third_member, by=cast.secretary)
    assert issued.link.account.login_phone.open() == ""
    assert issued.link.account.name.startswith("rs")


def test_closing_an_account_ends_its_links_and_it_gets_no_new_one(cast: Cast) -> None:
    issued = invite_member(cast.member, by=cast.secretary)
    close_account(cast.member.account, by=SYSTEM)
    assert link_with_token(issued.token) is None
    with pytest.raises(Refused):
        issue_link(cast.member.account, by=SYSTEM)


def test_weak_and_unequal_passwords_are_told_apart(cast: Cast) -> None:
    client = Client()
    open_link(client, invite_member(cast.third_member, by=cast.secretary))
    weak = client.post("/link", {"new": "dangyuan2021", "again": "dangyuan2021"})
    assert (weak.status_code, "太容易被猜到" in weak.content.decode()) == (422, True)
    unequal = client.post("/link", {"new": NEW, "again": NEW + "x"})
    assert (unequal.status_code, "两次填的密码不一样" in unequal.content.decode()) == (422, True)
    assert OneTimeLink.objects.get().used_at is None


def test_neither_the_token_nor_the_password_stands_in_the_tables(cast: Cast) -> None:
    issued = invite_member(cast.third_member, by=cast.secretary)
    client = Client()
    open_link(client, issued)
    client.post("/link", TWICE)
    rows = str(list(OneTimeLink.objects.values())) + str(list(Entry.objects.values()))
    assert issued.token not in rows
    assert NEW not in rows


def test_what_happened_to_a_link_is_in_the_record(cast: Cast) -> None:
    issued = invite_member(cast.third_member, by=cast.secretary)
    client = Client()
    open_link(client, issued)
    client.post("/link", TWICE)
    acts = Entry.objects.filter(subject_ref=issued.link.account.ref).order_by("seq")
    assert list(acts.values_list("act", flat=True)) == [
        "account.opened",
        "office.granted",
        "link.issued",
        "link.used",
        "account.password_changed",
        "account.signed_in",
    ]
