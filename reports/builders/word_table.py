"""Tables as WordprocessingML: fixed widths, repeated heads, rows that never split."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from docx.oxml.ns import nsdecls

from reports.builders.word_base import twips
from reports.builders.word_text import line_xml, paragraph_xml, run_xml
from units.printed_table import Align, RowKind, TextSize

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reports.builders.word_text import Marks
    from units.printed_table import Cell, Column, Row, Table

ROW_HEIGHT: Final = 454
"""8 mm in twips, the least height of a row."""

SHORT_TABLE: Final = 6
"""Rows of a table in the text that is not broken over pages: with title, head and notes a third
of a page, which is the most that may be left white."""

_SIZES: Final[Mapping[TextSize, str]] = {TextSize.REGULAR: "", TextSize.SMALL: "Small"}
_ALIGNS: Final[Mapping[Align, str]] = {
    Align.LEFT: "CellLeft",
    Align.CENTRE: "CellCentre",
    Align.RIGHT: "CellRight",
}


def table_block_xml(table: Table, marks: Marks, width: int) -> list[str]:
    """Title, unit and the table with its notes as XML texts, and the line that ends it.

    Raises ValueError when the columns do not fill the ``width`` mm of the page.
    """
    if table.width != width:
        raise ValueError(f"table {table.key}: columns are {table.width} mm, the page {width} mm")
    parts = []
    if table.captioned or table.titled:
        label = f"表{table.number}　" if table.number else ""
        title = marks.named(table.key, run_xml(label + table.title))
        parts.append(paragraph_xml("TableTitle", title))
    if table.unit:
        parts.append(line_xml("TableUnit", f"单位：{table.unit}"))
    parts.append(table_xml(table, marks))
    parts.append(line_xml("TableEnd", ""))
    return parts


def _notes_xml(table: Table, width: int) -> str:
    """The notes as a last row without a frame: a paragraph below would not stay with the table."""
    lines = []
    if table.notes:
        lines.append("注：" + "".join(table.notes))
    if table.source:
        lines.append(f"数据来源：{table.source}")
    if not lines:
        return ""
    borders = "".join(f'<w:{side} w:val="nil"/>' for side in ("left", "bottom", "right"))
    span = (
        f'<w:gridSpan w:val="{len(table.columns)}"/><w:tcBorders>'
        f'<w:top w:val="single" w:sz="8" w:space="0" w:color="000000"/>{borders}</w:tcBorders>'
    )
    inner = "".join(line_xml("TableNote", text) for text in lines)
    return _tr(_cell_xml(width, inner, span=span))


def table_xml(table: Table, marks: Marks) -> str:
    size = _SIZES[table.size]
    widths = [twips(column.width) for column in table.columns]
    parts = [
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblStyle w:val="ReportTable"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" w:firstColumn="0" '
        'w:lastColumn="0" w:noHBand="0" w:noVBand="1"/></w:tblPr><w:tblGrid>',
        "".join(f'<w:gridCol w:w="{width}"/>' for width in widths),
        "</w:tblGrid>",
        _head_xml(table, widths, size),
    ]
    merges = table.merges
    kept = _kept_rows(table, merges)
    for index, row in enumerate(table.rows):
        if row.kind is RowKind.GROUP:
            parts.append(_group_xml(row, sum(widths), len(widths), size))
        else:
            style_end = size + ("Keep" if index in kept else "")
            states = {key: plan[index] for key, plan in merges.items()}
            parts.append(_row_xml(table.columns, row, widths, style_end, states, marks))
    parts.append(_notes_xml(table, sum(widths)))
    parts.append("</w:tbl>")
    return "".join(parts)


def _kept_rows(table: Table, merges: dict[str, list[str]]) -> set[int]:
    """Rows that stay on one page with the next row, or with the notes below."""
    last = len(table.rows) - 1
    kept = {last} if table.notes or table.source else set()
    if table.captioned and len(table.rows) <= SHORT_TABLE:
        return kept | set(range(last))
    kept |= {0, last - 1, last - 2}
    for plan in merges.values():
        kept |= {index - 1 for index, state in enumerate(plan) if state == "continue"}
    return kept


def _head_xml(table: Table, widths: list[int], size: str) -> str:
    cells = "".join(
        _cell_xml(width, line_xml("TableHead" + size, column.heading))
        for column, width in zip(table.columns, widths, strict=True)
    )
    return (
        f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{ROW_HEIGHT}" w:hRule="atLeast"/>'
        f"<w:tblHeader/></w:trPr>{cells}</w:tr>"
    )


def _group_xml(row: Row, width: int, span: int, size: str) -> str:
    inner = line_xml("CellGroup" + size, row.cells[0].text)
    return _tr(_cell_xml(width, inner, span=f'<w:gridSpan w:val="{span}"/>'))


def _row_xml(
    columns: tuple[Column[Any], ...],
    row: Row,
    widths: list[int],
    style_end: str,
    merges: dict[str, str],
    marks: Marks,
) -> str:
    parts = []
    for place, (column, cell, width) in enumerate(zip(columns, row.cells, widths, strict=True)):
        state = merges.get(column.key, "")
        span = f'<w:vMerge w:val="{state}"/>' if state else ""
        shown = "" if state == "continue" else _content_xml(cell, row, marks)
        if place == _anchor(row, merges, columns):
            shown = marks.explained(row, shown)
        parts.append(
            _cell_xml(width, paragraph_xml(_ALIGNS[column.align] + style_end, shown), span=span)
        )
    return _tr("".join(parts))


def _anchor(row: Row, merges: Mapping[str, str], columns: tuple[Column[Any], ...]) -> int:
    """The first column with words of this row's own, -1 where the row explains nothing."""
    if not row.explains:
        return -1
    return next(n for n, column in enumerate(columns) if column.key not in merges)


def _content_xml(cell: Cell, row: Row, marks: Marks) -> str:
    if not cell.text:
        return ""
    strong = cell.strong or row.kind is RowKind.TOTAL
    inner = run_xml(cell.text + cell.unit, "Stress" if strong else "")
    return marks.source(cell.source, inner) if cell.source and not row.explains else inner


def _tr(cells: str) -> str:
    return (
        f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{ROW_HEIGHT}" w:hRule="atLeast"/>'
        f"</w:trPr>{cells}</w:tr>"
    )


def _cell_xml(width: int, inner: str, *, span: str = "") -> str:
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}'
        f'<w:vAlign w:val="center"/></w:tcPr>{inner}</w:tc>'
    )
