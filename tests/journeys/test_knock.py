"""归队码: a stranger finds the nearest branch by district and leaves a number; the branch calls (ideas 4, T7)."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from banyan.audit.models import Entry
from banyan.demo.cast import Cast
from banyan.documents.actions import offer_phone
from banyan.journeys.actions.knock import decline_knock, forget_old_knocks, leave_knock, turn_knock
from banyan.journeys.models import CheckIn, Knock
from banyan.journeys.queries.knock import doors_near, place_chosen, places_within
from banyan.journeys.rules.knock import KNOCKS_PER_HOST_AND_DAY, why_not_knock
from banyan.orgs.viewers import Viewer
from banyan.shared.clock import now
from banyan.shared.errors import NotAllowed, Refused
from tests.journeys.scenes import away, heard_by, region, signed_in

STRANGER = Viewer()
NOTE = {"name": "何远山", "home": "汝城县沙洲村", "phone": "15400000001", "agrees": "on"}
SAID = {"name": "何远山", "home": "汝城县沙洲村", "phone": "15400000001"}


def page_of(cast: Cast) -> str:
    return reverse("journeys:leave", args=[cast.floating.ref])


def test_province_city_and_district_are_chosen_one_after_the_other(cast: Cast) -> None:
    assert {each.code for each in places_within(None)} == {"43", "44"}
    assert {each.code for each in places_within(region("44"))} == {"4401", "4406"}
    assert {each.code for each in places_within(region("4401"))} == {"440106", "440113"}
    assert places_within(region("440106")) == []
    assert place_chosen("431026217219") is None
    assert place_chosen("99") is None


@pytest.mark.parametrize(
    ("code", "words"),
    [("440106", "同一个区县"), ("440113", "同一个市"), ("440605", "同一个省"), ("43", "其他地方")],
)
def test_the_nearest_branch_is_found_by_code(cast: Cast, code: str, words: str) -> None:
    (nearby,) = doors_near(region(code))
    assert nearby.words == words
    assert [door.org for door in nearby.doors] == [cast.floating]


def test_anybody_sees_public_names_and_a_phone_by_consent_alone(cast: Cast, client: Client) -> None:
    page = reverse("journeys:near")
    assert "广东省" in client.get(page).content.decode()
    shown = client.get(page, {"at": "440106"}).content.decode()
    assert cast.floating.name in shown
    assert cast.floating.head_phone.open() not in shown
    assert cast.floating.head_name not in shown
    offer_phone(
        cast.floating, by=cast.floating_secretary, name="罗书记", phone="15400000088", place="商会三楼"
    )
    shown = client.get(page, {"at": "440106"}).content.decode()
    for words in ("罗书记", "15400000088", "商会三楼"):
        assert words in shown
    assert "15400000088" in client.get(page_of(cast)).content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_note_goes_sealed_to_the_branch_and_becomes_a_check_in_after_a_call(
    cast: Cast, client: Client
) -> None:
    away(cast)
    assert client.post(page_of(cast), NOTE).status_code == 302
    knock = Knock.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, home, phone FROM journeys_knock")
        assert not any("何远山".encode() in bytes(cell) for cell in cursor.fetchone())
    assert any("扫归队码" in words for words in heard_by(cast.floating_secretary))
    assert not any("何远山" in words for words in heard_by(cast.floating_secretary))
    desk = signed_in(cast.floating_secretary)
    listed = desk.get(reverse("journeys:knocks")).content.decode()
    assert "何远山" not in listed
    page = reverse("journeys:knock", args=[knock.ref])
    opened = desk.get(page).content.decode()
    assert "15400000001" in opened
    assert "找不回来" in opened
    assert Entry.objects.filter(act="knock.opened").exists()
    phone = cast.member.phone.open()
    assert desk.post(page, {"name": "何远山", "phone": phone}).status_code == 302
    check_in = CheckIn.objects.get()
    assert (check_in.status, check_in.host, check_in.journey.person) == (
        "confirmed",
        cast.floating,
        cast.member,
    )
    knock.refresh_from_db()
    assert (knock.status, knock.answered_by, knock.name.open(), knock.phone.open()) == (
        "turned",
        "罗行舟",
        "",
        "",
    )
    assert desk.get(page).status_code == 404


def test_no_answer_tells_whether_he_is_known(cast: Cast, client: Client) -> None:
    """T7: a member, somebody of the other county, and nobody at all get the same page, status and words."""
    away(cast)
    answers = []
    for name, phone in [
        ("何远山", cast.member.phone.open()),
        ("欧阳禾", "15400000005"),
        ("查无此人", "15499999999"),
    ]:
        visitor = Client(REMOTE_ADDR=f"192.0.2.{len(answers) + 1}")
        answer = visitor.post(page_of(cast), {**NOTE, "name": name, "phone": phone})
        shown = visitor.get(answer["Location"]).content.decode()
        answers.append((answer.status_code, answer["Location"], shown.split("<main")[1].split("</main>")[0]))
    assert answers[0] == answers[1] == answers[2]
    for entry in Entry.objects.filter(act="knock.left"):
        assert (entry.actor_ref, entry.subject_ref) == (None, None)
        assert "何远山" not in str(vars(entry))
    assert not CheckIn.objects.exists()


def test_one_address_knocks_five_times_and_a_branch_takes_so_many_a_day(cast: Cast, client: Client) -> None:
    statuses = [client.post(page_of(cast), NOTE).status_code for _ in range(6)]
    assert statuses == [302] * 5 + [429]
    assert Client(REMOTE_ADDR="192.0.2.9").post(page_of(cast), NOTE).status_code == 302
    assert why_not_knock(KNOCKS_PER_HOST_AND_DAY - 1) is None
    assert why_not_knock(KNOCKS_PER_HOST_AND_DAY).code == "too_many_knocks"  # type: ignore[union-attr]


def test_a_note_needs_a_number_and_consent(cast: Cast, client: Client) -> None:
    for missing in ({"phone": "123"}, {"agrees": ""}, {"name": ""}):
        assert client.post(page_of(cast), {**NOTE, **missing}).status_code == 422
    assert not Knock.objects.exists()


def test_only_the_branch_he_chose_sees_and_answers_it(cast: Cast) -> None:
    knock = leave_knock(cast.floating, by=STRANGER, **SAID)
    page = reverse("journeys:knock", args=[knock.ref])
    for viewer in [cast.secretary, cast.township_officer, cast.county_officer, *cast.outsiders]:
        assert signed_in(viewer).get(page).status_code == 404
        with pytest.raises(NotAllowed):
            decline_knock(knock, by=viewer)
    decline_knock(knock, by=cast.floating_secretary)
    knock.refresh_from_db()
    assert (knock.status, knock.home.open()) == ("declined", "")
    with pytest.raises(Refused):
        turn_knock(knock, by=cast.floating_secretary, name="何远山", phone="15400000001")


def test_notes_are_deleted_after_thirty_days(cast: Cast) -> None:
    leave_knock(cast.floating, by=STRANGER, **SAID)
    with time_machine.travel(now() + timedelta(days=30) - timedelta(minutes=1)):
        assert forget_old_knocks() == 0
    with time_machine.travel(now() + timedelta(days=30, minutes=1)):
        assert forget_old_knocks() == 1
        assert forget_old_knocks() == 0
    assert Entry.objects.get(act="knocks.forgotten").details == {"count": 1}
    assert not Knock.objects.exists()


@pytest.mark.parametrize("notes", [1, 3])
def test_the_list_costs_the_same_for_one_note_and_for_three(
    cast: Cast, notes: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(notes):
        leave_knock(cast.floating, by=STRANGER, **SAID)
    desk = signed_in(cast.floating_secretary)
    with django_assert_num_queries(5):
        assert desk.get(reverse("journeys:knocks")).content.decode().count("hosted/knocks/") >= notes


def test_every_organisation_has_a_poster_as_page_and_picture(cast: Cast) -> None:
    desk = signed_in(cast.secretary)
    for name, kind in (("return-poster", "application/pdf"), ("return-poster-picture", "image/png")):
        assert desk.get(reverse(f"journeys:{name}", args=[cast.shazhou.ref]))["Content-Type"] == kind
        address = reverse(f"journeys:{name}", args=[cast.shazhou.ref])
        assert signed_in(cast.other_secretary).get(address).status_code == 404
    door = Client().get(reverse("journeys:door", args=[cast.floating.ref])).content.decode()
    assert page_of(cast) in door


def test_the_way_back_keeps_the_place_and_whoever_has_an_account_checks_in(
    cast: Cast, client: Client
) -> None:
    near = client.get(reverse("journeys:near"), {"at": "440106"}).content.decode()
    assert f"{page_of(cast)}?at=440106" in near
    page = client.get(page_of(cast), {"at": "440106"}).content.decode()
    assert f"{reverse('journeys:near')}?at=440106" in page
    assert reverse("journeys:door", args=[cast.floating.ref]) in page
    wrong = client.post(page_of(cast), NOTE | {"agrees": ""})
    assert (wrong.status_code, "请先勾选同意" in wrong.content.decode()) == (422, True)
