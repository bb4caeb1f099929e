"""A unit works with its Excel ledger: template, upload, marked workbook, return, approval."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

import openpyxl
import pytest
from playwright.sync_api import expect

from indicators.models import Observation, Submission, SubmissionValue
from tests.scenes import YEAR, Collecting, collecting_scene

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    from units.models import User

VALUES = {
    ("C001", "合计"): {"数值": "九十多"},
    ("C002", "合计"): {"分子": 1, "分母": 6091},
    ("C003", "合计"): {"数值": 62.8},
    ("C003", "女"): {"数值": 65.9},
    ("C003", "男"): {"数值": 60.1},
    ("C004", "合计"): {"数值": "有"},
}


@pytest.fixture
def scene() -> Collecting:
    return collecting_scene()


def write(path: Path, values: dict[tuple[str, str], dict[str, object]]) -> None:
    """Fill cells of a downloaded workbook by indicator code and group, as a person would."""
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets:
        rows = list(sheet.iter_rows())
        head = next((r for r in rows if "指标代码" in [c.value for c in r]), None)
        if head is None:
            continue
        columns = {cell.value: cell.column for cell in head}
        for row in rows[head[0].row :]:
            code = sheet.cell(row[0].row, columns["指标代码"]).value
            group = sheet.cell(row[0].row, columns["分组"]).value or "合计"
            for label, value in values.get((code, group), {}).items():
                sheet.cell(row[0].row, columns[label]).value = value
    book.save(path)


def download(page: Page, name: str, folder: Path) -> Path:
    with page.expect_download() as started:
        page.get_by_role("link", name=name).click()
    path = folder / started.value.suggested_filename
    started.value.save_as(path)
    return path


def upload(page: Page, scene: Collecting, path: Path) -> None:
    page.goto(f"/submissions/{scene.submission.pk}/ledgers/")
    page.get_by_label("文件（不超过20兆）").set_input_files(path)
    page.get_by_role("button", name="上传并核对").click()
    page.wait_for_url(re.compile(r"/ledgers/\d+/$"))


def send(page: Page, scene: Collecting) -> None:
    page.goto(f"/submissions/{scene.submission.pk}/")
    page.get_by_role("button", name="送审").click()
    expect(page.locator("h1")).to_contain_text("待审核")
    page.wait_for_load_state("networkidle")


def test_uploaded_marked_returned_corrected_approved(
    page: Page, scene: Collecting, sign_in: Callable[[User], None], tmp_path: Path
) -> None:
    sign_in(scene.liaison)
    page.goto(f"/submissions/{scene.submission.pk}/ledgers/")
    template = download(page, "下载模板", tmp_path)
    write(template, VALUES)
    upload(page, scene, template)
    expect(page.locator("h1")).to_contain_text("有误 1")
    expect(page.get_by_text("读到“九十多”，不是一个数")).to_be_visible()
    expect(page.get_by_role("button", name="确认导入")).to_have_count(0)
    assert not SubmissionValue.objects.exists()

    marked = download(page, "标注好的文件", tmp_path)
    assert "需修改之处" in openpyxl.load_workbook(marked).sheetnames
    write(marked, {("C001", "合计"): {"数值": 96.2}})
    upload(page, scene, marked)
    page.get_by_role("button", name="确认导入").click()
    page.wait_for_load_state("networkidle")
    assert SubmissionValue.objects.count() == 6
    send(page, scene)

    sign_in(scene.office)
    page.goto(f"/review/{scene.submission.pk}/")
    page.get_by_label("意见（要求核实时").fill("请核对分母")
    page.get_by_label("意见（要求核实时").blur()
    page.keyboard.press("n")
    expect(page.get_by_text("已要求核实")).to_be_visible()
    page.get_by_label("退回理由").fill("见标记")
    page.get_by_role("button", name="退回修改（1 个值）").click()
    expect(page.get_by_text("已退回教育局")).to_be_visible()
    page.wait_for_load_state("networkidle")

    sign_in(scene.liaison)
    write(marked, {("C001", "合计"): {"数值": 95.7}})
    upload(page, scene, marked)
    page.get_by_role("button", name="确认导入").click()
    page.wait_for_load_state("networkidle")
    send(page, scene)

    sign_in(scene.office)
    page.goto(f"/review/{scene.submission.pk}/")
    expect(page.locator(".old")).to_have_text("96.2")
    page.get_by_role("button", name="其余全部核实无误").click()
    page.get_by_role("button", name="通过", exact=True).click()
    expect(page.get_by_text("教育局已通过")).to_be_visible()
    assert Submission.objects.get().state == "approved"
    observation = Observation.objects.get(indicator=scene.plain, reference_year=YEAR)
    assert observation.value == Decimal("95.7")
    assert observation.cell
    assert observation.ledger is not None


def test_an_import_is_undone_as_a_whole(
    page: Page, scene: Collecting, sign_in: Callable[[User], None], tmp_path: Path
) -> None:
    sign_in(scene.liaison)
    page.goto(f"/submissions/{scene.submission.pk}/ledgers/")
    template = download(page, "下载模板", tmp_path)
    write(template, VALUES | {("C001", "合计"): {"数值": 96.2}})
    upload(page, scene, template)
    preview = page.url
    page.get_by_role("button", name="确认导入").click()
    page.wait_for_load_state("networkidle")
    page.goto(preview)
    page.get_by_role("button", name="撤销导入").click()
    page.wait_for_load_state("networkidle")
    assert set(SubmissionValue.objects.values_list("value", "text")) == {(None, "")}


def test_two_columns_that_claim_one_figure_are_named_remembered_and_forgotten(
    page: Page, scene: Collecting, sign_in: Callable[[User], None], tmp_path: Path
) -> None:
    sign_in(scene.liaison)
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    name = scene.plain.name
    for row in (["指标名称", f"{YEAR}年", "本年完成"], [name, 95.1, 96.2]):
        sheet.append(row)
    book.save(tmp_path / "两列.xlsx")
    upload(page, scene, tmp_path / "两列.xlsx")
    expect(page.get_by_text("两列都像是").first).to_be_visible()
    page.get_by_label(f"B 列：{YEAR}年").select_option("")
    page.get_by_label("C 列：本年完成").select_option("value")
    page.get_by_role("button", name="记住并重新读取").click()
    page.wait_for_load_state("networkidle")
    page.get_by_role("button", name="确认导入").click()
    page.wait_for_load_state("networkidle")
    assert [v.value for v in SubmissionValue.objects.all()] == [Decimal("96.2")]
    page.goto(f"/submissions/{scene.submission.pk}/ledgers/")
    expect(page.get_by_text("“本年完成”＝数值")).to_be_visible()
    page.get_by_role("button", name="忘掉").click()
    expect(page.get_by_text("已忘掉这些列的含义")).to_be_visible()
    upload(page, scene, tmp_path / "两列.xlsx")
    expect(page.get_by_text("两列都像是").first).to_be_visible()


def test_the_office_is_led_from_a_table_by_place_to_the_bulk_import(
    page: Page, scene: Collecting, sign_in: Callable[[User], None], tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["地区", f"{YEAR - 1}年", f"{YEAR}年"], ["甲镇", 95.1, 96.2], ["乙镇", 94, 95]):
        sheet.append(row)
    book.save(tmp_path / "按地区.xlsx")
    sign_in(scene.office)
    upload(page, scene, tmp_path / "按地区.xlsx")
    expect(page.get_by_text("按地区排列").first).to_be_visible()
    page.get_by_role("alert").get_by_role("link", name="导入汇总文件").click()
    page.wait_for_url(re.compile(r"/ledgers/(?:bulk/)?$"))
    expect(page.locator("h1")).to_contain_text("汇总")


def test_a_column_without_a_head_is_named_on_the_page(
    page: Page, scene: Collecting, sign_in: Callable[[User], None], tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["指标名称", "计量单位", None], [scene.plain.name, scene.plain.measure, 96.2]):
        sheet.append(row)
    book.save(tmp_path / "无表头.xlsx")
    sign_in(scene.liaison)
    upload(page, scene, tmp_path / "无表头.xlsx")
    page.get_by_label("C 列（无表头，首个值 96.2）").select_option("value")
    page.get_by_role("button", name="记住并重新读取").click()
    page.wait_for_load_state("networkidle")
    page.get_by_role("button", name="确认导入").click()
    page.wait_for_load_state("networkidle")
    assert [v.value for v in SubmissionValue.objects.all()] == [Decimal("96.2")]
