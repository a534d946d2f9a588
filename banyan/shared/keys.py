"""Keys live in a folder beside the database, never in it: a key-encrypting key and the wrapped keys
of each purpose, in versions (trust.md 4.2). `banyan keys` makes, exports and rotates them."""

import base64
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag

from banyan.shared.suites import INDEX_BYTES, SUITES, Suite, normalised

FIELD_PURPOSES = ("id_number", "phone", "address", "note", "staged", "paper", "login", "secret", "media")
INDEX_PURPOSES = ("index.id_number", "index.phone", "index.login")
OTHER_PURPOSES = ("sign.paper", "sign.poster", "audit.anchor", "backup", "cookies", "token")
PURPOSES = tuple(f"field.{name}" for name in FIELD_PURPOSES) + INDEX_PURPOSES + OTHER_PURPOSES


class KeysMissing(Exception):
    """No keys in the state folder: `bin/setup` or `banyan keys make` makes them."""

    def __init__(self) -> None:
        super().__init__("还没有密钥。请先运行 bin/setup，或 banyan keys make。")


class KeysDamaged(Exception):
    """The two files of the key folder do not fit each other, or one of them was changed."""

    def __init__(self) -> None:
        super().__init__("密钥文件残缺或被改动，无法打开。请用导出的密钥恢复：banyan keys import 文件。")


@dataclass(frozen=True)
class Key:
    """One version of one purpose's secret."""

    number: int
    purpose: str
    suite_name: str
    secret: bytes

    @property
    def suite(self) -> Suite:
        return SUITES[self.suite_name]

    @property
    def check_value(self) -> str:
        """Tells this key from any other of the same number without saying anything of its secret."""
        return self.suite.digest(self.secret, b"banyan key check")[:8].hex()


@dataclass(frozen=True)
class Signer:
    """Signs with the newest key of a purpose; `kid` says which one verifies."""

    key: Key

    @property
    def kid(self) -> int:
        return self.key.number

    def sign(self, payload: bytes) -> bytes:
        return self.key.suite.sign(self.key.secret, payload)


class Keyring:
    """All keys of an installation. Read from its folder at the first use."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._keys: dict[int, Key] | None = None
        self._versions: dict[str, list[Key]] = {}

    @property
    def keys(self) -> dict[int, Key]:
        if self._keys is None:
            self._keys = read_keys(self.folder)
        return self._keys

    def forget(self) -> None:
        """Read the folder again at the next use (after making or restoring keys)."""
        self._keys = None
        self._versions.clear()

    def versions(self, purpose: str) -> list[Key]:
        """Every version of a purpose's key, newest first."""
        if purpose not in self._versions:
            found = [key for key in self.keys.values() if key.purpose == purpose]
            self._versions[purpose] = sorted(found, key=lambda key: -key.number)
        return self._versions[purpose]

    def encrypt(self, purpose: str, text: str, bound_to: str) -> bytes:
        """suite, key number, nonce, ciphertext, tag; bound to `model|field|row`."""
        return self.encrypt_bytes(purpose, text.encode(), bound_to)

    def decrypt(self, blob: bytes, bound_to: str) -> str:
        """The text again; InvalidTag when it was moved to another row or column (R-P2)."""
        return self.decrypt_bytes(blob, bound_to).decode()

    def encrypt_bytes(self, purpose: str, body: bytes, bound_to: str) -> bytes:
        """The same for a picture or another file."""
        key = self.versions_newest(f"field.{purpose}")
        sealed = key.suite.encrypt(key.secret, body, bound_to.encode())
        return key.suite.letter + key.number.to_bytes(2, "big") + sealed

    def decrypt_bytes(self, blob: bytes, bound_to: str) -> bytes:
        """The file again; InvalidTag when it was swapped for another's."""
        key = self.keys[int.from_bytes(blob[1:3], "big")]
        return key.suite.decrypt(key.secret, blob[3:], bound_to.encode())

    def index(self, purpose: str, value: str) -> str:
        """The blind index of a value under the newest key, 32 hex digits."""
        return _index(self.versions_newest(f"index.{purpose}"), value)

    def indexes(self, purpose: str, value: str) -> list[str]:
        """Under every version: what a search looks for while keys rotate."""
        return [_index(key, value) for key in self.versions(f"index.{purpose}")]

    def versions_newest(self, purpose: str) -> Key:
        versions = self.versions(purpose)
        if not versions:
            raise KeysMissing
        return versions[0]

    def signer(self, name: str) -> Signer:
        return Signer(self.versions_newest(f"sign.{name}"))

    def verify(self, name: str, kid: int, payload: bytes, signature: bytes) -> bool:
        """Was this signed by that version of the key? Old versions keep verifying (R-Q2)."""
        key = self.keys.get(kid)
        if key is None or key.purpose != f"sign.{name}":
            return False
        return key.suite.is_signed(key.suite.public_key(key.secret), payload, signature)

    def public_keys(self, name: str) -> list[tuple[int, str, bytes]]:
        """Number, suite and public half of every version of a signing key, newest first: no secret among them."""
        versions = self.versions(f"sign.{name}")
        return [(key.number, key.suite_name, key.suite.public_key(key.secret)) for key in versions]

    def digest(self, purpose: str, text: str) -> str:
        """A keyed digest for things that are looked up by what they hash to (tokens, links)."""
        key = self.versions_newest(purpose)
        return key.suite.digest(key.secret, text.encode()).hex()

    def cookie_secret(self) -> str:
        """Django's SECRET_KEY; it protects nothing that must outlive a restart without keys."""
        try:
            return self.versions_newest("cookies").secret.hex()
        except (KeysMissing, KeysDamaged):
            return secrets.token_urlsafe(48)


def _index(key: Key, value: str) -> str:
    return key.suite.digest(key.secret, normalised(value))[:INDEX_BYTES].hex()


def load_keyring(folder: Path) -> Keyring:
    return Keyring(folder)


def read_keys(folder: Path) -> dict[int, Key]:
    """Unwrap keys.json with the key-encrypting key. KeysMissing or KeysDamaged when that cannot be done."""
    if not (folder / "keys.json").exists():
        raise KeysMissing
    try:
        wrapping = base64.b64decode((folder / "kek").read_text())
        rows = json.loads((folder / "keys.json").read_text())["keys"]
        return {row["number"]: _unwrapped(row, wrapping) for row in rows}
    except (OSError, ValueError, KeyError, InvalidTag) as error:
        raise KeysDamaged from error


def make_keys(folder: Path) -> int:
    """Make what is missing, leave what is there; returns how many keys were made. KeysDamaged as above."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    keys = read_keys(folder) if (folder / "keys.json").exists() else {}
    known = {key.purpose for key in keys.values()}
    made = [purpose for purpose in PURPOSES if purpose not in known]
    for purpose in made:
        _add_key(keys, purpose)
    if made:
        write_keys(folder, keys)
    return len(made)


def rotate_key(folder: Path, purpose: str) -> int:
    """Add a new version of one purpose's key; the old one stays to read with. Returns its number."""
    keys = read_keys(folder)
    number = _add_key(keys, purpose)
    write_keys(folder, keys)
    return number


def write_keys(folder: Path, keys: dict[int, Key]) -> None:
    """Store these keys, and no others, wrapped with the folder's key-encrypting key (made on first use)."""
    wrapping = _kek(folder)
    rows = [_wrapped(key, wrapping) for key in keys.values()]
    write_private(folder / "keys.json", json.dumps({"keys": rows}, indent=1))


def _add_key(keys: dict[int, Key], purpose: str) -> int:
    number = max(keys, default=0) + 1
    keys[number] = Key(number, purpose, "A1", os.urandom(32))
    return number


def write_private(path: Path, text: str) -> None:
    """Replace a file at once, readable by its owner alone."""
    waiting = path.with_suffix(".new")
    waiting.unlink(missing_ok=True)
    with os.fdopen(os.open(waiting, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    waiting.replace(path)


def _kek(folder: Path) -> bytes:
    path = folder / "kek"
    if not path.exists():
        write_private(path, base64.b64encode(os.urandom(32)).decode())
    return base64.b64decode(path.read_text())


def _wrapped(key: Key, wrapping: bytes) -> dict[str, object]:
    body = SUITES["A1"].encrypt(wrapping, key.secret, f"{key.number}|{key.purpose}".encode())
    return {
        "number": key.number,
        "purpose": key.purpose,
        "suite": key.suite_name,
        "wrapped": base64.b64encode(body).decode(),
    }


def _unwrapped(row: dict[str, str], wrapping: bytes) -> Key:
    number, purpose = int(row["number"]), row["purpose"]
    body = base64.b64decode(row["wrapped"])
    secret = SUITES["A1"].decrypt(wrapping, body, f"{number}|{purpose}".encode())
    return Key(number, purpose, row["suite"], secret)
