"""Periods closed, objected to, and shown only as the setting and each member allow (I-03, I-04, R-L3, R-P8)."""

import io
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from banyan.demo.cast import Cast, viewer_of
from banyan.ledger.actions.booking import award, reverse_entry
from banyan.ledger.actions.closing import (
    answer_objection,
    close_period,
    exempt_member,
    finish_closing,
    give_consent,
    object_to,
    withdraw_consent,
)
from banyan.ledger.models import Closing, Consent, Entry, Objection, Standing
from banyan.ledger.queries.closings import (
    branch_sums,
    closings_adrift,
    names_on,
    own_place,
    standings_of,
    sums_of,
)
from banyan.ledger.rules import Place, honoured, placed, why_not_finish
from banyan.ledger.states import Activity, EntryKind, Ground
from banyan.notify.queries import messages_of
from banyan.orgs.actions import set_policy
from banyan.orgs.policies import RANKING_VISIBILITY
from banyan.orgs.viewers import Viewer
from banyan.people.models import Person
from banyan.shared.clock import now, standing_at
from banyan.shared.errors import NotAllowed, Refused
from banyan.shared.periods import Period, midnight
from tests.ledger.worths import LONG_AGO, county_worth

pytestmark = pytest.mark.django_db
HALF = Period.parse("2026-H1")
OVER = date(2026, 7, 3)
CROWD = 12


def refused(code: str) -> Any:
    return pytest.raises(Refused, check=lambda problem: problem.reason.code == code)


def at_day(day: date) -> datetime:
    return midnight(day) + timedelta(hours=9)


@pytest.fixture
def village(cast: Cast) -> list[Person]:
    """Twelve members of 沙洲 who earned 2, 4, ... 24 points in the first half-year; the first two have accounts."""
    county_worth(cast, 200)
    people = [cast.member, cast.second_member, cast.third_member]
    people += [
        Person.objects.create(name=f"众{number}", home=cast.shazhou, birth="1990")
        for number in range(CROWD - len(people))
    ]
    for rank, person in enumerate(people, 1):
        for number in range(rank):
            award(person, Activity.TASK, source=f"claim:{number}", day=date(2026, 5, 5), by=cast.secretary)
    return people


def closed(cast: Cast, org: Any = None, by: Viewer | None = None) -> Closing:
    with standing_at(at_day(OVER)):
        return close_period(org or cast.shazhou, EntryKind.POINTS, HALF, by=by or cast.secretary)


def agree(people: list[Person]) -> None:
    Consent.objects.bulk_create(Consent(person=person, given_at=now()) for person in people)


def show_to(cast: Cast, setting: str) -> None:
    set_policy(cast.county, RANKING_VISIBILITY, setting, by=cast.county_officer)


def listed(closing: Closing) -> list[tuple[int, str]]:
    return [(each.place, each.person.name) for each in names_on(closing)]


def place_now(person: Person, closing: Closing) -> Standing | None:
    """As his own page asks for it."""
    return own_place(Person.objects.select_related("home").get(pk=person.pk), closing)


def test_equal_sums_share_a_place_and_none_is_left_out() -> None:
    assert placed({7: 300, 5: 500, 6: 300, 9: 100}) == [
        Place(5, 500, 1),
        Place(6, 300, 2),
        Place(7, 300, 2),
        Place(9, 100, 3),
    ]


def test_the_first_third_and_whoever_is_level_with_its_last() -> None:
    assert [each.key for each in honoured(placed({1: 5, 2: 4, 3: 4, 4: 3, 5: 2, 6: 1}))] == [1, 2, 3]
    assert [each.key for each in honoured(placed({1: 5, 2: 4}))] == [1]
    assert honoured([]) == []


def test_a_period_is_closed_when_it_is_over(cast: Cast) -> None:
    with standing_at(at_day(date(2026, 6, 30))), refused("not_over"):
        close_period(cast.shazhou, EntryKind.POINTS, HALF, by=cast.secretary)
    with standing_at(at_day(OVER)), refused("cadence"):
        close_period(cast.shazhou, EntryKind.POINTS, Period.parse("2026-05"), by=cast.secretary)
    assert closed(cast).until == at_day(OVER) + timedelta(days=7)


def test_what_comes_later_does_not_change_what_was_closed(cast: Cast, village: list[Person]) -> None:
    """R-L3: the snapshot is what the entries say, whenever it is computed again."""
    closing = closed(cast)
    kept = list(closing.standings.order_by("place").values_list("amount", flat=True))
    assert kept == [200 * number for number in range(CROWD, 0, -1)]
    reverse_entry(Entry.objects.filter(person=village[-1]).latest("pk"), "记错了", by=cast.secretary)
    award(cast.member, Activity.TASK, source="claim:late", day=date(2026, 5, 9), by=cast.secretary)
    assert [each.amount for each in standings_of(closing)] == kept
    assert closings_adrift(None) == []
    Standing.objects.filter(closing=closing, person=cast.member).update(amount=201)
    assert closings_adrift(None) == [closing]


def test_every_past_moment_can_be_computed_again(cast: Cast, village: list[Person]) -> None:
    """R-L3: a hundred random moments, each as it was noted when it was the present."""
    chance, noted = Random(20261122), []
    for step in range(100):
        if chance.random() < 0.2:
            open_ones = Entry.objects.filter(reverses=None, reversal=None)
            reverse_entry(chance.choice(list(open_ones)), "记错了", by=cast.secretary)
        else:
            award(
                chance.choice(village),
                Activity.TASK,
                source=f"step:{step}",
                day=date(2026, 4, 4),
                by=cast.secretary,
            )
        last = Entry.objects.latest("pk").pk
        noted.append((last, sums_of(cast.shazhou, EntryKind.POINTS, HALF, as_of=last)))
    assert len({tuple(sorted(sums.items())) for _last, sums in noted}) > 50
    for last, sums in noted:
        assert sums_of(cast.shazhou, EntryKind.POINTS, HALF, as_of=last) == sums


def test_closing_again_while_it_lies_open_begins_anew(cast: Cast, village: list[Person]) -> None:
    first = closed(cast)
    award(cast.member, Activity.TASK, source="claim:late", day=date(2026, 5, 9), by=cast.secretary)
    second = closed(cast)
    first.refresh_from_db()
    assert (first.status, second.as_of > first.as_of) == ("replaced", True)
    with standing_at(second.until):
        finish_closing(second, by=cast.secretary)
    with pytest.raises(Refused):
        closed(cast)


def test_by_default_nobody_stands_on_a_list(cast: Cast, village: list[Person]) -> None:
    agree(village)
    assert listed(closed(cast)) == []


def test_only_those_who_agreed_numbered_without_a_gap(cast: Cast, village: list[Person]) -> None:
    show_to(cast, "full")
    agree([village[0], village[4], village[11]])
    closing = closed(cast)
    assert listed(closing) == [(1, village[11].name), (2, village[4].name), (3, village[0].name)]
    Consent.objects.filter(person=village[4]).update(withdrawn_at=now())
    assert listed(closing) == [(1, village[11].name), (2, village[0].name)]


def test_the_honour_list_is_the_first_third(cast: Cast, village: list[Person]) -> None:
    show_to(cast, "honour")
    agree(village)
    assert [name for _place, name in listed(closed(cast))] == [person.name for person in village[:-5:-1]]


def test_within_the_branch_alone(cast: Cast, village: list[Person]) -> None:
    show_to(cast, "branch")
    agree(village)
    assert len(listed(closed(cast))) == CROWD
    assert listed(closed(cast, cast.township, cast.township_officer)) == []


def test_a_group_under_ten_shows_nobody(cast: Cast, village: list[Person]) -> None:
    show_to(cast, "full")
    agree(village)
    closing = closed(cast)
    for person in village[9:]:
        exempt_member(person, Ground.ILL, from_day=OVER, until_day=None, by=cast.secretary)
    assert listed(closing) == []
    assert own_place(village[0], closed(cast)) is None


def test_whoever_is_old_or_not_counted_in_stands_nowhere(cast: Cast, village: list[Person]) -> None:
    show_to(cast, "full")
    agree(village)
    closing = closed(cast)
    Person.objects.filter(pk=village[11].pk).update(birth="1940")
    exempt_member(village[10], Ground.LEAVE, from_day=OVER, until_day=None, by=cast.secretary)
    assert listed(closing)[0] == (1, village[9].name)
    assert place_now(village[11], closing) is None


def test_ones_own_place_is_among_those_counted_in_when_it_was_closed(
    cast: Cast, village: list[Person]
) -> None:
    exempt_member(village[11], Ground.ILL, from_day=date(2026, 7, 1), until_day=None, by=cast.secretary)
    closing = closed(cast)
    assert own_place(village[11], closing) is None
    exempt_member(village[10], Ground.LEAVE, from_day=date(2026, 7, 1), until_day=None, by=cast.secretary)
    assert own_place(village[10], closing) is None
    places = [own_place(person, closing) for person in village[:10]]
    assert [each.counted_place for each in places if each] == list(range(11, 1, -1))
    Person.objects.filter(pk=village[9].pk).update(ended_on=OVER)
    assert place_now(village[9], closing) is None


def test_branches_of_ten_are_compared_by_average(cast: Cast, village: list[Person]) -> None:
    found = branch_sums(closed(cast, cast.township, cast.township_officer))
    assert [(each.org, each.members, each.amount, each.average) for each in found] == [
        (cast.shazhou, 12, 200 * 78, 1300)
    ]


@pytest.mark.parametrize(
    ("at", "unanswered", "code"), [(-1, 0, "still_open"), (0, 1, "unanswered"), (0, 0, None)]
)
def test_a_list_is_final_when_all_were_heard(at: int, unanswered: int, code: str | None) -> None:
    until = at_day(OVER)
    reason = why_not_finish(until, until + timedelta(seconds=at), unanswered)
    assert (reason.code if reason else None) == code


def test_an_objection_is_answered_by_somebody_else(
    cast: Cast, village: list[Person], django_capture_on_commit_callbacks: Any
) -> None:
    closing, member = closed(cast), viewer_of(cast.member)
    with standing_at(at_day(OVER)), django_capture_on_commit_callbacks(execute=True):
        objection = object_to(closing, "少记了一次", by=member)
    assert messages_of(cast.secretary).get().is_asking
    with standing_at(closing.until), refused("unanswered"):
        finish_closing(closing, by=cast.secretary)
    with pytest.raises(NotAllowed):
        answer_objection(objection, "没有", by=member)
    with django_capture_on_commit_callbacks(execute=True):
        answer_objection(objection, "已补记，重新汇总", by=cast.secretary)
    assert messages_of(viewer_of(cast.member)).latest("pk").kind == "closing.answered"
    with refused("moved_on"):
        answer_objection(objection, "再说一遍", by=cast.secretary)
    with standing_at(closing.until):
        with refused("not_open"):
            object_to(closing, "晚了", by=member)
        finish_closing(closing, by=cast.secretary)
    assert Objection.objects.get().answer.open() == "已补记，重新汇总"


def test_outsiders_neither_close_nor_object(cast: Cast, village: list[Person]) -> None:
    closing = closed(cast)
    for outsider in (*cast.outsiders, cast.baonan_secretary, cast.floating_secretary):
        with pytest.raises(NotAllowed):
            closed(cast, by=outsider)
    for outsider in (viewer_of(cast.other_member), viewer_of(cast.baonan_member)):
        with pytest.raises(NotAllowed):
            object_to(closing, "不服", by=outsider)


def test_consent_is_the_members_own(cast: Cast) -> None:
    for _twice in range(2):
        give_consent(by=viewer_of(cast.member))
    assert Consent.objects.filter(person=cast.member, withdrawn_at=None).count() == 1
    withdraw_consent(by=viewer_of(cast.member))
    assert not Consent.objects.filter(withdrawn_at=None).exists()
    with pytest.raises(NotAllowed):
        give_consent(by=cast.county_officer)


def client_of(viewer: Viewer) -> Client:
    assert viewer.account is not None
    client = Client()
    client.force_login(viewer.account)
    return client


def test_taken_back_the_name_is_gone_from_the_page_at_once(cast: Cast, village: list[Person]) -> None:
    """R-P8: nothing is kept of it anywhere."""
    show_to(cast, "full")
    agree(village[1:])
    closing, member = closed(cast), client_of(viewer_of(cast.member))
    reader = client_of(viewer_of(cast.second_member))
    address = reverse("ledger:closing", args=[closing.ref])
    assert cast.member.name not in reader.get(address).content.decode()
    member.post(reverse("ledger:consent"))
    assert cast.member.name in reader.get(address).content.decode()
    member.post(reverse("ledger:withdraw-consent"))
    assert cast.member.name not in reader.get(address).content.decode()


def test_the_page_tells_a_member_his_own_place_alone(cast: Cast, village: list[Person]) -> None:
    address = reverse("ledger:closing", args=[closed(cast).ref])
    page = client_of(viewer_of(cast.member)).get(address).content.decode()
    assert "2分，第12位。只有您看得到。" in page
    assert not any(person.name in page for person in village[1:])
    assert client_of(viewer_of(cast.other_member)).get(address).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_cost_the_same_for_one_and_three(cast: Cast, rows: int, django_assert_num_queries: Any) -> None:
    county_worth(cast, 200)
    for number in range(rows):
        award(cast.member, Activity.TASK, source=f"claim:{number}", day=LONG_AGO, by=cast.secretary)
    member, secretary = client_of(viewer_of(cast.member)), client_of(cast.secretary)
    person = reverse("ledger:person", args=[cast.member.ref])
    for client, address, queries in (
        (member, reverse("ledger:own"), 11),
        (secretary, reverse("ledger:list"), 5),
        (secretary, person, 8),
        (secretary, reverse("ledger:closings"), 6),
        (client_of(cast.township_officer), reverse("ledger:worth-of", args=[cast.township.ref]), 6),
    ):
        client.get(address)
        with django_assert_num_queries(queries):
            assert client.get(address).status_code == 200


def test_an_answer_without_words_is_asked_for_at_its_field(cast: Cast, village: list[Person]) -> None:
    closing, member = closed(cast), viewer_of(cast.member)
    with standing_at(at_day(OVER)):
        objection = object_to(closing, "少记了一次", by=member)
    page = client_of(cast.secretary).post(reverse("ledger:answer", args=[objection.ref]), {"words": " "})
    assert page.status_code == 422
    assert "少记了一次" in page.content.decode()
    assert "请写明怎么处理，本人会看到。" in page.content.decode()


def test_what_was_said_goes_along_when_the_period_is_computed_anew(cast: Cast, village: list[Person]) -> None:
    """I-04: nobody loses his answer because the sums were mended meanwhile."""
    first, member = closed(cast), viewer_of(cast.member)
    with standing_at(at_day(OVER)):
        object_to(first, "少记了一次", by=member)
    second = closed(cast)
    with standing_at(second.until), refused("unanswered"):
        finish_closing(second, by=cast.secretary)
    page = client_of(member).get(reverse("ledger:closing", args=[first.ref])).content.decode()
    assert "少记了一次" in page


def test_a_final_list_asks_for_no_objection_and_is_not_computed_anew(
    cast: Cast, village: list[Person]
) -> None:
    closing, secretary = closed(cast), client_of(cast.secretary)
    address = reverse("ledger:closing", args=[closing.ref])
    assert "写一句" in secretary.get(address).content.decode()
    with standing_at(closing.until):
        finish_closing(closing, by=cast.secretary)
    assert "写一句" not in secretary.get(address).content.decode()
    asked = {"org": cast.shazhou.ref, "kind": "points", "period": "2026-H1"}
    answer = secretary.post(reverse("ledger:closings"), asked)
    assert (answer.status_code, "已经定下，不再重新汇总" in answer.content.decode()) == (422, True)


def test_the_poster_says_in_chinese_until_when_one_may_object(cast: Cast, client: Client) -> None:
    closing = closed(cast)
    own = cast.secretary.account
    assert own is not None
    own.language = "en"
    own.save(update_fields=["language"])
    client.force_login(own)
    sheet = client.get(reverse("ledger:poster", args=[closing.ref])).content
    words = PdfReader(io.BytesIO(sheet)).pages[0].extract_text()
    assert "2026年上半年" in words
    assert f"征求意见到{closing.until:%Y}年" in words


def test_days_in_the_wrong_order_are_told_at_their_field(cast: Cast, client: Client) -> None:
    assert cast.secretary.account is not None
    client.force_login(cast.secretary.account)
    typed = {"ground": "ill", "from_day": "2026-11-01", "until_day": "2026-10-01"}
    answer = client.post(reverse("ledger:exempt", args=[cast.member.ref]), typed)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "结束那天要在开始之后" in page
    assert 'value="2026-10-01"' in page
