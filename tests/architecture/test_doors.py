"""R-A4, first half: outside queries and actions nothing reaches for a table.

Who may see a row is decided in `queries.py`; a page with a query of its own would decide it again, wrongly.
"""

import ast

import pytest

from tests.architecture.source import SourceFile, calls, planted, product_files

CLOSED_ROOMS = {"views", "api", "chat_api", "jobs", "forms", "messages", "rules"}
MANAGERS = {"objects", "_default_manager", "_base_manager"}
RAW_CALLS = {"raw", "cursor"}


def table_reads(file: SourceFile) -> list[str]:
    attributes = [node for node in ast.walk(file.tree) if isinstance(node, ast.Attribute)]
    managers = [(node.lineno, node.attr) for node in attributes if node.attr in MANAGERS]
    raw = [(call.lineno, name) for name, call in calls(file.tree) if name in RAW_CALLS]
    return [f"{file.name}:{line} {name}" for line, name in sorted(managers + raw)]


def test_views_api_jobs_forms_messages_and_rules_hold_no_query() -> None:
    closed = [file for file in product_files() if file.room in CLOSED_ROOMS]
    assert closed
    assert [found for file in closed for found in table_reads(file)] == []


@pytest.mark.parametrize(
    "fault",
    ["Task.objects.all()", "Task._default_manager.get(pk=1)", "Task.objects.raw('x')", "connection.cursor()"],
)
def test_the_wall_sees_a_planted_query(fault: str) -> None:
    assert table_reads(planted(f"def page(request):\n    return {fault}\n"))


@pytest.mark.parametrize("room", sorted(CLOSED_ROOMS))
def test_a_room_split_into_files_is_closed_too(room: str) -> None:
    assert planted("", f"banyan/tasks/{room}/claim.py").room in CLOSED_ROOMS
