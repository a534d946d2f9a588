"""The tree and the first door in a real browser, on phone and desk."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from banyan.demo.cast import PASSWORD, Cast, load_cast_regions
from banyan.orgs.actions.first_door import code_of, make_first_door
from banyan.orgs.models import Office, Organisation
from tests.accounts.test_looks import sign_in
from tests.conftest import PHONE
from tests.web.test_looks import look_at, serious_findings

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def addresses(cast: Cast) -> list[str]:
    """Every page a county officer has about the tree."""
    town, office = (
        f"/organisations/{cast.township.ref}",
        Office.objects.get(org=cast.township, name="township_officer"),
    )
    own = f"/organisations/{cast.county.ref}"
    return [
        "/organisations",
        "/organisations?q=瑶族",
        "/organisations?q=没有",
        "/organisations/offices",
        own,
        town,
        f"{own}/floating-branches",
        *(
            f"{town}/{page}"
            for page in ("children", "name", "parent", "end", "offices", "policy", "integrations")
        ),
        f"{town}/policy/report_cadence",
        f"{town}/policy/silence_days",
        f"/offices/{office.ref}/end",
        f"/offices/{office.ref}/link",
    ]


@pytest.mark.parametrize("width", ["phone", "desk"])
def test_every_page_of_the_tree_is_clean(
    request: pytest.FixtureRequest, live_server: LiveServer, cast: Cast, width: str
) -> None:
    page: Page = request.getfixturevalue(width)
    sign_in(page, live_server, "lin")
    faults = {address: look_at(page, live_server.url + address) for address in addresses(cast)}
    assert {address: found for address, found in faults.items() if found} == {}


def test_an_officer_founds_a_floating_branch_and_seats_its_secretary(
    desk: Page, live_server: LiveServer, cast: Cast
) -> None:
    sign_in(desk, live_server, "lin")
    desk.goto(f"{live_server.url}/organisations/{cast.county.ref}")
    desk.get_by_role("link", name="设立流动党支部").click()
    desk.get_by_label("省（自治区、直辖市）").select_option("广东省")
    desk.get_by_label("市（州）").select_option("佛山市")
    desk.get_by_label("名称").fill("汝城县驻佛山流动党支部")
    desk.get_by_role("button", name="设立").click()
    desk.get_by_role("link", name="安排人").click()
    desk.get_by_label("姓名").fill("江一帆")
    desk.get_by_label("手机号").fill("15400000031")
    desk.get_by_role("button", name="授予职务").click()
    expect(desk.get_by_alt_text("登录链接二维码")).to_be_visible()
    expect(desk.locator("#words")).to_contain_text("/links/")
    assert serious_findings(desk) == []


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def pocket(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A telephone, with JavaScript and without."""
    context = browser.new_context(viewport=PHONE, locale="zh-CN", java_script_enabled=request.param)  # type: ignore[arg-type]
    yield context.new_page()
    context.close()


def test_a_county_opens_its_house(
    request: pytest.FixtureRequest, pocket: Page, live_server: LiveServer
) -> None:
    load_cast_regions()
    door = make_first_door()
    assert door is not None
    pocket.goto(f"{live_server.url}/first-door/")
    pocket.get_by_label("一次性代码").fill(code_of(door))
    pocket.get_by_role("button", name="下一步").click()
    for label, name in (
        ("省（自治区、直辖市）", "湖南省"),
        ("市（州）", "郴州市"),
        ("县（市、区）", "汝城县"),
    ):
        # The page's script listens once the page is loaded; nobody chooses sooner than that.
        pocket.get_by_role("button", name="下一步").wait_for()
        pocket.wait_for_load_state()
        pocket.get_by_label(label).select_option(name)
        if "no script" in request.node.callspec.id:
            pocket.get_by_role("button", name="选好了，显示下一级").click()
    expect(pocket.get_by_label("乡镇（街道）")).to_be_visible()
    pocket.get_by_role("button", name="下一步").click()
    pocket.get_by_label("您的姓名").fill("林知远")
    pocket.get_by_label("手机号").fill("15400000011")
    pocket.get_by_label("账号").fill("rucheng-lin")
    pocket.get_by_label("密码", exact=True).fill(PASSWORD)
    pocket.get_by_label("再填一遍密码").fill(PASSWORD)
    pocket.get_by_role("button", name="建立组织").click()
    expect(pocket.get_by_role("heading", level=1)).to_have_text("登录")
    sign_in(pocket, live_server, "rucheng-lin")
    assert Organisation.objects.filter(code="431026").count() == 1
    assert Organisation.objects.filter(name="沙洲瑶族村党支部").count() == 1
