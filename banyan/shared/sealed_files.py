"""Files at rest: encrypted under the key of media and bound to the row they belong to (trust.md 4.1)."""

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
