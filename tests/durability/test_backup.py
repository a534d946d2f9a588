"""A backup counts only when it was restored and compared (R-D1 to R-D3), on both databases."""

import os
import random
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from banyan.audit.record import SYSTEM, remember
from banyan.config.archive import MAGIC
from banyan.config.snapshots import facts_of_database
from banyan.demo.cast import Cast, build_cast
from banyan.documents.actions import issue_paper
from banyan.documents.facts import JourneyFacts
from banyan.documents.states import PaperKind
from banyan.shared.fields import keyring
from banyan.shared.keys import make_keys, rotate_key
from tests.durability.houses import PASSPHRASE, other_house
from tests.durability.look import seen
from tests.environment import IS_LONG
from tests.traces import find_traces

SEED = int(os.environ.get("BANYAN_SEED", "20211020"))
FLIPS = 400 if IS_LONG else 40
# Written by the restore itself, after everything was compared.
WRITTEN_AFTERWARDS = {"audit_entry"}


@pytest.fixture
def house(transactional_db: None) -> Iterator[Cast]:
    """People, a paper and two files."""
    cast = build_cast()
    facts = JourneyFacts(departed_on="2026-02-20", destination="广东省广州市番禺区", reason="务工")
    issue_paper(PaperKind.CERTIFICATE, by=cast.secretary, person=cast.member, org=cast.township, facts=facts)
    folder = settings.MEDIA_ROOT / "2026"
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / "one", folder / "two"]
    for number, file in enumerate(files):
        file.write_bytes(random.Random(number).randbytes(200_000))
    yield cast
    for file in files:
        file.unlink(missing_ok=True)


def back_up(tmp_path: Path) -> Path:
    file = tmp_path / "house.backup"
    call_command("backup", str(file))
    return file


def restore(file: Path) -> None:
    call_command("restore", str(file), "--yes", "--yes")


def test_a_house_comes_back_on_another_machine_as_it_was(
    house: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BANYAN_PASSPHRASE", PASSPHRASE)
    call_command("keys", "export", str(tmp_path / "house.keys"))
    before = seen()
    file = back_up(tmp_path)
    with other_house(tmp_path / "elsewhere") as other:
        assert other.run("keys", "make").returncode == 0
        refused = other.run("restore", str(file), "--yes")
        assert refused.returncode == 1
        assert "keys of this backup are not here" in refused.stderr
        assert other.run("keys", "import", "--replace", str(tmp_path / "house.keys")).returncode == 0
        done = other.run("restore", str(file), "--yes")
        assert done.returncode == 0, done.stderr
        after = other.look()
        assert other.run("verify", "--full").returncode == 0
    compare(before, after)


def compare(before: dict[str, Any], after: dict[str, Any]) -> None:
    """Everything that was is again, row for row; the record goes on from where the backup ended."""
    assert before["tables"].keys() == after["tables"].keys()
    differing = [table for table, facts in before["tables"].items() if after["tables"][table] != facts]
    assert set(differing) <= WRITTEN_AFTERWARDS
    assert after["heads"][: len(before["heads"])] == before["heads"]
    assert len(after["heads"]) == len(before["heads"]) + 1
    for name in ("files", "people", "genuine"):
        assert after[name] == before[name]
        assert before[name]
    assert all(after["genuine"])
    assert (after["is_chain_whole"], after["signs_in"]) == (True, True)


def test_what_was_written_since_is_gone_and_what_was_lost_is_back(house: Cast, tmp_path: Path) -> None:
    before = seen()
    file = back_up(tmp_path)
    house.member.name = "改过的名字"
    house.member.save(update_fields=["name"])
    house.third_member.memberships.all().delete()
    (settings.MEDIA_ROOT / "2026" / "one").unlink()
    (settings.MEDIA_ROOT / "2026" / "three").write_bytes(b"later")
    restore(file)
    compare(before, seen())


@pytest.mark.parametrize("kept", [0, 8, len(MAGIC), len(MAGIC) + 20, 300, 0.5, 0.9, -1])
def test_a_cut_backup_is_refused_before_anything_is_overwritten(
    house: Cast, tmp_path: Path, kept: float
) -> None:
    body = back_up(tmp_path).read_bytes()
    length = int(len(body) * kept) if 0 < kept < 1 else int(kept)
    assert_refused(tmp_path, body[:length])


def test_a_backup_with_one_byte_changed_is_refused_before_anything_is_overwritten(
    house: Cast, tmp_path: Path
) -> None:
    body = back_up(tmp_path).read_bytes()
    chance = random.Random(SEED)
    places = {
        0,
        len(MAGIC),
        len(MAGIC) + 30,
        len(body) - 1,
        *(chance.randrange(len(body)) for _ in range(FLIPS)),
    }
    for place in places:
        changed = bytearray(body)
        changed[place] ^= 1 << chance.randrange(8)
        assert_refused(tmp_path, bytes(changed), f"byte {place} of {len(body)}, seed {SEED}")


def test_a_backup_with_something_after_its_end_is_refused(house: Cast, tmp_path: Path) -> None:
    assert_refused(tmp_path, back_up(tmp_path).read_bytes() + b"\0")


def assert_refused(tmp_path: Path, body: bytes, words: str = "") -> None:
    before = facts_of_database()
    file = tmp_path / "changed.backup"
    file.write_bytes(body)
    with pytest.raises(CommandError) as caught:
        restore(file)
    assert str(caught.value), words
    assert facts_of_database() == before, words
    assert not list(settings.HOME.glob("backup-*"))


def test_a_backup_that_needs_a_key_from_later_says_so(house: Cast, tmp_path: Path) -> None:
    old_keys = (settings.HOME / "keys" / "keys.json").read_bytes()
    try:
        rotate_key(settings.HOME / "keys", "field.phone")
        keyring().forget()
        file = back_up(tmp_path)
    finally:
        (settings.HOME / "keys" / "keys.json").unlink()
        (settings.HOME / "keys" / "keys.json").write_bytes(old_keys)
        keyring().forget()
    with pytest.raises(CommandError, match="needs keys that are not here"):
        restore(file)


def test_where_people_are_it_must_be_said_twice(house: Cast, tmp_path: Path) -> None:
    file = back_up(tmp_path)
    for options in ((), ("--yes",)):
        with pytest.raises(CommandError, match="Nothing was changed"):
            call_command("restore", str(file), *options)


def test_a_backup_holds_neither_a_key_nor_anything_in_plain(house: Cast, tmp_path: Path) -> None:
    file = back_up(tmp_path)
    body = file.read_bytes()
    assert [key.number for key in keyring().keys.values() if key.secret in body] == []
    assert (settings.HOME / "keys" / "kek").read_bytes() not in body
    plain = [house.member.id_number.open(), house.member.phone.open(), house.member.name, "audit_entry"]
    assert [value for value in plain if find_traces(value, tmp_path)] == []
    assert oct(file.stat().st_mode & 0o777) == "0o600"


def test_a_backup_never_takes_the_place_of_another_file(house: Cast, tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("not a backup")
    with pytest.raises(CommandError, match="something else"):
        call_command("backup", str(file))
    assert file.read_text() == "not a backup"


def test_backup_and_restore_are_remembered(house: Cast, tmp_path: Path) -> None:
    from banyan.audit.models import Entry

    restore(back_up(tmp_path))
    assert Entry.objects.latest("seq").act == "backup.restored"
    back_up(tmp_path)
    assert Entry.objects.latest("seq").act == "backup.made"


def test_a_backup_made_while_others_write_is_of_one_moment(house: Cast, tmp_path: Path) -> None:
    stopping = threading.Event()

    def write() -> None:
        while not stopping.wait(0.02):
            remember(SYSTEM, "test.written")
        connection.close()

    writers = [threading.Thread(target=write) for _writer in range(3)]
    for writer in writers:
        writer.start()
    try:
        files = []
        for number in range(5 if IS_LONG else 2):
            file = tmp_path / f"{number}.backup"
            call_command("backup", str(file))
            files.append(file)
    finally:
        stopping.set()
        for writer in writers:
            writer.join()
    for file in files:
        restore(file)
        call_command("verify")


def test_a_house_without_keys_cannot_be_backed_up_and_says_why(house: Cast, tmp_path: Path) -> None:
    keys = settings.HOME / "keys"
    keys.rename(settings.HOME / "away")
    keyring().forget()
    try:
        with pytest.raises(CommandError, match="密钥"):
            call_command("backup", str(tmp_path / "house.backup"))
    finally:
        (settings.HOME / "away").rename(keys)
        keyring().forget()
    assert not list(tmp_path.iterdir())
    assert make_keys(keys) == 0
