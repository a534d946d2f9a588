"""What every test may use: the database that DATABASE_URL names (else SQLite in a file) and a browser."""

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.test import TransactionTestCase
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import Browser, Page, ViewportSize
from pytest_django import DjangoDbBlocker

from tests.environment import IS_LONG
from tests.guards import guards_aside
from tests.leavings import cast_secrets, find_leavings, log_kept

if TYPE_CHECKING:
    from banyan.demo.cast import Cast

CHROMIUM = "/usr/bin/chromium"
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--headless=new",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1440, "height": 900}

hypothesis_settings.register_profile("short", deadline=None, max_examples=50, database=None)
hypothesis_settings.register_profile("long", deadline=None, max_examples=1000, database=None)
hypothesis_settings.load_profile("long" if IS_LONG else "short")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """SQLite in a file: in memory it would share one cache and hide every question of locks."""
    if not settings.IS_POSTGRES:
        worker = os.environ.get("PYTEST_XDIST_WORKER", "")
        settings.DATABASES["default"]["TEST"]["NAME"] = str(settings.HOME / f"test{worker}.sqlite3")


@pytest.fixture(scope="session", autouse=True)
def log_of_the_run() -> Iterator[None]:
    """What the house says while the tests run is searched with all else it leaves behind."""
    with log_kept():
        yield


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[None]:
    """At the end, while the database still stands: no number and no address of the cast lies in plain (R-P1)."""
    yield
    with django_db_blocker.unblock():
        found = find_leavings(cast_secrets(), tmp_path_factory.getbasetemp())
    assert found == {}, "the run left these of the cast in plain, in these files"


@pytest.fixture(scope="session", autouse=True)
def emptying_passes_the_guards() -> Iterator[None]:
    """A test with real commits ends by emptying every table, which the append-only ones refuse."""
    # Django has no other door here, and its type stubs do not know this one.
    case_class: Any = TransactionTestCase
    empty = case_class._fixture_teardown

    def empty_with_guards_aside(case: TransactionTestCase) -> None:
        with guards_aside():
            empty(case)

    case_class._fixture_teardown = empty_with_guards_aside
    yield
    case_class._fixture_teardown = empty


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Debian's Chromium, without the errands a fresh browser runs."""
    return {"executable_path": CHROMIUM, "args": CHROMIUM_FLAGS}


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A page as wide as a member's telephone."""
    context = browser.new_context(viewport=PHONE, locale="zh-CN", has_touch=True, is_mobile=True)
    yield context.new_page()
    context.close()


@pytest.fixture
def desk(browser: Browser) -> Iterator[Page]:
    """A page as wide as an officer's screen."""
    context = browser.new_context(viewport=DESK, locale="zh-CN")
    yield context.new_page()
    context.close()


@pytest.fixture
def cast(db: None) -> "Cast":
    """The small organisation of banyan/demo/cast.py."""
    from tests.standing import stand_cast

    return stand_cast()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What a test told of a measure (`record_property("told", …)`) is printed, from whichever process it ran in."""
    reports = (report for found in terminalreporter.stats.values() for report in found)
    for report in reports:
        for name, words in getattr(report, "user_properties", ()):
            if name == "told" and report.when == "call":
                terminalreporter.write_line(words)
