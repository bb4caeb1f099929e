"""The invented ledgers as real workbooks: one per department and year.

The same input gives the same bytes, so a second run of the demonstration can tell
that a file is already there and was taken in.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from config.demo.catalogue import MARK, REGION_NAME
from config.demo.values import DemoValue
from indicators.core.vocabulary import FEMALE, MALE, RURAL, TOTAL, URBAN
from indicators.wording.labels import BLANKS

HEADINGS: Final = (
    "指标代码",
    "指标名称",
    "年份",
    "数值",
    "分子",
    "分母",
    "分组",
    "缺数原因",
    "备注",
)
WIDTHS: Final = (10, 38, 8, 12, 12, 12, 8, 14, 40)
BREAKDOWN_WORDS: Final[Mapping[str, str]] = {
    TOTAL: "",
    FEMALE: "女",
    MALE: "男",
    URBAN: "城",
    RURAL: "乡",
}
CREATED: Final = dt.datetime(2021, 7, 1, 9, 0, 0)  # noqa: DTZ001  (a file property has no zone)


@dataclass(frozen=True, slots=True)
class DemoLedger:
    """One department's ledger of one year."""

    unit: str
    reference_year: int
    rows: tuple[DemoValue, ...]

    @property
    def file_name(self) -> str:
        return f"{self.reference_year}_{self.unit}_监测指标台账.xlsx"


def ledgers(values: Sequence[DemoValue], leads: Mapping[str, str]) -> tuple[DemoLedger, ...]:
    """The values parted by year and department, in the order of years, then departments."""
    parts: dict[tuple[int, str], list[DemoValue]] = {}
    for value in values:
        key = (value.reference_year, leads[value.indicator_code])
        parts.setdefault(key, []).append(value)
    years = sorted({year for year, _ in parts})
    units = list(dict.fromkeys(unit for _, unit in parts))
    return tuple(
        DemoLedger(unit, year, tuple(parts[year, unit]))
        for year in years
        for unit in units
        if (year, unit) in parts
    )


def workbook(ledger: DemoLedger, names: Mapping[str, str]) -> bytes:
    """The ledger as .xlsx with the template's own columns under a title row."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"title": MARK, "company": ledger.unit, "created": CREATED})
    title = book.add_format({"bold": True, "font_size": 14})
    heading = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
    number = book.add_format({"num_format": "0.00"})
    plain = book.add_format({"num_format": "General"})
    sheet = book.add_worksheet("监测指标台账")
    sheet.write_string(
        0,
        0,
        f"{MARK}　{REGION_NAME}{ledger.unit.removeprefix('区')}"
        f"　{ledger.reference_year}年妇女儿童发展监测指标台账",
        title,
    )
    for column, (text, width) in enumerate(zip(HEADINGS, WIDTHS, strict=True)):
        sheet.write_string(1, column, text, heading)
        sheet.set_column(column, column, width)
    sheet.freeze_panes(2, 2)
    for index, row in enumerate(ledger.rows, start=2):
        _write_row(sheet, index, row, names[row.indicator_code], number, plain)
    book.close()
    return out.getvalue()


def _write_row(
    sheet: Worksheet, index: int, row: DemoValue, name: str, number: Format, plain: Format
) -> None:
    sheet.write_string(index, 0, row.indicator_code)
    sheet.write_string(index, 1, name)
    sheet.write_number(index, 2, row.reference_year, plain)
    if row.value is not None:
        whole = row.value == row.value.to_integral_value() and row.numerator is None
        sheet.write_number(index, 3, float(row.value), plain if whole else number)
    elif row.text:
        sheet.write_string(index, 3, row.text)
    for column, count in ((4, row.numerator), (5, row.denominator)):
        if count is not None:
            sheet.write_number(index, column, count, plain)
    words = (BREAKDOWN_WORDS[row.breakdown], BLANKS.get(row.blank_reason, ""), row.remark)
    for column, word in enumerate(words, start=6):
        if word:
            sheet.write_string(index, column, word)
