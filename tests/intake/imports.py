"""An import as a program of its own, and what an import left: for tests that kill it and compare."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.conf import settings

from banyan.audit.models import Entry
from banyan.intake.models import ORIGINALS, Batch
from banyan.journeys.models import Journey, Stop
from banyan.people.models import Membership, Person
from tests.architecture.source import ROOT
from tests.jobs.workers import environment


def import_program(path: Path, org: str) -> "subprocess.Popen[bytes]":
    """`banyan roster import` beside the test, on its database."""
    command = [sys.executable, "-m", "banyan.config.command", "roster", "import", str(path), "--org", org]
    return subprocess.Popen(command, env=environment(), cwd=ROOT, stdout=subprocess.DEVNULL)


def originals() -> set[str]:
    """The names of the encrypted files that lie there, with or without a batch."""
    return {f"{ORIGINALS}/{path.name}" for path in (settings.MEDIA_ROOT / ORIGINALS).glob("*")}


def made_of(batch: Batch) -> dict[str, list[Any]]:
    """Everything an import wrote, without what is random: people by digest, and the rows' traces."""
    rows = batch.rows.order_by("number")
    traces = [(row.number, row.verdict, row.is_taken, row.is_made, sorted(row.former())) for row in rows]
    return {"people": people_seen(), "traces": traces}


def people_seen() -> list[str]:
    """A digest of each person: facts opened, homes, journeys with their places, and the acts about him."""
    tied = _tied()
    return sorted(_digest(_facts(person), *tied.get(person.pk, [])) for person in Person.objects.all())


def _facts(person: Person) -> list[Any]:
    sealed = [person.id_number.open(), person.phone.open(), person.address.open(), person.note.open()]
    plain = [
        person.name, person.pinyin, person.initials, person.sex, person.birth, person.ethnicity, person.education,
        person.category, person.joined_on, person.full_member_on, person.home_id, person.version,
        person.id_number_index, person.phone_index, person.told_floating, person.told_lost, person.lost_since,
        person.told_on,
    ]  # fmt: skip
    return sealed + plain


def _tied() -> dict[int, list[Any]]:
    """What hangs on each person: person id -> rows in plain values, sorted."""
    found: dict[int, list[Any]] = {}
    for person, *row in _rows():
        found.setdefault(person, []).append([str(value) for value in row])
    return {person: sorted(rows) for person, rows in found.items()}


def _rows() -> list[tuple[Any, ...]]:
    of_ref = dict(Person.objects.values_list("ref", "pk"))
    acts = Entry.objects.filter(subject_ref__in=of_ref).values_list("subject_ref", "act", "org_label")
    journey = "org_id", "status", "departed_on", "leave_reason", "has_certificate", "started_by"
    stop = "from_day", "until_day", "region_id", "place_words", "employer", "occupation", "occupation_words"
    return [
        *Membership.objects.values_list("person_id", "org_id", "kind", "from_day", "until_day"),
        *Journey.objects.values_list("person_id", *journey),
        *Stop.objects.values_list("journey__person_id", *stop, "arrived_on", "host_name"),
        *((of_ref[ref], *words) for ref, *words in acts),
    ]


def _digest(*parts: Any) -> str:
    # What a test prints when it fails must hold no personal value.
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()
