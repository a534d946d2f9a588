"""Many files through the guarded child without starting Python for each: a process that has it loaded forks.

The parsing, its limits and what becomes of a child that dies are those of the product; only the start is shared.
"""

import json
import os
import struct
import subprocess
import sys
from pathlib import Path
from typing import IO, Any

from banyan.shared.spreadsheets import child, reading
from banyan.shared.spreadsheets.sheets import Unreadable

_ROOT = Path(__file__).resolve().parents[2]
_HEAD = struct.Struct("<iQ")


class Forker:
    """Takes the place of `reading._ask_child`."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-E", "-s", "-m", "tests.intake.forking"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=_ROOT,
        )

    def ask(self, content: bytes) -> dict[str, Any]:
        """As the product's: a child that was stopped says too big, one that failed says broken."""
        writing, answering = self._process.stdin, self._process.stdout
        assert writing is not None
        assert answering is not None
        _send(writing, 0, content)
        status, answer = _receive(answering)
        if status:
            raise Unreadable(reading.SENTENCES["too_big" if status < 0 else "broken"])
        told: dict[str, Any] = json.loads(answer)
        return told

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()


def _send(pipe: IO[bytes], status: int, content: bytes) -> None:
    pipe.write(_HEAD.pack(status, len(content)) + content)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> tuple[int, bytes]:
    status, length = _HEAD.unpack(pipe.read(_HEAD.size))
    return status, pipe.read(length)


def _forked(content: bytes) -> tuple[int, bytes]:
    readable, writable = os.pipe()
    process = os.fork()
    if process == 0:
        _answer_and_die(writable, content)
    os.close(writable)
    with os.fdopen(readable, "rb") as pipe:
        answer = pipe.read()
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), answer


def _answer_and_die(writable: int, content: bytes) -> None:
    status = 1
    try:
        child.limit()
        with os.fdopen(writable, "wb") as pipe:
            pipe.write(child.answer_to(content))
        status = 0
    finally:
        os._exit(status)


def main(asked: IO[bytes], told: IO[bytes]) -> None:
    """Fork for every file until nobody asks any more."""
    while head := asked.read(_HEAD.size):
        _status, length = _HEAD.unpack(head)
        _send(told, *_forked(asked.read(length)))


if __name__ == "__main__":
    main(sys.stdin.buffer, sys.stdout.buffer)
