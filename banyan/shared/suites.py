"""Cipher suites behind one interface: A1 is the default, G1 (SM4, SM3, SM2) fits beside it (trust.md 4.2)."""

import hashlib
import hmac
import os
import unicodedata
from functools import lru_cache
from typing import Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12
INDEX_BYTES = 16


class Suite(Protocol):
    """What a suite must offer; secrets are 32 random bytes whatever the suite."""

    letter: bytes

    def encrypt(self, secret: bytes, text: bytes, bound_to: bytes) -> bytes: ...
    def decrypt(self, secret: bytes, blob: bytes, bound_to: bytes) -> bytes: ...
    def digest(self, secret: bytes, text: bytes) -> bytes: ...
    def sign(self, secret: bytes, payload: bytes) -> bytes: ...
    def public_key(self, secret: bytes) -> bytes: ...
    def is_signed(self, public_key: bytes, payload: bytes, signature: bytes) -> bool: ...


@lru_cache(maxsize=64)
def _cipher(secret: bytes) -> AESGCM:
    """One for each key: making it costs more than sealing a short text."""
    return AESGCM(secret)


class A1:
    """AES-256-GCM, HMAC-SHA-256, Ed25519."""

    letter = b"A"

    def encrypt(self, secret: bytes, text: bytes, bound_to: bytes) -> bytes:
        """Nonce, ciphertext and tag, readable only together with `bound_to`."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + _cipher(secret).encrypt(nonce, text, bound_to)

    def decrypt(self, secret: bytes, blob: bytes, bound_to: bytes) -> bytes:
        """The text; cryptography.exceptions.InvalidTag when blob or binding was changed."""
        return _cipher(secret).decrypt(blob[:NONCE_BYTES], blob[NONCE_BYTES:], bound_to)

    def digest(self, secret: bytes, text: bytes) -> bytes:
        return hmac.new(secret, text, hashlib.sha256).digest()

    def sign(self, secret: bytes, payload: bytes) -> bytes:
        return Ed25519PrivateKey.from_private_bytes(secret).sign(payload)

    def public_key(self, secret: bytes) -> bytes:
        return Ed25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()

    def is_signed(self, public_key: bytes, payload: bytes, signature: bytes) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(public_key).verify(signature, payload)
        except (InvalidSignature, ValueError):
            return False
        return True


SUITES: dict[str, Suite] = {"A1": A1()}


def normalised(value: str) -> bytes:
    """One spelling for one value, so that equal numbers meet in the index (trust.md 4.3)."""
    return unicodedata.normalize("NFKC", value).strip().upper().encode()
