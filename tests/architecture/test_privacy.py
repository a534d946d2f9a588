"""Personal values stay out of logs, exception texts, addresses and job arguments (trust.md, T21; R-P1)."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.architecture.source import SourceFile, planted, product_files

PERSONAL = {"id_number", "phone", "login_phone", "host_phone", "head_phone", "address"}
LOG_CALLS = {"debug", "info", "warning", "error", "exception", "critical", "log"}
LOGGERS = {"logger", "log", "logging"}
JOB_CALLS = {"enqueue"}
IN_A_ROUTE = re.compile(rf"<(\w+:)?({'|'.join(sorted(PERSONAL))})>")


def personal_values_told(file: SourceFile) -> list[str]:
    """Personal names inside a log line, a raised exception or the arguments of a job."""
    told = [part for node in ast.walk(file.tree) for part in telling_parts(node)]
    return [f"{file.name}:{name.lineno} {text}" for part in told for name, text in personal_names(part)]


def telling_parts(node: ast.AST) -> list[ast.expr]:
    if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
        return [*node.exc.args, *(keyword.value for keyword in node.exc.keywords)]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and is_told(node.func):
        return [*node.args, *(keyword.value for keyword in node.keywords)]
    return []


def is_told(function: ast.Attribute) -> bool:
    is_log = isinstance(function.value, ast.Name) and function.value.id in LOGGERS
    return (is_log and function.attr in LOG_CALLS) or function.attr in JOB_CALLS


def personal_names(part: ast.expr) -> Iterator[tuple[ast.expr, str]]:
    """Names of personal values in an expression, but not those that go through a mask first."""
    if isinstance(part, ast.Call) and "mask" in ast.unparse(part.func):
        return
    if isinstance(part, ast.Name) and part.id in PERSONAL:
        yield part, part.id
    if isinstance(part, ast.Attribute) and part.attr in PERSONAL:
        yield part, part.attr
    for child in ast.iter_child_nodes(part):
        if isinstance(child, ast.expr):
            yield from personal_names(child)


def test_no_personal_value_is_logged_raised_or_queued() -> None:
    assert [found for file in product_files() for found in personal_values_told(file)] == []


def test_no_personal_value_stands_in_an_address() -> None:
    files = [file for file in product_files() if file.room in {"urls", "api", "chat_api"}]
    assert [file.name for file in files if IN_A_ROUTE.search(file.text)] == []


@pytest.mark.parametrize(
    "fault",
    [
        "logger.info('seen %s', person.phone)",
        "logger.warning(f'bad {id_number}')",
        "raise ValueError(f'cannot read {row.id_number}')",
        "remind.enqueue(person.address)",
    ],
)
def test_the_wall_sees_a_planted_leak(fault: str) -> None:
    assert personal_values_told(planted(fault))


def test_a_masked_value_may_be_told() -> None:
    assert personal_values_told(planted("logger.info('seen %s', masked_phone(person.phone))")) == []


def test_the_wall_sees_a_planted_address() -> None:
    assert IN_A_ROUTE.search('path("people/<str:phone>/", views.person)')
