"""Files at rest: encrypted under the key of media and bound to the row they belong to (trust.md 4.1)."""

from collections.abc import Collection
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from banyan.shared.fields import keyring

PURPOSE = "media"


def store_sealed(name: str, body: bytes, *, bound_to: str) -> None:
    """Write a file encrypted; `name` is a random one and says nothing."""
    default_storage.save(name, ContentFile(keyring().encrypt_bytes(PURPOSE, body, bound_to)))


def open_sealed(name: str, *, bound_to: str) -> bytes:
    """The file itself. Callers stand behind an authorising view; FileNotFoundError when it is gone."""
    with default_storage.open(name) as file:
        return keyring().decrypt_bytes(file.read(), bound_to)


def forget_sealed(name: str) -> None:
    """Delete a file; nothing happens when it is gone already."""
    default_storage.delete(name)


def forget_strays(folder: str, kept: Collection[str], *, before: datetime) -> int:
    """Delete the files of a folder that no row names and that were written before then; returns how many.

    A file is written before its row is committed: what a program that was killed wrote stays without one.
    """
    if not default_storage.exists(folder):
        return 0
    names = [f"{folder}/{name}" for name in default_storage.listdir(folder)[1]]
    strays = [name for name in names if name not in kept and default_storage.get_modified_time(name) < before]
    for name in strays:
        default_storage.delete(name)
    return len(strays)
