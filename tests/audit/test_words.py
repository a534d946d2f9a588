"""Those who are nobody stand in the record in one language and on a screen in the reader's."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from banyan.accounts.viewers import Visitor
from banyan.audit.models import Entry
from banyan.audit.record import SYSTEM, recording, remember
from banyan.audit.words import LABELS, label_words
from banyan.demo.cast import Cast
from banyan.orgs.viewers import Viewer, operator_at


@pytest.fixture
def english(cast: Cast, client: Client) -> Client:
    assert cast.auditor.account
    client.force_login(cast.auditor.account)
    client.cookies["django_language"] = "en"
    return client


def test_the_record_names_nobody_in_the_language_of_the_reader(cast: Cast, english: Client) -> None:
    with translation.override("en"), recording():
        for actor in (SYSTEM, operator_at(cast.township), Viewer(), Visitor()):
            remember(actor, "import.discarded")
    stored = set(Entry.objects.filter(act="import.discarded").values_list("actor_label", flat=True))
    assert stored == {"系统", "命令行", "未登录"} == set(LABELS)
    page = english.get(reverse("privacy:record"), {"act": "import.discarded"}).content.decode()
    with translation.override("en"):
        shown = [label_words(label) for label in stored]
    assert [word for word in shown if f">{word}" not in page] == []
    assert [label for label in stored if label in page] == []


def test_a_persons_label_stays_as_it_is() -> None:
    assert label_words("朱望舒") == "朱望舒"
