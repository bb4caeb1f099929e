"""附件：数据来源表: for every value its counts, the unit, and the cell it came from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from indicators.core.values import plain
from indicators.wording import numbers
from reports.document import Annex, Orientation
from reports.names import short_unit
from units.printed_table import Align, Cell, Column, Row, Table, TextSize

if TYPE_CHECKING:
    from decimal import Decimal

    from reports.facts import Item
    from reports.words.writing import Writing

KEY: Final = "sources"
TITLE: Final = "数据来源表"
COLUMNS: Final[tuple[Column[Any], ...]] = (
    Column("number", "序号", 9, Align.CENTRE),
    Column("name", "指标", 44),
    Column("year", "年份", 12, Align.CENTRE),
    Column("value", "采用值", 18, Align.RIGHT),
    Column("numerator", "分子", 18, Align.RIGHT),
    Column("denominator", "分母", 18, Align.RIGHT),
    Column("report", "来源报表", 38),
    Column("unit", "报送单位", 20),
    Column("place", "台账位置", 32),
    Column("approver", "审核", 16, Align.CENTRE),
)
CORRECTION_COLUMNS: Final[tuple[Column[Any], ...]] = (
    Column("name", "指标", 44),
    Column("year", "年份", 12, Align.CENTRE),
    Column("before", "原值", 20, Align.RIGHT),
    Column("after", "现值", 20, Align.RIGHT),
    Column("why", "依据", 99),
    Column("day", "日期", 30, Align.CENTRE),
)


def build(writing: Writing) -> list[Annex]:
    facts = writing.facts
    rows = tuple(
        _row(number, item, tuple(one.key for one in facts.items if one.code == item.code))
        for number, item in enumerate(facts.distinct(), 1)
    )
    table = Table(
        key=f"{KEY}-table",
        title=TITLE,
        columns=COLUMNS,
        rows=rows,
        notes=(
            *_unfrozen(writing.facts.unfrozen),
            "“年份”为取值年，与评估年不同的即为沿用；有分子、分母的，采用值由分子÷分母得出，按指标小数位四舍五入。",
        ),
        size=TextSize.SMALL,
        captioned=False,
    )
    tables = [table]
    if writing.facts.corrections:
        tables.append(_corrections(writing))
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
    rows = []
    for row in writing.facts.corrections:
        item = items[row.code]
        before, after = (_printed(item, value) for value in (row.before, row.after))
        day = f"{row.day.year}年{row.day.month}月{row.day.day}日"
        texts = (item.name, str(row.year), before, after, row.why or "—", day)
        rows.append(Row(tuple(Cell(text) for text in texts)))
    return Table(
        key=f"{KEY}-corrections",
        title=f"更正记录（{len(rows)}个数据）",
        columns=CORRECTION_COLUMNS,
        rows=tuple(rows),
        size=TextSize.SMALL,
        captioned=False,
        titled=True,
    )


def _printed(item: Item, value: Decimal | None) -> str:
    return "—" if value is None else numbers.number(value, item.places)


def _row(number: int, item: Item, explains: tuple[str, ...]) -> Row:
    origin = item.origin
    report = origin.text or origin.ledger.rsplit(".", 1)[0]
    report += "（推算）" if origin.is_derived else ""
    place = "·".join(part for part in (origin.sheet, origin.cell) if part)
    return Row(
        (
            Cell.whole(number),
            Cell(f"{item.name}（{item.measure.text}）"),
            Cell("—") if item.value_year is None else Cell.whole(item.value_year),
            _value(item),
            _count(item.numerator),
            _count(item.denominator),
            Cell(report or "—"),
            Cell(short_unit(origin.unit or item.lead) or "—"),
            Cell(place or "—"),
            Cell(origin.approver or "—"),
        ),
        key=item.code,
        explains=explains,
    )


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
