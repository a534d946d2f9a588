"""How well rosters are read, told at the end of a run."""

import pytest

from tests.intake.cases.judging import SCORE


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    score = config.stash.get(SCORE, None)
    if score is not None:
        terminalreporter.write_line(
            f"花名册读取：值 {score.values_right}/{score.values}，行 {score.rows_right}/{score.rows}，"
            f"错而说确定 {len(score.surely_wrong)}"
        )
