"""From an unmet indicator to the sentence in the report, by both people in a real browser."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import docx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from assessments.models import Remedy
from reports.choices import ReportFormat, ReportKind
from reports.services.building import report_ask, report_build
from reports.services.subjects import on_assessment
from tests.assessments.test_computing import observed
from tests.assessments.test_remedies import computed, in_days, led
from tests.factories import MemberUnitFactory, RegionFactory, user_with
from units.choices import JobState, Role
from units.files import file_path

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from assessments.models import Assessment
    from reports.models import Report
    from tests.browser.conftest import Watch
    from units.models import User

NAME = "妇女常见病定期筛查率"
CAUSE = "集中筛查推迟到下半年，少办两批。"
ACTIONS = "改为春节前后和秋收后两个集中时段。"


@pytest.fixture
def run(transactional_db: None) -> Assessment:
    unit = MemberUnitFactory(region=RegionFactory(), name="区卫健局")
    led(unit, "A1", name=NAME)
    observed("A1", 2020, 90)
    return computed()


@pytest.fixture
def office(run: Assessment) -> User:
    return user_with(Role.OFFICE, run.region)


@pytest.fixture
def liaison(run: Assessment) -> User:
    unit = run.region.units.get(name="区卫健局")
    return user_with(Role.LIAISON, run.region, unit)


@pytest.fixture
def report(run: Assessment, office: User) -> Report:
    row = report_ask(
        subject=on_assessment(run), kind=ReportKind.FINAL, formats=[ReportFormat.WORD], user=office
    )
    report_build(report=row)
    type(row).objects.filter(pk=row.pk).update(job_state=JobState.DONE)
    return row


def words_of(report: Report) -> str:
    """All text of the Word file as it lies there now."""
    content = file_path(report.files.get().file).read_bytes()
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def clean(page: Page) -> None:
    """Nothing that a screen reader or a narrow screen trips over."""
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= 1366


def test_asked_for_written_reviewed_and_printed(
    page: Page,
    run: Assessment,
    report: Report,
    office: User,
    liaison: User,
    sign_in: Callable[[User], None],
    watch: Watch,
) -> None:
    watch.allow("status of 409")  # the value that is refused on purpose
    assert CAUSE not in words_of(report)
    sign_in(office)
    page.goto(f"/assessments/{run.pk}/")
    page.get_by_role("link", name="原因和措施").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("未达标 1 项，还有 1 项没有")
    clean(page)
    page.get_by_label("填报截止日").fill(in_days(7).isoformat())
    page.get_by_role("button", name="请单位填写原因和措施").click()
    expect(page.get_by_text("已请1个单位填写1项指标的原因和措施")).to_be_visible()

    sign_in(liaison)
    page.goto("/")
    expect(page.get_by_role("heading", name="请写原因和措施 1 项")).to_be_visible()
    clean(page)
    page.get_by_role("link", name=f"去写 {NAME}").click()
    page.get_by_label("原因分析").fill(CAUSE)
    page.get_by_label("改进措施").fill(ACTIONS)
    page.get_by_label("完成时限").fill("2021-12-31")
    page.get_by_label("应达值（%）").fill("89")
    clean(page)
    page.get_by_role("button", name="保存并送审").click()
    expect(page.get_by_text("比2020年的实际值90.00%还差")).to_be_visible()
    expect(page.get_by_label("原因分析")).to_have_value(CAUSE)
    page.get_by_label("应达值（%）").fill("95")
    page.get_by_role("button", name="保存并送审").click()
    expect(page.get_by_text("已送审，妇儿工委办审核后用于评估报告。")).to_be_visible()

    sign_in(office)
    page.goto("/")
    page.get_by_role("link", name="审核原因和措施（1）").click()
    page.get_by_role("link", name=f"审核 {NAME}").click()
    expect(page.get_by_text(CAUSE)).to_be_visible()
    clean(page)
    page.get_by_role("button", name="通过").click()
    expect(page.get_by_text("已通过，报告会用这些文字。")).to_be_visible()

    page.goto(f"/reports/{report.pk}/")
    expect(page.locator("[id='problems.unmet.A1']")).to_contain_text(f"主要原因：{CAUSE}")
    expect(page.locator("#unmet-A1-deadline")).to_contain_text("2021年12月底前；≥95%")
    expect(page.get_by_text("文件比文字旧").first).to_be_visible()
    report_build(report=report)
    text = words_of(report)
    assert f"主要原因：{CAUSE}" in text
    assert "措施：改为春节前后和秋收后两个集中时段；2021年12月底前达到95%。" in text
    assert Remedy.objects.get().reviewed_by == office
