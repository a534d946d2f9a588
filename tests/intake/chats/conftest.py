"""Prints at the end of a run how well the corpus of chats is read."""

import pytest

from tests.intake.chats.accuracy import of_corpus


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if any("intake/chats" in str(each.nodeid) for each in terminalreporter.stats.get("passed", [])):
        terminalreporter.write_line(f"pasted chats: {of_corpus().words()}")
