"""An import that is killed at any moment is there whole or not at all (R-I2). Seeded: BANYAN_SEED=1 again.

Of 5,000 rows with --long, fifty kills of the worker and ten of the command; else two each of a few hundred, on
either database.
"""

import os
import random
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine

from banyan.audit.queries import check_chain
from banyan.demo.cast import Cast, build_cast
from banyan.intake import rules
from banyan.intake.actions import import_roster, stage_roster
from banyan.intake.actions.clearing import forget_originals
from banyan.intake.models import Batch, StagedRow
from banyan.intake.states import BatchStatus
from banyan.jobs.models import Job
from banyan.jobs.states import OPEN
from banyan.people.models import Person
from banyan.shared.clock import now
from tests.bench.rosters import as_workbook, invent_rows
from tests.environment import IS_LONG
from tests.intake.imports import import_program, made_of, originals
from tests.intake.townships import person, roster
from tests.jobs.workers import worker_program

KILLS, WORKER_KILLS, ROWS = (10, 50, 5000) if IS_LONG else (2, 2, 400)
SEED = int(os.environ.get("BANYAN_SEED", "20211020"))
LOOKS = 0.005


@dataclass(frozen=True)
class Phases:
    """Seconds of a run nobody disturbed: until the original lies there, and from then to its end."""

    reading: float
    writing: float


@pytest.fixture
def house(transactional_db: None) -> Cast:
    return build_cast()


@pytest.fixture
def path(house: Cast, tmp_path: Path) -> Path:
    file = tmp_path / "花名册.xlsx"
    file.write_bytes(as_workbook(invent_rows(ROWS, [house.shazhou.name, house.baonan.name])))
    return file


def run_undisturbed(path: Path, org: str) -> Phases:
    """One whole run, timed by what it leaves on the way."""
    before, started = originals(), time.monotonic()
    program = import_program(path, org)
    while originals() == before and program.poll() is None:
        time.sleep(LOOKS)
    read = time.monotonic()
    assert program.wait() == 0
    return Phases(read - started, time.monotonic() - read)


def kill(path: Path, org: str, phases: Phases, *, in_writing: bool, part: float) -> bool:
    """Run until that part of a phase is over, then kill -9. Did it still run?"""
    before = originals()
    program = import_program(path, org)
    if in_writing:
        while originals() == before and program.poll() is None:
            time.sleep(LOOKS)
    time.sleep(part * (phases.writing if in_writing else phases.reading))
    program.kill()
    return program.wait() == -signal.SIGKILL


def moments(chance: random.Random) -> Iterator[tuple[bool, float]]:
    """Kills in turn while it reads and while it writes, each somewhere in its own slice of that phase."""
    for number in range(KILLS):
        slices = KILLS // 2
        yield number % 2 == 1, (number // 2 + chance.random()) / slices


@pytest.mark.race
def test_a_killed_import_leaves_nothing_and_the_next_run_makes_what_a_clean_one_makes(
    house: Cast, path: Path
) -> None:
    chance, org = random.Random(SEED), house.township.name
    kept = set(Person.objects.values_list("pk", flat=True))
    phases = run_undisturbed(path, org)
    clean = made_of(Batch.objects.get())
    everybody = Person.objects.count()
    assert everybody > len(kept) + 0.7 * ROWS
    killed = 0
    for in_writing, part in moments(chance):
        forget_everything_but(kept)
        killed += kill(path, org, phases, in_writing=in_writing, part=part)
        where = f"seed {SEED}, {'writing' if in_writing else 'reading'} {part:.3f}"
        assert Person.objects.count() in (len(kept), everybody), where
        run_undisturbed(path, org)
        assert made_of(Batch.objects.order_by("pk")[0]) == clean, where
        assert set(Batch.objects.values_list("status", flat=True)) == {BatchStatus.ACCEPTED}, where
    assert killed, f"seed {SEED}: every run was over before it could be killed"
    assert check_chain().first_bad is None
    forget_originals(now() + timedelta(hours=25))
    assert originals() == {batch.file_name for batch in Batch.objects.all()}


@pytest.mark.race
def test_a_worker_killed_at_any_moment_leaves_nothing_and_the_next_one_does_the_whole(
    house: Cast, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R-I2 for what is left to the worker: read and taken in by one job, killed in either."""
    monkeypatch.setattr(rules, "READ_AT_ONCE_BYTES", 0)
    chance, content = random.Random(SEED), path.read_bytes()
    kept = set(Person.objects.values_list("pk", flat=True))
    seconds = work_undisturbed(ask_for_import(house, content))
    clean, everybody = made_of(Batch.objects.get()), Person.objects.count()
    assert everybody > len(kept) + 0.7 * ROWS
    killed = 0
    for number in range(WORKER_KILLS):
        forget_everything_but(kept)
        batch = ask_for_import(house, content)
        part = (number + chance.random()) / WORKER_KILLS
        with worker_program("--once") as worker:
            time.sleep(part * seconds)
            worker.kill()
            killed += worker.wait() == -signal.SIGKILL
        where = f"seed {SEED}, {part:.3f} of {seconds:.1f} s"
        assert Person.objects.count() in (len(kept), everybody), where
        work_undisturbed(batch)
        assert made_of(Batch.objects.get()) == clean, where
    assert killed, f"seed {SEED}: every worker was done before it could be killed"
    assert check_chain().first_bad is None


def ask_for_import(house: Cast, content: bytes) -> Batch:
    by = house.township_officer
    batch = import_roster(content, "花名册.xlsx", org=house.township, by=by)
    assert batch.status == BatchStatus.READ
    return batch


def work_undisturbed(batch: Batch) -> float:
    """Whatever is left to do, done by another worker without waiting for a lease or a new try; in seconds."""
    Job.objects.filter(state__in=OPEN).update(due_at=now() - timedelta(days=1))
    started = time.monotonic()
    with worker_program("--once") as worker:
        assert worker.wait() == 0
    seconds = time.monotonic() - started
    batch.refresh_from_db()
    assert batch.status == BatchStatus.ACCEPTED, (batch.problem, *jobs_of_rosters())
    return seconds


def jobs_of_rosters() -> list[dict[str, object]]:
    """What a red run has to tell: how each job stands."""
    jobs = Job.objects.filter(task__startswith="banyan.intake.")
    return list(jobs.values("task", "state", "tries", "due_at", "problem", "fault"))


def forget_everything_but(kept: set[int]) -> None:
    """The house as it was before the import, but for the record."""
    Job.objects.filter(task__startswith="banyan.intake.").delete()
    StagedRow.objects.all().delete()
    Batch.objects.all().delete()
    Person.objects.exclude(pk__in=kept).delete()


def test_the_same_file_again_leads_to_the_batch_that_waits(cast: Cast) -> None:
    content = roster([person(1), person(2)])
    first = stage_roster(content, "花名册.xlsx", org=cast.township, by=cast.township_officer)
    assert stage_roster(content, "再传.xlsx", org=cast.township, by=cast.township_officer) == first
    elsewhere = stage_roster(content, "花名册.xlsx", org=cast.shazhou, by=cast.secretary)
    assert elsewhere != first
    assert Batch.objects.count() == 2


def test_an_original_without_a_batch_is_gone_after_a_day_and_no_sooner(cast: Cast) -> None:
    batches = [
        stage_roster(roster([person(serial)]), "x.xlsx", org=cast.township, by=cast.township_officer)
        for serial in (1, 2)
    ]
    stray, kept = (batch.file_name for batch in batches)
    batches[0].delete()
    with time_machine.travel(now() + timedelta(hours=23)):
        forget_originals(now())
        assert {stray, kept} <= originals()
    with time_machine.travel(now() + timedelta(hours=25)):
        forget_originals(now())
        assert originals() == {kept}
