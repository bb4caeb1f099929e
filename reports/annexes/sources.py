"""附件：数据来源表: for every value its counts, the unit, and the cell it came from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from indicators.core.values import plain
from indicators.wording import numbers
from reports.document import Annex, Orientation
from reports.names import short_unit
from units.printed_table import Align, Cell, Column, TextSize, table_of, text

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from reports.facts import CorrectedFigure, Item, Origin
    from reports.words.writing import Writing
    from units.printed_table import Table

KEY: Final = "sources"
TITLE: Final = "数据来源表"
COLUMNS: Final[tuple[Column[Item], ...]] = (
    Column("number", "序号", 9, Align.CENTRE),
    Column("name", "指标", 44, show=lambda item: Cell(f"{item.name}（{item.measure.text}）")),
    Column("year", "年份", 12, Align.CENTRE, show=lambda item: _year(item.value_year)),
    Column("value", "采用值", 18, Align.RIGHT, show=lambda item: _value(item)),
    Column("numerator", "分子", 18, Align.RIGHT, show=lambda item: _count(item.numerator)),
    Column("denominator", "分母", 18, Align.RIGHT, show=lambda item: _count(item.denominator)),
    Column("report", "来源报表", 38, show=lambda item: text(_report(item.origin))),
    Column("unit", "报送单位", 20, show=lambda item: text(_unit(item))),
    Column("place", "台账位置", 32, show=lambda item: text(_place(item.origin))),
    Column("approver", "审核", 16, Align.CENTRE, show=lambda item: text(item.origin.approver)),
)


def build(writing: Writing) -> list[Annex]:
    facts = writing.facts
    keys: dict[str, list[str]] = {}
    for item in facts.items:
        keys.setdefault(item.code, []).append(item.key)
    how = (
        "“年份”为取值年，与评估年不同的即为沿用；有分子、分母的，采用值由分子÷分母得出，"
        "按指标小数位四舍五入。"
    )
    table = table_of(
        f"{KEY}-table",
        TITLE,
        COLUMNS,
        facts.distinct(),
        notes=[*_unfrozen(facts.unfrozen), how],
        row_more=lambda item: {"key": item.code, "explains": tuple(keys[item.code])},
        size=TextSize.SMALL,
        captioned=False,
    )
    tables = [table, _corrections(writing)] if facts.corrections else [table]
    return [Annex(KEY, TITLE, Orientation.LANDSCAPE, tuple(tables))]


def _unfrozen(parts: tuple[str, ...]) -> tuple[str, ...]:
    """What a run finalised by an old version did not keep."""
    if not parts:
        return ()
    return (
        f"本次评估由旧版本定稿，数值、目标、规则和结论为定稿时的；{'、'.join(parts)}没有随之定稿，"
        "按生成本文件时的内容列出。",
    )


def _corrections(writing: Writing) -> Table:
    """更正记录: below the sources, as wide as they are."""
    items = {item.code: item for item in writing.facts.items}

    def printed(row: CorrectedFigure, value: Decimal | None) -> Cell:
        return text("" if value is None else numbers.number(value, items[row.code].places))

    columns: list[Column[CorrectedFigure]] = [
        Column("name", "指标", 44, show=lambda row: Cell(items[row.code].name)),
        Column("year", "年份", 12, Align.CENTRE, show=lambda row: Cell(str(row.year))),
        Column("before", "原值", 20, Align.RIGHT, show=lambda row: printed(row, row.before)),
        Column("after", "现值", 20, Align.RIGHT, show=lambda row: printed(row, row.after)),
        Column("why", "依据", 99, show=lambda row: text(row.why)),
        Column("day", "日期", 30, Align.CENTRE, show=lambda row: Cell(_day(row.day))),
    ]
    rows = writing.facts.corrections
    return table_of(
        f"{KEY}-corrections",
        f"更正记录（{len(rows)}个数据）",
        columns,
        rows,
        size=TextSize.SMALL,
        captioned=False,
        titled=True,
    )


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _year(year: int | None) -> Cell:
    return Cell("—") if year is None else Cell.whole(year)


def _unit(item: Item) -> str:
    return short_unit(item.origin.unit)


def _report(origin: Origin) -> str:
    report = origin.text or origin.ledger.rsplit(".", 1)[0]
    return f"{report}（推算）" if origin.is_derived else report


def _place(origin: Origin) -> str:
    return "·".join(part for part in (origin.sheet, origin.cell) if part)


def _value(item: Item) -> Cell:
    if item.value is None:
        return Cell("—")
    places = "0." + "0" * item.places if item.places else "0"
    formula = ""
    if item.numerator is not None and item.denominator and item.measure.scale > 1:
        formula = f"=ROUND({{numerator}}/{{denominator}}*{item.measure.scale},{item.places})"
    return Cell(
        numbers.number(item.value, item.places),
        item.key,
        value=numbers.rounded(item.value, item.places),
        formula=formula,
        number_format=places,
    )


def _count(value: Decimal | None) -> Cell:
    if value is None:
        return Cell("—")
    return Cell(
        plain(value), value=value, number_format="0" if value == value.to_integral() else "General"
    )
