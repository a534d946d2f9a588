"""A receipt signed by one installation verifies in another by its published key (ideas 22; R-Q1)."""

import base64
import json
from pathlib import Path

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from banyan.audit.models import Entry
from banyan.demo.cast import Cast
from banyan.documents.actions import trust_key, withdraw_key
from banyan.documents.models import TrustedKey
from banyan.documents.queries import signed_word
from banyan.documents.signing import HEAD, as_words, fingerprint_of, published_keys, read_words, sign
from banyan.shared.errors import NotAllowed, Refused
from banyan.shared.keys import Keyring, make_keys, rotate_key

AFAR = "https://banyan.panyu.example.cn"
FACTS = {
    "installation": AFAR, "name": "何远山", "home": "沙洲瑶族村党支部", "number": "文明瑶族乡党回〔2026〕1号",
    "host": "番禺区某某街道流动党员党支部", "arrived_on": "2026-03-02",
}  # fmt: skip


@pytest.fixture
def afar(tmp_path: Path) -> Path:
    """The keys of another installation."""
    make_keys(tmp_path / "afar")
    return tmp_path / "afar"


def signed_afar(keys: Path) -> tuple[str, dict[str, object]]:
    """What the other installation signs, and the newest key it publishes."""
    with override_settings(KEYRING=Keyring(keys)):
        return as_words(sign(FACTS)), published_keys()[0]


def trusted(cast: Cast, key: dict[str, object], **other: object) -> TrustedKey:
    given = {
        "name": "番禺区委组织部", "address": f"{AFAR}/", "kid": key["kid"], "suite": key["suite"],
        "public_key": key["public_key"], "read_aloud": key["fingerprint"], **other,
    }  # fmt: skip
    return trust_key(by=cast.county_officer, **given)  # type: ignore[arg-type]


def test_keys_are_published_with_version_name_address_and_no_secret(cast: Cast, client: Client) -> None:
    told = json.loads(client.get("/.well-known/banyan-keys.json").content)
    assert told["version"] == 1
    assert told["installation"]["name"] == "郴州市"
    assert told["keys"] != []
    for key in told["keys"]:
        assert set(key) == {"kid", "suite", "public_key", "fingerprint"}
        assert len(base64.urlsafe_b64decode(key["public_key"] + "=")) == 32
        assert len(key["fingerprint"].replace(" ", "")) == 40


def test_every_version_of_a_key_stays_published(tmp_path: Path, afar: Path) -> None:
    rotate_key(afar, "sign.paper")
    with override_settings(KEYRING=Keyring(afar)):
        kids = [key["kid"] for key in published_keys()]
    assert len(kids) == 2
    assert kids == sorted(kids, reverse=True)  # type: ignore[type-var]


def test_what_was_signed_afar_is_unknown_until_its_key_was_compared(cast: Cast, afar: Path) -> None:
    words, key = signed_afar(afar)
    before = signed_word(words)
    assert before is not None
    assert not before.is_known
    trusted(cast, key)
    after = signed_word(f"您好，这是回执：\n{words[:40]}\n{words[40:]} 请查收")
    assert after is not None
    assert (after.signer, after.is_ours, after.facts) == ("番禺区委组织部", False, FACTS)


def test_other_figures_over_the_telephone_are_refused(cast: Cast, afar: Path) -> None:
    _words, key = signed_afar(afar)
    wrong = str(key["fingerprint"])[:-1] + ("0" if str(key["fingerprint"])[-1] != "0" else "1")
    for figures in (wrong, "", str(key["fingerprint"])[:-6]):
        with pytest.raises(Refused) as refusal:
            trusted(cast, key, read_aloud=figures)
        assert refusal.value.reason.code == "other_fingerprint"
    assert not TrustedKey.objects.exists()
    trusted(cast, key, read_aloud=str(key["fingerprint"]).replace(" ", "－"))
    with pytest.raises(Refused) as again:
        trusted(cast, key)
    assert again.value.reason.code == "trusted_already"


def test_any_bit_of_the_text_or_its_signature_flipped_is_known_to_nobody(cast: Cast, afar: Path) -> None:
    """R-Q1 for what travels: 100 % refused."""
    words, key = signed_afar(afar)
    trusted(cast, key)
    signed = read_words(words)
    assert signed is not None
    text = signed.text.encode()
    parts = words.split(".")
    accepted = 0
    for bit in range(len(text) * 8):
        changed = bytearray(text)
        changed[bit // 8] ^= 1 << bit % 8
        letters = base64.urlsafe_b64encode(bytes(changed)).rstrip(b"=").decode()
        found = signed_word(".".join([HEAD, parts[1], letters, parts[3]]))
        accepted += found is not None and found.is_known
    raw = base64.urlsafe_b64decode(parts[3] + "==")
    for bit in range(len(raw) * 8):
        changed = bytearray(raw)
        changed[bit // 8] ^= 1 << bit % 8
        letters = base64.urlsafe_b64encode(bytes(changed)).rstrip(b"=").decode()
        found = signed_word(".".join([*parts[:3], letters]))
        accepted += found is not None and found.is_known
    assert accepted == 0


def test_a_key_withdrawn_verifies_nothing_and_another_address_is_nobody(cast: Cast, afar: Path) -> None:
    words, key = signed_afar(afar)
    elsewhere = trusted(cast, key, address="https://banyan.other.example.cn")
    found = signed_word(words)
    assert found is not None
    assert not found.is_known
    withdraw_key(elsewhere, by=cast.county_officer)
    right = trusted(cast, key)
    assert signed_word(words).is_known  # type: ignore[union-attr]
    withdraw_key(right, by=cast.county_officer)
    assert not signed_word(words).is_known  # type: ignore[union-attr]
    acts = list(Entry.objects.filter(act__startswith="key.").order_by("seq").values_list("act", flat=True))
    assert acts == ["key.trusted", "key.withdrawn", "key.trusted", "key.withdrawn"]


def test_only_county_and_city_decide_whom_we_trust(cast: Cast, afar: Path, client: Client) -> None:
    _words, key = signed_afar(afar)
    for stranger in (cast.secretary, cast.township_officer, cast.floating_secretary, cast.auditor):
        client.force_login(stranger.account)  # type: ignore[arg-type]
        assert client.get("/papers/keys/").status_code == 403
        with pytest.raises(NotAllowed):
            trust_key(
                by=stranger, name="x", address=AFAR, kid=1, suite="A1",
                public_key=str(key["public_key"]), read_aloud=str(key["fingerprint"]),
            )  # fmt: skip


def test_the_page_takes_a_key_and_shows_our_own_figures(cast: Cast, afar: Path, client: Client) -> None:
    _words, key = signed_afar(afar)
    client.force_login(cast.county_officer.account)  # type: ignore[arg-type]
    page = client.get("/papers/keys/").content.decode()
    assert str(published_keys()[0]["fingerprint"]) in page
    typed = {
        "name": "番禺区委组织部", "address": AFAR, "kid": key["kid"], "suite": "A1",
        "public_key": key["public_key"], "read_aloud": "12345",
    }  # fmt: skip
    assert client.post("/papers/keys/", typed).status_code == 409
    assert client.post("/papers/keys/", {**typed, "public_key": "short"}).status_code == 422
    assert client.post("/papers/keys/", {**typed, "read_aloud": key["fingerprint"]}).status_code == 302
    assert "番禺区委组织部" in client.get("/papers/keys/").content.decode()
    trust = TrustedKey.objects.get()
    assert client.post(f"/papers/keys/{trust.ref}/withdrawals/").status_code == 302
    assert "已停用" in client.get("/papers/keys/").content.decode()


def test_the_verification_page_says_who_signed_and_masks_for_the_public(
    cast: Cast, afar: Path, client: Client
) -> None:
    words, key = signed_afar(afar)
    page = "/v/signed/"
    assert "核对不上" in client.post(page, {"words": words}).content.decode()
    assert "看不懂这段文字" in client.post(page, {"words": "随便写的"}).content.decode()
    trusted(cast, key)
    answer = client.post(page, {"words": words})
    shown = answer.content.decode()
    assert "由番禺区委组织部的系统签发" in shown
    assert "何**" in shown
    assert "何远山" not in shown
    assert "noindex" in answer["X-Robots-Tag"]
    client.force_login(cast.secretary.account)  # type: ignore[arg-type]
    assert (
        "何远山" in client.post(page, {"words": words}).content.decode().split('<form class="card form"')[0]
    )


def test_a_host_signs_a_receipt_for_a_foreign_home(cast: Cast, client: Client) -> None:
    client.force_login(cast.floating_secretary.account)  # type: ignore[arg-type]
    page = reverse("journeys:signed-receipts")
    typed = {
        "name": "外乡来客", "home": "某县某村党支部", "number": "某乡党回〔2026〕3号", "arrived_on": "2026-03-02",
        "host": str(cast.floating.ref),
    }  # fmt: skip
    shown = client.post(page, typed).content.decode()
    signed = read_words(shown)
    assert signed is not None
    word = signed_word(shown)
    assert word is not None
    assert word.is_ours
    assert (word.facts["name"], word.facts["arrived_on"]) == ("外乡来客", "2026-03-02")
    assert "外乡来客" not in str([vars(entry) for entry in Entry.objects.filter(act="receipt.signed")])
    client.force_login(cast.secretary.account)  # type: ignore[arg-type]
    assert client.get(page).status_code == 403


def test_figures_of_different_keys_differ() -> None:
    assert fingerprint_of("a" * 43) != fingerprint_of("b" * 43)
