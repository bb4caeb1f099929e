from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from indicators.messages.ledger_files import unit_of_place
from indicators.models import (
    Indicator,
    PlanIndicator,
    SubmissionValue,
    SubmissionValueRevision,
)
from indicators.selectors.grid import EntryCell, grid
from indicators.selectors.grid_counts import grid_tally
from indicators.selectors.ledger_templates import ledger_template
from indicators.services.grid_saving import grid_save
from tests.factories import MemberUnitFactory, PlanIndicatorFactory, ResponsibilityFactory
from tests.scenes import YEAR, Collecting, collecting_scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Collecting:
    return collecting_scene()


def save(
    scene: Collecting, indicator: Indicator, breakdown: str = "", year: int = YEAR, **texts: Any
) -> dict[str, Any]:
    cell = {"key": f"{indicator.pk}|{breakdown}|{year}", "seen": 0, **texts}
    return grid_save(submission=scene.submission, cells=[cell], by=scene.liaison).answers[0]


def now(scene: Collecting, indicator: Indicator, breakdown: str = "") -> EntryCell:
    rows = [r for g in grid(scene.submission, may_fill=True).groups for r in g.rows]
    return next(r.now for r in rows if (r.indicator_id, r.breakdown) == (indicator.pk, breakdown))


@pytest.mark.parametrize(
    ("raw", "value", "shown"),
    [
        ("９８．５％", "98.5", "98.5"),
        ("98.50", "98.5", "98.50"),
        ("98.5%", "98.5", "98.5"),
        ("100", "100", "100"),
    ],
)
def test_texts_are_read_as_a_ledgers_are(
    scene: Collecting, raw: str, value: str, shown: str
) -> None:
    answer = save(scene, scene.plain, value=raw)
    assert (answer["status"], answer["shown"]["value"]) == ("new", shown)
    assert SubmissionValue.objects.get().value == Decimal(value)
    assert now(scene, scene.plain).value == shown


@pytest.mark.statement("S17")
@pytest.mark.parametrize("raw", ["九十多", "#DIV/0!", "2024年", "98-99", "-3", "98600"])
def test_what_is_no_value_is_an_error_and_not_stored(scene: Collecting, raw: str) -> None:
    answer = save(scene, scene.plain, value=raw)
    assert answer["status"] == "error"
    assert answer["message"]
    assert not SubmissionValue.objects.exists()


def test_a_question_is_stored_and_asked_until_it_is_explained(scene: Collecting) -> None:
    answer = save(scene, scene.plain, value="约60")
    assert (answer["status"], answer["state"]) == ("new", "warn")
    assert "约数" in answer["message"]
    assert "变动过大" in answer["message"]
    assert now(scene, scene.plain).state == "warn"
    assert grid_tally(scene.submission)["warned"] == 1
    explained = save(scene, scene.plain, value="60", seen=1, explanation="学籍口径调整")
    assert explained["state"] == ""
    assert now(scene, scene.plain).state == ""
    assert SubmissionValue.objects.get().warning_reason == "学籍口径调整"


def test_a_bare_ratio_is_a_question_never_a_silent_guess(scene: Collecting) -> None:
    answer = save(scene, scene.plain, value="0.985")
    assert answer["state"] == "warn"
    assert SubmissionValue.objects.get().value == Decimal("0.985")


@pytest.mark.statement("S22")
def test_a_colleagues_value_comes_back_instead_of_being_overwritten(scene: Collecting) -> None:
    save(scene, scene.plain, value="96")
    answer = save(scene, scene.plain, value="97")
    assert answer["status"] == "conflict"
    assert answer["other"]["text"] == "96"
    assert answer["other"]["who"] == scene.liaison.display_name
    assert SubmissionValue.objects.get().value == Decimal(96)
    again = save(scene, scene.plain, value="96")
    assert again["status"] == "unchanged"
    assert SubmissionValueRevision.objects.count() == 1


def test_parts_give_the_value_exactly_and_are_shown_rounded(scene: Collecting) -> None:
    answer = save(scene, scene.parted, numerator="1", denominator="6,091")
    assert (answer["shown"]["value"], answer["is_quotient"]) == ("16.42", True)
    assert SubmissionValue.objects.get().value == Decimal("16.417665")
    assert now(scene, scene.parted).value == "16.42"


@pytest.mark.parametrize(
    "steps",
    [
        [("0", "12"), ("0", "13"), ("1", "15")],  # the value stays 0 while a part changes
        [("1", "2"), ("2", "4"), ("3", "6")],
        [("5", "10"), ("50", "100"), ("5", "10")],
        [("1", "3"), ("", "3"), ("2", "6")],
        [("0", "7"), ("0", "7"), ("0", "9")],
    ],
)
def test_what_was_typed_is_stored_and_shown_whatever_the_value(
    scene: Collecting, steps: list[tuple[str, str]]
) -> None:
    seen = 0
    for top, bottom in steps:
        answer = save(scene, scene.parted, numerator=top, denominator=bottom, seen=seen)
        seen = answer["version"]
        shown = answer["shown"]
        assert (shown["numerator"], shown["denominator"]) == (top, bottom)
        held = SubmissionValue.objects.get()
        assert held.numerator == (Decimal(top) if top else None)
        assert held.denominator == Decimal(bottom)


def test_an_approximate_part_is_asked_about(scene: Collecting) -> None:
    answer = save(scene, scene.parted, numerator="约12", denominator="100")
    assert answer["state"] == "warn"
    assert "约数" in answer["message"]


def test_half_of_the_parts_is_kept_but_not_done(scene: Collecting) -> None:
    assert save(scene, scene.parted, numerator="1")["state"] == "todo"
    assert now(scene, scene.parted).numerator == "1"
    assert grid_tally(scene.submission)["missing"] == 6


def test_a_total_outside_its_sexes_is_asked_about(scene: Collecting) -> None:
    save(scene, scene.sexed, "sex:female", value="65")
    save(scene, scene.sexed, "sex:male", value="60")
    assert "不在男60和女65之间" in save(scene, scene.sexed, value="70")["message"]


def test_a_reason_on_the_total_answers_for_the_sexes(scene: Collecting) -> None:
    assert grid_tally(scene.submission)["missing"] == 6
    save(scene, scene.sexed, reason="no_data")
    assert grid_tally(scene.submission)["missing"] == 3


@pytest.mark.statement("S17")
def test_cells_of_others_and_of_closed_years_are_locked(scene: Collecting) -> None:
    other = MemberUnitFactory(region=scene.unit.region)
    foreign = PlanIndicatorFactory(plan=PlanIndicator.objects.all()[0].plan)
    ResponsibilityFactory(plan_indicator=foreign, unit=other)
    assert save(scene, foreign.indicator, value="1")["status"] == "refused"
    assert save(scene, scene.plain, year=YEAR - 1, value="1")["status"] == "refused"
    garbled = grid_save(
        submission=scene.submission, cells=[{"key": "x"}, {"key": "1|x|2"}], by=scene.liaison
    )
    assert [a["status"] for a in garbled.answers] == ["refused", "refused"]
    assert not SubmissionValue.objects.exists()


def test_the_year_before_stands_beside_the_cell(scene: Collecting) -> None:
    row = next(r for g in grid(scene.submission, may_fill=True).groups for r in g.rows)
    assert [c.year for c in row.cells] == [YEAR - 3, YEAR - 2, YEAR - 1, YEAR]
    assert [c.shown for c in row.cells] == ["", "", "94", ""]
    assert [c.is_open for c in row.cells] == [False, False, False, True]
    assert row.target == "≥95%"


def test_a_plan_in_another_multiple_is_converted_exactly(scene: Collecting) -> None:
    indicator = Indicator.objects.create(code="C009", name="参保人数", measure="万人")
    row = PlanIndicatorFactory(
        plan=PlanIndicator.objects.all()[0].plan, indicator=indicator, measure="人"
    )
    ResponsibilityFactory(plan_indicator=row, unit=scene.unit)
    answer = save(scene, indicator, value="123456")
    assert answer["status"] == "new"
    assert SubmissionValue.objects.get().value == Decimal("12.3456")
    assert now(scene, indicator).value == "123456"


@pytest.mark.parametrize(
    ("region", "unit", "said"),
    [
        ("湖里区", "区卫生健康局", "湖里区卫生健康局"),
        ("厦门市", "卫健委", "厦门市卫健委"),
        ("湖里区", "市场监督管理局", "湖里区市场监督管理局"),
    ],
)
def test_a_unit_of_a_place_says_the_level_once(region: str, unit: str, said: str) -> None:
    assert unit_of_place(region, unit) == said


def test_template_and_page_ask_for_the_sexes_in_the_same_order(scene: Collecting) -> None:
    rows = [r for g in grid(scene.submission, may_fill=True).groups for r in g.rows]
    on_page = [r.breakdown_label for r in rows if r.indicator_id == scene.sexed.pk]
    _, content = ledger_template(
        unit=scene.unit, reference_year=scene.submission.reporting_round.reference_year
    )
    sheet = openpyxl.load_workbook(BytesIO(content)).worksheets[0]
    in_file = [row[3] for row in sheet.iter_rows(values_only=True) if row[0] == "C003"]
    assert (on_page, in_file) == (["", "男", "女"], ["合计", "男", "女"])
