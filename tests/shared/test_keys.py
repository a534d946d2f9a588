"""Keys: made once, versioned, wrapped, and never guessed at when something is missing (trust.md 4.2)."""

import json
import os
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from django.core.management import CommandError, call_command
from pytest_django import Settings

from banyan.audit.models import Entry
from banyan.shared.escrow import EscrowFailed, export_keys, import_keys, open_export
from banyan.shared.keys import (
    PURPOSES,
    KeysDamaged,
    KeysMissing,
    load_keyring,
    make_keys,
    read_keys,
    rotate_key,
)

PASSPHRASE = "沙洲的溪水向南流，七里到县城"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    make_keys(tmp_path / "keys")
    return tmp_path / "keys"


def test_every_purpose_gets_one_key_and_what_stands_is_left_alone(folder: Path) -> None:
    before = read_keys(folder)
    assert sorted(key.purpose for key in before.values()) == sorted(PURPOSES)
    assert make_keys(folder) == 0
    assert read_keys(folder) == before


def test_a_purpose_that_is_new_gets_its_key_beside_the_others(folder: Path) -> None:
    before = read_keys(folder)
    rows = json.loads((folder / "keys.json").read_text())["keys"]
    (folder / "keys.json").chmod(0o600)
    (folder / "keys.json").write_text(json.dumps({"keys": rows[:-1]}))
    assert make_keys(folder) == 1
    after = read_keys(folder)
    assert {number: after[number] for number in list(before)[:-1]} == dict(list(before.items())[:-1])


def test_keys_are_wrapped_and_readable_by_their_owner_alone(folder: Path) -> None:
    stored = (folder / "keys.json").read_bytes()
    assert [key.purpose for key in read_keys(folder).values() if key.secret in stored] == []
    modes = {oct(file.stat().st_mode & 0o777) for file in folder.iterdir()}
    assert (modes, oct(folder.stat().st_mode & 0o777)) == ({"0o400"}, "0o700")


def test_without_keys_a_sentence_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(KeysMissing, match="keys make"):
        read_keys(tmp_path)


@pytest.mark.parametrize("fault", ["no kek", "other kek", "cut", "not json", "changed"])
def test_damaged_keys_are_said_to_be_damaged_and_never_made_anew(folder: Path, fault: str) -> None:
    damage(folder, fault)
    kek, keys = folder / "kek", (folder / "keys.json").read_bytes()
    for act in (read_keys, make_keys, lambda where: rotate_key(where, "field.phone")):
        with pytest.raises(KeysDamaged):
            act(folder)
    assert (folder / "keys.json").read_bytes() == keys
    assert kek.exists() == (fault != "no kek")


def damage(folder: Path, fault: str) -> None:
    kek, keys = folder / "kek", folder / "keys.json"
    kek.chmod(0o600)
    keys.chmod(0o600)
    if fault == "no kek":
        kek.unlink()
    elif fault == "other kek":
        kek.write_text("QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=")
    elif fault == "cut":
        keys.write_bytes(keys.read_bytes()[:-40])
    elif fault == "not json":
        keys.write_text("{}")
    else:
        rows = json.loads(keys.read_text())["keys"]
        rows[0]["wrapped"] = rows[1]["wrapped"]
        keys.write_text(json.dumps({"keys": rows}))


def test_a_rotated_key_writes_and_the_old_one_still_reads(folder: Path) -> None:
    ring = load_keyring(folder)
    old = ring.encrypt("phone", "15400000001", "row")
    number = rotate_key(folder, "field.phone")
    ring.forget()
    new = ring.encrypt("phone", "15400000001", "row")
    assert [ring.decrypt(blob, "row") for blob in (old, new)] == ["15400000001"] * 2
    assert int.from_bytes(new[1:3], "big") == number


def test_while_an_index_rotates_both_versions_are_searched(folder: Path) -> None:
    ring = load_keyring(folder)
    old = ring.index("phone", "15400000001")
    rotate_key(folder, "index.phone")
    ring.forget()
    assert ring.indexes("phone", "15400000001") == [ring.index("phone", "15400000001"), old]
    assert ring.index("phone", "15400000001") != old


def test_forgetting_reads_every_purpose_anew(folder: Path) -> None:
    ring = load_keyring(folder)
    before = {purpose: ring.versions_newest(purpose).number for purpose in ("backup", "field.phone")}
    for purpose in before:
        rotate_key(folder, purpose)
    ring.forget()
    after = {purpose: ring.versions_newest(purpose).number for purpose in before}
    assert all(after[purpose] > before[purpose] for purpose in before)


def test_a_signature_verifies_under_its_own_key_alone(folder: Path) -> None:
    ring = load_keyring(folder)
    signer = ring.signer("paper")
    signature = signer.sign(b"payload")
    rotate_key(folder, "sign.paper")
    ring.forget()
    assert ring.verify("paper", signer.kid, b"payload", signature)
    assert not ring.verify("paper", ring.signer("paper").kid, b"payload", signature)
    assert not ring.verify("poster", signer.kid, b"payload", signature)
    assert not ring.verify("paper", signer.kid, b"payloae", signature)
    assert not ring.verify("paper", 999, b"payload", signature)


def test_check_values_tell_keys_apart_and_say_nothing_of_them(folder: Path) -> None:
    keys = read_keys(folder).values()
    assert len({key.check_value for key in keys}) == len(keys)
    assert all(key.secret.hex().find(key.check_value) < 0 for key in keys)


def test_exported_keys_come_back_the_same(folder: Path, tmp_path: Path) -> None:
    rotate_key(folder, "field.phone")
    exported = export_keys(folder, PASSPHRASE)
    keys = read_keys(folder)
    assert not [key for key in keys.values() if key.secret in exported]
    import_keys(tmp_path / "elsewhere", open_export(exported, PASSPHRASE))
    assert read_keys(tmp_path / "elsewhere") == keys
    assert (tmp_path / "elsewhere" / "kek").read_bytes() != (folder / "kek").read_bytes()


def test_a_wrong_passphrase_a_change_and_a_cut_are_refused(folder: Path) -> None:
    exported = export_keys(folder, PASSPHRASE)
    sealed = json.loads(exported)["sealed"]
    changed = exported.replace(sealed.encode(), (sealed[:-6] + "AAAAAA").encode())
    for body, passphrase in ((exported, PASSPHRASE + "x"), (changed, PASSPHRASE)):
        with pytest.raises(EscrowFailed, match="passphrase is wrong, or the file was changed"):
            open_export(body, passphrase)
    for body in (exported[:-50], b"", b"[]", b"{}"):
        with pytest.raises(EscrowFailed, match="not a file of exported keys"):
            open_export(body, PASSPHRASE)


def test_a_short_passphrase_is_refused(folder: Path) -> None:
    with pytest.raises(EscrowFailed, match="at least 12"):
        export_keys(folder, "eleven char")


def test_other_keys_are_set_aside_only_when_told_to_and_never_lost(folder: Path, tmp_path: Path) -> None:
    make_keys(tmp_path / "others")
    others = read_keys(tmp_path / "others")
    mine = read_keys(folder)
    with pytest.raises(EscrowFailed, match="other keys"):
        import_keys(folder, others)
    assert read_keys(folder) == mine
    moved = import_keys(folder, others, replace=True)
    assert moved is not None
    assert (read_keys(folder), read_keys(moved)) == (others, mine)


def test_the_command_exports_imports_rotates_and_is_remembered(
    db: None, tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.HOME = tmp_path
    monkeypatch.setenv("BANYAN_PASSPHRASE", PASSPHRASE)
    for words in (["make"], ["check"], ["export", "kept"], ["rotate", "field.phone"]):
        call_command("keys", *words[:-1], *([tmp_path / words[-1]] if words[-1] == "kept" else words[-1:]))
    with pytest.raises(CommandError, match="other keys"):
        call_command("keys", "import", tmp_path / "kept")
    call_command("keys", "import", "--replace", tmp_path / "kept")
    acts = Entry.objects.order_by("seq").values_list("act", flat=True)
    assert list(acts) == ["keys.exported", "keys.rotated", "keys.imported"]
    assert len(read_keys(tmp_path / "keys")) == len(PURPOSES)


def test_without_a_terminal_the_passphrase_comes_from_the_environment_or_not_at_all(
    tmp_path: Path, settings: Settings
) -> None:
    settings.HOME = tmp_path
    assert "BANYAN_PASSPHRASE" not in os.environ
    call_command("keys", "make")
    with pytest.raises(CommandError, match="BANYAN_PASSPHRASE"):
        call_command("keys", "export", tmp_path / "kept")


def test_ciphertext_is_bound_to_its_place(folder: Path) -> None:
    ring = load_keyring(folder)
    blob = ring.encrypt("phone", "15400000001", "people.person|phone|1")
    for place in ("people.person|phone|2", "people.person|note|1", "people.relative|phone|1"):
        with pytest.raises(InvalidTag):
            ring.decrypt(blob, place)
