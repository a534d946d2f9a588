"""What the commands in bin/ decide for themselves."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.append(str(ROOT / "bin" / "steps"))

import checks  # noqa: E402 - the commands' own folder is on the path from here on
import environment  # noqa: E402
import passes  # noqa: E402
import say  # noqa: E402
import serve  # noqa: E402


@pytest.mark.parametrize(
    ("codes", "expected"),
    [([0, 0], 0), ([0, 5], 0), ([5, 0], 0), ([5, 5], 5), ([1, 0], 1), ([0, 1], 1), ([1, 5], 1), ([2, 1], 2)],
)
def test_the_tests_are_red_when_any_pass_is_and_a_pass_without_tests_is_no_failure(
    codes: list[int], expected: int
) -> None:
    assert passes._exit_code(codes) == expected


@pytest.mark.parametrize(
    "line",
    [
        "--index-url https://packages.example/simple",
        "-i packages.example",
        "django @ https://packages.example/d.whl",
    ],
)
def test_a_host_in_a_lock_is_found(tmp_path: Path, line: str) -> None:
    lock = tmp_path / "runtime.txt"
    lock.write_text(f"django==5.2.19 \\\n    --hash=sha256:00\n{line}\n")
    assert checks._hosts_named_in(lock) == [f"line 3: {line}"]


def test_the_locks_name_no_host() -> None:
    assert checks._hosts_in_lock() == ""


def test_a_table_of_logins_counts_a_chinese_character_as_two_columns() -> None:
    rows = [["党员", "d1", "x"], ["secretary", "s1", "y"]]
    assert serve._table(rows) == ["党员       d1  x", "secretary  s1  y"]


def test_a_port_in_use_is_refused_with_another_to_try() -> None:
    with serve.socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(say.Stop, match=f"bin/run --port {port + 1}"):
            serve._refuse_a_port_in_use("127.0.0.1", port)


def test_a_program_that_fails_shows_its_output_and_our_sentence() -> None:
    with pytest.raises(say.Stop, match=r"(?s)its own words.*Our sentence\."):
        say.run_quietly([sys.executable, "-c", "raise SystemExit('its own words')"], "Our sentence.")


def test_the_tools_lock_counts_for_the_runtime_too() -> None:
    assert environment._lock_hashes("runtime").items() < environment._lock_hashes("develop").items()
