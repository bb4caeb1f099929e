"""The leader's pages in a browser: from a rate to a cell, the file, one page on paper, axe."""

from __future__ import annotations

import datetime
import io
from typing import TYPE_CHECKING

import openpyxl
import pypdf
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import expect

from indicators.models import Observation
from tests.assessments.views.world import asked, assess, observe
from tests.factories import (
    MemberUnitFactory,
    RegionFactory,
    ReportingRoundFactory,
    ResponsibilityFactory,
    SubmissionFactory,
    user_with,
)
from units.choices import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from units.models import Region, User

PAGES = (
    "/dashboard/",
    "/dashboard/indicators/",
    "/dashboard/indicators/A1/",
    "/dashboard/places/",
    "/dashboard/places/?indicator=A1",
    "/dashboard/rounds/",
)


@pytest.fixture
def city(transactional_db: None) -> Region:
    top = RegionFactory(code="350200", name="厦门市")
    health = MemberUnitFactory(region=top, name="卫生健康局", short_name="卫健局")
    for number, domain in enumerate(("妇女与健康", "妇女与教育", "妇女与经济")):
        row = asked(
            top, f"A{number + 1}", domain=domain, values={2018: 90, 2019: 92, 2020: 93 + number}
        )
        ResponsibilityFactory(plan_indicator=row, unit=health)
    asked(top, "C1", kind="children", domain="儿童与健康", values={2019: 97, 2020: 98})
    Observation.objects.filter(indicator__code="A1", reference_year=2020).update(
        unit=health, sheet="指标数据", cell="G31"
    )
    observe(top, "A1", {2020: 92}, breakdown="sex:female")
    observe(top, "A1", {2020: 94}, breakdown="sex:male")
    for code, name, value in (("350203", "思明区", 96), ("350206", "湖里区", 91)):
        place = RegionFactory(code=code, name=name, parent=top)
        observe(place, "A1", {2020: value})
        assess(place, 2020)
    assess(top, 2019, 2020)
    days = [timezone.localdate() - datetime.timedelta(days=shift) for shift in (60, 5)]
    late = ReportingRoundFactory(
        region=top, reference_year=2021, opens_on=days[0], closes_on=days[1]
    )
    for number in range(9):
        unit = MemberUnitFactory(region=top, name=f"第{number}局", order=number)
        SubmissionFactory(reporting_round=late, unit=unit)
        owed = asked(top, f"N{number}", second_round=True)
        ResponsibilityFactory(plan_indicator=owed, unit=unit)
    return top


@pytest.fixture
def leader(city: Region, sign_in: Callable[[User], None]) -> User:
    user = user_with(Role.LEADER, city)
    sign_in(user)
    return user


def test_from_a_rate_to_a_cell(page: Page, leader: User) -> None:
    page.goto("/dashboard/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("2020年")
    page.get_by_role("link", name="妇女与健康").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("1 项指标")
    page.get_by_role("link", name="指标A1").click()
    expect(page.locator("[data-plot=target_path] svg")).to_be_visible()
    page.get_by_role("link", name="“指标数据”表 G31").click()
    expect(page.locator("#chain")).to_be_visible()
    expect(page.locator("main")).to_contain_text("G31")


def test_a_choice_takes_effect_and_stays_in_the_address(page: Page, leader: User) -> None:
    page.goto("/dashboard/indicators/")
    page.get_by_label("结论").select_option(label="未达标")
    page.wait_for_url("**verdict=unmet**")
    expect(page.locator("tbody tr")).to_have_count(2)
    page.get_by_label("规划").select_option(label="儿童")
    page.wait_for_url("**plan=children**")
    expect(page.get_by_text("没有符合筛选条件的指标。")).to_be_visible()
    page.get_by_role("link", name="清除筛选").click()
    expect(page.locator("tbody tr")).to_have_count(4)


def test_the_file_is_what_is_on_screen(page: Page, leader: User) -> None:
    page.goto("/dashboard/indicators/?verdict=unmet")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="导出 Excel").click()
    sheet = openpyxl.load_workbook(io.BytesIO(waiting.value.path().read_bytes())).worksheets[0]
    heads = page.locator("thead th").all_inner_texts()
    assert [cell.value for cell in sheet[4]] == heads
    on_screen = [row.inner_text() for row in page.locator("tbody tr th").all()]
    in_file = [sheet.cell(row, 1).value for row in range(5, 5 + len(on_screen))]
    assert in_file == on_screen
    assert sheet.cell(5 + len(on_screen), 1).value is None


def test_a_chart_is_read_with_the_arrow_keys(page: Page, leader: User) -> None:
    page.goto("/dashboard/")
    chart = page.locator("[data-plot=lines]")
    assert "2020年" in (chart.get_attribute("aria-label") or "")
    chart.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    page.get_by_text("数据表").click()
    expect(page.locator("details table")).to_be_visible()


def test_a_tile_opens_the_place(page: Page, leader: User) -> None:
    page.goto("/dashboard/places/")
    page.get_by_role("link", name="思明 100.00%").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".lead")).to_contain_text("思明区")


def test_the_leaders_page_is_one_landscape_sheet_naming_all_who_are_late(
    page: Page, leader: User
) -> None:
    page.goto("/dashboard/")
    expect(page.get_by_text("另有 3 家", exact=True)).to_be_visible()
    paper = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    assert len(paper.pages) == 1
    assert "第8局" in paper.pages[0].extract_text()
    assert paper.pages[0].mediabox.width > paper.pages[0].mediabox.height


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("width", [1366, 1920])
def test_pages_fit_and_axe_finds_nothing_serious(
    page: Page, leader: User, address: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 768})
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page).response["violations"]
    assert [
        (each["id"], each["nodes"][0]["html"][:120])
        for each in found
        if each["impact"] in ("serious", "critical")
    ] == []
