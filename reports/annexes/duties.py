"""附件：目标责任分解表: who leads and who supports each indicator."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reports.document import Annex, Orientation
from reports.names import short_unit
from units.printed_table import Align, Cell, Column, TextSize, table_of, text

if TYPE_CHECKING:
    from reports.facts import Item
    from reports.words.writing import Writing

KEY: Final = "duties"
TITLE: Final = "目标责任分解表"
ROWS_TOGETHER: Final = 5


def build(writing: Writing) -> list[Annex]:
    items = writing.facts.items
    if not any(item.lead for item in items):
        return []
    # Without objectives in the plan's data the target stands there, one per row.
    has_objectives = any(item.objective for item in items)
    goals = "主要目标" if has_objectives else "主要目标（目标原文）"
    columns: list[Column[Item]] = [
        Column("number", "序号", 9, Align.CENTRE),
        Column("domain", "领域", 22, Align.CENTRE, merge=True, show=lambda item: Cell(item.domain)),
        Column("objective", goals, 66, merge=has_objectives, show=lambda item: _goal(item)),
        Column("name", "监测指标", 54, show=lambda item: Cell(item.name)),
        Column("lead", "牵头单位", 24, show=lambda item: text(short_unit(item.lead))),
        Column("supports", "配合单位", 50, show=lambda item: text(_supports(item))),
    ]
    table = table_of(
        f"{KEY}-table",
        TITLE,
        columns,
        items,
        size=TextSize.SMALL,
        captioned=False,
        merge_limit=ROWS_TOGETHER,
    )
    return [Annex(KEY, TITLE, Orientation.LANDSCAPE, (table,))]


def _goal(item: Item) -> Cell:
    return text(item.objective or item.target_text)


def _supports(item: Item) -> str:
    return "、".join(short_unit(unit) for unit in item.supports[:10])
