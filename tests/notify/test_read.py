"""The inbox: what one sees, marking as read, and that nobody reads another's."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client

from banyan.audit.models import Entry
from banyan.demo.cast import Cast, viewer_of
from banyan.notify.actions import mark_all_read, mark_read, tell
from banyan.notify.models import Message
from banyan.notify.queries import messages_of, unread_count
from banyan.people.models import Person
from banyan.shared.errors import NotAllowed

pytestmark = pytest.mark.django_db


def told(person: Person, *words: str, link: str = "") -> list[Message]:
    for each in words:
        tell([person], kind="k", words=each, link=link)
    return list(messages_of(viewer_of(person)).order_by("id"))


def test_reading_a_message_is_kept_and_remembered_once(cast: Cast) -> None:
    message = told(cast.member, "报告已阅")[0]
    viewer = viewer_of(cast.member)
    mark_read(message, by=viewer)
    first = Message.objects.get().read_at
    mark_read(message, by=viewer)
    assert Message.objects.get().read_at == first
    assert first is not None
    assert Entry.objects.filter(act="message.read").count() == 1


def test_nobody_marks_the_message_of_another(cast: Cast) -> None:
    message = told(cast.member, "报告已阅")[0]
    with pytest.raises(NotAllowed):
        mark_read(message, by=cast.secretary)
    assert Message.objects.get().read_at is None


def test_all_are_marked_at_once_and_only_his_own(cast: Cast) -> None:
    told(cast.member, "甲", "乙", "丙")
    told(cast.second_member, "丁")
    assert mark_all_read(by=viewer_of(cast.member)) == 3
    assert unread_count(viewer_of(cast.member)) == 0
    assert unread_count(viewer_of(cast.second_member)) == 1


def test_the_inbox_shows_the_newest_first_and_the_count_in_the_bar(cast: Cast, client: Client) -> None:
    told(cast.member, "先到的", "后到的")
    client.force_login(cast.member.account)
    page = client.get("/messages/").content.decode()
    assert page.index("后到的") < page.index("先到的")
    assert '<span class="count">2<' in page


def test_opening_the_inbox_changes_nothing(cast: Cast, client: Client) -> None:
    told(cast.member, "甲")
    client.force_login(cast.member.account)
    client.get("/messages/")
    assert Message.objects.get().read_at is None


def test_a_message_leads_to_what_it_speaks_of(cast: Cast, client: Client) -> None:
    message = told(cast.member, "请看任务", link="/tasks/")[0]
    client.force_login(cast.member.account)
    answer = client.post(f"/messages/{message.ref}/read/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/tasks/")
    assert Message.objects.get().read_at is not None


def test_only_unread_can_be_shown(cast: Cast, client: Client) -> None:
    first, _second = told(cast.member, "读过的话", "没读的话")
    mark_read(first, by=viewer_of(cast.member))
    client.force_login(cast.member.account)
    page = client.get("/messages/?unread").content.decode()
    assert "没读的话" in page
    assert "读过的话" not in page


def test_pages_follow_one_another_without_gap(cast: Cast, client: Client) -> None:
    told(cast.member, *[f"第{number:03d}条" for number in range(60)])
    client.force_login(cast.member.account)
    first = client.get("/messages/").context["found"]
    second = client.get("/messages/", {"mark": first.next_mark}).context["found"]
    words = [message.words for message in [*first.rows, *second.rows]]
    assert words == [f"第{number:03d}条" for number in reversed(range(60))]


def test_the_message_of_another_does_not_exist_for_anyone(cast: Cast, client: Client) -> None:
    message = told(cast.member, "给何远山的话")[0]
    for viewer in [cast.secretary, viewer_of(cast.second_member), *cast.outsiders]:
        client.force_login(viewer.account)
        assert client.post(f"/messages/{message.ref}/read/").status_code == 404
        assert "给何远山的话" not in client.get("/messages/").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_inbox_asks_the_same_of_the_database_for_one_and_for_three(
    cast: Cast,
    client: Client,
    django_assert_num_queries: Callable[[int], AbstractContextManager[None]],
    count: int,
) -> None:
    told(cast.member, *["话"] * count)
    client.force_login(cast.member.account)
    with django_assert_num_queries(5):
        client.get("/messages/")
