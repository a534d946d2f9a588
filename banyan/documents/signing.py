"""What makes a paper checkable: a code nobody guesses and a signature over all it states (trust.md T16)."""

import base64
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from banyan.shared.fields import keyring

CODE_BITS = 128
CODE_CHARACTERS = 26
# Crockford's digits: no i, l, o or u, so that a code read from paper is typed as it was meant.
_DIGITS = "0123456789abcdefghjkmnpqrstvwxyz"
_MISREAD = str.maketrans("ilo", "110")


@dataclass(frozen=True)
class Signed:
    """A canonical text with its signature (base64url) and the number of the key that made it."""

    text: str
    kid: int
    signature: str


def new_code() -> str:
    """128 random bits in 26 characters."""
    number = secrets.randbits(CODE_BITS)
    return "".join(_DIGITS[number >> shift & 31] for shift in range(125, -1, -5))


def read_code(text: str) -> str:
    """A code as somebody typed it, in any case, with spaces or hyphens, o for 0; empty when it is none."""
    code = text.replace("-", "").replace(" ", "").lower().translate(_MISREAD)
    is_code = len(code) == CODE_CHARACTERS and set(code) <= set(_DIGITS)
    return code if is_code else ""


def canonical(payload: Mapping[str, object]) -> str:
    """One text for one payload: sorted names, no spaces."""
    return json.dumps(payload, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def sign(payload: Mapping[str, object]) -> Signed:
    """Sign with the newest paper key."""
    text = canonical(payload)
    signer = keyring().signer("paper")
    signature = base64.urlsafe_b64encode(signer.sign(text.encode())).rstrip(b"=").decode()
    return Signed(text, signer.kid, signature)


def is_genuine(signed: Signed) -> bool:
    """Did we sign exactly this text? Keys of former years still answer (R-Q1, R-Q2)."""
    return keyring().verify("paper", signed.kid, signed.text.encode(), _signature_bytes(signed.signature))


def _signature_bytes(words: str) -> bytes:
    """The 64 bytes; none at all when the words are not exactly how we write 64 bytes."""
    try:
        found = base64.b64decode(words + "=" * (-len(words) % 4), altchars=b"-_", validate=True)
    except ValueError:
        return b""
    is_canonical = base64.urlsafe_b64encode(found).rstrip(b"=").decode() == words
    return found if is_canonical else b""
