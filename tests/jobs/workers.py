"""Workers as programs of their own, on the database of the test."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import connection

from tests.architecture.source import ROOT


def database_url() -> str:
    """The database of this test run, as another program names it."""
    wanted: dict[str, Any] = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{wanted['NAME']}"
    login = f"{wanted['USER']}:{wanted['PASSWORD']}" if wanted["PASSWORD"] else wanted["USER"]
    host = f"{wanted['HOST']}:{wanted['PORT']}" if wanted["PORT"] else wanted["HOST"]
    # A folder of sockets stands where a host would, with one more stroke before it.
    return f"postgres://{login}@{'/' * host.startswith('/')}{host}/{wanted['NAME']}"


def environment() -> dict[str, str]:
    return {
        **os.environ,
        "DATABASE_URL": database_url(),
        "BANYAN_HOME": str(settings.HOME),
        "PYTHONPATH": str(ROOT),
        "DJANGO_SETTINGS_MODULE": "banyan.config.settings",
    }


@contextmanager
def worker_program(*options: str) -> Iterator[subprocess.Popen[bytes]]:
    """`banyan worker` running beside the test; killed at the end if it still runs."""
    command = [sys.executable, "-m", "banyan.config.command", "worker", *options]
    program = subprocess.Popen(command, env=environment(), cwd=ROOT)
    try:
        yield program
    finally:
        if program.poll() is None:
            program.kill()
        program.wait()


def wait_until(is_so: Callable[[], bool], seconds: float = 30) -> None:
    """Look again and again; AssertionError when it is not so in time."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)
