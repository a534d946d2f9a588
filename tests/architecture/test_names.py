"""Names that say nothing are not used: for files, classes, functions, arguments and variables."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.architecture.source import SourceFile, planted, product_files

BANNED = {"utils", "helpers", "common", "manager", "service", "process", "handle", "data", "info"}
# Django calls these by name.
GIVEN_NAMES = {("management", "handle")}


def banned_names(file: SourceFile) -> list[str]:
    words = [word for part in file.path.with_suffix("").parts for word in part.split("_")]
    found = [f"{file.name} (the file)"] if BANNED.intersection(words) else []
    return found + [
        f"{file.name}:{line} {name}" for name, line in defined_names(file) if is_banned(file, name)
    ]


def is_banned(file: SourceFile, name: str) -> bool:
    """A name is banned as a whole; of a class, any of its words is."""
    if (file.room, name) in GIVEN_NAMES:
        return False
    words = re.findall(r"[A-Z][a-z]+", name) if name[:1].isupper() else [name.strip("_")]
    return any(word.lower() in BANNED for word in words)


def defined_names(file: SourceFile) -> Iterator[tuple[str, int]]:
    for node in ast.walk(file.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name, node.lineno
        elif isinstance(node, ast.arg):
            yield node.arg, node.lineno
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id, node.lineno


def test_no_name_says_nothing() -> None:
    assert [found for file in product_files() for found in banned_names(file)] == []


@pytest.mark.parametrize(
    "fault",
    ["def process(x): ...", "data = 1", "def f(info): ...", "class TaskManager: ...", "class Service: ..."],
)
def test_the_wall_sees_a_planted_name(fault: str) -> None:
    assert banned_names(planted(fault))


def test_the_wall_sees_a_planted_file_name() -> None:
    assert banned_names(planted("", "banyan/tasks/date_utils.py"))


def test_names_that_only_contain_such_a_word_pass() -> None:
    assert banned_names(planted("cleaned_data = 1\ndef information_for(x): ...\n")) == []
