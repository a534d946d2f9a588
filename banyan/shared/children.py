"""A child process with little memory and time reads what a stranger sent (R-F4)."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

SECONDS_MAX = 30
ANSWER_BYTES_MAX = 200 * 2**20
_ROOT = Path(__file__).resolve().parents[2]


def ask_child(module: str, content: bytes) -> dict[str, Any]:
    """What a module run as a program answers to a file on its stdin; {"unreadable": code} when it was too much."""
    # Its own directory and an environment without secrets; stderr may quote the file, so nobody keeps it.
    environment = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    try:
        done = subprocess.run(  # noqa: S603 - fixed command, the file travels by stdin
            [sys.executable, "-E", "-s", "-m", module],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS_MAX,
            cwd=_ROOT,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return {"unreadable": "too_long"}
    if done.returncode < 0 or len(done.stdout) > ANSWER_BYTES_MAX:
        return {"unreadable": "too_big"}
    if done.returncode > 0:
        return {"unreadable": "broken"}
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer
