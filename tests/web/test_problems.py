"""Every no says what happened and what to do; a refusal is remembered."""

from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from banyan.audit.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.routes")]
HTMX = {"HX-Request": "true"}


def text_of(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined, no-any-return]


def test_a_refusal_is_409_with_its_sentence(client: Client) -> None:
    response = client.post("/refuse")
    assert response.status_code == 409
    assert "这个任务的名额已满。" in text_of(response)


def test_a_refusal_keeps_what_was_written_at_length_but_no_secret(client: Client) -> None:
    words = "工地上这个月比较忙，一切都好，请家里放心，年底回来。"
    response = client.post("/refuse", {"words": words, "id_number": "9" * 30, "place": "广州"})
    assert words in text_of(response)
    assert "9" * 30 not in text_of(response)


def test_a_refusal_leads_back_to_the_page_it_came_from(client: Client) -> None:
    response = client.post("/refuse", headers={"Referer": "http://testserver/tasks/?mark=1"})
    assert 'href="/tasks/?mark=1"' in text_of(response)


def test_a_refusal_never_leads_to_another_site(client: Client) -> None:
    response = client.post("/refuse", headers={"Referer": "http://elsewhere.example/tasks/"})
    assert "elsewhere" not in text_of(response)


def test_htmx_gets_only_the_notice_and_where_it_belongs(client: Client) -> None:
    response = client.post("/refuse", headers=HTMX)
    assert response.status_code == 409
    assert response["HX-Retarget"] == "#notices"
    assert "<html" not in text_of(response)
    assert "这个任务的名额已满。" in text_of(response)


def test_a_refusal_is_remembered_with_its_code_and_route(client: Client) -> None:
    client.post("/refuse", {"words": "13800000000"})
    entry = Entry.objects.get()
    assert (entry.act, entry.result, entry.reason) == ("web.refused", "refused", "full")
    assert entry.details == {"route": "refuse"}


def test_not_allowed_is_403_and_remembered(client: Client) -> None:
    response = client.post("/forbid")
    assert response.status_code == 403
    assert "您的职务不包含这项操作。" in text_of(response)
    assert Entry.objects.get().result == "not_allowed"


def test_invalid_is_422_with_every_sentence(client: Client) -> None:
    response = client.post("/misread")
    assert response.status_code == 422
    assert "手机号应为11位数字。" in text_of(response)
    assert "请填写姓名。" in text_of(response)


def test_not_found_is_404_in_our_words(client: Client) -> None:
    for address in ("/lose", "/no-such-page"):
        response = client.get(address)
        assert response.status_code == 404
        assert "没有找到这个页面" in text_of(response)


def test_a_fault_of_ours_is_500_and_tells_nothing_of_the_inside(client: Client) -> None:
    client.raise_request_exception = False
    response = client.get("/break")
    assert response.status_code == 500
    assert "系统出了点问题" in text_of(response)
    assert "13800000000" not in text_of(response)


def test_a_database_out_of_reach_is_503_and_says_that_nothing_is_lost(client: Client) -> None:
    response = client.post("/run-dry")
    assert response.status_code == 503
    assert "您填的内容还在这台设备上" in text_of(response)


def test_a_page_for_a_broken_house_asks_the_database_nothing(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.raise_request_exception = False
    with django_assert_num_queries(0):
        client.get("/break")


def test_the_error_page_shows_the_number_of_the_request(client: Client) -> None:
    response = client.get("/lose")
    assert response["X-Request-Id"] in text_of(response)


def test_a_post_without_our_token_is_403_and_says_what_to_do() -> None:
    response = Client(enforce_csrf_checks=True).post("/refuse")
    assert response.status_code == 403
    assert "请刷新页面再提交一次" in text_of(response)


def test_a_fragment_asked_without_a_session_leads_the_whole_page_to_sign_in(client: Client) -> None:
    headers = HTMX | {"Referer": "http://testserver/messages/"}
    response = client.get("/messages/", headers=headers)
    assert response["HX-Redirect"].startswith("/login")
    assert "<form" not in text_of(response)


def test_a_form_sent_without_a_session_leads_back_to_its_page_not_to_an_address_for_forms(
    client: Client,
) -> None:
    came_from = {"Referer": "http://testserver/chats/?mark=1"}
    response = client.post("/reports/read/", headers=came_from)
    assert parse_qs(urlsplit(response["Location"]).query)["next"] == ["/chats/?mark=1"]
    assert "next=/reports/read/" in unquote(client.post("/reports/read/")["Location"])
