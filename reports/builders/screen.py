"""The report as template context: the preview shows what Word will print."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, assert_never

from reports.builders.word_table import merge_plan
from reports.document import Align, Chart, ChartKind, Number, Paragraph, RowKind, Section, Table

if TYPE_CHECKING:
    from collections.abc import Callable

    from assessments.charts.data import ChartData
    from reports.document import Annex, Block, Cell, Document, Row, Run


_BARS = (ChartKind.BAR, ChartKind.STACKED_BAR)


def context(document: Document, link: Callable[[str], str]) -> dict[str, Any]:
    """Nested dicts for ``templates/reports``; ``link`` turns a provenance key into an address.

    Every block is ``{"type", "key", …}``. Table rows list their cells with the
    number of rows each spans; cells inside a tall one are left out.
    """
    return {
        "title_lines": document.title_lines,
        "issuer": document.issuer,
        "date_text": document.date_text,
        "addressee": document.addressee,
        "demo": document.demo,
        "draft": document.draft,
        "sections": [_block(section, link) for section in document.sections],
        "annexes": [_annex(annex, link) for annex in document.annexes],
        "outline": _outline(document),
    }


def chart_data(chart: Chart) -> ChartData:
    """The chart's plain data again, as the page's script reads it."""
    return {
        "kind": chart.kind.value,
        "title": chart.title,
        "unit": chart.unit,
        "decimals": chart.decimals,
        "categories": list(chart.categories),
        "series": [
            {
                "name": series.name,
                "values": [
                    None if v is None else format(v.normalize(), "f") for v in series.values
                ],
            }
            for series in chart.series
        ],
        "target": None
        if chart.target is None
        else {"name": chart.target.name, "value": format(chart.target.value.normalize(), "f")},
    }


def _outline(document: Document) -> list[dict[str, Any]]:
    """Headings of the first two levels and the annexes, for the tree beside the page."""
    entries: list[dict[str, Any]] = []
    for section in document.sections:
        inner = [block for block in section.blocks if isinstance(block, Section)]
        entries.append(
            {
                "key": section.key,
                "heading": section.heading,
                "inner": [{"key": block.key, "heading": block.heading} for block in inner],
            }
        )
    entries.extend(
        {"key": annex.key, "heading": f"附件{annex.number}　{annex.title}", "inner": []}
        for annex in document.annexes
    )
    return entries


def _annex(annex: Annex, link: Callable[[str], str]) -> dict[str, Any]:
    return {
        "key": annex.key,
        "number": annex.number,
        "title": annex.title,
        "orientation": annex.orientation.value,
        "blocks": [_block(block, link) for block in annex.blocks],
    }


def _block(block: Block, link: Callable[[str], str]) -> dict[str, Any]:
    match block:
        case Section():
            return {
                "type": "section",
                "key": block.key,
                "level": block.level,
                "heading": block.heading,
                "blocks": [_block(inner, link) for inner in block.blocks],
            }
        case Paragraph():
            return {
                "type": "paragraph",
                "key": block.key,
                "kind": block.kind.value,
                "text": block.text,
                "runs": [_run(run, link) for run in block.runs],
            }
        case Table():
            return _table(block, link)
        case Chart():
            return {
                "type": "chart",
                "key": block.key,
                "number": block.number,
                "title": block.title,
                "unit": block.unit,
                "data": chart_data(block),
                "data_key": f"{block.key}-data",
                "plot": "bars" if block.kind in _BARS else "lines",
                "rows": [
                    {"name": name, "values": [series.values[place] for series in block.series]}
                    for place, name in enumerate(block.categories)
                ],
            }
        case _:
            assert_never(block)


def _run(run: Run, link: Callable[[str], str]) -> dict[str, Any]:
    address = link(run.source) if isinstance(run, Number) and run.source else ""
    return {"text": run.text, "strong": run.strong, "href": address}


def _table(table: Table, link: Callable[[str], str]) -> dict[str, Any]:
    plans = merge_plan(table)
    return {
        "type": "table",
        "key": table.key,
        "number": table.number,
        "title": table.title,
        "unit": table.unit,
        "columns": [
            {"heading": column.heading, "numeric": column.align is Align.RIGHT}
            for column in table.columns
        ],
        "rows": [_row(table, plans, index, row, link) for index, row in enumerate(table.rows)],
        "notes": table.notes,
        "source": table.source,
    }


def _row(
    table: Table,
    plans: dict[str, list[str]],
    index: int,
    row: Row,
    link: Callable[[str], str],
) -> dict[str, Any]:
    if row.kind is RowKind.GROUP:
        return {"kind": row.kind.value, "text": row.cells[0].text, "span": len(table.columns)}
    cells = []
    for column, cell in zip(table.columns, row.cells, strict=True):
        plan = plans.get(column.key)
        if plan is not None and plan[index] == "continue":
            continue
        made = _cell(cell, link)
        made["numeric"] = column.align is Align.RIGHT
        made["rows"] = _height(plan, index) if plan is not None else 1
        cells.append(made)
    return {"kind": row.kind.value, "cells": cells}


def _cell(cell: Cell, link: Callable[[str], str]) -> dict[str, Any]:
    return {
        "text": cell.text,
        "strong": cell.strong,
        "href": link(cell.source) if cell.source else "",
    }


def _height(plan: list[str], index: int) -> int:
    height = 1
    while index + height < len(plan) and plan[index + height] == "continue":
        height += 1
    return height
