"""附件：监测指标解释: what each statistic means and how it is computed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from indicators.wording import numbers
from indicators.wording.labels import FREQUENCIES
from reports.document import Annex, Orientation
from reports.names import short_unit
from units.printed_table import Align, Cell, Column, TextSize, table_of

if TYPE_CHECKING:
    from reports.facts import Item
    from reports.words.writing import Writing

KEY: Final = "definitions"
TITLE: Final = "监测指标解释"
FACTORS: Final = {100: "×100%", 1000: "×1000‰", 10_000: "×1万/万", 100_000: "×10万/10万"}


def build(writing: Writing) -> list[Annex]:
    columns: list[Column[Item]] = [
        Column("number", "序号", 10, Align.CENTRE),
        Column("name", "指标", 32, show=lambda item: Cell(item.name)),
        Column("definition", "定义和统计范围", 50, show=lambda item: Cell(_definition(item))),
        Column("formula", "计算公式", 38, show=lambda item: Cell(_formula(item))),
        Column("source", "来源、频率", 26, show=lambda item: Cell(_source(item))),
    ]
    rows = writing.facts.distinct()
    size = TextSize.SMALL
    table = table_of(f"{KEY}-table", TITLE, columns, rows, size=size, captioned=False)
    return [Annex(KEY, TITLE, Orientation.PORTRAIT, (table,))]


def _source(item: Item) -> str:
    return f"{short_unit(item.lead) or '—'}；{FREQUENCIES[item.frequency]}"


def _is_ratio(item: Item) -> bool:
    """Whether the value is its two counts divided; a number of people is not."""
    named = bool(item.numerator_name and item.denominator_name)
    return named and (item.measure.is_rate or "=" in item.measure.text)


def _definition(item: Item) -> str:
    if item.definition:
        return item.definition
    if _is_ratio(item):
        kind = "占" if item.measure.text == "%" else "与"
        ending = "的比重" if kind == "占" else "之比"
        return f"报告期内{item.numerator_name}{kind}{item.denominator_name}{ending}"
    return numbers.DASH


def _formula(item: Item) -> str:
    if not _is_ratio(item):
        return "—"
    factor = FACTORS.get(item.measure.scale, "")
    if item.measure.text == "女=100":
        factor = "×100"
    return f"{item.numerator_name}÷{item.denominator_name}{factor}"
