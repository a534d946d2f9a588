"""The load client against a real socket: every reply is counted, and an unexpected one throws the run away."""

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.bench.load import Run, Unexpected, ask_all, ask_once, get, post
from tests.bench.server import refuse_a_port_in_use


class Answers(BaseHTTPRequestHandler):
    """Answers with the status its address names and says what it was sent."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._answer(self.path.encode())

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self._answer(self.headers["Cookie"].encode() + b" " + body)

    def _answer(self, body: bytes) -> None:
        self.send_response(int(self.path.strip("/")))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None: ...


@pytest.fixture
def port() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    thread.join()
    server.server_close()


def test_every_reply_is_counted_by_its_status(port: int) -> None:
    run = ask_all(port, [get("/200")] * 7 + [get("/409")] * 4, connections=3)
    assert dict(run.statuses) == {200: 7, 409: 4}
    assert run.per_second > 0


def test_a_reply_nobody_expects_throws_the_run_away(port: int) -> None:
    run = ask_all(port, [get("/200"), get("/500")], connections=2)
    with pytest.raises(Unexpected, match="500: 1"):
        run.expect(200)


def test_how_long_each_reply_took_is_kept() -> None:
    run = Run(waits=[0.4, 0.1, 0.2, 0.3, 9.0])
    assert (run.waited(0.5), run.waited(0.99), run.waited(0)) == (0.3, 9.0, 0.1)


def test_every_reply_has_its_wait(port: int) -> None:
    run = ask_all(port, [get("/200")] * 5, connections=2)
    assert len(run.waits) == 5
    assert 0 < min(run.waits) <= max(run.waits) <= run.seconds


def test_one_request_of_another_status_is_refused(port: int) -> None:
    with pytest.raises(Unexpected):
        ask_once(port, get("/403"))


def test_a_form_goes_out_signed_in_and_with_its_token(port: int) -> None:
    said = ask_once(port, post("/200", "abc", {"words": "平安"})).body.decode()
    token = "c" * 32
    assert said == f"sessionid=abc; csrftoken={token} csrfmiddlewaretoken={token}&words=%E5%B9%B3%E5%AE%89"


def test_a_port_somebody_listens_on_is_refused(port: int) -> None:
    with pytest.raises(Unexpected, match=str(port)):
        refuse_a_port_in_use(port)


def test_a_free_port_is_taken() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = probe.getsockname()[1]
    refuse_a_port_in_use(free)
