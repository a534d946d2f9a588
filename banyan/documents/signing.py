"""What makes a paper checkable: a code nobody guesses and a signature over all it states (trust.md T16)."""

import base64
import hashlib
import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from banyan.shared.fields import keyring
from banyan.shared.suites import SUITES

CODE_BITS = 128
HEAD = "BANYAN1"
WORDS = re.compile(
    rf"{HEAD}\.(?P<kid>\d{{1,6}})\.(?P<text>[\w-]{{1,4000}})\.(?P<signature>[\w-]{{1,200}})", re.ASCII
)
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


def as_words(signed: Signed) -> str:
    """A signed text that travels by itself, by a message or a QR code: head, key number, text, signature."""
    return ".".join([HEAD, str(signed.kid), _letters(signed.text.encode()), signed.signature])


def read_words(words: str) -> Signed | None:
    """The signed text out of what somebody pasted (whole address or words alone); None when it is none."""
    found = WORDS.search("".join(words.split()))
    if found is None:
        return None
    try:
        text = base64.urlsafe_b64decode(found["text"] + "=" * (-len(found["text"]) % 4)).decode()
    except ValueError:
        return None
    return Signed(text, int(found["kid"]), found["signature"])


def is_signed_by(signed: Signed, *, suite: str, public_key: str) -> bool:
    """Did the holder of this public key (base64url) sign exactly this text? An unknown suite signs nothing."""
    known = SUITES.get(suite)
    if known is None:
        return False
    key = base64.urlsafe_b64decode(public_key + "=" * (-len(public_key) % 4))
    return known.is_signed(key, signed.text.encode(), _signature_bytes(signed.signature))


def published_keys() -> list[dict[str, object]]:
    """Our public keys as others write them down: number, suite, key, and the figures to read aloud."""
    keys = keyring().public_keys("paper")
    return [
        {
            "kid": kid,
            "suite": suite,
            "public_key": _letters(key),
            "fingerprint": fingerprint_of(_letters(key)),
        }
        for kid, suite, key in keys
    ]


def fingerprint_of(public_key: str) -> str:
    """Eight groups of five figures (128 bits and more) that two officers compare over the telephone."""
    digest = hashlib.sha256(b"banyan key " + public_key.encode()).digest()
    figures = f"{int.from_bytes(digest[:17], 'big') % 10**40:040d}"
    return " ".join(figures[start : start + 5] for start in range(0, 40, 5))


def _letters(body: bytes) -> str:
    return base64.urlsafe_b64encode(body).rstrip(b"=").decode()


def _signature_bytes(words: str) -> bytes:
    """The 64 bytes; none at all when the words are not exactly how we write 64 bytes."""
    try:
        found = base64.b64decode(words + "=" * (-len(words) % 4), altchars=b"-_", validate=True)
    except ValueError:
        return b""
    is_canonical = base64.urlsafe_b64encode(found).rstrip(b"=").decode() == words
    return found if is_canonical else b""
