"""The village secretary: a messy workbook in, a report taken by telephone."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from banyan.demo.cast import Cast
from banyan.journeys.models import Journey, Report
from banyan.people.models import Person
from tests.intake.townships import misread, person, roster
from tests.stories.conftest import Visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_messy_workbook_becomes_people(
    town: Cast, live_server: LiveServer, screen: Page, tmp_path: Path
) -> None:
    file = tmp_path / "花名册.xlsx"
    file.write_bytes(
        roster([person(1, "盘 山"), person(2, 身份证号=misread(2)), person(3, 所在支部="不知道村")])
    )
    visit = Visit(screen, live_server)
    visit.sign_in(town.secretary)
    visit.go("/imports/")
    screen.set_input_files("input[type=file]", str(file))
    visit.press("读一读这份表")
    expect(screen.get_by_text("共读到 5 行 = 新增 1")).to_be_visible()
    screen.get_by_label("所在党支部").select_option("沙洲瑶族村党支部")
    visit.press("就这样答")
    visit.press("确认导入 2 人")
    expect(screen.get_by_text("已导入 2 人。")).to_be_visible()
    made = Person.objects.get(name="盘山")
    assert Journey.objects.get(person=made).departed_on == "2022-03"
    with screen.expect_download() as download:
        screen.get_by_role("link", name="下载需要修改的行").click()
    assert download.value.path().stat().st_size > 0


def test_a_report_taken_by_telephone_is_one_line(town: Cast, live_server: LiveServer, screen: Page) -> None:
    visit = Visit(screen, live_server)
    visit.sign_in(town.secretary)
    visit.go("/reports/silent/")
    row = screen.locator("tr", has_text=town.member.name)
    expect(row).to_contain_text(town.member.name)
    row.locator("select").select_option("phone")
    row.get_by_role("button").last.click()
    expect(screen.get_by_text("已登记").first).to_be_visible()
    report = Report.objects.get()
    assert (report.person, report.channel, report.entered_by) == (town.member, "phone", "朱望舒")
