"""182 chats as they are really pasted come out as their senders meant them (ideas 9, rosters.md 6.4)."""

import re
from collections.abc import Callable

import pytest

from tests.intake.chats.accuracy import FLOOR, Accuracy, of_corpus
from tests.intake.chats.corpus import CASES, PEOPLE, Case, read

each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)


@each_case
def test_what_was_pasted_is_read_as_it_was_meant(case: Case) -> None:
    assert read(case) == case.expected, case.habit


def test_the_corpus_is_large_and_has_every_kind() -> None:
    assert len(CASES) >= 60
    kinds = [case.expected["kind"] for case in CASES]
    assert {kind for kind in kinds if kinds.count(kind) >= 4} == {
        "report",
        "attendance",
        "claim",
        "suggestion",
        "feedback",
    }
    assert len({case.habit for case in CASES}) == len(CASES)


def test_accuracy_stays_where_it_was(record_property: Callable[[str, object], None]) -> None:
    accuracy = of_corpus()
    record_property("told", accuracy.words())
    assert accuracy.wrong == 0, accuracy.words()
    assert [name for name, share in accuracy.shares().items() if share < FLOOR[name]] == [], accuracy.words()


def test_a_wrong_person_would_be_counted() -> None:
    expected = {
        "records": [{"person": {"id": "p01"}, "status": "well", "certainty": "sure"}],
        "not_understood": [],
    }
    mistaken = {
        "records": [{"person": {"id": "p02"}, "status": "well", "certainty": "sure"}],
        "not_understood": [],
    }
    accuracy = Accuracy()
    accuracy.count(expected, mistaken)
    assert (accuracy.wrong, accuracy.records_right, accuracy.chats_right) == (1, 0, 0)


def test_a_question_counts_as_nobody_wrong() -> None:
    asked = {
        "records": [{"person": {"id": "p02"}, "status": "well", "certainty": "question"}],
        "not_understood": [],
    }
    accuracy = Accuracy()
    accuracy.count({"records": [], "not_understood": []}, asked)
    assert accuracy.wrong == 0


@each_case
def test_every_record_has_its_shape_and_everybody_is_accounted_for(case: Case) -> None:
    found = read(case)
    assert list(found) == ["kind", "period", "records", "not_understood", "not_heard_from"]
    for record in found["records"]:
        assert list(record) == ["line", "person", "status", "said", "by", "certainty"]
        assert record["certainty"] in ("sure", "question")
    heard = {
        record["person"]["id"]
        for record in found["records"]
        if record["certainty"] == "sure" and record["status"] != "not_reached"
    }
    silent = {each["id"] for each in found["not_heard_from"]}
    assert (heard & silent, heard | silent) == (set(), set(case.people))


@each_case
def test_what_counts_as_sure_stands_in_the_paste(case: Case) -> None:
    """Nobody is sure of whom neither name, telephone nor nickname is written anywhere."""
    text = re.sub(r"\s", "", case.text)
    for record in read(case)["records"]:
        told = PEOPLE.get(record["person"]["id"])
        if told is None or record["certainty"] != "sure":
            continue
        written = {told["name"], told["phone"], told["phone"][-4:], "飞翔的鱼", "佛山阿燕"}
        variants = {"梁國華", "謝長風", "何遠山", "黃曉鵬", "阿依努尔•买买提"}
        assert any(form in text for form in written | variants), record
