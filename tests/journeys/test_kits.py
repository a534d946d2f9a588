"""Papers for a whole township: searched, narrowed, issued and printed by the worker (B-04, R-L6, T4)."""

import io
import os
import random
import signal
import subprocess
import sys
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from banyan.demo.cast import Cast, build_cast
from banyan.documents.actions import set_print, void_paper
from banyan.documents.models import Paper
from banyan.documents.verify import series_with_gaps
from banyan.journeys.actions import kit
from banyan.journeys.actions.departure import end_journey
from banyan.journeys.actions.kit import PEOPLE_AT_ONCE, ask_for_kits, forget_old_kits, make_kits
from banyan.journeys.models import Journey, KitRun
from banyan.journeys.queries.journey import Wanted
from banyan.journeys.queries.papers import job_of_kits, journeys_lacking
from banyan.journeys.rules.papers import MOST_KITS, why_not_kits
from banyan.orgs.models import Office
from banyan.people.actions import add_person
from banyan.shared.clock import now, today
from banyan.shared.errors import NotAllowed, Refused
from tests.architecture.source import ROOT
from tests.documents.test_sheets import pages_in
from tests.environment import IS_LONG
from tests.jobs.workers import environment
from tests.journeys.scenes import away, signed_in

PAGE = reverse("journeys:paper-batch")
KILLS = 10 if IS_LONG else 2
SEED = int(os.environ.get("BANYAN_SEED", "20261122"))
RUN_IT = """
import sys, django
django.setup()
from banyan.journeys.actions.kit import make_kits
make_kits(int(sys.argv[1]))
"""


def three_away(cast: Cast) -> list[Journey]:
    return [away(cast, person) for person in (cast.member, cast.second_member, cast.baonan_member)]


def lacking(cast: Cast, kind: str = "", **wanted: str) -> list[str]:
    found = journeys_lacking(cast.township_officer, kind, Wanted(**wanted))
    return [journey.person.name for journey in found.order_by("org__path", "person__pinyin")]


def run_of(cast: Cast, **how: str) -> KitRun:
    return ask_for_kits(
        journeys_lacking(cast.township_officer, "", Wanted()), by=cast.township_officer, **how
    )


def test_a_run_is_for_somebody_and_for_no_more_than_two_thousand() -> None:
    assert why_not_kits(0).code == "nobody_lacks"  # type: ignore[union-attr]
    assert why_not_kits(MOST_KITS) is None
    assert why_not_kits(MOST_KITS + 1).code == "too_many_kits"  # type: ignore[union-attr]


def test_the_list_is_searched_and_narrowed(cast: Cast) -> None:
    three_away(cast)
    assert lacking(cast) == ["何远山", "朱小满", "叶知秋"]
    assert lacking(cast, "letter") == []
    assert lacking(cast, text="朱") == ["朱小满"]
    assert lacking(cast, text="yzq") == ["叶知秋"]
    assert lacking(cast, org=str(cast.baonan.ref)) == ["叶知秋"]
    assert lacking(cast, standing="floating") == []
    assert lacking(cast, standing="short") == ["何远山", "朱小满", "叶知秋"]
    words = signed_in(cast.township_officer).get(PAGE, {"org": cast.baonan.ref}).content.decode()
    assert "还没开齐的1人" in words
    assert "何远山" not in words
    assert signed_in(cast.secretary).get(PAGE).status_code == 403
    assert "没有人缺" in signed_in(cast.other_township_officer).get(PAGE).content.decode()


def test_the_list_goes_on_to_the_next_page(cast: Cast) -> None:
    for number in range(51):
        add_away(cast, number)
    desk = signed_in(cast.township_officer)
    first = desk.get(PAGE)
    assert len(first.context["rows"]) == 50
    second = desk.get(PAGE, {"mark": first.context["found"].next_mark})
    assert len(second.context["rows"]) == 1
    assert "还没开齐的51人" in second.content.decode()


def test_one_button_has_all_issued_and_printed_in_the_background(cast: Cast) -> None:
    three_away(cast)
    desk = signed_in(cast.township_officer)
    answer = desk.post(reverse("journeys:paper-runs"), {"form": "pile"})
    run = KitRun.objects.get()
    page = reverse("journeys:paper-run", args=[run.ref])
    assert answer["Location"] == page
    assert "0 / 3" in desk.get(page).content.decode()
    job = job_of_kits(run)
    assert job is not None
    assert (job.args, job.link) == ([run.pk], page)
    make_kits(run.pk)
    run.refresh_from_db()
    assert (run.done, run.skipped, len(run.paper_ids)) == (3, 0, 6)
    assert list(series_with_gaps(True)) == []
    shown = desk.get(page, headers={"HX-Request": "true"}).content.decode()
    assert "开好了" in shown
    assert run.print_run is not None
    assert reverse("documents:print", args=[run.print_run.ref]) in shown
    set_print(run.print_run.pk)
    pile = desk.get(reverse("documents:print-file", args=[run.print_run.ref]))
    assert pages_in(pile.content) == 6
    make_kits(run.pk)
    assert Paper.objects.count() == 6


def test_the_pile_keeps_each_set_together(cast: Cast) -> None:
    three_away(cast)
    run = run_of(cast)
    make_kits(run.pk)
    run.refresh_from_db()
    assert run.print_run is not None
    papers = Paper.objects.in_bulk(run.print_run.paper_ids)
    order = [(papers[pk].person.name, papers[pk].kind) for pk in run.print_run.paper_ids]
    kinds = ["certificate", "receipt"]
    assert order == [(name, kind) for name in ("何远山", "朱小满", "叶知秋") for kind in kinds]


def test_one_by_one_they_come_as_a_zip_named_by_number_alone(cast: Cast) -> None:
    three_away(cast)
    run = run_of(cast, form="singles")
    make_kits(run.pk)
    run.refresh_from_db()
    assert run.print_run is not None
    set_print(run.print_run.pk)
    run.print_run.refresh_from_db()
    desk = signed_in(cast.township_officer)
    answer = desk.get(reverse("documents:print-file", args=[run.print_run.ref]))
    assert answer["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        names = archive.namelist()
        assert len(names) == 6
        assert all(pages_in(archive.read(name)) == 1 for name in names)
    assert names[0] == f"文明瑶族乡党证〔{today().year}〕1号.pdf"
    assert not any(person in name for name in names for person in ("何远山", "朱小满", "叶知秋"))


def test_who_left_or_was_served_meanwhile_is_passed_over(cast: Cast) -> None:
    journeys = three_away(cast)
    run = run_of(cast)
    end_journey(journeys[1], by=cast.secretary, ending="returned", ended_on=today())
    make_kits(run.pk)
    run.refresh_from_db()
    assert (run.done, run.skipped, len(run.paper_ids)) == (3, 1, 4)
    assert not Paper.objects.filter(person=cast.second_member).exists()


def test_an_officer_who_has_left_has_nothing_issued(cast: Cast) -> None:
    three_away(cast)
    run = run_of(cast)
    Office.objects.filter(account=run.account).update(until_day=today())
    with pytest.raises(NotAllowed):
        make_kits(run.pk)
    assert not Paper.objects.exists()


def test_a_void_paper_is_issued_anew_under_the_next_number(cast: Cast) -> None:
    three_away(cast)
    make_kits(run_of(cast).pk)
    first = Paper.objects.get(person=cast.member, kind="receipt")
    void_paper(first, by=cast.secretary, reason="名字写错")
    run = run_of(cast)
    make_kits(run.pk)
    run.refresh_from_db()
    assert [Paper.objects.get(pk=pk).serial for pk in run.paper_ids] == [4]
    first.refresh_from_db()
    assert (first.serial, first.status) == (1, "void")
    assert list(series_with_gaps(True)) == []


def test_a_run_belongs_to_who_asked_for_it(cast: Cast) -> None:
    three_away(cast)
    run = run_of(cast)
    for viewer in [cast.county_officer, cast.secretary, *cast.outsiders]:
        assert signed_in(viewer).get(reverse("journeys:paper-run", args=[run.ref])).status_code == 404
        with pytest.raises((NotAllowed, Refused)):
            ask_for_kits(journeys_lacking(viewer, "", Wanted()), by=viewer)


def test_lists_of_runs_are_forgotten_after_a_day(cast: Cast) -> None:
    three_away(cast)
    run_of(cast)
    assert forget_old_kits() == 0
    with time_machine.travel(now() + timedelta(hours=24, minutes=1)):
        assert forget_old_kits() == 1


def test_broken_off_between_two_people_it_goes_on_without_a_gap(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever breaks off takes its own numbers back; what was stored before it stays."""
    monkeypatch.setattr(kit, "PEOPLE_AT_ONCE", 2)
    three_away(cast)
    run, issue, calls = run_of(cast), kit.issue_row_paper, []

    def break_at_the_fifth(*args: Any, **kwargs: Any) -> Paper:
        calls.append(1)
        if len(calls) == 6:
            raise Broken
        return issue(*args, **kwargs)

    monkeypatch.setattr(kit, "issue_row_paper", break_at_the_fifth)
    with pytest.raises(Broken):
        make_kits(run.pk)
    assert Paper.objects.count() == 4
    assert list(series_with_gaps(True)) == []
    make_kits(run.pk)
    run.refresh_from_db()
    assert sorted(run.paper_ids) == sorted(Paper.objects.values_list("pk", flat=True))
    assert Paper.objects.count() == 6
    assert list(series_with_gaps(True)) == []


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_give_each_one_paper_and_each_number_once() -> None:
    cast = build_cast()
    three_away(cast)
    for number in range(30):
        add_away(cast, number)
    runs = [run_of(cast) for _ in range(3)]
    with ThreadPoolExecutor(3) as threads:
        list(threads.map(lambda run: in_thread(run.pk), runs))
    assert Paper.objects.count() == 66
    assert set(Paper.objects.filter(kind="receipt").values_list("person", flat=True)) == set(
        Journey.objects.values_list("person", flat=True)
    )
    assert list(series_with_gaps(True)) == []
    assert sum(len(run.paper_ids) for run in KitRun.objects.all()) == 66


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_killed_at_any_moment_a_run_goes_on_and_leaves_no_gap() -> None:
    """kill -9 while it issues, again and again: at the end everybody has his set, numbered from 1 without gaps."""
    cast, chance = build_cast(), random.Random(SEED)
    for number in range(4 * PEOPLE_AT_ONCE):
        add_away(cast, number)
    run, killed = run_of(cast), 0
    for _ in range(KILLS):
        program = start(run.pk)
        seen = KitRun.objects.get(pk=run.pk).done
        while KitRun.objects.get(pk=run.pk).done == seen and program.poll() is None:
            time.sleep(0.005)
        time.sleep(chance.random() * 0.15)
        program.kill()
        killed += program.wait() == -signal.SIGKILL
        assert list(series_with_gaps(True)) == [], f"seed {SEED}"
    assert killed, f"seed {SEED}: every run was over before it could be killed"
    assert start(run.pk).wait() == 0
    run.refresh_from_db()
    assert (run.done, run.skipped, len(set(run.paper_ids))) == (100, 0, 200)
    assert Paper.objects.count() == 200
    assert list(series_with_gaps(True)) == []


@pytest.mark.parametrize("people", [1, 3])
def test_issuing_costs_no_more_questions_for_each_further_one(
    cast: Cast, people: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for person in [cast.member, cast.second_member, cast.baonan_member][:people]:
        away(cast, person)
    run = run_of(cast)
    # PostgreSQL links one act alone in one statement, several in three: one of each comes to the same.
    with django_assert_num_queries(38 + 17 * people):
        make_kits(run.pk)


class Broken(Exception):
    """What stops a run in the middle."""


def add_away(cast: Cast, number: int) -> Journey:
    facts = {"name": "何" + chr(0x4E00 + 700 + number), "category": "full"}
    return away(cast, add_person(facts, by=cast.secretary, home=cast.shazhou))


def in_thread(pk: int) -> None:
    try:
        make_kits(pk)
    finally:
        connection.close()


def start(pk: int) -> "subprocess.Popen[bytes]":
    """The worker's part in a program of its own, on the database of the test."""
    return subprocess.Popen([sys.executable, "-c", RUN_IT, str(pk)], env=environment(), cwd=ROOT)
