"""Offices: strictly below one's own, only those one's office may grant, never to oneself (T3, R-A5)."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from time_machine import TimeMachineFixture

from banyan.accounts.actions.opening import open_account
from banyan.accounts.actions.second_factor import start_second_factor
from banyan.accounts.models import Account, OneTimeLink
from banyan.audit.models import Entry
from banyan.demo.cast import PASSWORD, Cast, viewer_of
from banyan.orgs.actions import end_office, grant_office, open_org, reset_sign_in
from banyan.orgs.models import Office, Organisation
from banyan.orgs.queries import accounts_that_may, orgs_in_reach, viewer_for
from banyan.orgs.states import OfficeName
from banyan.orgs.viewers import Viewer, may_grant
from banyan.shared.errors import NotAllowed, Refused
from banyan.tasks.permissions import PUBLISH, REVIEW, SEE_TASKS
from tests.orgs.test_tree import at, client_of

# The rule as story.md (Offices) writes it: who grants what, and where each office exists.
GRANTS = {
    "township_officer": {"branch_secretary", "floating_secretary", "integration"},
    "county_officer": {"township_officer", "floating_secretary", "integration"},
    "city_officer": {"county_officer", "integration"},
}
EXISTS_AT = {
    "city": {"city_officer", "auditor"},
    "county": {"county_officer"},
    "township": {"township_officer"},
    "village": {"branch_secretary", "member"},
    "floating": {"floating_secretary"},
}
FORM = {"label": "江一帆", "phone": "15400000031", "from_day": "2026-03-02"}
LIST = "/organisations/offices"


def granters(cast: Cast) -> list[Viewer]:
    return [
        cast.city_officer,
        cast.county_officer,
        cast.township_officer,
        cast.secretary,
        cast.floating_secretary,
        cast.auditor,
        cast.integration,
        viewer_of(cast.member),
        cast.other_county_officer,
        cast.other_township_officer,
        cast.other_secretary,
    ]


def nodes(cast: Cast) -> list[Organisation]:
    below_city = [cast.county, cast.township, cast.shazhou, cast.floating]
    return [cast.city, *below_city, cast.other_county, cast.other_township, cast.other_village]


def is_written(granter: Viewer, org: Organisation, office: str) -> bool:
    held = granter.held[0]
    is_below = org.path.startswith(held.org.path) and org.path != held.org.path
    exists = office == "integration" or office in EXISTS_AT[org.kind]
    return is_below and exists and office in GRANTS.get(held.name, set())


def test_every_triple_is_granted_exactly_as_the_rule_is_written(cast: Cast) -> None:
    account = open_account(by=cast.city_officer, label="江一帆")
    granted, written = set(), set()
    for granter in granters(cast):
        for org in nodes(cast):
            for office in OfficeName.values:
                triple = (granter.audit_label, org.name, office)
                if is_written(granter, org, office):
                    written.add(triple)
                try:
                    Office.objects.filter(account=account).delete()
                    grant_office(account, by=granter, org=org, name=office)
                    granted.add(triple)
                except (NotAllowed, Refused):
                    pass
    assert granted == written
    assert len(written) == 21


@pytest.mark.once
def test_every_triple_by_form_is_granted_exactly_as_the_rule_is_written(cast: Cast) -> None:
    for granter in granters(cast):
        client = client_of(granter)
        for org in nodes(cast):
            for office in set(OfficeName.values) - {"integration"}:
                before = Office.objects.count()
                client.post(at(org, "/offices"), {**FORM, "office": office})
                is_granted = Office.objects.count() > before
                assert is_granted is is_written(granter, org, office), (granter.audit_label, org.name, office)
                Office.objects.filter(account__label="江一帆").delete()
                Account.objects.filter(label="江一帆").delete()


def test_a_term_that_ends_before_it_begins_is_said_at_its_day(cast: Cast) -> None:
    form = {"office": "branch_secretary", "label": "江一帆", "phone": "15400000077"}
    days = {"from_day": "2026-03-05", "until_day": "2026-03-05"}
    answer = client_of(cast.township_officer).post(
        reverse("orgs:grant", args=[cast.shazhou.ref]), form | days
    )
    page = answer.content.decode()
    assert (answer.status_code, "任职结束日期要晚于开始日期。" in page, "江一帆" in page) == (422, True, True)
    assert not Account.objects.filter(label="江一帆").exists()


def test_nobody_grants_an_office_to_himself(cast: Cast) -> None:
    for granter in granters(cast):
        assert granter.account is not None
        for org in nodes(cast):
            for office in OfficeName.values:
                with pytest.raises(NotAllowed):
                    grant_office(granter.account, by=granter, org=org, name=office)


def test_whoever_loses_his_office_grants_no_more(cast: Cast) -> None:
    office = Office.objects.get(account=cast.township_officer.account)
    end_office(office, by=cast.county_officer)
    assert cast.township_officer.account is not None
    later = viewer_for(cast.township_officer.account)
    assert not may_grant(later, cast.shazhou, "branch_secretary")
    assert client_of(cast.township_officer).get(LIST).status_code == 403


def test_a_term_begins_and_ends_on_its_days(cast: Cast, time_machine: TimeMachineFixture) -> None:
    time_machine.move_to("2026-03-02 09:00:00+08:00", tick=False)
    account = open_account(by=cast.township_officer, label="江一帆")
    grant_office(
        account,
        by=cast.township_officer,
        org=cast.shazhou,
        name="branch_secretary",
        from_day=date(2026, 3, 3),
        until_day=date(2026, 3, 5),
    )
    held = []
    for _day in range(4):
        held.append(len(viewer_for(account).held))
        time_machine.shift(86400)
    assert held == [0, 1, 1, 0]
    with pytest.raises(Refused):
        grant_office(
            account,
            by=cast.township_officer,
            org=cast.baonan,
            name="branch_secretary",
            from_day=date(2026, 3, 5),
            until_day=date(2026, 3, 5),
        )


def test_a_granted_office_ends_the_sessions_of_whoever_gets_it(cast: Cast) -> None:
    client = Client()
    client.post("/login", {"name": "yuanshan", "password": PASSWORD})
    assert cast.member.account is not None
    grant_office(cast.member.account, by=cast.township_officer, org=cast.shazhou, name="branch_secretary")
    assert client.get("/me").status_code == 302


# Screens


def test_handing_over_to_somebody_new_shows_his_link_once(cast: Cast) -> None:
    client = client_of(cast.township_officer)
    page = client.post(at(cast.shazhou, "/offices"), {**FORM, "office": "branch_secretary"}).content.decode()
    assert "/links/" in page
    assert "data:image/svg+xml" in page
    account = Account.objects.get(label="江一帆")
    assert account.login_phone.open() == "15400000031"
    assert OneTimeLink.objects.filter(account=account).count() == 1
    assert "/links/" not in client.get(at(cast.shazhou)).content.decode()


def test_handing_over_to_a_member_with_an_account_keeps_it(cast: Cast) -> None:
    client = client_of(cast.township_officer)
    words = {
        "label": "何远山",
        "phone": "15400000001",
        "from_day": "2026-03-02",
        "office": "branch_secretary",
    }
    assert client.post(at(cast.shazhou, "/offices"), words)["Location"] == at(cast.shazhou)
    assert Office.objects.filter(account=cast.member.account).count() == 2
    assert OneTimeLink.objects.count() == 0


def test_a_phone_of_somebody_else_does_not_open_his_account(cast: Cast) -> None:
    client = client_of(cast.township_officer)
    words = {
        "label": "江一帆",
        "phone": "15400000001",
        "from_day": "2026-03-02",
        "office": "branch_secretary",
    }
    client.post(at(cast.shazhou, "/offices"), words)
    assert Office.objects.filter(account=cast.member.account).count() == 1
    assert Office.objects.get(account__label="江一帆").account.login_phone.open() == ""


def test_ending_an_office_asks_first_and_is_remembered(cast: Cast) -> None:
    office = Office.objects.get(account=cast.secretary.account)
    client = client_of(cast.township_officer)
    assert "卸任" in client.get(f"/offices/{office.ref}/end").content.decode()
    assert client.post(f"/offices/{office.ref}/end")["Location"] == at(cast.shazhou)
    assert client_of(cast.secretary).get(at(cast.shazhou)).status_code == 404
    entry = Entry.objects.get(act="office.ended")
    assert (entry.subject_ref, entry.details) == (office.account.ref, {"office": "branch_secretary"})


@pytest.mark.parametrize("what", ["end", "link"])
def test_outsiders_and_the_unentitled_touch_no_office(cast: Cast, what: str) -> None:
    office = Office.objects.get(account=cast.secretary.account)
    above = Office.objects.get(account=cast.county_officer.account)
    for viewer in (*cast.outsiders, cast.secretary, cast.baonan_secretary):
        client = client_of(viewer)
        for address in (f"/offices/{office.ref}/{what}", f"/offices/{above.ref}/{what}"):
            assert client.get(address).status_code == 404
            assert client.post(address).status_code == 404
    county = client_of(cast.county_officer)
    assert county.post(f"/offices/{office.ref}/{what}").status_code == 403


def test_a_new_way_in_for_an_officer_who_lost_his_telephone(cast: Cast) -> None:
    account = cast.secretary.account
    assert account is not None
    start_second_factor(account, by=cast.secretary)
    Account.objects.filter(pk=account.pk).update(totp_confirmed_at="2026-01-01T00:00:00Z")
    office = Office.objects.get(account=account)
    client = client_of(cast.township_officer)
    page = client.post(f"/offices/{office.ref}/link", {"is_phone_lost": "on"}).content.decode()
    assert "/links/" in page
    assert not Account.objects.get(pk=account.pk).has_second_factor


def test_no_way_in_for_somebody_who_also_holds_a_higher_office(cast: Cast) -> None:
    account = cast.secretary.account
    assert account is not None
    grant_office(account, by=cast.county_officer, org=cast.township, name="township_officer")
    office = Office.objects.get(account=account, name="branch_secretary")
    with pytest.raises(NotAllowed):
        reset_sign_in(office, by=cast.township_officer)


def test_the_list_shows_whom_one_seats_and_where_nobody_sits(cast: Cast) -> None:
    open_org(by=cast.township_officer, parent=cast.township, kind="village", name="韩田村党支部")
    page = client_of(cast.township_officer).get(LIST).content.decode()
    assert "朱望舒" in page
    assert "韩田村党支部" in page
    assert "还没有人" in page
    assert "段清和" not in page


@pytest.mark.parametrize("more", [0, 2])
def test_the_list_costs_the_same_for_two_rows_and_four(
    cast: Cast, more: int, django_assert_num_queries: Any
) -> None:
    for each in range(more):
        open_org(by=cast.township_officer, parent=cast.township, kind="village", name=f"第{each}村党支部")
    client = client_of(cast.township_officer)
    with django_assert_num_queries(6):
        client.get(LIST)


def test_a_term_that_is_over_keeps_its_last_day(cast: Cast) -> None:
    office = Office.objects.get(account=cast.secretary.account)
    end_office(office, by=cast.township_officer)
    with pytest.raises(Refused) as refusal:
        end_office(office, by=cast.township_officer)
    assert refusal.value.reason.code == "office_over"


def test_a_closed_account_holds_no_office(cast: Cast) -> None:
    account = cast.secretary.account
    assert account is not None
    assert viewer_for(account).held
    account.is_active = False
    assert viewer_for(account).held == []


def test_some_permissions_hold_at_ones_own_organisation_alone(cast: Cast) -> None:
    county = cast.county_officer
    assert county.may(PUBLISH, cast.county)
    assert not county.may(PUBLISH, cast.shazhou)
    assert county.may(SEE_TASKS, cast.shazhou)
    assert list(orgs_in_reach(county, PUBLISH)) == [cast.county]
    assert county.account not in accounts_that_may(REVIEW, cast.shazhou)
    assert county.account in accounts_that_may(REVIEW, cast.county)
