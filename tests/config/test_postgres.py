"""The PostgreSQL of our own: it starts, sorts and stops the same for root and for anybody."""

import os
from pathlib import Path

import psycopg
import pytest

from banyan.config.postgres import PostgresFailed, Server, running_server, temporary_server


def ask(server: Server, sql: str) -> object:
    with psycopg.connect(host=str(server.sockets), user="banyan", dbname="postgres") as connection:
        row = connection.execute(sql.encode()).fetchone()
        assert row is not None
        return row[0]


def test_a_temporary_server_answers_and_leaves_nothing_behind() -> None:
    with temporary_server() as server:
        server.create_database("one")
        server.create_database("one")
        assert ask(server, "SELECT count(*) FROM pg_database WHERE datname = 'one'") == 1
        assert server.url("one") == f"postgres://banyan@/{server.sockets}/one"
    assert not server.sockets.exists()


def test_it_sorts_by_code_point_and_knows_no_port() -> None:
    with temporary_server() as server:
        assert ask(server, "SELECT 'b' > 'A' AND '乡' > '一' AND upper('é') = 'É'") is True
        assert ask(server, "SHOW listen_addresses") == ""


def test_a_cluster_keeps_its_rows_and_the_folders_above_it_keep_their_modes(tmp_path: Path) -> None:
    above = [tmp_path, *tmp_path.parents]
    for folder in above:
        if folder.stat().st_uid == os.geteuid() and "pytest" in str(folder):
            folder.chmod(0o711)
    before = [folder.stat().st_mode for folder in above]
    with running_server(tmp_path / "cluster") as server:
        server.create_database("kept")
    with running_server(tmp_path / "cluster") as server:
        assert ask(server, "SELECT count(*) FROM pg_database WHERE datname = 'kept'") == 1
    assert [folder.stat().st_mode for folder in above] == before


def test_a_second_server_on_the_same_folder_is_refused_with_a_reason(tmp_path: Path) -> None:
    with temporary_server() as server:
        second = running_server(Path(str(ask(server, "SHOW data_directory"))))
        with pytest.raises(PostgresFailed, match=r"postmaster\.pid"):
            second.__enter__()
