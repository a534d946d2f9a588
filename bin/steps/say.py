"""How the commands speak: one line when a step begins, its time when it ends, a sentence when it fails."""

import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


class Stop(Exception):
    """A step cannot go on; the text says why and what to do."""


@contextmanager
def step(title: str) -> Iterator[None]:
    """Print what is being done, and how long it took."""
    print(f"{title} … ", end="", flush=True)
    start = time.monotonic()
    try:
        yield
    except BaseException:
        print("failed", flush=True)
        raise
    print(f"{time.monotonic() - start:.1f} s", flush=True)


def run_quietly(command: Sequence[str | Path], sentence: str, *, env: Mapping[str, str] | None = None) -> str:
    """Run a program; its output is returned, or shown with the sentence when it fails."""
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Stop(f"{done.stdout}{done.stderr}".strip() + f"\n{sentence}")
    return done.stdout


@contextmanager
def plain_sentences() -> Iterator[None]:
    """Turn what stops a command into its sentence and exit code 1."""
    try:
        yield
    except Stop as stop:
        print(stop, file=sys.stderr)
        sys.exit(1)
    except OSError as error:
        print(f"The system refused: {error}", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
