"""Telling: who hears, by which channel, once, and without anybody's numbers."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from banyan.demo.cast import Cast, viewer_of
from banyan.notify.actions import settle, tell
from banyan.notify.models import Message, Outgoing
from banyan.notify.queries import messages_of, texts_to_pass_on, unread_count
from banyan.notify.rules import is_own_path, without_numbers

pytestmark = pytest.mark.django_db


def test_an_account_hears_in_its_inbox(cast: Cast) -> None:
    account = cast.secretary.account
    assert account is not None
    assert tell([account], kind="report.read", words="报告已阅", link="/report/", org=cast.shazhou) == 1
    message = messages_of(cast.secretary).get()
    assert (message.words, message.link, message.org) == ("报告已阅", "/report/", cast.shazhou)
    assert message.read_at is None
    assert unread_count(cast.secretary) == 1


def test_a_person_with_an_account_hears_in_the_inbox_and_nobody_copies_a_text(cast: Cast) -> None:
    tell([cast.member], kind="task.published", words="家乡有新任务")
    assert unread_count(viewer_of(cast.member)) == 1
    assert not Outgoing.objects.exists()


def test_a_person_without_an_account_is_told_through_his_secretary(cast: Cast) -> None:
    tell([cast.third_member], kind="task.published", words="家乡有新任务。")
    text = texts_to_pass_on(cast.secretary).get()
    assert text.words == "邓青同志，您好。家乡有新任务。"
    assert (text.person, text.org) == (cast.third_member, cast.shazhou)
    assert not Message.objects.exists()


def test_a_person_whose_account_is_closed_is_told_through_his_secretary(cast: Cast) -> None:
    assert cast.member.account is not None
    cast.member.account.is_active = False
    cast.member.account.save(update_fields=["is_active"])
    tell([cast.member], kind="task.published", words="家乡有新任务")
    assert texts_to_pass_on(cast.secretary).get().person == cast.member


def test_the_same_key_tells_once(cast: Cast) -> None:
    for _again in range(3):
        tell([cast.member, cast.third_member], kind="k", words="一次就好", key="report:1:read")
    assert (Message.objects.count(), Outgoing.objects.count()) == (1, 1)
    tell([cast.member], kind="k", words="这是另一件事", key="report:2:read")
    assert Message.objects.count() == 2


def test_somebody_named_twice_hears_once(cast: Cast) -> None:
    assert cast.member.account is not None
    tell([cast.member, cast.member.account, cast.third_member, cast.third_member], kind="k", words="你好")
    assert (Message.objects.count(), Outgoing.objects.count()) == (1, 1)


def test_each_hears_in_his_own_language(cast: Cast) -> None:
    assert cast.member.account is not None
    cast.member.account.language = "en"
    cast.member.account.save(update_fields=["language"])
    tell([cast.member, cast.second_member], kind="k", words=format_lazy("{words}", words=_("简体中文")))
    told = dict(Message.objects.values_list("recipient__label", "words"))
    assert told["朱小满"] == "简体中文"


def test_numbers_never_travel_in_words(cast: Cast) -> None:
    tell([cast.third_member, cast.second_member], kind="k", words="新电话15400000003，证号439999198303150031")
    words = [Message.objects.get().words, Outgoing.objects.get().words]
    assert all("154****0003" in each and "439***********0031" in each for each in words)
    assert not any("15400000003" in each or "439999198303150031" in each for each in words)


@pytest.mark.parametrize(
    ("words", "masked"),
    [
        ("电话 13800001111 打不通", "电话 138****1111 打不通"),
        ("43999919830315003X", "439***********003X"),
        ("2021年10月，16359人", "2021年10月，16359人"),
        ("2021-10-31 18:00", "2021-10-31 18:00"),
    ],
)
def test_only_personal_numbers_are_masked(words: str, masked: str) -> None:
    assert without_numbers(words) == masked


@pytest.mark.parametrize(
    "link", ["https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere", "tasks"]
)
def test_a_message_links_only_into_this_house(cast: Cast, link: str) -> None:
    assert not is_own_path(link)
    with pytest.raises(ValueError, match="path of this house"):
        tell([cast.member], kind="k", words="看看", link=link)


def test_settling_ends_the_question_for_everybody_who_was_asked(cast: Cast) -> None:
    asked = [cast.secretary.account, cast.township_officer.account]
    tell([each for each in asked if each], kind="k", words="请确认报到", key="check_in:1", is_asking=True)
    tell([each for each in asked if each], kind="k", words="另一件", key="check_in:2", is_asking=True)
    settle("check_in:1")
    assert set(Message.objects.filter(settled_at=None).values_list("key", flat=True)) == {"check_in:2"}
    assert unread_count(cast.secretary) == unread_count(cast.township_officer) == 1


def test_unread_messages_are_counted_in_one_query(cast: Cast) -> None:
    tell([cast.member], kind="k", words="甲")
    viewer = viewer_of(cast.member)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert unread_count(viewer) == 1
    assert len(asked) == 1


def test_telling_many_costs_the_same_as_telling_few(cast: Cast) -> None:
    people = [cast.member, cast.second_member, cast.third_member, cast.baonan_member]
    with CaptureQueriesContext(connection) as few:
        tell(people[:1] + people[2:3], kind="k", words="甲")
    with CaptureQueriesContext(connection) as many:
        tell(people, kind="k", words="乙")
    assert len(few) == len(many)
