"""People entered, corrected and ended by hand, with the roster's rules."""

import io

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from python_calamine import CalamineWorkbook

from banyan.accounts.models import Account
from banyan.audit.models import Entry
from banyan.demo.cast import Cast
from banyan.orgs.actions import grant_office
from banyan.orgs.viewers import Viewer
from banyan.people.actions import add_person, correct_person, end_person, open_stay, search_phone
from banyan.people.models import Membership, Person
from banyan.people.rules import check_digit, why_not_dates, why_not_id_number, why_not_phone
from banyan.people.rules.masking import (
    PHONE_SEARCHES_OF_AN_ORG,
    PHONE_SEARCHES_PER_DAY,
    why_not_search_phone,
)
from banyan.shared.clock import today
from banyan.shared.errors import NotAllowed, Refused

LIST_QUERIES = 6
SEVENTEEN = "43999919900101777"
NUMBER = SEVENTEEN + check_digit(SEVENTEEN)


def signed_in(viewer: Viewer) -> Client:
    client = Client()
    assert viewer.account is not None
    client.force_login(viewer.account)
    return client


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (NUMBER, None),
        (NUMBER[:17], "id_shape"),
        (NUMBER[:6] + "19900231" + NUMBER[14:], "id_date"),
        (NUMBER[:17] + ("0" if NUMBER[17] != "0" else "1"), "id_check_digit"),
        ("11010519491231002X", None),
    ],
)
def test_an_id_number_is_right_by_length_date_and_check_digit(number: str, code: str | None) -> None:
    reason = why_not_id_number(number)
    assert (reason.code if reason else None) == code


@pytest.mark.parametrize(
    ("phone", "is_fine"), [("13800138000", True), ("1380013800", False), ("23800138000", False)]
)
def test_a_phone_has_eleven_digits(phone: str, is_fine: bool) -> None:
    assert (why_not_phone(phone) is None) == is_fine


def test_dates_stand_in_the_order_of_a_life() -> None:
    day = today()
    assert why_not_dates("1990", "2012-04", "2013-04", day) is None
    assert why_not_dates("2012-05", "2012-04", "", day).code == "joined_before_birth"  # type: ignore[union-attr]
    assert why_not_dates("", "2013-05", "2013-04", day).code == "full_before_joined"  # type: ignore[union-attr]
    assert why_not_dates("", "2099", "", day).code == "future_date"  # type: ignore[union-attr]


def test_the_id_number_fills_birth_and_sex(cast: Cast) -> None:
    person = add_person({"name": "盘小雨", "id_number": NUMBER}, by=cast.secretary, home=cast.shazhou)
    assert (person.birth, person.sex, person.initials) == ("1990-01-01", "男", "pxy")
    assert Membership.objects.get(person=person).org == cast.shazhou


def test_a_number_known_within_reach_says_so_and_one_elsewhere_says_nothing_of_whom(cast: Cast) -> None:
    here = cast.member.id_number.open()
    with pytest.raises(Refused) as refusal:
        add_person({"name": "盘小雨", "id_number": here}, by=cast.secretary, home=cast.shazhou)
    assert refusal.value.reason.code == "already_here"
    elsewhere = cast.other_member.id_number.open()
    added = add_person({"name": "盘小雨", "id_number": elsewhere}, by=cast.secretary, home=cast.shazhou)
    assert (added.id_number.open(), added.is_current) == (elsewhere, True)


def test_nobody_adds_people_outside_his_reach(cast: Cast) -> None:
    for viewer in (*cast.outsiders, cast.baonan_secretary, cast.floating_secretary, cast.county_officer):
        with pytest.raises(NotAllowed):
            add_person({"name": "盘小雨"}, by=viewer, home=cast.shazhou)


def test_a_stale_correction_is_refused_and_loses_nothing(cast: Cast) -> None:
    person = Person.objects.get(pk=cast.member.pk)
    correct_person(person, {"education": "初中"}, by=cast.secretary, version=1)
    late = Person.objects.get(pk=cast.member.pk)
    with pytest.raises(Refused) as refusal:
        correct_person(late, {"education": "高中"}, by=cast.secretary, version=1)
    assert refusal.value.reason.code == "stale"
    assert Person.objects.get(pk=cast.member.pk).education == "初中"


def test_two_who_correct_one_person_see_both_sides_and_the_second_decides(cast: Cast, client: Client) -> None:
    client.force_login(cast.secretary.account)
    address = f"/people/{cast.member.ref}/corrections/"
    initial = client.get(address).context["form"].initial
    seen = {name: str(value or "") for name, value in initial.items()}
    typed = {**seen, "education": "高中"}
    correct_person(cast.member, {"education": "初中", "ethnicity": "苗族"}, by=cast.secretary)
    page = client.post(address, typed)
    assert page.status_code == 409
    assert page.context["differing"] == [("民族", "苗族", seen["ethnicity"] or "—"), ("学历", "初中", "高中")]
    version = page.context["form"]["version"].value()
    assert client.post(address, {**typed, "version": version}).status_code == 302
    assert Person.objects.get(pk=cast.member.pk).education == "高中"


def test_a_correction_names_the_fields_and_never_their_values(cast: Cast) -> None:
    correct_person(cast.member, {"phone": "15400009999", "name": cast.member.name}, by=cast.secretary)
    row = Entry.objects.get(act="person.corrected")
    assert row.field_names == ["phone"]
    assert "15400009999" not in str(vars(row))


def test_a_correction_empties_what_is_no_longer_true_and_nothing_by_itself(cast: Cast) -> None:
    phone = cast.member.phone
    correct_person(cast.member, {"address": "村口第三家", "note": ""}, by=cast.secretary)
    page, client = f"/people/{cast.member.ref}/corrections/", signed_in(cast.secretary)
    asked = client.get(page).content.decode()
    assert f"清空手机号（现有 {phone.masked}）" in asked
    assert ("clear_address" in asked, "clear_note" in asked, phone.open() in asked) == (True, False, False)
    typed = {"name": cast.member.name, "category": "full"}
    both = client.post(page, typed | {"clear_phone": "on", "phone": "15400007777"})
    assert (both.status_code, "请留一样" in both.content.decode()) == (422, True)
    client.post(page, typed | {"clear_phone": "on"})
    person = Person.objects.get(pk=cast.member.pk)
    assert (person.phone.open(), person.address.open()) == ("", "村口第三家")
    assert person.id_number.open() == cast.member.id_number.open()
    assert "phone" in Entry.objects.filter(act="person.corrected").latest("pk").field_names


def test_who_ends_leaves_the_list_but_not_the_house(cast: Cast) -> None:
    end_person(cast.member, by=cast.secretary, reason="transferred")
    page = signed_in(cast.secretary).get("/people/").content.decode()
    assert cast.member.name not in page
    assert cast.member.name in signed_in(cast.secretary).get("/people/?ended=on").content.decode()
    assert not Membership.objects.filter(person=cast.member, until_day=None).exists()


def test_the_form_keeps_what_was_typed_when_the_rules_say_no(cast: Cast) -> None:
    typed = {
        "home": cast.shazhou.pk, "name": "盘小雨", "category": "full", "id_number": cast.member.id_number.open(),
    }  # fmt: skip
    answer = signed_in(cast.secretary).post("/people/new/", typed)
    assert answer.status_code == 409
    assert "盘小雨" in answer.content.decode()
    assert not Person.objects.filter(name="盘小雨").exists()


def test_the_form_adds_somebody(cast: Cast) -> None:
    typed = {"home": cast.shazhou.pk, "name": "盘小雨", "category": "full", "phone": "154 0000 7777"}
    typed |= {"birth": "1990年4月", "joined_on": "2012.6", "full_member_on": "20130601"}
    answer = signed_in(cast.secretary).post("/people/new/", typed)
    person = Person.objects.get(name="盘小雨")
    assert (answer.status_code, answer["Location"]) == (302, f"/people/{person.ref}/")
    assert person.phone.open() == "15400007777"
    assert (person.birth, person.joined_on, person.full_member_on) == ("1990-04", "2012-06", "2013-06-01")


@pytest.mark.parametrize(("text", "found"), [("何", True), ("hys", True), ("远山", False), ("zzz", False)])
def test_search_goes_by_the_beginning_of_the_name_or_initials(cast: Cast, text: str, found: bool) -> None:
    page = signed_in(cast.secretary).get(f"/people/?q={text}").content.decode()
    assert (cast.member.name in page) == found


def test_a_whole_phone_number_finds_its_owner_within_reach_only(cast: Cast) -> None:
    phone = cast.member.phone.open()
    sent = {"phone": phone}
    assert cast.member.name in signed_in(cast.secretary).post("/people/by-phone/", sent).content.decode()
    for viewer in (cast.other_secretary, cast.other_county_officer):
        assert cast.member.name not in signed_in(viewer).post("/people/by-phone/", sent).content.decode()


def test_a_search_by_phone_is_remembered_without_the_number_and_has_an_end(cast: Cast) -> None:
    client, sent = signed_in(cast.secretary), {"phone": cast.member.phone.open()}
    client.post("/people/by-phone/", sent)
    entry = Entry.objects.get(act="people.searched")
    assert (entry.actor_label, entry.details, entry.reason, entry.subject_ref) == ("朱望舒", {}, "", None)
    for _each in range(PHONE_SEARCHES_PER_DAY - 1):
        search_phone("15400000009", by=cast.secretary)
    answer = client.post("/people/by-phone/", sent)
    assert answer.status_code == 409
    assert "按姓名或拼音首字母查找不受限制" in answer.content.decode()
    assert signed_in(cast.township_officer).post("/people/by-phone/", sent).status_code == 200


def test_an_organisation_searches_by_phone_at_most_so_often() -> None:
    assert why_not_search_phone(29, 299) is None
    assert why_not_search_phone(30, 30) is not None
    assert why_not_search_phone(0, PHONE_SEARCHES_OF_AN_ORG) is not None


def test_no_list_finds_a_phone_number_in_an_address(cast: Cast) -> None:
    phone = cast.member.phone.open()
    for address in ("/people/?q=", "/journeys/?text=", "/reports/?all&text="):
        assert cast.member.name not in signed_in(cast.secretary).get(address + phone).content.decode()


@pytest.mark.parametrize("more", [0, 2])
def test_the_queries_of_the_list_do_not_grow(
    cast: Cast, more: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(more):
        add_person({"name": f"新人{number}"}, by=cast.secretary, home=cast.shazhou)
    client = signed_in(cast.secretary)
    client.get("/people/")
    with django_assert_num_queries(LIST_QUERIES):
        client.get("/people/")


def test_an_outsider_finds_nobody(cast: Cast) -> None:
    for viewer in cast.outsiders:
        client = signed_in(viewer)
        for tail in ("", "corrections/", "end/", "reveals/", "relatives/"):
            assert client.get(f"/people/{cast.member.ref}/{tail}").status_code == 404
        assert client.post(f"/people/{cast.member.ref}/invitations/").status_code == 404


def test_who_keeps_two_offices_exports_his_own_people_and_each_can_read_of_it(cast: Cast) -> None:
    """A village secretary who also keeps a floating branch sees its guests and never takes them along (T2)."""
    account = cast.baonan_secretary.account
    assert account is not None
    grant_office(account, by=cast.county_officer, org=cast.floating, name="floating_secretary")
    open_stay(cast.member, cast.floating, by=cast.floating_secretary, from_day=today())
    desk = signed_in(cast.baonan_secretary)
    assert cast.member.name in desk.get("/people/").content.decode()
    body = desk.post("/people/exports/").content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_index(0).to_python()
    assert [row[1] for row in rows[1:]] == [cast.baonan_member.name]
    assert Entry.objects.get(act="people.exported").org_ref == cast.baonan.ref


def test_the_phone_that_signs_a_member_in_follows_the_roll(cast: Cast) -> None:
    """R-B4: a number that somebody else signs in with is left out; whoever holds an office keeps his own."""
    account = cast.member.account
    assert account is not None
    for phone in ("15400009999", ""):
        correct_person(cast.member, {"phone": phone}, by=cast.secretary)
        account.refresh_from_db()
        assert account.login_phone.open() == phone
    taken = Account.objects.get(pk=cast.second_member.account_id)
    taken.login_phone = "15400008888"
    taken.save()
    correct_person(cast.member, {"phone": "15400008888"}, by=cast.secretary)
    account.refresh_from_db()
    assert account.login_phone.open() == ""
    grant_office(account, by=cast.township_officer, org=cast.baonan, name="branch_secretary")
    correct_person(cast.member, {"phone": "15400009999"}, by=cast.secretary)
    account.refresh_from_db()
    assert account.login_phone.open() == ""
