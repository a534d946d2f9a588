"""What our script adds: the keyboard, drafts that keep themselves but no secrets, dialogs, one press one post."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from banyan.accounts.models import Account

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def style_page(desk: Page, live_server: LiveServer) -> Page:
    """The page of all parts, seen by somebody who is signed in (only then drafts are kept)."""
    client = Client()
    client.force_login(Account.objects.create(name="he", label="何远山"))
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    desk.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
    )
    desk.goto(live_server.url + "/style")
    return desk


def stored(page: Page) -> str:
    words: str = page.evaluate("JSON.stringify(localStorage)")
    return words


def focused_item(page: Page) -> str:
    words: str = page.evaluate("document.activeElement.innerText")
    return words


def test_j_and_k_walk_the_inbox(style_page: Page) -> None:
    style_page.keyboard.press("j")
    assert "何远山" in focused_item(style_page)
    style_page.keyboard.press("j")
    assert "朱小满" in focused_item(style_page)
    style_page.keyboard.press("k")
    assert "何远山" in focused_item(style_page)


def test_enter_opens_the_item_in_focus(style_page: Page) -> None:
    style_page.keyboard.press("j")
    style_page.keyboard.press("Enter")
    assert style_page.url.endswith("#p")


def test_letters_typed_in_a_field_walk_nowhere(style_page: Page) -> None:
    style_page.fill("#q", "")
    style_page.press("#q", "j")
    assert style_page.input_value("#q") == "j"


def test_a_draft_comes_back_after_the_page_was_left(style_page: Page) -> None:
    form = style_page.locator("form[data-draft]")
    form.locator("[name=words]").fill("在工地，一切都好")
    form.locator("[name=kind][value=moved]").check()
    style_page.reload()
    expect(form.locator("[name=words]")).to_have_value("在工地，一切都好")
    expect(form.locator("[name=kind][value=moved]")).to_be_checked()
    expect(form.locator("[data-draft-note]")).to_be_visible()


def test_a_draft_never_holds_what_is_marked_secret(style_page: Page) -> None:
    form = style_page.locator("form[data-draft]")
    form.locator("[name=id_number]").fill("999000199001011234")
    form.locator("[name=words]").fill("一切都好")
    assert "一切都好" in stored(style_page)
    assert "999000199001011234" not in stored(style_page)


def test_a_draft_goes_when_a_page_says_the_act_is_done(style_page: Page) -> None:
    form = style_page.locator("form[data-draft]")
    form.locator("[name=words]").fill("一切都好")
    # The style page is its own next page, and it says 已收到.
    form.evaluate("form => { form.noValidate = true; form.requestSubmit(); }")
    style_page.wait_for_url("**/style?**")
    assert "一切都好" not in stored(style_page)


def test_a_draft_can_be_dropped(style_page: Page) -> None:
    form = style_page.locator("form[data-draft]")
    form.locator("[name=words]").fill("一切都好")
    style_page.reload()
    form.locator("[data-draft-drop]").click()
    expect(form.locator("[name=words]")).to_have_value("")
    assert "一切都好" not in stored(style_page)


def test_a_confirm_page_opens_as_a_dialog_and_closes_again(style_page: Page) -> None:
    style_page.get_by_role("link", name="结束行程").click()
    dialog = style_page.locator("#dialog")
    expect(dialog).to_be_visible()
    expect(dialog).to_contain_text("1份未确认的报到会撤回")
    dialog.get_by_text("先不").click()
    expect(dialog).to_be_hidden()


def test_without_script_the_confirm_page_stands_alone(style_page: Page, live_server: LiveServer) -> None:
    style_page.goto(live_server.url + "/style/confirm")
    expect(style_page.get_by_role("heading", level=1)).to_have_text("请确认")
    expect(style_page.get_by_role("button", name="结束行程")).to_be_visible()


def test_a_ready_text_is_copied(style_page: Page) -> None:
    style_page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    button = style_page.locator("[data-copy]")
    button.click()
    expect(button).to_have_text("已复制")
    assert "本月报平安" in style_page.evaluate("navigator.clipboard.readText()")


def test_two_presses_are_one_post(style_page: Page) -> None:
    sent: list[str] = []
    style_page.on(
        "request", lambda request: sent.append(request.method) if request.method == "POST" else None
    )
    style_page.route("**/preferences", lambda route: None)
    style_page.evaluate("""() => {
        const button = document.querySelector('.top-tools button');
        button.click();
        button.click();
    }""")
    style_page.wait_for_timeout(200)
    assert sent == ["POST"]


def test_a_download_can_be_pressed_again(style_page: Page, live_server: LiveServer) -> None:
    style_page.clock.install()
    style_page.goto(live_server.url + "/style")
    sent: list[str] = []
    style_page.on(
        "request", lambda request: sent.append(request.method) if request.method == "POST" else None
    )
    style_page.route("**/preferences", lambda route: route.fulfill(status=204))
    for _press in range(2):
        style_page.locator(".top-tools button").click()
        style_page.clock.run_for(5000)
    assert sent == ["POST", "POST"]


def test_a_file_that_is_too_large_is_said_before_it_travels(style_page: Page) -> None:
    picture = style_page.locator("form[data-draft] [name=picture]")
    picture.evaluate("input => { input.dataset.maxMb = '0.001'; input.dataset.tooLarge = '太大了'; }")
    picture.set_input_files({"name": "a.txt", "mimeType": "text/plain", "buffer": b"x" * 2000})
    assert picture.evaluate("input => input.validationMessage") == "太大了"
