"""All keys of an installation in one file, sealed with a passphrase: what a backup never holds (trust.md 4.2)."""

import base64
import hashlib
import json
import os
from pathlib import Path

from cryptography.exceptions import InvalidTag

from banyan.shared.keys import Key, read_keys, write_keys
from banyan.shared.suites import SUITES

FORMAT = "banyan-keys-1"
SALT_BYTES = 16
# scrypt: 64 MiB and about a fifth of a second for one guess.
COST = {"n": 2**16, "r": 8, "p": 1}
COST_BYTES = 128 * 1024 * 1024
LEAST_CHARACTERS = 12


class EscrowFailed(Exception):
    """The file or the passphrase does not do; the text says why."""


def export_keys(folder: Path, passphrase: str) -> bytes:
    """Every version of every key, sealed. EscrowFailed for a passphrase that is too short."""
    if len(passphrase) < LEAST_CHARACTERS:
        raise EscrowFailed(f"The passphrase needs at least {LEAST_CHARACTERS} characters.")
    keys = [_row(key) for key in read_keys(folder).values()]
    salt = os.urandom(SALT_BYTES)
    body = SUITES["A1"].encrypt(_stretched(passphrase, salt), json.dumps(keys).encode(), FORMAT.encode())
    sealed = {"format": FORMAT, "salt": _text(salt), "sealed": _text(body)}
    return json.dumps(sealed, indent=1).encode()


def open_export(exported: bytes, passphrase: str) -> dict[int, Key]:
    """The keys of an exported file. EscrowFailed when it is no such file, was changed, or the words are wrong."""
    try:
        sealed = json.loads(exported)
        salt, body = base64.b64decode(sealed["salt"]), base64.b64decode(sealed["sealed"])
    except (ValueError, KeyError, TypeError) as error:
        raise EscrowFailed("This is not a file of exported keys, or it is cut.") from error
    try:
        rows = json.loads(SUITES["A1"].decrypt(_stretched(passphrase, salt), body, FORMAT.encode()))
    except InvalidTag as error:
        raise EscrowFailed("The passphrase is wrong, or the file was changed.") from error
    return {row["number"]: _key(row) for row in rows}


def import_keys(folder: Path, keys: dict[int, Key], *, replace: bool = False) -> Path | None:
    """Put exported keys into the folder. EscrowFailed when other keys are there, unless they may be replaced.

    Replaced keys are kept: returns the folder they were moved to.
    """
    moved = None
    if (folder / "keys.json").exists():
        if not replace:
            raise EscrowFailed(
                "There are other keys here already; what they protect would be lost without them."
            )
        moved = _set_aside(folder)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_keys(folder, keys)
    return moved


def _set_aside(folder: Path) -> Path:
    number = 1
    while (moved := folder.with_name(f"{folder.name}.replaced-{number}")).exists():
        number += 1
    folder.rename(moved)
    return moved


def _stretched(passphrase: str, salt: bytes) -> bytes:
    return hashlib.scrypt(passphrase.encode(), salt=salt, maxmem=COST_BYTES, dklen=32, **COST)


def _row(key: Key) -> dict[str, object]:
    return {
        "number": key.number,
        "purpose": key.purpose,
        "suite": key.suite_name,
        "secret": _text(key.secret),
    }


def _key(row: dict[str, str]) -> Key:
    return Key(int(row["number"]), row["purpose"], row["suite"], base64.b64decode(row["secret"]))


def _text(body: bytes) -> str:
    return base64.b64encode(body).decode()
