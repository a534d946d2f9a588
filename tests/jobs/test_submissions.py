"""One key, one effect, one answer (R-C4): forms, fragments and programs, errors, crashes and crowds."""

import json
import os
import random
from datetime import timedelta
from functools import partial

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import engines
from django.test import Client

from banyan.accounts.actions.opening import open_account
from banyan.accounts.models import Account
from banyan.audit.models import Entry
from banyan.audit.queries import check_chain
from banyan.audit.record import SYSTEM
from banyan.jobs.actions import remove_old_keys
from banyan.jobs.models import IdempotencyKey, Job
from banyan.shared.clock import now
from tests.crowd import all_at_once
from tests.environment import IS_LONG
from tests.jobs.addresses import Crash

pytestmark = pytest.mark.urls("tests.jobs.addresses")
KEY = "a-key-made-by-the-page"
CROWD = 50
SUBMITS = 2000 if IS_LONG else 100
SEED = int(os.environ.get("BANYAN_SEED", "20211020"))


@pytest.fixture
def client(db: None) -> Client:
    return signed_in("wenfeng")


def signed_in(name: str) -> Client:
    account = Account.objects.filter(name=name).first() or open_account(name=name, label="文峰", by=SYSTEM)
    client = Client()
    client.force_login(account)
    return client


def effects() -> int:
    return Job.objects.count()


def form(**fields: str) -> dict[str, str]:
    return {"idempotency_key": KEY, "words": "平安", **fields}


def test_the_same_form_twice_has_one_effect_and_the_same_answer(client: Client) -> None:
    answers = [client.post("/sent", form()) for _time in range(3)]
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [
        (302, "/sent/list?page=2")
    ] * 3
    assert effects() == 1


def test_the_protection_against_forgery_does_not_make_another_body(client: Client) -> None:
    client.post("/sent", form(csrfmiddlewaretoken="one"))
    assert client.post("/sent", form(csrfmiddlewaretoken="two")).status_code == 302
    assert effects() == 1


def test_the_same_key_with_another_body_is_422_and_says_so(client: Client) -> None:
    client.post("/sent", form())
    answer = client.post("/sent", form(words="需要帮助"))
    assert answer.status_code == 422
    assert "内容却和上次不同" in answer.content.decode()
    assert effects() == 1


def test_the_same_key_for_another_address_is_422(client: Client) -> None:
    client.post("/sent", form())
    assert client.post("/shown", form()).status_code == 422


def test_a_key_belongs_to_its_account(client: Client) -> None:
    client.post("/sent", form())
    assert signed_in("guihua").post("/sent", form(words="另一个人的")).status_code == 302
    assert effects() == 2


def test_a_form_without_a_key_has_an_effect_each_time(client: Client) -> None:
    client.post("/sent", {"words": "平安"})
    client.post("/sent", {"words": "平安"})
    assert effects() == 2


def test_a_file_is_part_of_the_body_and_is_still_there_to_be_read(client: Client) -> None:
    for content, status in ((b"first", 302), (b"first", 302), (b"other", 422)):
        file = SimpleUploadedFile("roster.csv", content)
        assert client.post("/sent", {**form(), "file": file}).status_code == status
    assert effects() == 1


def test_a_fragment_sent_twice_leads_where_the_first_led(client: Client) -> None:
    htmx = {"HX-Request": "true"}
    assert client.post("/sent", form(), headers=htmx)["Content-Location"] == "/sent/list?page=2"
    assert client.post("/sent", form(), headers=htmx)["HX-Redirect"] == "/sent/list?page=2"
    client.post("/shown", form(idempotency_key="another-key"), headers=htmx)
    assert client.post("/shown", form(idempotency_key="another-key"), headers=htmx)["HX-Refresh"] == "true"


def test_a_page_without_an_address_is_answered_by_a_sentence(client: Client) -> None:
    client.post("/shown", form())
    again = client.post("/shown", form())
    assert (again.status_code, effects()) == (200, 1)
    assert "没有重复办理" in again.content.decode()


def test_what_was_refused_changed_nothing_and_may_be_sent_again(client: Client) -> None:
    assert [client.post("/refused", form()).status_code for _time in range(2)] == [409, 409]
    assert (effects(), IdempotencyKey.objects.count()) == (0, 0)
    assert Entry.objects.filter(act="web.refused").count() == 2


def test_what_ended_in_an_error_is_undone_and_may_be_sent_again(client: Client) -> None:
    client.raise_request_exception = False
    assert client.post("/broken", form()).status_code == 500
    assert (effects(), IdempotencyKey.objects.count()) == (0, 0)
    assert not Entry.objects.filter(act="test.submitted").exists()


def test_a_crash_between_effect_and_answer_loses_both_together(transactional_db: None) -> None:
    client = signed_in("wenfeng")
    with pytest.raises(Crash):
        client.post("/crashed", form())
    assert (effects(), IdempotencyKey.objects.count()) == (0, 0)
    assert client.post("/sent", form()).status_code == 302
    assert effects() == 1


def test_a_program_gets_its_first_status_and_the_thing_as_it_stands(client: Client) -> None:
    body = {"path": "/made", "data": json.dumps({"title": "x"}), "content_type": "application/json"}
    first = client.post(**body, headers={"Idempotency-Key": KEY})
    again = client.post(**body, headers={"Idempotency-Key": KEY})
    assert (again.status_code, again.json(), again["Location"]) == (201, first.json(), first["Location"])
    assert again["Idempotency-Replayed"] == "true"
    other = client.post(**{**body, "data": "{}"}, headers={"Idempotency-Key": KEY})
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_used")
    assert effects() == 1


@pytest.mark.parametrize("key", ["short", "x" * 65, "with space in it", "斜体字斜体字斜体字"])
def test_a_key_of_another_shape_is_refused(client: Client, key: str) -> None:
    assert client.post("/sent", form(idempotency_key=key)).status_code == 422
    assert effects() == 0


def test_a_read_takes_no_notice_of_a_key(client: Client) -> None:
    assert client.get("/made/1", headers={"Idempotency-Key": KEY}).status_code == 200
    assert IdempotencyKey.objects.count() == 0


def test_a_step_of_a_form_that_changed_nothing_leaves_the_key_free(client: Client) -> None:
    assert client.post("/asked", form()).status_code == 200
    assert IdempotencyKey.objects.count() == 0


def test_what_somebody_signs_in_with_is_no_part_of_the_digest(client: Client) -> None:
    client.post("/sent", form(new_password="one"))
    assert client.post("/sent", form(new_password="two")).status_code == 302
    assert effects() == 1


def test_nothing_of_the_body_is_kept(client: Client) -> None:
    client.post("/sent", form(words="13800138000"))
    row = IdempotencyKey.objects.get()
    kept = " ".join(str(value) for value in vars(row).values())
    assert "13800138000" not in kept
    assert len(row.body_digest) == 64


def test_keys_are_kept_for_more_than_a_day_and_then_removed(client: Client) -> None:
    client.post("/sent", form())
    assert remove_old_keys(now() + timedelta(hours=25)) == 0
    assert remove_old_keys(now() + timedelta(hours=49)) == 1


def test_the_record_is_written_once_and_its_chain_holds(client: Client) -> None:
    client.post("/sent", form())
    client.post("/sent", form())
    assert Entry.objects.filter(act="test.submitted").count() == 1
    assert check_chain().first_bad is None


def test_each_rendered_form_has_a_key_of_its_own() -> None:
    template = engines["django"].from_string("{% load web %}{% idempotency %}")
    first, second = template.render(), template.render()
    assert 'name="idempotency_key"' in first
    assert first != second


def test_however_many_replies_are_lost_what_is_acknowledged_is_stored_once(client: Client) -> None:
    """A proxy that drops three replies of ten, in front of a sender who tries until he hears something."""
    chance = random.Random(SEED)
    for number in range(SUBMITS):
        fields = form(idempotency_key=f"submission-{number:05d}", words=str(number))
        while client.post("/sent", fields).status_code != 302 or chance.random() < 0.3:
            pass
    assert effects() == SUBMITS, f"seed {SEED}"


def all_send(fields: dict[str, str]) -> list[tuple[int, str]]:
    clients = [signed_in("wenfeng") for _client in range(CROWD)]
    answers = all_at_once([partial(client.post, "/sent", fields) for client in clients])
    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    return [(answer.status_code, answer["Location"]) for answer in answers]  # type: ignore[union-attr]


@pytest.mark.race
def test_fifty_at_once_under_one_key_have_one_effect_and_one_answer(transactional_db: None) -> None:
    assert all_send(form()) == [(302, "/sent/list?page=2")] * CROWD
    assert effects() == 1
    assert check_chain().first_bad is None


@pytest.mark.race
def test_without_a_key_the_fifty_would_have_fifty_effects(transactional_db: None) -> None:
    all_send({"words": "平安"})
    assert effects() == CROWD
    assert check_chain().first_bad is None
