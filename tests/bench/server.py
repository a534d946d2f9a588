"""The server under load: granian as bin/run starts it, with the floor's views beside the product's."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.load import HOST, Unexpected, ask_once, get

PROCESSES = 2
THREADS = 4
START_SECONDS = 60.0
STOP_SECONDS = 20.0
GRANIAN = Path(sys.executable).with_name("granian")


@contextmanager
def running(port: int) -> Iterator[None]:
    """Serve on a port that nobody else has; Unexpected when somebody has it or the server ends."""
    refuse_a_port_in_use(port)
    size = ["--workers", str(PROCESSES), "--blocking-threads", str(THREADS)]
    where = ["--interface", "wsgi", "--log-level", "warning", "--host", HOST, "--port", str(port)]
    # Should the bench be killed, the kernel stops the server.
    command = ["setpriv", "--pdeathsig", "TERM", str(GRANIAN), *where, *size, "tests.bench.wsgi:application"]
    server = subprocess.Popen(command, start_new_session=True)
    try:
        _wait_until_it_answers(server, port)
        yield
    finally:
        server.terminate()
        try:
            server.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def refuse_a_port_in_use(port: int) -> None:
    """Unexpected when something listens there: its replies would be measured for ours."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise Unexpected(f"port {port} is in use; name another one with --port") from error


def _wait_until_it_answers(server: subprocess.Popen[bytes], port: int) -> None:
    end = time.monotonic() + START_SECONDS
    while True:
        if server.poll() is not None:
            raise Unexpected(f"the server ended by itself (exit code {server.returncode})")
        try:
            ask_once(port, get("/floor/row"))
            return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)
