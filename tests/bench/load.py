"""A small load client: threads, sockets kept open, every reply counted by its status.

Requests are bytes made beforehand and replies are read no further than needed: the client shares the machine
with the server, and what it spends on itself would be booked against the server.
"""

import re
import socket
import threading
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

HOST = "127.0.0.1"
SECONDS = 30.0
HEAD_END = b"\r\n\r\n"
LENGTH = re.compile(rb"\r\ncontent-length:\s*(\d+)", re.IGNORECASE)
CSRF = "c" * 32


class Unexpected(Exception):
    """A reply nobody expects: the run is thrown away (performance.md 3.3, 5)."""


@dataclass(frozen=True)
class Reply:
    """A status and a body."""

    status: int
    body: bytes


def get(path: str, session: str = "") -> bytes:
    """A GET as it goes over the wire."""
    return _request("GET", path, {"sessionid": session} if session else {}, b"")


def post(path: str, session: str, form: Mapping[str, str]) -> bytes:
    """A form as a browser sends it: signed in, with the token against foreign forms."""
    body = urlencode({"csrfmiddlewaretoken": CSRF, **form}).encode()
    return _request("POST", path, {"sessionid": session, "csrftoken": CSRF}, body)


def _request(method: str, path: str, cookies: Mapping[str, str], body: bytes) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", f"Host: {HOST}", "User-Agent: banyan-bench"]
    if cookies:
        lines.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in cookies.items()))
    if body:
        lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + body


class Line:
    """One connection, kept open."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection((HOST, port), timeout=SECONDS)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, request: bytes) -> Reply:
        self.socket.sendall(request)
        got = b""
        while HEAD_END not in got:
            got += self._more()
        head, _, body = got.partition(HEAD_END)
        found = LENGTH.search(head)
        if found is None:
            raise Unexpected("a reply without its length")
        parts, missing = [body], int(found[1]) - len(body)
        while missing > 0:
            parts.append(self._more())
            missing -= len(parts[-1])
        return Reply(int(head[9:12]), b"".join(parts))

    def _more(self) -> bytes:
        more = self.socket.recv(1 << 18)
        if not more:
            raise Unexpected("the server closed the connection")
        return more

    def close(self) -> None:
        self.socket.close()


@dataclass
class Run:
    """What one run of requests brought."""

    seconds: float = 0.0
    statuses: Counter[int] = field(default_factory=Counter)
    waits: list[float] = field(default_factory=list)

    @property
    def per_second(self) -> float:
        return self.statuses.total() / self.seconds

    def waited(self, share: float) -> float:
        """Seconds within which this share of the replies had come."""
        return sorted(self.waits)[round(share * (len(self.waits) - 1))]

    def expect(self, *statuses: int) -> "Run":
        """Unexpected unless every reply had one of these."""
        if set(self.statuses) - set(statuses):
            raise Unexpected(f"replies by status: {dict(self.statuses)}, expected {statuses}")
        return self


def ask_once(port: int, request: bytes, *, status: int = 200) -> Reply:
    """One request on a connection of its own."""
    line = Line(port)
    try:
        reply = line.ask(request)
    finally:
        line.close()
    Run(statuses=Counter([reply.status])).expect(status)
    return reply


def ask_all(port: int, requests: Sequence[bytes], *, connections: int) -> Run:
    """Send all requests over so many connections at once; the clock starts when every one of them is open."""
    run, faults = Run(), list[BaseException]()
    lines = [Line(port) for _each in range(min(connections, len(requests)))]
    start = threading.Barrier(len(lines) + 1)
    counts = [Counter[int]() for _line in lines]
    waits: list[list[float]] = [[] for _line in lines]

    def work(number: int) -> None:
        start.wait()
        try:
            for request in requests[number :: len(lines)]:
                asked = time.perf_counter()
                counts[number][lines[number].ask(request).status] += 1
                waits[number].append(time.perf_counter() - asked)
        except (OSError, Unexpected) as fault:
            faults.append(fault)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(len(lines))]
    for thread in threads:
        thread.start()
    start.wait()
    started = time.perf_counter()
    for thread in threads:
        thread.join()
    run.seconds = time.perf_counter() - started
    for line in lines:
        line.close()
    if faults:
        raise Unexpected(str(faults[0])) from faults[0]
    run.statuses = sum(counts, Counter[int]())
    run.waits = [wait for each in waits for wait in each]
    return run
