"""Texts for people without an account: their secretary copies them and says so."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client

from banyan.audit.models import Entry
from banyan.demo.cast import Cast
from banyan.notify.actions import mark_passed_on, tell
from banyan.notify.models import Outgoing
from banyan.shared.errors import NotAllowed

pytestmark = pytest.mark.django_db


def waiting(cast: Cast, words: str = "请本月报个平安。") -> Outgoing:
    tell([cast.third_member], kind="report.remind", words=words)
    return Outgoing.objects.select_related("org", "person").latest("id")


def test_who_passed_it_on_and_when_is_kept_and_the_first_counts(cast: Cast) -> None:
    text = waiting(cast)
    mark_passed_on(text, by=cast.secretary)
    mark_passed_on(text, by=cast.township_officer)
    text.refresh_from_db()
    assert text.copied_by == "朱望舒"
    assert text.copied_at is not None
    entry = Entry.objects.get(act="text.passed_on")
    assert (entry.subject_ref, entry.actor_label) == (cast.third_member.ref, "朱望舒")


def test_a_secretary_of_another_branch_may_not_say_so(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        mark_passed_on(waiting(cast), by=cast.baonan_secretary)


def test_the_page_shows_the_text_with_a_button_to_copy_it(cast: Cast, client: Client) -> None:
    text = waiting(cast)
    client.force_login(cast.secretary.account)
    page = client.get("/messages/texts/").content.decode()
    assert "邓青同志，您好。请本月报个平安。" in page
    assert f'data-copy="#text-{text.pk}"' in page


def test_a_text_passed_on_leaves_the_page(cast: Cast, client: Client) -> None:
    text = waiting(cast)
    client.force_login(cast.secretary.account)
    assert client.post(f"/messages/texts/{text.ref}/passed/").status_code == 302
    assert "请本月报个平安" not in client.get("/messages/texts/").content.decode()


def test_a_text_passed_on_by_htmx_answers_with_its_row_alone(cast: Cast, client: Client) -> None:
    text = waiting(cast)
    client.force_login(cast.secretary.account)
    answer = client.post(f"/messages/texts/{text.ref}/passed/", headers={"HX-Request": "true"})
    assert answer.content.decode().startswith('<li class="cell">')
    assert "已转告邓青" in answer.content.decode()


def test_a_member_has_no_texts_to_pass_on(cast: Cast, client: Client) -> None:
    text = waiting(cast)
    client.force_login(cast.member.account)
    assert client.get("/messages/texts/").status_code == 403
    assert client.post(f"/messages/texts/{text.ref}/passed/").status_code == 404


def test_outsiders_see_no_text_of_ours(cast: Cast, client: Client) -> None:
    text = waiting(cast, "只给本村的话")
    for viewer in cast.outsiders:
        client.force_login(viewer.account)
        assert client.post(f"/messages/texts/{text.ref}/passed/").status_code == 404
        assert "只给本村的话" not in client.get("/messages/texts/").content.decode()
    assert Outgoing.objects.get().copied_at is None


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_for_one_text_and_for_three(
    cast: Cast,
    client: Client,
    django_assert_num_queries: Callable[[int], AbstractContextManager[None]],
    count: int,
) -> None:
    for _each in range(count):
        waiting(cast)
    client.force_login(cast.secretary.account)
    with django_assert_num_queries(5):
        client.get("/messages/texts/")
