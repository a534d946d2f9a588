"""R-A4, second half: every write is an action; nothing else saves, creates, updates or deletes rows."""

import ast

import pytest

from tests.architecture.source import SourceFile, calls, planted, product_files

WRITING_ROOMS = {"actions"}
WRITING_APPS = {"demo"}
ROW_CREATIONS = {"create", "get_or_create", "update_or_create", "bulk_create", "bulk_update"}
MANY_WRITES = {"insert_many", "update_many"}
# One line each, at most fifteen: the file, and why it must write without an action.
ALLOWED = {
    "banyan/audit/lifecycle.py": "move(), the one gate of every status: its conditional UPDATE is the lock",
    "banyan/audit/record.py": "appends the chain at the end of the outermost action",
    "banyan/shared/bulk.py": "how actions write many rows: COPY, or Django's own statements",
}


def row_writes(file: SourceFile) -> list[str]:
    found = [(call.lineno, f".{name}(") for name, call in calls(file.tree) if is_row_write(name, call)]
    return [f"{file.name}:{line} {call}" for line, call in sorted([*found, *many_writes(file)])]


def many_writes(file: SourceFile) -> list[tuple[int, str]]:
    """`insert_many(rows)` and `update_many(rows, names)` of banyan/shared/bulk.py."""
    called = (node for node in ast.walk(file.tree) if isinstance(node, ast.Call))
    return [
        (call.lineno, f"{call.func.id}(")
        for call in called
        if isinstance(call.func, ast.Name) and call.func.id in MANY_WRITES
    ]


def is_row_write(name: str, call: ast.Call) -> bool:
    """`update(field=value)`, `delete()`, `save()` write rows; dictionaries, caches and pictures get arguments."""
    if name == "update":
        return bool(call.keywords) and not call.args and not is_of_keywords(call)
    if name == "delete":
        return not call.args and not call.keywords
    if name == "save":
        return not call.args
    return name in ROW_CREATIONS


def is_of_keywords(call: ast.Call) -> bool:
    """`kwargs.update(x=1)` is a dictionary, by its name."""
    return isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) == "kwargs"


def test_only_actions_and_the_demonstration_write_rows() -> None:
    files = [f for f in product_files() if f.room not in WRITING_ROOMS and f.app not in WRITING_APPS]
    assert [found for file in files if file.name not in ALLOWED for found in row_writes(file)] == []


def test_the_allow_list_is_short_and_holds_nothing_that_no_longer_writes() -> None:
    writing = {file.name for file in product_files() if row_writes(file)}
    assert len(ALLOWED) <= 15
    assert sorted(set(ALLOWED) - writing) == []
    assert all(len(reason) > 20 for reason in ALLOWED.values())


@pytest.mark.parametrize(
    "fault",
    [
        "task.save()",
        "task.save(update_fields=['title'])",
        "Task.objects.create(title='x')",
        "Task.objects.filter(pk=1).update(title='x')",
        "task.delete()",
        "Task.objects.bulk_create(rows)",
        "Task.objects.update_or_create(pk=1, defaults={})",
        "insert_many(tasks)",
        "update_many(tasks, ['title'])",
    ],
)
def test_the_wall_sees_a_planted_write(fault: str) -> None:
    assert row_writes(planted(f"def page(request):\n    {fault}\n"))


@pytest.mark.parametrize(
    "line",
    [
        "names.update(others)",
        "digest.update(body)",
        "cache.delete('key')",
        "picture.save(file, format='PNG')",
    ],
)
def test_the_wall_leaves_dictionaries_digests_and_pictures_alone(line: str) -> None:
    assert row_writes(planted(line)) == []
