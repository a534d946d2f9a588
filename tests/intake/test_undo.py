"""An import taken back says field by field what stays, which office changed it and when (R-I3; issue 3, Rosters)."""

import pytest
from django.test import Client

from banyan.audit.models import Entry
from banyan.demo.cast import Cast
from banyan.intake.actions import accept_batch, stage_roster, undo_batch
from banyan.intake.models import Batch
from banyan.intake.queries.batches import told_of
from banyan.journeys.actions.departure import correct_departure
from banyan.journeys.models import Journey, Stop
from banyan.notify.models import Message
from banyan.orgs.states import OfficeName
from banyan.people.actions import correct_person
from banyan.people.models import Person
from tests.intake.townships import person, roster


def taken_in(cast: Cast, *rows: list[str]) -> Batch:
    batch = stage_roster(roster(rows), "花名册.xlsx", org=cast.township, by=cast.township_officer)
    accept_batch(batch, by=cast.township_officer)
    return batch


def changed(cast: Cast, **cells: str) -> tuple[Batch, Person]:
    """Somebody who was there, changed by a second roster."""
    taken_in(cast, person(1))
    batch = taken_in(cast, person(1, **cells))
    found = batch.rows.get().person
    assert found is not None
    return batch, found


def left(batch: Batch) -> list[tuple[str, str, str]]:
    row = batch.rows.get()
    return [(each["field"], each["role"], each["org"]) for each in row.left]


def test_what_somebody_changed_stays_and_is_named_and_the_rest_goes_back(cast: Cast) -> None:
    batch, found = changed(cast, 手机="15479999999", 入党时间="2009.6", 工作单位="新厂")
    correct_person(found, {"phone": "15478888888"}, by=cast.secretary)
    assert undo_batch(batch, by=cast.township_officer) == 1
    now = Person.objects.get(pk=found.pk)
    assert (now.phone.open(), now.joined_on) == ("15478888888", "2008-06")
    assert Stop.objects.get(journey__person=now).employer == "远成电子厂"
    assert left(batch) == [("phone", "branch_secretary", cast.shazhou.name)]
    assert Entry.objects.get(act="import.left").field_names == ["phone"]


def test_a_journey_goes_back_field_by_field(cast: Cast) -> None:
    batch, found = changed(cast, 工作单位="新厂", 外出地点="广东广州白云区", 外出时间="2022.4")
    journey = Journey.objects.get(person=found)
    correct_departure(journey, {"employer": "第三家厂"}, by=cast.secretary)
    assert undo_batch(batch, by=cast.township_officer) == 1
    stop = Stop.objects.select_related("journey").get(journey=journey)
    assert (stop.employer, stop.journey.departed_on) == ("第三家厂", "2022-03")
    assert left(batch) == [("employer", "branch_secretary", cast.shazhou.name)]


def test_a_person_with_a_life_since_stays_whole(cast: Cast) -> None:
    batch = taken_in(cast, person(1))
    made = batch.rows.get().person
    assert made is not None
    correct_person(made, {"education": "高中"}, by=cast.secretary)
    undo_batch(batch, by=cast.township_officer)
    assert left(batch) == [("", "branch_secretary", cast.shazhou.name)]


def test_nothing_left_tells_nobody(cast: Cast) -> None:
    batch, found = changed(cast, 手机="15479999999")
    assert undo_batch(batch, by=cast.township_officer) == 0
    assert left(batch) == []
    assert Person.objects.get(pk=found.pk).phone.open() == "15470000001"
    assert not Message.objects.filter(kind="import.undone").exists()


def undone(cast: Cast) -> Batch:
    batch, found = changed(cast, 手机="15479999999")
    correct_person(found, {"phone": "15478888888"}, by=cast.secretary)
    undo_batch(batch, by=cast.township_officer)
    return Batch.objects.select_related("org").get(pk=batch.pk)


@pytest.mark.django_db(transaction=True)
def test_whoever_undid_it_hears_where_it_says_so(cast: Cast) -> None:
    batch = undone(cast)
    told = Message.objects.get(kind="import.undone")
    assert told.recipient == cast.township_officer.account
    assert told.link == f"/imports/{batch.ref}/?kind=left"


def test_page_and_program_name_office_and_field_and_no_value(cast: Cast) -> None:
    batch = undone(cast)
    client = Client()
    assert cast.township_officer.account is not None
    client.force_login(cast.township_officer.account)
    page = client.get(f"/imports/{batch.ref}/").content.decode()
    assert "联系电话" in page
    assert f"{cast.shazhou.name} {OfficeName.BRANCH_SECRETARY.label}" in page
    told = told_of(batch)["left"]
    assert [(each["row"], [field["field"] for field in each["fields"]]) for each in told] == [(3, ["phone"])]
    for number in ("15478888888", "15479999999", "15470000001"):
        assert number not in page
        assert number not in str(told)


@pytest.mark.django_db(transaction=True)
def test_whoever_imports_there_hears_that_it_was_taken_back(cast: Cast) -> None:
    batch = stage_roster(roster([person(1)]), "花名册.xlsx", org=cast.shazhou, by=cast.secretary)
    accept_batch(batch, by=cast.secretary)
    undo_batch(batch, by=cast.township_officer)
    told = Message.objects.get(kind="import.taken_back", recipient=cast.secretary.account)
    assert told.link == f"/imports/{batch.ref}/"


@pytest.mark.django_db(transaction=True)
def test_whoever_takes_it_back_himself_is_not_told(cast: Cast) -> None:
    batch = stage_roster(roster([person(1)]), "花名册.xlsx", org=cast.township, by=cast.township_officer)
    accept_batch(batch, by=cast.township_officer)
    undo_batch(batch, by=cast.township_officer)
    assert not Message.objects.filter(kind="import.taken_back").exists()
