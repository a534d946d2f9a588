"""Inflow rosters: whoever came takes part at the importing host and never becomes a member of ours (A-06)."""

import io

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from banyan.audit.models import Entry
from banyan.demo.cast import Cast
from banyan.insight.exports import guests_workbook
from banyan.insight.queries.listing import Line
from banyan.intake.actions import Decision, accept_batch, answer_question, stage_roster, undo_batch
from banyan.intake.models import Batch
from banyan.intake.queries.batches import counts_of
from banyan.intake.queries.checking import check_roster
from banyan.intake.states import How
from banyan.journeys.actions.departure import record_departure
from banyan.journeys.models import CheckIn
from banyan.notify.models import Message
from banyan.orgs.models import Organisation
from banyan.orgs.states import OrganisationKind
from banyan.orgs.viewers import Viewer, operator_at
from banyan.people.models import Arrival, Membership, Person
from banyan.people.queries import find_person, people_seen_by
from banyan.people.stats import inflow
from banyan.shared.clock import today
from banyan.shared.periods import Period
from tests.intake.townships import id_number, roster
from tests.journeys.scenes import confirmed, signed_in

HEADS = (
    "序号", "姓名", "性别", "身份证号", "流入地党支部", "手机", "入党时间", "流入时间", "流入前所在省份",
    "组织关系所在地", "现居住地", "工作单位", "职业", "流入原因", "是否持有流动党员活动证", "备注",
)  # fmt: skip
STRANGER = "邵远"


def guest(serial: int, name: str = STRANGER, **cells: str) -> list[str]:
    row = {
        "序号": str(serial),
        "姓名": name,
        "性别": "",
        "身份证号": id_number(serial),
        "流入地党支部": "沙洲村支部",
        "手机": f"1548{serial:07d}",
        "入党时间": "2009.7",
        "流入时间": "2021.3",
        "流入前所在省份": "湖南省",
        "组织关系所在地": "永州市某镇某村党支部",
        "现居住地": "湖南省郴州市沙洲村新街三号",
        "工作单位": "沙洲民宿",
        "职业": "厨师",
        "流入原因": "务工",
        "是否持有流动党员活动证": "是",
        "备注": "",
    }
    return list((row | cells).values())


def inflow_list(*rows: list[str]) -> bytes:
    return roster(rows, heads=HEADS)


def staged(cast: Cast, *rows: list[str], by: Viewer | None = None, org: Organisation | None = None) -> Batch:
    officer = by or cast.township_officer
    return stage_roster(inflow_list(*rows), "流入.xlsx", org=org or cast.township, by=officer)


def taken(cast: Cast, *rows: list[str]) -> Batch:
    batch = staged(cast, *rows)
    assert accept_batch(batch, by=cast.township_officer) == len(rows)
    return batch


def answer(batch: Batch, cast: Cast) -> None:
    """As it was read, to whatever is asked."""
    for question in batch.questions.all():
        answer_question(question, Decision(How.READ), by=cast.township_officer)


def away(cast: Cast, person: Person) -> None:
    record_departure(person, {"departed_on": "2020-03", "place_words": "外地"}, by=cast.secretary)


@pytest.fixture
def member(cast: Cast) -> Person:
    away(cast, cast.member)
    return cast.member


def known_row(person: Person, **cells: str) -> list[str]:
    told = {"姓名": person.name, "身份证号": person.id_number.open(), "手机": person.phone.open()}
    return guest(90, **{**told, "流入地党支部": "宝南村支部", **cells})


def stays(person: Person) -> list[str]:
    found = Membership.objects.filter(person=person, kind="host", until_day=None)
    return [stay.org.name for stay in found.select_related("org")]


def test_a_stranger_becomes_a_guest_whose_home_is_outside_the_tree(cast: Cast) -> None:
    batch = taken(cast, guest(1))
    person = Person.objects.select_related("home").get(name=STRANGER)
    assert (person.home.kind, person.home.name) == (OrganisationKind.OUTSIDE, "永州市某镇某村党支部")
    assert stays(person) == ["沙洲瑶族村党支部"]
    arrival = Arrival.objects.select_related("stay").get()
    assert (arrival.arrived_on, arrival.stay.from_day.isoformat()) == ("2021-03", "2021-03-01")
    assert (arrival.origin_id, arrival.home_words) == ("43", "永州市某镇某村党支部")
    assert (arrival.place.open(), arrival.employer, arrival.occupation) == (
        "湖南省郴州市沙洲村新街三号",
        "沙洲民宿",
        "厨师",
    )
    assert (arrival.reason, arrival.has_certificate) == ("务工", True)
    assert (person.joined_on, person.phone.open()) == ("2009-07", "15480000001")
    assert batch.rows.get().is_taken


def test_guests_are_counted_as_inflow_and_never_as_members(cast: Cast) -> None:
    members = set(people_seen_by(cast.secretary).values_list("pk", flat=True))
    taken(cast, guest(1), guest(2, "邵近"))
    period = Period.of(today())
    assert [inflow(org, period).count() for org in (cast.township, cast.county, cast.other_county)] == [
        2,
        2,
        0,
    ]
    assert set(people_seen_by(cast.secretary).values_list("pk", flat=True)) == members
    seen = find_person(cast.township_officer, Person.objects.get(name=STRANGER).ref)
    assert seen.name == STRANGER
    assert not people_seen_by(cast.other_county_officer).filter(name=STRANGER).exists()


def test_the_same_list_again_changes_nothing(cast: Cast) -> None:
    taken(cast, guest(1), guest(2, "邵近", 身份证号="", 流入前所在省份=""))
    acts = Entry.objects.count()
    again = staged(cast, guest(1), guest(2, "邵近", 身份证号="", 流入前所在省份=""), guest(3, "邵新"))
    assert {name: count for name, count in counts_of(again).items() if count} == {
        "seen": 5, "same": 2, "new": 1, "ignored": 2,
    }  # fmt: skip
    assert accept_batch(again, by=cast.township_officer) == 1
    about = Entry.objects.order_by("seq")[acts:].values_list("act", flat=True)
    assert [act for act in about if act.startswith(("guest", "person", "stay"))] == ["guest.received"]


def test_the_list_behind_the_figure_reads_back_to_nothing_and_the_page_invents_no_day(cast: Cast) -> None:
    taken(cast, guest(1), guest(2, "邵近"))
    address = f"/figures/{cast.county.ref}/rows/exports/?period={Period.of(today())}&measure=inflow"
    content = signed_in(cast.county_officer).post(address).content
    found, _checked = check_roster(content, "x.xlsx", cast.county)
    assert {name: count for name, count in found.summary().items() if count} == {"seen": 2, "same": 2}
    assert {row.text("direction") for row in found.rows} == {"inflow"}
    page = signed_in(cast.township_officer).get("/hosted/").content.decode()
    assert "沙洲民宿" in page
    assert "2021年3月1日" not in page
    assert "2021年3月" in page


def test_a_guest_who_has_left_is_counted_on_the_list_and_not_named() -> None:
    content = guests_workbook("某乡", [Line("已离开的党员", None, "", "某支部")])
    rows = list(openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True))
    assert [row[0] for row in rows] == ["某乡 流入党员名单", "另有1人已经离开，不列名", "编号"]


def test_a_member_of_ours_who_checked_in_and_is_only_named_is_the_same(cast: Cast) -> None:
    confirmed(cast)
    ref = str(cast.member.ref)
    content = guests_workbook("某地", [Line(cast.member.name, cast.member.ref, "", cast.floating.name)])
    found, _checked = check_roster(content, "x.xlsx", cast.floating)
    assert [(row.ref.replace("-", ""), str(row.verdict)) for row in found.rows] == [
        (ref.replace("-", ""), "same")
    ]


def test_what_a_newer_list_says_of_a_guest_is_written_and_comes_back_by_undo(cast: Cast) -> None:
    taken(cast, guest(1))
    newer = taken(cast, guest(1, 工作单位="文明超市", 手机="15480000099"))
    arrival = Arrival.objects.select_related("stay__person").get()
    assert (arrival.employer, arrival.phone.open()) == ("文明超市", "15480000099")
    assert arrival.stay.person.phone.open() == "15480000099"
    assert undo_batch(newer, by=cast.township_officer) == 0
    arrival = Arrival.objects.select_related("stay__person").get()
    assert (arrival.employer, arrival.stay.person.phone.open()) == ("沙洲民宿", "15480000001")


def test_undo_takes_strangers_back_whole_with_their_homes(cast: Cast) -> None:
    before = (Person.objects.count(), Membership.objects.count(), Organisation.objects.count())
    batch = taken(cast, guest(1), guest(2, "邵近"), guest(3, "邵三", 组织关系所在地=""))
    assert Organisation.objects.count() == before[2] + 2
    assert undo_batch(batch, by=cast.township_officer) == 0
    assert (Person.objects.count(), Membership.objects.count(), Organisation.objects.count()) == before
    assert Arrival.objects.count() == 0


def test_a_member_of_our_tree_who_is_away_checks_in_at_once(cast: Cast, member: Person) -> None:
    batch = taken(cast, known_row(member))
    check_in = CheckIn.objects.get(journey__person=member)
    assert (check_in.status, check_in.confirmed_how) == ("confirmed", "host_entered")
    assert stays(member) == ["宝南村党支部"]
    assert Arrival.objects.get().stay.person_id == member.pk
    assert Person.objects.filter(name=member.name).count() == 1
    assert undo_batch(batch, by=cast.township_officer) == 0
    assert stays(member) == []
    assert CheckIn.objects.get(journey__person=member).status == "withdrawn"


def test_a_member_elsewhere_is_received_like_a_stranger_and_his_home_is_asked(
    cast: Cast, django_capture_on_commit_callbacks: pytest.FixtureRequest
) -> None:
    """T7: whoever imports sees one answer for somebody unknown and for somebody another county has."""
    elsewhere, nobody = known_row(cast.other_member, 流入地党支部="沙洲村支部"), guest(1)
    batch = staged(cast, elsewhere, nobody)
    assert [(row.verdict, row.person_id) for row in batch.rows.order_by("number")] == [("new", None)] * 2
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        accept_batch(batch, by=cast.township_officer)
    assert stays(cast.other_member) == ["沙洲瑶族村党支部"]
    assert Message.objects.filter(kind="check_in.unknown_journey").count() == 1
    assert counts_of(staged(cast, elsewhere, nobody))["same"] == 2
    assert undo_batch(batch, by=cast.township_officer) == 0
    assert stays(cast.other_member) == []
    assert Person.objects.filter(pk=cast.other_member.pk).exists()


def test_another_name_under_a_number_of_somebody_elsewhere_is_not_taken_for_him(cast: Cast) -> None:
    batch = staged(cast, known_row(cast.other_member, 姓名="邵冒名", 手机=""))
    assert [row.verdict for row in batch.rows.all()] == ["new"]


def test_who_came_to_his_own_branch_is_a_question(cast: Cast) -> None:
    batch = staged(cast, known_row(cast.member, 流入地党支部="沙洲村支部"))
    row = batch.rows.get()
    assert row.verdict == "question"
    assert row.reading()["values"]["name"]["why"] == "这名党员的组织关系就在这个支部，请核对流入还是流出"


def test_without_a_branch_he_is_asked_about_and_else_the_guest_of_whoever_imports(cast: Cast) -> None:
    batch = staged(cast, guest(1, 流入地党支部=""))
    answer(batch, cast)
    assert accept_batch(batch, by=cast.township_officer) == 1
    assert stays(Person.objects.get(name=STRANGER)) == ["文明瑶族乡"]


def test_an_address_no_list_of_regions_knows_is_kept_as_it_was_written(cast: Cast) -> None:
    batch = staged(cast, guest(1, 现居住地="新街三号"))
    answer(batch, cast)
    accept_batch(batch, by=cast.township_officer)
    assert Arrival.objects.get().place.open() == "新街三号"


def test_the_card_of_a_guest_shows_what_his_hosts_list_says(cast: Cast, client: Client) -> None:
    taken(cast, guest(1))
    client.force_login(cast.township_officer.account)
    page = client.get(reverse("people:card", args=[Person.objects.get(name=STRANGER).ref])).content.decode()
    for words in ("流入登记", "2021年3月", "永州市某镇某村党支部", "湖南省", "沙洲民宿", "厨师"):
        assert words in page
    assert "新街三号" not in page
    assert "15480000001" not in page


def test_a_village_secretary_leaves_guests_to_his_township(cast: Cast) -> None:
    batch = staged(cast, guest(1), by=cast.secretary, org=cast.shazhou)
    assert accept_batch(batch, by=cast.secretary) == 0
    assert not Person.objects.filter(name=STRANGER).exists()
    assert not batch.rows.get().is_taken


def test_a_guest_who_was_touched_since_is_left_alone_by_undo(cast: Cast) -> None:
    batch = taken(cast, guest(1))
    taken(cast, guest(1, 流入地党支部="宝南村支部"))
    assert sorted(stays(Person.objects.get(name=STRANGER))) == ["宝南村党支部", "沙洲瑶族村党支部"]
    assert undo_batch(batch, by=cast.township_officer) == 1


def test_a_guest_named_alone_is_asked_about(cast: Cast) -> None:
    """The host holds one of that name; without number and telephone nobody knows whether it is he."""
    bare = guest(1, 身份证号="", 手机="")
    taken(cast, bare)
    batch = staged(cast, bare)
    assert [question.field for question in batch.questions.all()] == ["name"]
    stay = Membership.objects.get(person__name=STRANGER, kind="host")
    by = cast.township_officer
    answer_question(batch.questions.get(), Decision(How.PERSON, person=stay.person), by=by)
    assert batch.rows.get().verdict == "same"


def test_at_a_floating_branch_whoever_is_named_is_its_guest(cast: Cast) -> None:
    by, heads = operator_at(cast.floating), ("姓名", "联系电话", "原支部")
    content = roster([[STRANGER, "15480000001", "某镇某村党支部"]], heads=heads)
    for verdict in ("new", "same"):
        batch = stage_roster(content, "在册.xlsx", org=cast.floating, by=by)
        assert [row.verdict for row in batch.rows.all()] == [verdict]
        accept_batch(batch, by=by)
    stay = Membership.objects.get(person__name=STRANGER, kind="host")
    assert (stay.org, stay.person.home.is_outside, stay.person.home.name) == (
        cast.floating,
        True,
        "某镇某村党支部",
    )


def test_a_floating_branch_named_from_above_has_guests_and_no_members(cast: Cast) -> None:
    by, name = operator_at(cast.county), cast.floating.name
    batch = staged(cast, guest(1, 流入地党支部=name), by=by, org=cast.county)
    assert (batch.rows.get().verdict, batch.rows.get().reading()["facts"]["branch"]) == (
        "new",
        str(cast.floating.ref),
    )
    content = roster([[STRANGER, "15480000001", name]], heads=("姓名", "联系电话", "所在党支部"))
    asked = stage_roster(content, "x.xlsx", org=cast.county, by=by)
    assert [question.field for question in asked.questions.all()] == ["direction"]
    answer_question(asked.questions.get(), Decision(How.SAY, text="流入"), by=by)
    assert asked.rows.get().reading()["facts"]["direction"] == "inflow"
    assert (asked.rows.get().verdict, asked.questions.count()) == ("new", 1)
