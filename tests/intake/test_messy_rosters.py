"""R-I1: 10,000 generated rosters (60 in the short run), 0 tracebacks, every refusal explained, the sum always right.

Seeded: BANYAN_SEED=1 makes the same files again. Every process of the machine takes its share, and all but the
first few files go through a child that was forked instead of started.
"""

import json
import multiprocessing
import os
import random
import re
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor

from banyan.intake.actions.staging import staged_rows
from banyan.intake.models import Batch
from banyan.intake.queries.batches import MASKS, review_row
from banyan.intake.queries.checking import Checked
from banyan.intake.reading.results import Roster, Verdict
from banyan.intake.reading.roster import NO_HEAD, NO_NAME, read_roster
from banyan.intake.rules import facts_of
from banyan.shared.spreadsheets import reading
from banyan.shared.spreadsheets.reading import SENTENCES, read_sheets
from banyan.shared.spreadsheets.sheets import Kind, Sheet, Unreadable
from tests.environment import IS_LONG
from tests.intake.forking import Forker
from tests.intake.rosters import messy_file
from tests.intake.surroundings import anywhere, township

SEED = int(os.environ.get("BANYAN_SEED", "20211020"))
FILES = 10_000 if IS_LONG else 60
THROUGH_THE_DOOR = 5
WHOLE = {str(sentence): code for code, sentence in SENTENCES.items()} | {
    str(NO_NAME): "no name",
}
CHINESE = re.compile("[\u4e00-\u9fff]")


def test_messy_rosters_are_read_or_refused_in_words_and_never_lose_a_row() -> None:
    workers = os.cpu_count() or 1
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("fork")) as pool:
        shares = list(pool.map(endings_of, range(workers), [workers] * workers))
    endings = sum(shares, Counter[str]())
    print(f"seed {SEED}: {dict(endings)}")
    assert sum(endings.values()) == FILES
    assert endings["read"] > FILES * 0.7
    assert endings["broken"] > 0
    assert endings["no head"] > 0


def endings_of(first: int, step: int) -> Counter[str]:
    """How every step-th file ended, from the first on."""
    forker = Forker()
    endings: Counter[str] = Counter()
    for number in range(first, FILES, step):
        if number == first + THROUGH_THE_DOOR * step:
            vars(reading)["_ask_child"] = forker.ask
        content, name = messy_file(random.Random(SEED * 100_000 + number))
        endings[outcome(content, name, f"file {number}, seed {SEED}")] += 1
    forker.close()
    return endings


def outcome(content: bytes, name: str, which: str) -> str:
    try:
        sheets = read_sheets(content, name)
        roster = read_roster(sheets, township if len(content) % 2 else anywhere)
    except Unreadable as refused:
        return "no head" if refused.sentence == NO_HEAD else WHOLE[str(refused.sentence)]
    assert_nothing_is_lost(roster, sheets, which)
    assert_every_doubt_is_explained(roster, which)
    return "read"


def assert_nothing_is_lost(roster: Roster, sheets: list[Sheet], which: str) -> None:
    """seen = new + same + changed + question + refused + ignored; every filled row below the first heads is seen."""
    summary = roster.summary()
    assert summary["seen"] == sum(count for name, count in summary.items() if name != "seen"), which
    people = {(row.table.sheet, row.number) for row in roster.rows}
    ignored = [(each.sheet, each.row) for each in roster.ignored]
    assert len(set(ignored)) == len(ignored), which
    assert people.isdisjoint(ignored), which
    assert people | set(ignored) == {at for sheet in sheets for at in filled_rows(roster, sheet)}, which
    assert json.loads(json.dumps(roster.to_json()))["summary"] == summary


def filled_rows(roster: Roster, sheet: Sheet) -> Iterator[tuple[str, int]]:
    tables = next(found.tables for found in roster.sheets if found.name == sheet.name)
    first = tables[0].head_rows[-1] + 1 if tables else len(sheet.rows)
    for number, row in enumerate(sheet.rows[first:], first + 1):
        if any(cell.kind is not Kind.EMPTY for cell in row):
            yield sheet.name, number


def assert_every_doubt_is_explained(roster: Roster, which: str) -> None:
    """As the review page tells it: the row, the field, the value masked, a Chinese reason."""
    assert all(ignored.row > 0 and CHINESE.search(ignored.why) for ignored in roster.ignored), which
    checked = [Checked(row, facts_of(row), None) for row in roster.rows]
    for row, staged in zip(roster.rows, staged_rows(Batch(), checked), strict=True):
        notes = {note.field: note for note in review_row(staged).notes}
        wrong = {note.certainty for note in notes.values()}
        assert row.verdict is not Verdict.REFUSED or "refused" in wrong, which
        assert row.verdict is not Verdict.QUESTION or "question" in wrong, which
        assert row.number > 0
        assert all(CHINESE.search(note.why) for note in notes.values()), which
        for field, mask in MASKS.items():
            if field in notes:
                assert notes[field].raw == mask(row.values[field].raw), which
