"""bin/check: linters, types, floors and what Django says of itself. All of them run; one red is red."""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from environment import VENV
from say import ROOT, plain_sentences

PROGRAMS = VENV / "bin"
HOST_IN_LOCK = re.compile(r"://|^\s*--?(index-url|extra-index-url|find-links|trusted-host|i|f)\b")
PRODUCTION = {
    "BANYAN_MODE": "production",
    "BANYAN_HOSTS": "banyan.example",
    "BANYAN_BASE_URL": "https://banyan.example",
}


def main() -> None:
    with plain_sentences(), tempfile.TemporaryDirectory() as folder:
        env = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
        env |= {"BANYAN_HOME": folder, "BANYAN_MODE": "test"}
        checks = _programs(env) | {"no host names in the lock": _hosts_in_lock}
        failed = [name for name, check in checks.items() if not _passes(name, check)]
    print(
        f"{len(checks) - len(failed)} of {len(checks)} checks passed" + "".join(f"; red: {n}" for n in failed)
    )
    sys.exit(1 if failed else 0)


def _programs(env: dict[str, str]) -> dict[str, Callable[[], str]]:
    """Name -> a check that answers with what is wrong. Keys come first: the settings read them."""
    commands: dict[str, list[str]] = {
        "keys for the checks": ["banyan", "keys", "make"],
        "ruff check": ["ruff", "check", "--quiet", "."],
        "ruff format": ["ruff", "format", "--quiet", "--check", "--diff", "."],
        "types (mypy)": ["mypy"],
        "floors and rooms (import-linter)": ["lint-imports", "--no-cache"],
        "templates (djlint)": ["djlint", "--lint", "--quiet", "banyan"],
        "migrations match the models": ["banyan", "makemigrations", "--check", "--dry-run"],
        "django check": ["banyan", "check", "--fail-level", "WARNING"],
    }
    checks = {name: _runs(command, env) for name, command in commands.items()}
    deploy = ["banyan", "check", "--deploy", "--fail-level", "WARNING"]
    return checks | {"django check, production settings": _runs(deploy, env | PRODUCTION)}


def _runs(command: list[str], env: dict[str, str]) -> Callable[[], str]:
    def check() -> str:
        program = [str(PROGRAMS / command[0]), *command[1:]]
        done = subprocess.run(program, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
        said = f"{done.stdout}{done.stderr}".strip()
        return (said or f"exit code {done.returncode}") if done.returncode != 0 else ""

    return check


def _hosts_in_lock() -> str:
    locks = sorted((ROOT / "requirements").glob("*.txt"))
    return "\n".join(f"{lock.name}: {found}" for lock in locks for found in _hosts_named_in(lock))


def _hosts_named_in(lock: Path) -> list[str]:
    lines = lock.read_text().splitlines()
    return [f"line {number}: {line}" for number, line in enumerate(lines, 1) if HOST_IN_LOCK.search(line)]


def _passes(name: str, check: Callable[[], str]) -> bool:
    start = time.monotonic()
    wrong = check()
    print(f"{'red  ' if wrong else 'green'} {name} ({time.monotonic() - start:.1f} s)", flush=True)
    if wrong:
        print(wrong, flush=True)
    return not wrong


if __name__ == "__main__":
    main()
