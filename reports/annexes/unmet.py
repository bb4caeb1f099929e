"""附件：未达标指标原因及整改措施表; what units have not said yet is printed as 待补."""

from __future__ import annotations

from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from indicators.core.rules.words import Situation
from indicators.wording import counts, numbers
from reports.document import Annex, Orientation
from reports.names import short_unit
from reports.words.numbers import (
    missing_count,
    points_text,
    target_value_text,
    value_said,
    value_text,
)
from reports.words.remedies import deadline_cell, phrase, split_remedied
from reports.words.standings import aim_of, goal_table_text, standing_of
from reports.words.writing import TO_COME
from units.printed_table import Align, Cell, Column, TextSize, table_of

if TYPE_CHECKING:
    from reports.facts import Item
    from reports.words.writing import Writing

KEY: Final = "unmet"
_BESIDE_BAND: Final = MappingProxyType({Situation.ABOVE: "高出上限", Situation.BELOW: "低于下限"})


def build(writing: Writing) -> list[Annex]:
    items = writing.facts.distinct_unmet()
    if not items:
        return []
    columns: list[Column[Item]] = [
        Column("number", "序号", 9, Align.CENTRE),
        Column("name", "指标", 28, show=lambda item: Cell(item.name)),
        Column(
            "value", f"{writing.facts.year}年", 21, Align.CENTRE, show=lambda item: _value(item)
        ),
        Column("target", "目标", 22, Align.CENTRE, show=lambda item: Cell(_goal(item))),
        Column("gap", "差距", 26, show=lambda item: Cell(_gap(item))),
        Column("cause", "主要原因", 40, show=lambda item: _written(item, "cause")),
        Column("measure", "整改措施", 40, show=lambda item: _written(item, "measure")),
        Column("units", "牵头（配合）单位", 19, show=lambda item: _units(item)),
        Column("deadline", "完成时限和应达值", 20, show=lambda item: _written(item, "deadline")),
    ]
    title = f"{writing.words.unmet}指标原因及整改措施表"
    _, open_ones = split_remedied(items)
    until = f"“{TO_COME}”的补齐后方可印发。" if open_ones else ""
    note = f"原因、措施由牵头单位填写，妇儿工委办审核。{until}应达值为完成时限到时对账的依据。"
    table = table_of(
        f"{KEY}-table",
        title,
        columns,
        items,
        notes=[note],
        size=TextSize.SMALL,
        captioned=False,
    )
    return [Annex(KEY, title, Orientation.LANDSCAPE, (table,))]


def _written(item: Item, part: str) -> Cell:
    """What the unit wrote, or what a person must fill."""
    remedy = item.remedy
    text = TO_COME
    if remedy is not None:
        said = {"cause": remedy.cause, "measure": remedy.actions}.get(part)
        text = deadline_cell(item, remedy) if said is None else f"{phrase(said)}。"
    return Cell(text, key=f"{KEY}-{item.code}-{part}")


def _units(item: Item) -> Cell:
    units = short_unit(item.lead) or TO_COME
    if item.supports:
        units += f"（{'、'.join(short_unit(unit) for unit in item.supports)}）"
    return Cell(units, key="" if item.lead else f"{KEY}-{item.code}-units")


def _value(item: Item) -> Cell:
    return Cell(_value_text(item), item.key)


def _value_text(item: Item) -> str:
    if item.value is None:
        return "—"
    text = value_said(item)
    if item.is_small_base and item.numerator is not None and not item.is_carried:
        return f"{text}（{counts.count(item.numerator, counts.noun_of(item.numerator_name))}）"
    return text


def _goal(item: Item) -> str:
    text = goal_table_text(item)
    if aim_of(item).form.is_trend and item.base is not None:
        return f"{text}（{value_text(item, item.base)}）"
    if item.target is None:
        return text
    sign = "≤" if text.startswith("≤") else "≥" if text.startswith("≥") else ""
    if sign:
        return sign + target_value_text(item, item.target)
    if not text[-1:].isdigit():
        return text
    return "—".join(numbers.worded(end, item.measure.text) for end in text.split("—"))


def _gap(item: Item) -> str:
    if item.value is None or item.target is None:
        return "—"
    place = standing_of(item)
    if place is None:
        return "—"
    if place.situation is Situation.EQUAL:
        return f"与{item.criterion.baseline_year}年持平"
    if place.lead is not None and not item.is_small_base:
        return f"距时序值{points_text(item, place.lead)}"
    if place.form.is_band:
        side = _BESIDE_BAND.get(place.place, "")
        return f"{side}{points_text(item, place.gap)}"
    parts = [] if item.is_small_base else [points_text(item, place.gap)]
    lack, noun = missing_count(item), counts.noun_of(item.numerator_name)
    if lack is not None and lack > 0 and noun:
        at_least = "以上" if place.form.is_trend else ""
        parts.append(counts.count(Decimal(lack), noun) + at_least)
    return "；".join(parts) or "—"
