"""The chats of tests/intake/cases/chats: what people really paste, and beside each what must come of it.

Each has its own habit; everybody is invented. `people.json` is the cast, of whom a case takes some.
"""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from banyan.intake.reading.chats.chat import read_chat
from banyan.intake.reading.chats.results import Kind, Member
from banyan.intake.reading.chats.who import Book

FOLDER = Path(__file__).parent.parent / "cases" / "chats"
CAST = json.loads((FOLDER / "people.json").read_text(encoding="utf-8"))
PEOPLE = {each["id"]: each for each in CAST["people"]}


@dataclass(frozen=True)
class Case:
    """A paste with its habit, the kind that is chosen (None: guessed), and the JSON the command prints."""

    name: str
    text: str
    habit: str
    kind: Kind | None
    today: date
    people: tuple[str, ...]
    expected: dict[str, Any]


def _case(path: Path) -> Case:
    told = json.loads(path.read_text(encoding="utf-8"))
    return Case(
        name=path.stem,
        text=path.with_suffix(".txt").read_text(encoding="utf-8"),
        habit=told["habit"],
        kind=Kind(told["kind"]) if told["kind"] else None,
        today=date.fromisoformat(told["today"]),
        people=tuple(told["people"]),
        expected=told["expected"],
    )


CASES = [_case(path) for path in sorted(FOLDER.glob("[0-9]*.json"))]


def member(key: str) -> Member:
    told = PEOPLE[key]
    return Member(key, told["name"], (told["phone"],), (told["village"],))


def book(keys: tuple[str, ...] = tuple(PEOPLE)) -> Book:
    return Book([member(key) for key in keys], CAST["nicknames"])


def read(case: Case) -> dict[str, Any]:
    return read_chat(case.text, book(case.people), case.today, kind=case.kind).to_json()
