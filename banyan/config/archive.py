"""A sealed file: written and read as a stream, in pieces that only open unchanged, in order and complete.

BANYAN BACKUP 1 <newline> one line of JSON: version, time, number and check value of the key <newline>
then pieces: four bytes of length, nonce, ciphertext, tag; each bound to the head, its place, and
whether it is the last one
"""

import hashlib
import io
import json
from typing import IO, Any

from cryptography.exceptions import InvalidTag

from banyan.shared.keys import Key, Keyring
from banyan.shared.suites import NONCE_BYTES

MAGIC = b"BANYAN BACKUP 1\n"
PURPOSE = "backup"
PIECE_BYTES = 1024 * 1024
# Nonce and tag of A1 beside a full piece.
LONGEST_PIECE = PIECE_BYTES + NONCE_BYTES + 16
LONGEST_HEAD = 4096


class ArchiveFailed(Exception):
    """The file cannot be read as a backup; the text says why."""


class SealingWriter(io.RawIOBase):
    """Seals whatever is written; closing it marks the end, so that a cut file is seen."""

    def __init__(self, file: IO[bytes], keys: Keyring, facts: dict[str, Any]) -> None:
        self.file, self.key = file, keys.versions_newest(PURPOSE)
        head = {**facts, "key": self.key.number, "check": self.key.check_value}
        self.head = json.dumps(head, sort_keys=True).encode() + b"\n"
        self.place, self.waiting = 0, bytearray()
        file.write(MAGIC + self.head)

    def writable(self) -> bool:
        return True

    def write(self, body: Any) -> int:
        self.waiting += body
        while len(self.waiting) > PIECE_BYTES:
            self._seal(bytes(self.waiting[:PIECE_BYTES]), is_last=False)
            del self.waiting[:PIECE_BYTES]
        return len(body)

    def close(self) -> None:
        if not self.closed:
            self._seal(bytes(self.waiting), is_last=True)
        super().close()

    def _seal(self, piece: bytes, *, is_last: bool) -> None:
        bound_to = _bound_to(self.head, self.place, is_last)
        sealed = self.key.suite.encrypt(self.key.secret, piece, bound_to)
        self.file.write(len(sealed).to_bytes(4, "big") + sealed)
        self.place += 1


class OpeningReader(io.RawIOBase):
    """Opens a sealed file piece by piece. ArchiveFailed at the first that was changed, moved or left out."""

    def __init__(self, file: IO[bytes], keys: Keyring) -> None:
        self.file = file
        self.head = read_head(file)
        self.key = _key_of(json.loads(self.head), keys)
        self.place, self.opened, self.is_at_end = 0, b"", False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self.opened and not self.is_at_end:
            self.opened = self._open_next()
        count = min(len(buffer), len(self.opened))
        buffer[:count], self.opened = self.opened[:count], self.opened[count:]
        return count

    def _open_next(self) -> bytes:
        length = int.from_bytes(self.file.read(4), "big")
        sealed = self.file.read(length) if length <= LONGEST_PIECE else b""
        if not sealed or len(sealed) < length:
            raise ArchiveFailed("The backup is cut: its end is missing.")
        for is_last in (False, True):
            bound_to = _bound_to(self.head, self.place, is_last)
            try:
                piece = self.key.suite.decrypt(self.key.secret, sealed, bound_to)
            except InvalidTag:
                continue
            self.place += 1
            self._take_end(is_last)
            return piece
        raise ArchiveFailed(f"The backup was changed near byte {self.file.tell() - length}.")

    def _take_end(self, is_last: bool) -> None:
        self.is_at_end = is_last
        if is_last and self.file.read(1):
            raise ArchiveFailed("The backup was changed: something follows its end.")


def read_head(file: IO[bytes]) -> bytes:
    """The line that says with which key the rest opens. ArchiveFailed when this is no backup."""
    if file.read(len(MAGIC)) != MAGIC:
        raise ArchiveFailed("This is not a backup of Banyan, or its beginning was changed.")
    head = file.readline(LONGEST_HEAD)
    try:
        known = json.loads(head)
        complete = isinstance(known["key"], int) and isinstance(known["check"], str)
    except (ValueError, KeyError, TypeError):
        complete = False
    if not complete or not head.endswith(b"\n"):
        raise ArchiveFailed("The first lines of the backup were changed or cut.")
    return head


def _key_of(head: dict[str, Any], keys: Keyring) -> Key:
    key = keys.keys.get(head["key"])
    if key is None or key.purpose != PURPOSE or key.check_value != head["check"]:
        raise ArchiveFailed(
            "The keys of this backup are not here. Put them in place first: banyan keys import FILE"
        )
    return key


def _bound_to(head: bytes, place: int, is_last: bool) -> bytes:
    return hashlib.sha256(head).digest() + place.to_bytes(8, "big") + bytes([is_last])
