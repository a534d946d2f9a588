"""bin/run: the demonstration, or an empty house, served with its worker."""

import argparse
import http.client
import json
import os
import signal
import socket
import subprocess
import time
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from banyan.config.postgres import PostgresFailed, running_server
from say import ROOT, Stop, plain_sentences
from state import BANYAN, banyan, home, prepare_state, show_banyan

SCENARIO = "wenming"
LOGIN_COLUMNS = ("role", "organisation", "account", "password")
# One slow export must not stop half the house: two processes of four threads each.
WEB_PROCESSES = 2
WEB_THREADS = 4
START_SECONDS = 60.0
STOP_SECONDS = 20.0
EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - what a user may type, not what we choose


def main() -> None:
    with plain_sentences():
        options = _parse()
        signal.signal(signal.SIGTERM, _stop_as_by_ctrl_c)
        _refuse_a_port_in_use(options.host, options.port)
        home()
        _name_our_address(options.host, options.port)
        with _database(options.db):
            prepare_state()
            welcome = _open_first_door() if options.no_demo else _load_demonstration()
            _serve(options.host, options.port, welcome)


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/run", description=__doc__)
    parser.add_argument(
        "--no-demo", action="store_true", help="no demonstration: an empty house and its first door"
    )
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument(
        "--db",
        choices=("default", "embedded"),
        default="default",
        help="embedded: a PostgreSQL of our own in the state folder (default: DATABASE_URL, else SQLite)",
    )
    return parser.parse_args()


def _stop_as_by_ctrl_c(signum: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _refuse_a_port_in_use(host: str, port: int) -> None:
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise Stop(
            f"Cannot listen on {host} port {port}: {error.strerror}. Is another program using it? "
            f"Choose another port, for example: bin/run --port {port + 1}"
        ) from error


def _name_our_address(host: str, port: int) -> None:
    """Links on papers and in messages start with the address people can reach, unless told otherwise."""
    names = [host]
    if host in EVERYWHERE:
        own_name, _, addresses = socket.gethostbyname_ex(socket.gethostname())
        names = [*addresses, own_name]
    os.environ.setdefault("BANYAN_HOSTS", ",".join(dict.fromkeys(["127.0.0.1", "localhost", *names])))
    os.environ.setdefault("BANYAN_BASE_URL", f"http://{names[0]}:{port}")


@contextmanager
def _database(kind: str) -> Iterator[None]:
    if kind == "default":
        yield
        return
    if os.geteuid() == 0:
        # The server's user has no rights: he may pass through to his own folder, and see nothing else.
        home().chmod(0o711)
    try:
        with running_server(home() / "postgres") as server:
            server.create_database("banyan")
            os.environ["DATABASE_URL"] = server.url("banyan")
            yield
    except PostgresFailed as error:
        raise Stop(str(error)) from error


def _load_demonstration() -> str:
    """Load the demonstration unless it stands already. Returns one login per role, as a table."""
    if not _logins():
        print(f"Loading the demonstration ({SCENARIO})", flush=True)
        show_banyan("demo", "load", SCENARIO)
    by_role: dict[str, dict[str, str]] = {}
    for login in _logins():
        by_role.setdefault(login["role"], login)
    rows = [[login[column] for column in LOGIN_COLUMNS] for login in by_role.values()]
    return "\n".join(["One login per role:", *_table([list(LOGIN_COLUMNS), *rows])])


def _logins() -> list[dict[str, str]]:
    logins: list[dict[str, str]] = json.loads(banyan("demo", "logins", "--json"))
    return logins


def _open_first_door() -> str:
    return banyan("firstdoor", "code").strip()


def _table(rows: list[list[str]]) -> list[str]:
    """Rows as aligned lines; a Chinese character is two columns wide."""
    widths = [max(_columns(cell) for cell in column) for column in zip(*rows, strict=True)]
    return ["  ".join(_padded(c, w) for c, w in zip(row, widths, strict=True)).rstrip() for row in rows]


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _columns(text))


def _serve(host: str, port: int, welcome: str) -> None:
    """Run the worker and the web server until one of them ends or Ctrl-C is pressed."""
    children = {"worker": _start([str(BANYAN), "worker"])}
    try:
        children["web server"] = _start(_web_command(host, port))
        _wait_until_healthy("127.0.0.1" if host in EVERYWHERE else host, port, children)
        print(f"\n{welcome}\n\nBanyan is at {os.environ['BANYAN_BASE_URL']} (Ctrl-C stops it)", flush=True)
        while True:
            _refuse_ended(children)
            time.sleep(0.5)
    except KeyboardInterrupt:
        print("\nStopping.", flush=True)
    finally:
        _stop(children)


def _web_command(host: str, port: int) -> list[str]:
    granian = [str(BANYAN.with_name("granian")), "--interface", "wsgi", "--log-level", "warning"]
    where = ["--host", host, "--port", str(port)]
    size = ["--workers", str(WEB_PROCESSES), "--blocking-threads", str(WEB_THREADS)]
    return [*granian, *where, *size, "banyan.config.wsgi:application"]


def _start(command: list[str]) -> subprocess.Popen[bytes]:
    # A session of its own: Ctrl-C reaches us alone, and we stop both in order.
    # Should we be killed, the kernel stops them.
    return subprocess.Popen(["setpriv", "--pdeathsig", "TERM", *command], cwd=ROOT, start_new_session=True)


def _wait_until_healthy(host: str, port: int, children: dict[str, subprocess.Popen[bytes]]) -> None:
    end = time.monotonic() + START_SECONDS
    while not _answers(host, port):
        _refuse_ended(children)
        if time.monotonic() > end:
            raise Stop(f"The web server runs, but /healthz does not answer after {START_SECONDS:.0f} s.")
        time.sleep(0.2)


def _answers(host: str, port: int) -> bool:
    # Not urllib: it would ask a proxy for our own address.
    connection = http.client.HTTPConnection(host, port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status < 500
    except OSError:
        return False
    finally:
        connection.close()


def _refuse_ended(children: dict[str, subprocess.Popen[bytes]]) -> None:
    for name, child in children.items():
        if child.poll() is not None:
            raise Stop(f"The {name} ended by itself (exit code {child.returncode}); its last lines say why.")


def _stop(children: dict[str, subprocess.Popen[bytes]]) -> None:
    """Ask every child to end, and end it when it takes too long."""
    for child in children.values():
        if child.poll() is None:
            child.terminate()
    for child in children.values():
        try:
            child.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


if __name__ == "__main__":
    main()
