"""附件：目标责任分解表: who leads and who supports each indicator."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from reports.document import Annex, Orientation
from reports.names import short_unit
from units.printed_table import Align, Cell, Column, Row, Table, TextSize

if TYPE_CHECKING:
    from reports.words.writing import Writing

KEY: Final = "duties"
TITLE: Final = "目标责任分解表"
ROWS_TOGETHER: Final = 5


def _columns(*, has_objectives: bool) -> tuple[Column[Any], ...]:
    """Without objectives in the plan's data the target stands there, one per row."""
    heading = "主要目标" if has_objectives else "主要目标（目标原文）"
    return (
        Column("number", "序号", 9, Align.CENTRE),
        Column("domain", "领域", 22, Align.CENTRE, merge=True),
        Column("objective", heading, 66, merge=has_objectives),
        Column("name", "监测指标", 54),
        Column("lead", "牵头单位", 24),
        Column("supports", "配合单位", 50),
    )


def build(writing: Writing) -> list[Annex]:
    facts = writing.facts
    if not any(item.lead for item in facts.items):
        return []
    rows = tuple(
        Row(
            (
                Cell.whole(number),
                Cell(item.domain),
                Cell(item.objective or item.target_text or "—"),
                Cell(item.name),
                Cell(short_unit(item.lead) or "—"),
                Cell("、".join(short_unit(unit) for unit in item.supports[:10]) or "—"),
            )
        )
        for number, item in enumerate(facts.items, 1)
    )
    table = Table(
        key=f"{KEY}-table",
        title=TITLE,
        columns=_columns(has_objectives=any(item.objective for item in facts.items)),
        rows=rows,
        size=TextSize.SMALL,
        captioned=False,
        merge_limit=ROWS_TOGETHER,
    )
    return [Annex(KEY, TITLE, Orientation.LANDSCAPE, (table,))]
