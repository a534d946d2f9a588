"""What makes a paper checkable (trust.md T16; R-Q1, R-Q2)."""

import random
from pathlib import Path

from django.test import override_settings

from banyan.documents.signing import Signed, canonical, is_genuine, new_code, read_code, sign
from banyan.shared.keys import Keyring, make_keys, rotate_key

PAYLOAD = {
    "code": "c" * 26,
    "number": "文明瑶族乡党证〔2026〕12号",
    "facts": {"name": "阿依·买买提", "sex": "女"},
}


def test_what_we_signed_is_genuine() -> None:
    assert is_genuine(sign(PAYLOAD))


def test_any_bit_of_the_text_flipped_is_refused() -> None:
    signed = sign(PAYLOAD)
    text = signed.text.encode()
    flipped = [_flip(text, bit) for bit in range(len(text) * 8)]
    accepted = [each for each in flipped if _is_accepted(each, signed)]
    assert len(flipped) == len(text) * 8 > 700
    assert accepted == []


def test_any_bit_of_the_signature_flipped_is_refused() -> None:
    signed = sign(PAYLOAD)
    words = signed.signature.encode()
    flipped = [_flip(words, bit).decode("latin-1") for bit in range(len(words) * 8)]
    assert [each for each in flipped if is_genuine(Signed(signed.text, signed.kid, each))] == []


def test_a_signature_of_another_paper_or_none_is_refused() -> None:
    signed = sign(PAYLOAD)
    other = sign({**PAYLOAD, "code": "d" * 26})
    assert not is_genuine(Signed(signed.text, signed.kid, other.signature))
    assert not is_genuine(Signed(signed.text, signed.kid, ""))
    assert not is_genuine(Signed(signed.text, 65_000, signed.signature))


def test_papers_of_a_former_key_still_verify_and_new_ones_use_the_new_key(tmp_path: Path) -> None:
    make_keys(tmp_path)
    ring = Keyring(tmp_path)
    with override_settings(KEYRING=ring):
        old = sign(PAYLOAD)
        rotate_key(tmp_path, "sign.paper")
        with override_settings(KEYRING=Keyring(tmp_path)):
            new = sign(PAYLOAD)
            assert new.kid != old.kid
            assert is_genuine(old)
            assert is_genuine(new)
            assert not is_genuine(Signed(old.text, new.kid, old.signature))


def test_a_payload_has_one_text_whatever_the_order_of_its_names() -> None:
    names = list(PAYLOAD)
    random.Random(1).shuffle(names)
    assert canonical({name: PAYLOAD[name] for name in names}) == canonical(PAYLOAD)


def test_a_code_holds_128_random_bits_and_is_read_as_people_type_it() -> None:
    codes = {new_code() for _ in range(1000)}
    assert len(codes) == 1000
    assert {len(code) for code in codes} == {26}
    # The first digit carries the top three of the 128 bits.
    assert {code[0] for code in codes} == set("01234567")
    code = "0" + "1a2b3c4d5e6f7g8h9j0kmnpqr"
    assert read_code(code) == code
    assert read_code(f" {code[:13].upper()}-{code[13:]} ".replace("0", "O").replace("1", "l")) == code


def test_what_is_no_code_reads_as_none() -> None:
    assert read_code("") == ""
    assert read_code("0" * 25) == ""
    assert read_code("0" * 25 + "u") == ""
    assert read_code("0" * 25 + "张") == ""


def _flip(text: bytes, bit: int) -> bytes:
    changed = bytearray(text)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def _is_accepted(text: bytes, signed: Signed) -> bool:
    try:
        return is_genuine(Signed(text.decode(), signed.kid, signed.signature))
    except UnicodeDecodeError:
        return False
