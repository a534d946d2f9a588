"""docs/sources.md: every requirement or rule the code names stands there with one line, and no other."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ID = re.compile(
    r"(?<![\w.-])(?:[A-O]-\d{2}|R-[A-Z]\d{1,2}|T\d{1,2}|rules 2\.\d{1,2}b?|ideas \d{1,2})(?![\w-])"
)
LINE = re.compile(r"^\| ([^|]+?) \| ([^|]+?) \|", re.MULTILINE)


def ids_named() -> set[str]:
    files = [*ROOT.glob("banyan/**/*.py"), *ROOT.glob("tests/**/*.py")]
    return {
        found for file in files if "migrations" not in file.parts for found in ID.findall(file.read_text())
    }


def ids_listed() -> dict[str, str]:
    listed = LINE.findall((ROOT / "docs" / "sources.md").read_text())
    return {name: words for name, words in listed if ID.fullmatch(name)}


def test_every_id_the_code_names_is_listed_with_its_line() -> None:
    assert sorted(ids_named() - set(ids_listed())) == []


def test_no_listed_id_is_named_nowhere() -> None:
    assert sorted(set(ids_listed()) - ids_named()) == []


def test_each_line_says_something() -> None:
    assert [name for name, words in ids_listed().items() if len(words) < 8] == []
