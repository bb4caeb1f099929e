"""附件：目标责任分解表: who leads and who supports each indicator."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reports.document import Align, Annex, Cell, Column, Orientation, Row, Table, TextSize

if TYPE_CHECKING:
    from reports.words.writing import Writing

KEY: Final = "duties"
TITLE: Final = "目标责任分解表"
COLUMNS: Final = (
    Column("number", "序号", 9, Align.CENTRE),
    Column("domain", "领域", 22, Align.CENTRE, merge=True),
    Column("objective", "主要目标", 66, merge=True),
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
                Cell(str(number)),
                Cell(item.domain),
                Cell(item.objective or item.target_text or "—"),
                Cell(item.name),
                Cell(item.lead or "—"),
                Cell("、".join(item.supports[:10]) or "—"),
            )
        )
        for number, item in enumerate(facts.items, 1)
    )
    table = Table(
        key=f"{KEY}-table",
        title=TITLE,
        columns=COLUMNS,
        rows=rows,
        size=TextSize.SMALL,
        captioned=False,
    )
    return [Annex(KEY, TITLE, Orientation.LANDSCAPE, (table,))]
