"""The invented district gives exactly the counts its report tells."""

from __future__ import annotations

import io
from decimal import Decimal
from fractions import Fraction

import openpyxl
import pytest

from config.demo import catalogue, workbooks
from config.demo.catalogue import FIRST_ROUND, REGION_CODE
from config.demo.values import YEARS, DemoValue, demo_values
from tests.demo_story.plans import statistics
from tests.demo_story.story import files

FOUR_UNMET = {"I007", "I040", "I058", "I068"}


ROWS = catalogue.plan_rows(FIRST_ROUND)
VALUES = demo_values(REGION_CODE, FIRST_ROUND)
SCALES = {statistic.code: statistic.scale for statistic in statistics(ROWS)}
EXACT = {
    (row.indicator_code, row.reference_year): (
        Fraction(row.numerator * SCALES[row.indicator_code], row.denominator)
        if row.numerator is not None and row.denominator
        else Fraction(row.value)
    )
    for row in VALUES
    if row.breakdown == "" and row.value is not None
}


def _reached(row: catalogue.CatalogueRow, year: int) -> bool:
    """The rules this catalogue uses, told apart from the judging core on purpose."""
    code, rule = row["indicator_code"], row["rule"]
    known = [y for y in YEARS if y <= year and (code, y) in EXACT]
    if row["frequency"] == "yearly" and year not in known:
        return False
    value, base = EXACT[code, known[-1]], EXACT.get((code, 2010), Fraction(0))
    target, slack = Fraction(row["target"] or 0), Fraction(row["tolerance"] or 0)
    return {
        "qualitative": True,
        "at_least": value >= target - slack,
        "at_most": value <= target,
        "around": abs(value - target) <= slack,
        "rise": value > base or value == base == 100,
        "fall": value < base or value == base == 0,
        "at_most_of_baseline": value <= base * Fraction(row["baseline_factor"] or 1),
    }[rule]


def _unmet(year: int, plan: str = "") -> list[str]:
    return [
        row["indicator_code"]
        for row in ROWS
        if plan in {"", row["plan"]} and not _reached(row, year)
    ]


def test_final_year_misses_exactly_the_four_of_the_report() -> None:
    assert len(ROWS) == 102
    assert len(SCALES) == 99
    assert set(_unmet(2020)) == FOUR_UNMET
    assert len(_unmet(2020, "women")) == 2
    assert len(_unmet(2020, "children")) == 2


def test_mid_term_year_has_88_of_102_and_eleven_of_the_rest_follow() -> None:
    unmet = _unmet(2015)
    assert len(unmet) == 14
    assert set(unmet) & FOUR_UNMET == {"I007", "I040", "I058"}
    assert len(set(unmet) - set(_unmet(2020))) == 11


def test_eyesight_is_met_until_2019_and_lost_in_2020() -> None:
    assert all("I068" not in _unmet(year) for year in range(2011, 2020))
    assert "I068" in _unmet(2020)


def test_obesity_is_met_lost_and_met_again() -> None:
    story = ["I069" not in _unmet(year) for year in range(2011, 2021)]
    assert story == [True] * 5 + [False] * 2 + [True] * 3


@pytest.mark.parametrize(
    ("code", "year", "numerator", "denominator", "value"),
    [
        ("I007", 2020, 44588, 58400, "76.35"),
        ("I040", 2018, 102, 350, "29.14"),
        ("I058", 2020, 13, 128600, "10.11"),
        ("I068", 2020, 35825, 62500, "57.32"),
        ("I068", 2019, 33534, 61070, "54.91"),
        ("I002", 2020, 1, 6820, "14.66"),
        ("I059", 2020, 1065, 1080, "98.61"),
    ],
)
def test_numbers_of_the_report(
    code: str, year: int, numerator: int, denominator: int, value: str
) -> None:
    (row,) = [
        row
        for row in VALUES
        if (row.indicator_code, row.reference_year, row.breakdown) == (code, year, "")
    ]
    assert (row.numerator, row.denominator, row.value) == (
        numerator,
        denominator,
        Decimal(value),
    )


def test_parts_add_up_to_the_whole() -> None:
    wholes = {
        (row.indicator_code, row.reference_year): row for row in VALUES if row.breakdown == ""
    }
    for kind in ("sex:", "area:"):
        parts: dict[tuple[str, int], list[DemoValue]] = {}
        for row in VALUES:
            if row.breakdown.startswith(kind):
                parts.setdefault((row.indicator_code, row.reference_year), []).append(row)
        assert parts
        for key, pair in parts.items():
            whole = wholes[key]
            if whole.numerator is None:
                assert sum(part.value or 0 for part in pair) == whole.value, key
            else:
                assert sum(part.numerator or 0 for part in pair) == whole.numerator, key
                assert sum(part.denominator or 0 for part in pair) == whole.denominator, key


def test_every_value_is_missing_with_a_reason_or_a_possible_number() -> None:
    percent = {row["indicator_code"] for row in ROWS if row["measure"] == "%"}
    for row in VALUES:
        assert (row.value is None) == bool(row.blank_reason), row
        assert row.value is None or row.value >= 0, row
        if row.indicator_code in percent:
            assert row.value is None or row.value <= 100, row


def test_committed_files_are_what_the_story_tells() -> None:
    for path, text in files().items():
        assert path.read_text(encoding="utf-8") == text, f"{path.name}: write it again"


def test_a_ledger_is_the_same_file_each_time() -> None:
    ledgers = workbooks.ledgers(VALUES, catalogue.lead_units(ROWS))
    names = {row["indicator_code"]: row["name"] for row in ROWS}
    assert len(ledgers) == 18 * 11
    assert workbooks.workbook(ledgers[0], names) == workbooks.workbook(ledgers[0], names)


def test_workbook_has_the_templates_columns_under_a_marked_title() -> None:
    ledgers = workbooks.ledgers(VALUES, catalogue.lead_units(ROWS))
    names = {row["indicator_code"]: row["name"] for row in ROWS}
    (ledger,) = [
        each for each in ledgers if (each.unit, each.reference_year) == ("区卫生健康局", 2020)
    ]
    sheet = openpyxl.load_workbook(io.BytesIO(workbooks.workbook(ledger, names))).worksheets[0]
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert str(cells[0][0]).startswith("演示数据　湖里区卫生健康局　2020年")
    assert tuple(cells[1]) == workbooks.HEADINGS
    assert cells[2][:6] == ["I002", "孕产妇死亡率", 2020, 14.66, 1, 6820]
    assert len(cells) == 2 + len(ledger.rows)
