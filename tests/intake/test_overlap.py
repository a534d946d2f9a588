"""Officers whose files overlap take them in at once: the union, nobody twice, no deadlock (R-I3).

A hundred rounds with --long; else three, on either database.
"""

import itertools
from collections import Counter
from collections.abc import Sequence
from functools import partial

import pytest

from banyan.demo.cast import build_cast
from banyan.intake.actions import accept_batch, stage_roster, undo_batch
from banyan.intake.actions.accepting import TAKEN_IN, take_in
from banyan.intake.models import Batch
from banyan.journeys.models import Journey
from banyan.orgs.models import Organisation
from banyan.orgs.viewers import Viewer
from banyan.people.models import Person
from banyan.people.rules import check_digit
from tests.crowd import all_at_once
from tests.environment import IS_LONG
from tests.intake.townships import HEADS, roster

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
ROUNDS = 100 if IS_LONG else 3
SIZE, SHARED = 12, 6
BORN = "出生年月"
# Numbers nobody else of these tests has.
serials = itertools.count(1)

Row = list[str]


def invented(kind: str) -> Row:
    """Somebody new; a roster knows people by number, by telephone and name, or by name, birth and branch."""
    serial = next(serials)
    seventeen = f"439997{19500101 + serial // 900 * 10000}{serial % 900:03d}"
    cells = {
        "序号": str(serial),
        "姓名": "盘" + "".join("一二三四五六七八九十"[int(digit)] for digit in str(serial)),
        "身份证号": seventeen + check_digit(seventeen) if kind == "number" else "",
        "所在支部": "沙洲村支部",
        "手机": f"1546{serial:07d}" if kind == "telephone" else "",
        "外出时间": "2022.3",
        "外出地点": "广东广州番禺",
        BORN: "1985.4" if kind == "birth" else "",
    }
    return [cells.get(head, "") for head in (*HEADS, BORN)]


def overlapping() -> tuple[list[Row], list[Row]]:
    """Two files of twelve, six of them the same people in the opposite order."""
    kinds = itertools.cycle(["number", "telephone", "birth"])
    shared = [invented(next(kinds)) for _row in range(SHARED)]
    one, other = ([invented(next(kinds)) for _row in range(SIZE - SHARED)] for _file in range(2))
    return [*one, *shared], [*reversed(shared), *other]


def staged(rows: Sequence[Row], org: Organisation, by: Viewer) -> Batch:
    return stage_roster(roster(rows, heads=[*HEADS, BORN]), "花名册.xlsx", org=org, by=by)


def stage_and_accept(rows: Sequence[Row], org: Organisation, by: Viewer) -> int:
    return accept_batch(staged(rows, org, by), by=by)


def names(*files: Sequence[Row]) -> Counter[str]:
    """Each person of these files once."""
    return Counter({row[HEADS.index("姓名")]: 1 for rows in files for row in rows})


def people_besides(kept: set[int]) -> Counter[str]:
    return Counter(Person.objects.exclude(pk__in=kept).values_list("name", flat=True))


def accepted_at_once(batches: Sequence[tuple[Batch, Viewer]]) -> list[int]:
    """How many rows of each went in, most first; any error is one of the test."""
    return sure(all_at_once([partial(accept_batch, batch, by=by) for batch, by in batches]))


def sure(answers: Sequence[int | Exception]) -> list[int]:
    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    return sorted((answer for answer in answers if isinstance(answer, int)), reverse=True)


def test_two_who_staged_overlapping_files_and_accept_at_once_make_everybody_once() -> None:
    cast = build_cast()
    kept = set(Person.objects.values_list("pk", flat=True))
    for _round in range(ROUNDS):
        one, other = overlapping()
        batches = [
            (staged(one, cast.township, cast.township_officer), cast.township_officer),
            (staged(other, cast.shazhou, cast.secretary), cast.secretary),
        ]
        assert accepted_at_once(batches) == [SIZE, SIZE - SHARED]
        assert people_besides(kept) == names(one, other)
        assert Journey.objects.exclude(person__in=kept).count() == len(names(one, other))
        Person.objects.exclude(pk__in=kept).delete()


def test_two_who_read_and_accept_overlapping_files_at_once_make_everybody_once() -> None:
    cast = build_cast()
    kept = set(Person.objects.values_list("pk", flat=True))
    for _round in range(ROUNDS):
        one, other = overlapping()
        acts = [
            partial(stage_and_accept, one, cast.township, cast.township_officer),
            partial(stage_and_accept, other, cast.shazhou, cast.secretary),
        ]
        assert sure(all_at_once(acts)) == [SIZE, SIZE - SHARED]
        assert people_besides(kept) == names(one, other)
        Person.objects.exclude(pk__in=kept).delete()


def test_two_counties_with_one_number_at_once_are_both_answered_and_a_superior_decides() -> None:
    cast = build_cast()
    for _round in range(ROUNDS):
        here = invented("number")
        there = [{"沙洲村支部": "涌水村支部"}.get(cell, cell) for cell in here]
        batches = [
            (staged([here], cast.township, cast.township_officer), cast.township_officer),
            (staged([there], cast.other_township, cast.other_township_officer), cast.other_township_officer),
        ]
        assert accepted_at_once(batches) == [1, 1]
        claims = Person.objects.filter(name=here[1]).values_list("is_contested", flat=True)
        assert sorted(claims) == [False, True]
        assert [batch.rows.get().verdict for batch, _by in batches] == ["new", "new"]


def test_taking_one_import_back_while_another_goes_in_leaves_the_shared_people_once() -> None:
    cast = build_cast()
    kept = set(Person.objects.values_list("pk", flat=True))
    for _round in range(ROUNDS):
        one, other = overlapping()
        other = [[*row[:9], "远成电子厂", "家有老人", row[-1]] for row in other]
        first = staged(one, cast.township, cast.township_officer)
        accept_batch(first, by=cast.township_officer)
        second = staged(other, cast.shazhou, cast.secretary)
        by = cast.township_officer
        sure(
            all_at_once([partial(undo_batch, first, by=by), partial(accept_batch, second, by=cast.secretary)])
        )
        assert people_besides(kept) == names(other)
        Person.objects.exclude(pk__in=kept).delete()


def test_without_asking_again_the_shared_people_would_be_there_twice() -> None:
    """The positive control: what was new when it was read is taken as new, whoever came first."""
    cast = build_cast()
    kept = set(Person.objects.values_list("pk", flat=True))
    shared = [invented("telephone"), invented("birth")]
    batches = [
        staged(shared, cast.township, cast.township_officer),
        staged(shared, cast.shazhou, cast.secretary),
    ]
    for batch in batches:
        take_in(batch, batch.rows.filter(verdict__in=TAKEN_IN), by=cast.township_officer)
    assert set(people_besides(kept).values()) == {2}


def test_without_the_lock_the_shared_people_would_be_there_twice() -> None:
    """The positive control of the other half: each of them a number that two claim, and nobody an error."""
    cast = build_cast()
    shared = [invented("number") for _row in range(SIZE)]
    batches = [
        staged(shared, cast.township, cast.township_officer),
        staged(shared[::-1], cast.shazhou, cast.secretary),
    ]
    acts = [partial(take_in, batch, batch.rows.all(), by=cast.township_officer) for batch in batches]
    assert sure(all_at_once(acts)) == [SIZE, SIZE]
    assert set(
        Counter(
            Person.objects.filter(name__in=[row[1] for row in shared]).values_list("name", flat=True)
        ).values()
    ) == {2}
