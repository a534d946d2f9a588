"""Which paper for which state, issued one by one or for a township (B-04, B-08, B-09; story.md, Papers by state)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from banyan.demo.cast import Cast, viewer_of
from banyan.documents.actions import void_paper
from banyan.documents.models import Paper
from banyan.journeys.actions.departure import change_place, end_journey
from banyan.journeys.actions.receipt import issue_journey_paper, issue_journey_papers
from banyan.journeys.models import Journey, Receipt
from banyan.journeys.rules.papers import papers_due, why_not_paper
from banyan.orgs.actions import set_policy
from banyan.orgs.policies import LETTER_FOR_EVERYONE
from banyan.people.models import Membership
from banyan.shared.clock import today
from banyan.shared.errors import NotAllowed, Refused
from tests.journeys.scenes import away, confirmed, region, signed_in

BATCH_QUERIES = 22


@pytest.mark.parametrize(
    ("standing", "everyone", "kinds"),
    [
        ("short", False, ("certificate", "receipt")),
        ("floating", False, ("floating_slip", "receipt")),
        ("should_transfer", False, ("letter", "receipt")),
        ("short", True, ("certificate", "letter", "receipt")),
        ("floating", True, ("floating_slip", "letter", "receipt")),
        ("should_transfer", True, ("letter", "receipt")),
    ],
)
def test_the_state_says_which_papers(standing: str, everyone: bool, kinds: tuple[str, ...]) -> None:
    assert papers_due(standing, is_letter_for_everyone=everyone) == kinds


@pytest.mark.parametrize(
    ("kind", "is_open", "has_paper", "code"),
    [
        ("certificate", True, False, None),
        ("letter", True, False, "wrong_paper"),
        ("certificate", True, True, "issued_already"),
        ("certificate", False, False, "ended"),
    ],
)
def test_no_other_paper_none_twice_and_none_at_the_end(
    kind: str, is_open: bool, has_paper: bool, code: str | None
) -> None:
    kinds = papers_due("short", is_letter_for_everyone=False)
    reason = why_not_paper(kind, kinds, is_open=is_open, has_valid_paper=has_paper)
    assert (reason.code if reason else None) == code


def long_ago(cast: Cast, **facts: object) -> Journey:
    return away(cast, departed_on="2020-03", **facts)


def test_a_paper_states_the_journey(cast: Cast) -> None:
    journey = away(cast, leave_reason="务工", expected_until=today() + timedelta(days=30))
    stated = issue_journey_paper(journey, "certificate", by=cast.secretary).stated()
    assert stated["issuer"] == "沙洲瑶族村党支部"
    assert stated["facts"]["destination"] == "广东省广州市天河区"
    assert stated["facts"]["departed_on"] == "2026-09"
    assert stated["facts"]["reason"] == "务工"


def test_a_receipt_before_arrival_leaves_the_hosts_lines_free_and_after_it_states_them(cast: Cast) -> None:
    """B-02 and B-03: place, unit, address, phone, host organisation, its head and his phone."""
    before = issue_journey_paper(journey := away(cast), "receipt", by=cast.secretary)
    assert before.stated()["facts"]["host_organisation"] == ""
    confirmed(cast, journey)
    void_paper(before, by=cast.secretary, reason="换一张填好的")
    facts = issue_journey_paper(journey, "receipt", by=cast.township_officer).stated()["facts"]
    assert facts["inflow_place"] == "广东省广州市天河区"
    assert (facts["employer"], facts["address"], facts["phone"]) == (
        "远成电子厂",
        "棠下东街1号",
        "15400000001",
    )
    assert (facts["host_organisation"], facts["host_head"]) == ("汝城县驻广州流动党支部", "罗行舟")
    assert (facts["host_phone"], facts["arrived_on"]) == ("15400000021", today().isoformat())
    assert Receipt.objects.count() == 1


def test_the_paper_follows_the_standing(cast: Cast) -> None:
    settled = long_ago(cast, is_fixed=True)
    assert issue_journey_paper(settled, "letter", by=cast.township_officer).kind == "letter"
    with pytest.raises(Refused) as refusal:
        issue_journey_paper(settled, "certificate", by=cast.township_officer)
    assert refusal.value.reason.code == "wrong_paper"
    floating = away(cast, cast.second_member, departed_on="2020-03", is_fixed=False)
    assert issue_journey_paper(floating, "floating_slip", by=cast.secretary).kind == "floating_slip"


def test_a_policy_gives_everybody_a_letter(cast: Cast) -> None:
    journey = away(cast)
    with pytest.raises(Refused):
        issue_journey_paper(journey, "letter", by=cast.secretary)
    set_policy(cast.township, LETTER_FOR_EVERYONE, True, by=cast.township_officer)
    assert issue_journey_paper(journey, "letter", by=cast.secretary).kind == "letter"


def test_printing_a_letter_moves_no_membership(cast: Cast) -> None:
    issue_journey_paper(long_ago(cast, is_fixed=True), "letter", by=cast.township_officer)
    assert Membership.objects.get(person=cast.member, kind="home").until_day is None


def test_one_valid_receipt_at_a_time_and_another_for_another_place(cast: Cast) -> None:
    journey = away(cast)
    issue_journey_paper(journey, "receipt", by=cast.secretary)
    with pytest.raises(Refused) as refusal:
        issue_journey_paper(journey, "receipt", by=cast.secretary)
    assert refusal.value.reason.code == "issued_already"
    confirmed(cast, journey)
    change_place(journey, {"region": region("4406")}, by=cast.secretary, from_day=today().isoformat())
    issue_journey_paper(journey, "receipt", by=cast.secretary)
    assert sorted(Receipt.objects.values_list("status", flat=True)) == ["carried", "returned"]


def test_an_expired_certificate_is_followed_by_another(cast: Cast) -> None:
    journey = away(cast)
    first = issue_journey_paper(journey, "certificate", by=cast.secretary)
    Paper.objects.filter(pk=first.pk).update(valid_until=today() - timedelta(days=1))
    assert issue_journey_paper(journey, "certificate", by=cast.secretary).serial == 2


def test_only_who_issues_papers_at_home_issues_them(cast: Cast) -> None:
    journey = away(cast)
    others = [cast.floating_secretary, cast.county_officer, viewer_of(cast.member), cast.baonan_secretary]
    for viewer in [*others, *cast.outsiders]:
        with pytest.raises(NotAllowed):
            issue_journey_paper(journey, "certificate", by=viewer)
    assert Paper.objects.count() == 0


def test_a_page_shows_what_is_due_and_issues_it(cast: Cast) -> None:
    journey = away(cast)
    desk, page = signed_in(cast.secretary), reverse("journeys:papers", args=[journey.ref])
    words = desk.get(page).content.decode()
    assert "党员证明信" in words
    assert "不满6个月，组织关系不用转" in words
    assert "组织关系介绍信" not in words
    desk.post(reverse("journeys:paper-issues", args=[journey.ref]), {"kind": "certificate"})
    paper = Paper.objects.get()
    shown = desk.get(page).content.decode()
    assert reverse("documents:pdf", args=[paper.ref]) in shown
    assert reverse("documents:picture", args=[paper.ref]) in shown
    again = desk.post(reverse("journeys:paper-issues", args=[journey.ref]), {"kind": "certificate"})
    assert again.status_code == 409
    assert desk.post(reverse("journeys:paper-issues", args=[journey.ref]), {"kind": "x"}).status_code == 422


def test_a_township_issues_for_everybody_at_once(cast: Cast) -> None:
    journeys = [away(cast, person) for person in (cast.member, cast.second_member, cast.baonan_member)]
    issue_journey_paper(journeys[0], "receipt", by=cast.secretary)
    desk, page = signed_in(cast.township_officer), reverse("journeys:paper-batch")
    words = desk.get(page, {"kind": "receipt"}).content.decode()
    assert "还没开齐的2人" in words
    assert str(journeys[0].ref) not in words
    typed = {"kind": "receipt", "journey": [str(journey.ref) for journey in journeys[1:]]}
    answer = desk.post(page, typed)
    assert answer["Location"] == f"{reverse('documents:list')}?kind=receipt&status=issued"
    assert Paper.objects.count() == 3
    assert "都开好了" in desk.get(page, {"kind": "receipt"}).content.decode()


def test_a_batch_is_all_or_none(cast: Cast) -> None:
    first, second = away(cast), away(cast, cast.second_member)
    end_journey(second, by=cast.secretary, ending="returned", ended_on=today())
    with pytest.raises(Refused):
        issue_journey_papers([first, second], "receipt", by=cast.township_officer)
    assert Paper.objects.count() == 0
    foreign = {"kind": "receipt", "journey": [str(first.ref), "00000000-0000-0000-0000-000000000000"]}
    assert signed_in(cast.township_officer).post(reverse("journeys:paper-batch"), foreign).status_code == 404
    assert Paper.objects.count() == 0


@pytest.mark.parametrize("people", [1, 3])
def test_the_batch_page_costs_the_same_for_one_and_for_three(
    cast: Cast, people: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for person in [cast.member, cast.second_member, cast.baonan_member][:people]:
        away(cast, person)
    desk = signed_in(cast.township_officer)
    with django_assert_num_queries(BATCH_QUERIES):
        words = desk.get(reverse("journeys:paper-batch"), {"kind": "certificate"}).content.decode()
    assert words.count('name="journey"') == people


def test_outsiders_find_no_papers(cast: Cast) -> None:
    journey = away(cast)
    for viewer in cast.outsiders:
        browser = signed_in(viewer)
        assert browser.get(reverse("journeys:papers", args=[journey.ref])).status_code == 404
        address = reverse("journeys:paper-issues", args=[journey.ref])
        assert browser.post(address, {"kind": "certificate"}).status_code == 404
    typed = {"kind": "receipt", "journey": [str(journey.ref)]}
    answer = signed_in(cast.other_township_officer).post(reverse("journeys:paper-batch"), typed)
    assert answer.status_code == 404
    assert Paper.objects.count() == 0


def test_a_departure_kit_is_issued_at_one_stroke_and_printed_as_one_file(cast: Cast) -> None:
    journey, desk = long_ago(cast), signed_in(cast.secretary)
    page, kit = (
        reverse("journeys:papers", args=[journey.ref]),
        reverse("journeys:paper-kit", args=[journey.ref]),
    )
    assert desk.get(kit).status_code == 404
    issue_journey_paper(journey, "receipt", by=cast.secretary)
    desk.post(reverse("journeys:paper-kits", args=[journey.ref]))
    kinds = sorted(Paper.objects.values_list("kind", flat=True))
    assert kinds == ["floating_slip", "receipt"]
    assert "一次开齐" not in desk.get(page).content.decode()
    answer = desk.get(kit)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert b"/Type/Pages/Count 2/" in answer.content
    assert cast.member.name not in answer["Content-Disposition"]
    assert signed_in(cast.county_officer).get(kit).status_code == 403
    assert (
        signed_in(cast.other_secretary).post(reverse("journeys:paper-kits", args=[journey.ref])).status_code
        == 404
    )
