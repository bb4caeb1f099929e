"""A unit fills its grid and the office reviews it, in a real browser."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from indicators.models import Observation, Submission, SubmissionValue
from tests.factories import ObservationFactory
from tests.scenes import YEAR, Collecting, collecting_scene

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, Locator, Page

    from units.models import User

PASTE = """([node, text]) => {
  const data = new DataTransfer();
  data.setData("text", text);
  const how = { clipboardData: data, bubbles: true, cancelable: true };
  node.dispatchEvent(new ClipboardEvent("paste", how));
}"""


@pytest.fixture
def scene() -> Collecting:
    return collecting_scene()


def cell(page: Page, name: str) -> Locator:
    return page.get_by_label(f"{name} {YEAR}年", exact=True)


def saved(page: Page) -> None:
    expect(page.locator("[data-saved]")).to_have_text(re.compile(r"\d\d:\d\d 已保存"))


def stored(scene: Collecting, indicator: object, breakdown: str = "") -> SubmissionValue | None:
    return SubmissionValue.objects.filter(
        submission=scene.submission, indicator=indicator, breakdown=breakdown
    ).first()


def paste(page: Page, target: Locator, text: str) -> None:
    target.focus()
    page.evaluate(PASTE, [target.element_handle(), text])


def fill_all(page: Page) -> None:
    cell(page, "义务教育巩固率").fill("96.2")
    page.get_by_label(f"分子 死亡人数 {YEAR}年").fill("1")
    page.get_by_label(f"分母 活产数 {YEAR}年").fill("6,091")
    cell(page, "近视率").fill("62.8")
    cell(page, "近视率 女").fill("65.9")
    cell(page, "近视率 男").fill("60.1")
    page.keyboard.press("Enter")
    cell(page, "防控机制").select_option("有")
    expect(page.locator("[data-count]")).to_contain_text("已填 6，没填 0")


def test_each_cell_saves_itself_and_is_judged(
    page: Page, scene: Collecting, sign_in: Callable[[User], None]
) -> None:
    # From 93 in 2010 to 95 in 2020 the line stands at 94.8 in 2019.
    ObservationFactory(
        indicator=scene.plain, region=scene.submission.unit.region, reference_year=2010, value=93
    )
    sign_in(scene.liaison)
    page.goto(f"/submissions/{scene.submission.pk}/")
    expect(page.locator("h1")).to_contain_text(f"教育局 {YEAR}年度填报：还有 6 项没填")
    field = cell(page, "义务教育巩固率")
    field.fill("９４．２％")
    field.press("Enter")
    row = page.locator("tr", has=field)
    expect(row.locator(".verdict")).to_have_text("滞后")
    expect(row.locator("[data-hint]")).to_contain_text("0.6")
    expect(field).to_have_value("94.2")
    expect(row.locator("[data-status]")).to_contain_text("读作94.2")
    expect(page.locator("h1")).to_contain_text("还有 5 项没填")
    value = stored(scene, scene.plain)
    assert value is not None
    assert (value.value, value.raw, value.changed_by) == (
        Decimal("94.2"),
        "９４．２％",
        scene.liaison,
    )


def test_what_cannot_be_read_is_refused_in_words_and_not_stored(
    page: Page, scene: Collecting, sign_in: Callable[[User], None]
) -> None:
    sign_in(scene.liaison)
    page.goto(f"/submissions/{scene.submission.pk}/")
    field = cell(page, "义务教育巩固率")
    field.fill("九十多")
    field.press("Enter")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(page.locator("tr", has=field).locator("[data-status]")).to_contain_text("不是一个数")
    assert stored(scene, scene.plain) is None
    field.fill("96")
    field.press("Enter")
    saved(page)
    expect(field).not_to_have_attribute("aria-invalid", "true")


def test_numerator_and_denominator_give_the_value(
    page: Page, scene: Collecting, sign_in: Callable[[User], None]
) -> None:
    sign_in(scene.liaison)
    page.goto(f"/submissions/{scene.submission.pk}/")
    page.get_by_label(f"分子 死亡人数 {YEAR}年").fill("1")
    page.get_by_label(f"分母 活产数 {YEAR}年").fill("6,091")
    page.keyboard.press("Enter")
    field = cell(page, "孕产妇死亡率")
    expect(field).to_have_value("16.42")
    expect(field).not_to_be_editable()
    expect(page.locator("tr", has=field).locator(".verdict")).to_have_text("已提前达到")
    value = stored(scene, scene.parted)
    assert value is not None
    assert (value.numerator, value.denominator) == (Decimal(1), Decimal(6091))


def test_a_reason_answers_for_a_blank(
    page: Page, scene: Collecting, sign_in: Callable[[User], None]
) -> None:
    sign_in(scene.liaison)
    page.goto(f"/submissions/{scene.submission.pk}/")
    page.get_by_label("义务教育巩固率 缺数原因").select_option("no_data")
    saved(page)
    expect(page.locator("h1")).to_contain_text("还有 5 项没填")
    value = stored(scene, scene.plain)
    assert value is not None
    assert (value.value, value.blank_reason) == (None, "no_data")


def test_a_pasted_block_lands_checked_and_is_undone_as_a_whole(
    page: Page, scene: Collecting, sign_in: Callable[[User], None]
) -> None:
    sign_in(scene.liaison)
    page.goto(f"/submissions/{scene.submission.pk}/")
    cell(page, "近视率").fill("50")
    page.keyboard.press("Tab")
    saved(page)
    paste(page, cell(page, "近视率"), "６２．８％\r\n65.9\r\n坏\r\n有\r\n多\r\n")
    notice = page.locator("[data-paste-notice]")
    expect(notice).to_contain_text("刚才粘贴了 4 格，1 格有错（见红框），另有 1 格")
    expect(cell(page, "近视率")).to_have_value("62.8")
    expect(cell(page, "近视率 女")).to_have_attribute("aria-invalid", "true")
    expect(cell(page, "防控机制")).to_have_value("有")
    total = stored(scene, scene.sexed)
    assert total is not None
    assert total.value == Decimal("62.8")

    notice.get_by_role("button", name="撤销这次粘贴").click()
    expect(cell(page, "近视率")).to_have_value("50")
    expect(page.locator("h1")).to_contain_text("还有 5 项没填")
    total.refresh_from_db()
    assert total.value == Decimal(50)
    male = stored(scene, scene.sexed, "sex:male")
    assert male is not None
    assert male.value is None


def open_grid(page: Page, scene: Collecting, sign_in: Callable[[User], None]) -> None:
    sign_in(scene.liaison)
    page.goto(f"/submissions/{scene.submission.pk}/")


def value_of(scene: Collecting, indicator: object, breakdown: str = "") -> list[Decimal | None]:
    row = stored(scene, indicator, breakdown)
    return [row.value, row.numerator, row.denominator] if row else []


def test_a_column_of_values_asks_before_it_lands_in_parts(
    page: Page, scene: Collecting, sign_in: Callable[[User], None]
) -> None:
    open_grid(page, scene, sign_in)
    start = page.locator(
        'tr[data-row]:has(+ tr[data-part-of]) td.cell[data-part="value"] input'
    ).last
    paste(page, start, "16.4\r\n62.8\r\n65.9\r\n60.1\r\n")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("每个指标一行，只贴数值")
    expect(dialog).to_contain_text("分子、分母行也算")
    dialog.get_by_role("button", name="贴上").click()
    saved(page)
    assert value_of(scene, scene.parted) == [Decimal("16.4"), None, None]


def test_a_pasted_block_with_names_finds_its_rows_and_columns(
    page: Page, scene: Collecting, sign_in: Callable[[User], None]
) -> None:
    open_grid(page, scene, sign_in)
    name = page.evaluate(
        """() => document.querySelector('tr[data-row]:has(+ tr[data-part-of]) th').firstChild
        .textContent.trim()"""
    )
    block = (
        "指标名称\t分组\t数值\t分子\t分母\t备注\r\n"
        f'{name}\t合计\t\t1\t6091\t"第一行\n第二行"\r\n'
        "近视率\t女\t60.1\t\t\t\r\n近视率\t合计\t62.8\t\t\t\r\n不在页上的\t\t7\t\t\t\r\n"
    )
    paste(page, cell(page, "义务教育巩固率"), block)
    notice = page.locator("[data-paste-notice]")
    expect(notice).to_contain_text("没有贴的：第5行“不在页上的”：指标“不在页上的”不认识")
    saved(page)
    assert value_of(scene, scene.parted)[1:] == [Decimal(1), Decimal(6091)]
    assert value_of(scene, scene.sexed)[0] == Decimal("62.8")
    assert value_of(scene, scene.sexed, "sex:female")[0] == Decimal("60.1")
    assert stored(scene, scene.plain) is None


def test_a_pasted_block_of_another_year_or_place_goes_nowhere(
    page: Page, scene: Collecting, sign_in: Callable[[User], None]
) -> None:
    open_grid(page, scene, sign_in)
    notice = page.locator("[data-paste-notice]")
    paste(page, cell(page, "近视率"), f"指标名称\t年份\t数值\r\n近视率\t{YEAR - 1}\t60.1\r\n")
    expect(notice).to_contain_text(f"这是{YEAR - 1}年的数")
    paste(page, cell(page, "近视率"), "指标名称\t本年目标\r\n近视率\t60.2\r\n")
    expect(notice).to_contain_text(f"没有找到{YEAR}年的数值列")
    assert value_of(scene, scene.sexed) == []


def test_a_pasted_figure_in_doubt_is_asked_about_first(
    page: Page, scene: Collecting, sign_in: Callable[[User], None]
) -> None:
    open_grid(page, scene, sign_in)
    block = "近视率（上半年）\t60.1\r\n义务教育巩固率\t96.2\r\n"
    paste(page, cell(page, "近视率"), block)
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("只是一年的一部分")
    dialog.get_by_role("button", name="贴上").click()
    saved(page)
    assert value_of(scene, scene.sexed) == []
    assert value_of(scene, scene.plain)[0] == Decimal("96.2")


def test_a_quoted_cell_with_line_breaks_shifts_nothing(
    page: Page, scene: Collecting, sign_in: Callable[[User], None]
) -> None:
    open_grid(page, scene, sign_in)
    paste(page, cell(page, "近视率"), '62.8\r\n"60.1\n"\r\n65.9\r\n')
    saved(page)
    rows = [value_of(scene, scene.sexed, part)[0] for part in ("", "sex:male", "sex:female")]
    assert rows == [Decimal("62.8"), Decimal("60.1"), Decimal("65.9")]


def test_a_web_table_is_pasted_as_rows(
    page: Page, scene: Collecting, sign_in: Callable[[User], None]
) -> None:
    open_grid(page, scene, sign_in)
    target = cell(page, "近视率")
    target.focus()
    page.evaluate(
        """([node, html]) => {
          const data = new DataTransfer();
          data.setData("text/html", html);
          const how = { clipboardData: data, bubbles: true, cancelable: true };
          node.dispatchEvent(new ClipboardEvent("paste", how));
        }""",
        [
            target.element_handle(),
            "<table><tr><td>62.8</td></tr><tr style='display:none'><td>1</td></tr>"
            "<tr><td>60.1</td></tr><tr><td>65.9</td></tr></table>",
        ],
    )
    saved(page)
    rows = [value_of(scene, scene.sexed, part)[0] for part in ("", "sex:male", "sex:female")]
    assert rows == [Decimal("62.8"), Decimal("60.1"), Decimal("65.9")]


def test_a_merged_cell_of_a_pasted_table_counts_for_each_of_its_rows(
    page: Page, scene: Collecting, sign_in: Callable[[User], None]
) -> None:
    open_grid(page, scene, sign_in)
    target = cell(page, "近视率")
    target.focus()
    page.evaluate(
        """([node, text, html]) => {
          const data = new DataTransfer();
          data.setData("text/plain", text);
          data.setData("text/html", html);
          const how = { clipboardData: data, bubbles: true, cancelable: true };
          node.dispatchEvent(new ClipboardEvent("paste", how));
        }""",
        [
            target.element_handle(),
            "指标名称\t状态\t数值\r\n近视率\t预计\t60.1\r\n义务教育巩固率\t\t96.2\r\n",
            "<table><tr><td>指标名称<td>状态<td>数值</tr>"
            "<tr><td>近视率<td rowspan=2>预计<td>60.1</tr>"
            "<tr><td>义务教育巩固率<td>96.2</tr></table>",
        ],
    )
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("2 个数有疑问")
    dialog.get_by_role("button", name="不贴").click()
    assert value_of(scene, scene.plain) == value_of(scene, scene.sexed) == []


def test_a_changed_part_stays_and_is_stored_with_what_stands_beside_it(
    page: Page, scene: Collecting, sign_in: Callable[[User], None]
) -> None:
    open_grid(page, scene, sign_in)
    top = page.get_by_label(f"分子 死亡人数 {YEAR}年")
    bottom = page.get_by_label(f"分母 活产数 {YEAR}年")
    for numerator, denominator in (("0", "12"), ("0", "13"), ("1", "15")):
        top.fill(numerator)
        bottom.fill(denominator)
        bottom.press("Enter")
        expect(page.locator("[data-saved]")).to_have_text(re.compile(r"\d\d:\d\d 已保存"))
        page.wait_for_timeout(700)
        assert (top.input_value(), bottom.input_value()) == (numerator, denominator)
        assert value_of(scene, scene.parted)[1:] == [Decimal(numerator), Decimal(denominator)]


def test_why_one_number_was_right_says_nothing_of_the_next(
    page: Page, scene: Collecting, sign_in: Callable[[User], None]
) -> None:
    sign_in(scene.liaison)
    page.goto(f"/submissions/{scene.submission.pk}/")
    field = cell(page, "义务教育巩固率")  # 94.0 the year before
    field.fill("60")
    field.press("Enter")
    why = page.get_by_label("义务教育巩固率 核对说明")
    why.fill("统计口径调整")
    why.press("Tab")
    expect(page.locator("[data-count]")).to_contain_text("请核对 0")
    field.fill("50")
    field.press("Enter")
    expect(page.locator("[data-count]")).to_contain_text("请核对 1")
    expect(why).to_have_value("")
    value = stored(scene, scene.plain)
    assert value is not None
    assert (value.value, value.warning_reason) == (Decimal(50), "")


def test_composition_does_not_move_the_cell(
    page: Page, scene: Collecting, sign_in: Callable[[User], None]
) -> None:
    sign_in(scene.liaison)
    page.goto(f"/submissions/{scene.submission.pk}/")
    field = cell(page, "近视率")
    field.focus()
    field.dispatch_event("keydown", {"key": "Enter", "isComposing": True, "keyCode": 229})
    expect(field).to_be_focused()
    field.press("ArrowDown")
    expect(cell(page, "近视率 男")).to_be_focused()


def test_two_people_at_one_cell_see_both_values(
    page: Page,
    browser: Browser,
    live_server: object,
    scene: Collecting,
    sign_in: Callable[[User], None],
) -> None:
    sign_in(scene.liaison)
    page.goto(f"/submissions/{scene.submission.pk}/")
    colleague = page.context.new_page()
    colleague.goto(page.url)
    cell(colleague, "义务教育巩固率").fill("99.8")
    colleague.keyboard.press("Enter")
    saved(colleague)
    field = cell(page, "义务教育巩固率")
    field.fill("99.6")
    field.press("Enter")
    status = page.locator("tr", has=field).locator("[data-status]")
    expect(status).to_contain_text("同时修改冲突")
    expect(status).to_contain_text("填 99.8")
    value = stored(scene, scene.plain)
    assert value is not None
    assert value.value == Decimal("99.8")
    status.get_by_role("button", name="用 99.6").click()
    saved(page)
    expect(status).not_to_contain_text("同时修改冲突")
    value.refresh_from_db()
    assert (value.value, value.version) == (Decimal("99.6"), 2)


def test_filled_returned_corrected_approved(
    page: Page, scene: Collecting, sign_in: Callable[[User], None]
) -> None:
    sign_in(scene.liaison)
    page.goto(f"/submissions/{scene.submission.pk}/")
    expect(page.get_by_role("button", name="送审")).to_be_disabled()
    fill_all(page)
    page.get_by_role("button", name="送审").click()
    expect(page.locator("h1")).to_contain_text("待审核")

    page.wait_for_load_state("networkidle")  # a late answer would bring the old session back
    sign_in(scene.office)
    page.goto(f"/rounds/{scene.reporting_round.pk}/")
    page.get_by_role("link", name="开始审核（1）").click()
    expect(page.locator("h1")).to_contain_text("教育局第1次送审：6 处要看，尚有 6 处未审阅")
    page.locator("tr", has_text="义务教育巩固率").first.click()
    page.get_by_label("意见（要求核实时").fill("请核对分母")
    page.locator("tr", has_text="义务教育巩固率").first.get_by_role(
        "button", name="要求核实"
    ).click()
    expect(page.get_by_text("已要求核实")).to_be_visible()
    page.get_by_role("button", name="其余全部核实无误").click()
    page.get_by_label("退回理由").fill("见标记")
    page.get_by_role("button", name="退回修改（1 个值）").click()
    expect(page.get_by_text("已退回教育局")).to_be_visible()

    page.wait_for_load_state("networkidle")
    sign_in(scene.liaison)
    page.goto(f"/submissions/{scene.submission.pk}/")
    expect(page.get_by_text("请核对分母")).to_be_visible()
    expect(cell(page, "近视率")).to_have_count(0)
    cell(page, "义务教育巩固率").fill("95.7")
    page.keyboard.press("Enter")
    saved(page)
    page.get_by_role("button", name="送审").click()
    expect(page.locator("h1")).to_contain_text("待审核")

    page.wait_for_load_state("networkidle")  # a late answer would bring the old session back
    sign_in(scene.office)
    page.goto(f"/review/{scene.submission.pk}/")
    expect(page.locator("h1")).to_contain_text("第2次送审：1 处要看，尚有 1 处未审阅")
    expect(page.locator(".old")).to_have_text("96.2")
    page.keyboard.press("y")
    expect(page.get_by_role("button", name="通过", exact=True)).to_be_enabled()
    page.get_by_role("button", name="通过", exact=True).click()
    expect(page.get_by_text("教育局已通过")).to_be_visible()
    assert Submission.objects.get().state == "approved"
    observation = Observation.objects.get(indicator=scene.plain, reference_year=YEAR)
    assert (observation.value, observation.unit) == (Decimal("95.7"), scene.unit)


def test_pages_fit_and_axe_finds_nothing_serious(
    page: Page, scene: Collecting, sign_in: Callable[[User], None]
) -> None:
    """The grid half filled in, with a question and an error, and the office's pages."""
    sign_in(scene.liaison)
    page.goto(f"/submissions/{scene.submission.pk}/")
    cell(page, "义务教育巩固率").fill("约60")
    cell(page, "近视率").fill("坏")
    cell(page, "近视率 女").fill("65")
    page.keyboard.press("Enter")
    expect(page.locator("[data-saved]")).to_contain_text("1 格没有保存")
    faults = look(page)
    for path in (f"/submissions/{scene.submission.pk}/evidence/", "/submissions/", "/papers/"):
        page.goto(path)
        faults += look(page)
    page.wait_for_load_state("networkidle")
    Submission.objects.update(state="submitted", times_submitted=1)
    sign_in(scene.office)
    round_page = f"/rounds/{scene.reporting_round.pk}/"
    for path in (
        "/rounds/",
        round_page,
        f"{round_page}chase/",
        f"/review/{scene.submission.pk}/",
        "/help/collecting/",
    ):
        page.goto(path)
        faults += look(page)
    assert faults == []


def look(page: Page) -> list[str]:
    """Serious accessibility faults, and whether the page is wider than the window."""
    page.wait_for_load_state("networkidle")
    found = Axe().run(page).response["violations"]
    faults = [
        f"{page.url}: {fault['id']} {fault['nodes'][0]['html'][:160]}"
        for fault in found
        if fault["impact"] in ("serious", "critical")
    ]
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        faults.append(f"{page.url}: wider than the window")
    return faults
