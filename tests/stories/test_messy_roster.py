"""The township's clerk: a messy roster in, three questions answered, one of them for five rows; the figure stands."""

import io
import os
from pathlib import Path

import pytest
from openpyxl import Workbook
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from banyan.demo.cast import Cast
from banyan.people.models import Person
from tests.conftest import DESK, PHONE
from tests.intake.townships import HEADS, id_number, person, roster
from tests.stories.conftest import Visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ODD = tuple("在哪发财" if head == "工作单位" else head for head in HEADS)
NAMES = ("盘一山", "盘二水", "盘三田", "盘四林", "盘五云", "盘六风", "盘七石", "盘八雨")


@pytest.fixture(params=["phone", "desk", "no script"])
def counter(request: pytest.FixtureRequest, browser: Browser) -> object:
    """The same story at 390 px, at 1440 px, and where no script runs."""
    size = DESK if request.param == "desk" else PHONE
    context = browser.new_context(
        viewport=size,  # type: ignore[arg-type]
        locale="zh-CN",
        java_script_enabled=request.param != "no script",
    )
    yield context.new_page()
    context.close()


def messy(folder: Path) -> Path:
    """Titles, a unit line, a merged head of two rows, a village nobody knows, lost provinces and Octobers, a total."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["文明瑶族乡流动党员花名册"])
    sheet.append(["填报单位：文明瑶族乡党委", "", "", "", "填表时间：2023.5"])
    sheet.append(["序号", "姓 名", "身份证号码", "所在支部", "联系方式", "流出情况", "", "", "在哪发财"])
    sheet.append(["", "", "", "", "", "时间", "地点", "单位", ""])
    sheet.merge_cells("F3:H3")
    for at, name in enumerate(NAMES, 1):
        village = "三合村" if at <= 5 else "沙洲村支部"
        place = "番禺打工" if at in (6, 7) else "广东省深圳市"
        since = "2022.1" if at == 8 else "2022年3月"
        phone = f"154-7000-{at:04d}" if at != 2 else f"15470000{at:03d}、0735-3333333"
        village = "同上" if at == 2 else village
        sheet.append([at, name, id_number(at), village, phone, since, place, "电子厂", "某厂"])
    sheet.append(["合计", "8人"])
    sheet.append(["填表人：", "", "审核人："])
    target = io.BytesIO()
    book.save(target)
    path = folder / "花名册.xlsx"
    path.write_bytes(target.getvalue())
    return path


def picture(screen: Page, name: str) -> None:
    """For whoever wants to look: BANYAN_PICTURES names a folder."""
    if folder := os.environ.get("BANYAN_PICTURES"):
        width = (screen.viewport_size or {"width": 0})["width"]
        screen.screenshot(path=Path(folder) / f"roster-{name}-{width}.png", full_page=True)


def test_a_messy_roster_becomes_people(
    town: Cast, live_server: LiveServer, counter: Page, tmp_path: Path
) -> None:
    visit = Visit(counter, live_server)
    visit.sign_in(town.township_officer)
    visit.go("/imports/")
    picture(counter, "box")
    counter.get_by_label("花名册文件").set_input_files(messy(tmp_path))
    visit.press("读一读这份表")
    expect(counter.get_by_role("heading", name="要您看一眼的 3 个疑问")).to_be_visible()
    picture(counter, "questions")
    group = counter.locator("[data-item]", has_text="三合村")
    group.get_by_role("link", name="打开，逐行看").click()
    visit.settle()
    visit.look()
    picture(counter, "group")
    counter.go_back()
    group.locator("select").select_option(label=town.baonan.name)
    group.get_by_role("button", name="5 行都这样答").click()
    visit.settle()
    expect(counter.get_by_text("已按您说的处理 5 行。")).to_be_visible()
    counter.get_by_label("就按读到的：广东省广州市番禺区").check()
    counter.locator("[data-item]", has_text="番禺").get_by_role("button", name="2 行都这样答").click()
    visit.settle()
    counter.get_by_label("2022年10月").check()
    visit.press("就这样答")
    picture(counter, "answered")
    visit.press("确认导入 8 人")
    expect(counter.get_by_text("已导入 8 人。")).to_be_visible()
    picture(counter, "taken")
    assert Person.objects.filter(home=town.baonan, name__in=NAMES).count() == 5
    visit.go(f"/figures/{town.township.ref}/")
    picture(counter, "figure")
    expect(counter.locator(".figure", has_text="外出党员").first.locator(".figure-value")).to_contain_text(
        "10"
    )


def test_columns_and_changes_are_looked_at(
    town: Cast, live_server: LiveServer, screen: Page, tmp_path: Path
) -> None:
    """A column nobody guessed is given its field; the second file is read so, and shows what it would change."""
    visit = Visit(screen, live_server)
    visit.sign_in(town.township_officer)
    for employer in ("某厂", "新厂"):
        visit.go("/imports/")
        path = tmp_path / f"{employer}.xlsx"
        path.write_bytes(roster([person(1, 工作单位=employer)], heads=ODD))
        screen.get_by_label("花名册文件").set_input_files(path)
        visit.press("读一读这份表")
        if employer == "某厂":
            screen.get_by_text("表头是这样认的").click()
            visit.follow("认错了？改一改")
            picture(screen, "columns")
            screen.get_by_role("combobox", name="在哪发财").select_option("employer")
            visit.press("就按这样重新读")
        expect(screen.get_by_text("按上次您这里改过的来认")).to_be_visible()
        if employer == "某厂":
            visit.press("确认导入 1 人")
    picture(screen, "changes")
    expect(screen.get_by_text("认定是他：身份证号相同（把握 100%）")).to_be_visible()
    expect(screen.get_by_role("cell", name="新厂")).to_be_visible()
