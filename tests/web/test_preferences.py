"""Large type, light or dark, language: kept on the device, before sign-in too."""

import pytest
from django.test import Client

from banyan.audit.models import Entry
from banyan.demo.cast import Cast

pytestmark = pytest.mark.django_db


def page(client: Client) -> str:
    return client.get("/legal").content.decode()


def test_large_type_is_kept_and_the_next_page_is_large(client: Client) -> None:
    assert 'data-size="large"' not in page(client)
    response = client.post("/preferences", {"size": "large", "next": "/help/"})
    assert (response.status_code, response["Location"]) == (302, "/help/")
    assert 'data-size="large"' in page(client)


def test_a_dark_page_stays_dark_and_auto_follows_the_device_again(client: Client) -> None:
    client.post("/preferences", {"theme": "dark"})
    assert 'data-theme="dark"' in page(client)
    client.post("/preferences", {"theme": "auto"})
    assert "data-theme" not in page(client)


def test_english_is_kept(client: Client) -> None:
    client.post("/preferences", {"language": "en"})
    assert '<html lang="en"' in page(client)


def test_the_switch_sets_one_and_leaves_the_others(client: Client) -> None:
    client.post("/preferences", {"theme": "dark"})
    client.post("/preferences", {"size": "large"})
    assert 'data-size="large" data-theme="dark"' in page(client)


def test_a_choice_that_does_not_exist_is_422_and_changes_nothing(client: Client) -> None:
    response = client.post("/preferences", {"size": "huge"})
    assert response.status_code == 422
    assert "size" not in response.cookies


def test_the_switch_never_leads_to_another_site(client: Client) -> None:
    for address in ("https://elsewhere.example/", "//elsewhere.example/", "javascript:x"):
        assert client.post("/preferences", {"size": "large", "next": address})["Location"] == "/"


def test_the_page_ticks_what_holds_now(client: Client) -> None:
    client.post("/preferences", {"size": "large"})
    assert 'name="size" value="large" id="id_size_1" checked' in client.get("/preferences").content.decode()


def test_size_and_language_go_with_the_account_to_the_next_device(cast: Cast) -> None:
    assert cast.member.account
    for chosen, expected in (
        ({"size": "large", "language": "en"}, '<html lang="en" data-size="large"'),
        ({"size": "normal", "language": "zh-hans"}, '<html lang="zh-Hans">'),
    ):
        here, there = Client(), Client()
        here.force_login(cast.member.account)
        here.post("/preferences", chosen)
        there.force_login(cast.member.account)
        assert expected in page(there)


def test_the_switch_alone_leaves_the_language_of_the_account(cast: Cast) -> None:
    assert cast.member.account
    client = Client()
    client.force_login(cast.member.account)
    client.post("/preferences", {"language": "en"})
    client.post("/preferences", {"size": "large"})
    cast.member.account.refresh_from_db()
    assert (cast.member.account.language, cast.member.account.is_large) == ("en", True)
    assert Entry.objects.filter(act="account.reading_kept").count() == 2


def test_a_switch_comes_back_to_the_same_list_and_to_the_page_a_form_stood_on(client: Client) -> None:
    assert 'name="next" value="/help/?period=2026-10"' in client.get("/help/?period=2026-10").content.decode()
    refused = client.post("/login", {"name": ""}, headers={"referer": "http://testserver/legal"})
    assert 'name="next" value="/legal"' in refused.content.decode()


def test_an_address_that_only_takes_forms_says_so(client: Client) -> None:
    answer = client.get("/logout")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "这个网址只用来提交内容" in answer.content.decode()
