"""The pages with verdicts in a browser: drilling down, starting an assessment, accessibility."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from assessments.models import Assessment
from assessments.tasks import assessment_run
from tests.factories import (
    DomainFactory,
    IndicatorFactory,
    ObservationFactory,
    PlanFactory,
    PlanIndicatorFactory,
    RegionFactory,
    TargetFactory,
    user_with,
)
from units import jobs
from units.choices import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from units.models import User


@pytest.fixture
def office() -> User:
    """An office with a plan of three indicators and their yearly values."""
    region = RegionFactory()
    plan = PlanFactory(region=region, title="湖里区妇女发展规划")
    domain = DomainFactory(plan=plan)
    for code, last in (("A1", "96.5"), ("A2", "94"), ("A3", None)):
        row = PlanIndicatorFactory(
            plan=plan,
            domain=domain,
            indicator=IndicatorFactory(code=code, name=f"{code}参保率"),
            base_value=Decimal(90),
            is_verified=True,
        )
        TargetFactory(plan_indicator=row)
        for year in range(2010, 2020):
            if last is not None and year != 2014:
                ObservationFactory(
                    indicator=row.indicator,
                    region=region,
                    reference_year=year,
                    value=Decimal(90) + (year - 2010) / Decimal(2),
                    decimals=1,
                )
        if last is not None:
            ObservationFactory(indicator=row.indicator, region=region, value=Decimal(last))
    return user_with(Role.OFFICE, region)


@pytest.fixture
def assessed(page: Page, office: User, sign_in: Callable[[User], None]) -> Assessment:
    """The office asked on the page; tasks of the tests run at once."""
    sign_in(office)
    start(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("3 项中 1 项达标，1 项未达标")
    return Assessment.objects.get()


def start(page: Page) -> None:
    page.goto("/assessments/")
    page.get_by_role("link", name="新建评估").first.click()
    page.get_by_label("评估类型").select_option(label="终期评估")
    page.get_by_label("评估年份").fill("2020")
    page.get_by_role("button", name="开始评估").click()


def test_progress_stays_on_the_page_until_the_result_is_there(
    page: Page,
    office: User,
    sign_in: Callable[[User], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(jobs, "job_send", lambda model, pk: None)
    sign_in(office)
    start(page)
    expect(page.get_by_text("正在评估")).to_be_visible()
    expect(page.locator("progress")).to_be_visible()
    assessment_run(Assessment.objects.get().pk)
    expect(page.locator(".fact").first).to_contain_text(
        re.compile(r"达标率\s*50\.00%\s*1/2 项"), timeout=15_000
    )
    expect(page.get_by_text("正在评估")).to_have_count(0)


def test_from_the_result_down_to_the_values_and_back_by_the_address(
    page: Page, assessed: Assessment
) -> None:
    page.get_by_role("link", name="未达标 1").click()
    expect(page.locator(".result-table tbody tr")).to_have_count(1)
    assert "verdict=unmet" in page.url
    page.get_by_label("指标、代码或牵头单位").fill("A1")
    page.get_by_role("button", name="查找").click()
    expect(page.get_by_text("没有符合条件的指标")).to_be_visible()
    page.get_by_role("link", name="清除条件，看全部 3 项").click()
    page.get_by_role("link", name="A2参保率").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("A2参保率")
    expect(page.locator("[data-plot=target_path] svg")).to_be_visible()
    expect(page.locator("[data-plot=target_path]")).to_have_attribute(
        "aria-label", re.compile("2020年：数值94")
    )
    page.locator("[data-plot=target_path]").hover()
    page.get_by_role("link", name="历史数据导入").nth(2).click()
    expect(page.locator("#chain")).to_contain_text("2018年")
    page.get_by_role("link", name="湖里区妇女发展规划").click()
    page.wait_for_url(re.compile("/plans/"))  # loaded, so that the filter listens
    expect(page.get_by_role("row")).to_have_count(5)
    page.get_by_label("标记").select_option(label="重点")
    expect(page.get_by_text("没有符合条件的指标")).to_be_visible()


def test_large_type_is_remembered(page: Page, assessed: Assessment) -> None:
    page.get_by_role("button", name="大字").click()
    expect(page.locator("html")).to_have_attribute("data-size", "large")
    page.goto("/plans/")
    expect(page.locator("html")).to_have_attribute("data-size", "large")
    page.get_by_role("button", name="大字").click()
    page.reload()
    assert page.locator("html").get_attribute("data-size") is None


def test_a_try_stands_in_the_address_and_can_be_gone_back_to(
    page: Page, assessed: Assessment
) -> None:
    page.goto(f"/assessments/{assessed.pk}/try/")
    value = page.locator("input[name^=v]").first
    value.fill("12")
    page.get_by_role("button", name="测算", exact=True).click()
    expect(page.get_by_text("已按所填测算，什么都没有保存")).to_be_visible()
    typed = [part for part in page.url.partition("?")[2].split("&") if part[:1] in "tv"]
    assert len(typed) == 1  # of all the fields only the filled one
    value.fill("abc")
    page.get_by_role("button", name="测算", exact=True).click()
    expect(page.get_by_text("写的是“abc”，请写成数字。")).to_be_visible()
    page.go_back()
    expect(page.locator("input[name^=v]").first).to_have_value("12")


PAGES = (
    "/",
    "/plans/",
    "/values/",
    "/assessments/",
    "/assessments/new/",
    "/assessments/{pk}/",
    "/assessments/{pk}/finalise/",
    "/assessments/{pk}/try/",
    "/assessments/batches/new/",
    "/assessments/decisions/",
    "/indicators/350206/A2/",
    "/reports/",
    "/notices/",
    "/account/password/",
    "/help/",
    "/help/judging/",
)


def test_pages_can_be_used_by_everybody_and_fit_the_window(
    page: Page, assessed: Assessment
) -> None:
    faults = []
    for path in PAGES:
        address = path.format(pk=assessed.pk)
        page.goto(address)
        found = Axe().run(page).response["violations"]
        faults += [
            f"{address}: {fault['id']} {fault['nodes'][0]['html'][:120]}"
            for fault in found
            if fault["impact"] in ("serious", "critical")
        ]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            faults.append(f"{address}: wider than the window")
    assert faults == []


@pytest.mark.statement("S18")
def test_records_keep_to_the_policy(page: Page, assessed: Assessment) -> None:
    for path in (
        "/admin/",
        "/admin/indicators/planindicator/",
        "/admin/indicators/planindicator/add/",
        "/admin/units/memberunit/import/",
    ):
        page.goto(path)
        expect(page.get_by_role("link", name="回到工作台")).to_be_visible()
