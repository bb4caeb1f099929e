"""Our two sheets in a marked workbook: what to change, and what the marked cells were before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from xml.sax.saxutils import escape

from lxml import etree

from indicators.ledger.marking.cells import SheetCells, legal
from indicators.ledger.marking.package import BookPackage, child, local, parsed, put_in_order
from indicators.ledger.marking.styles import COLOURS, StyleBook
from indicators.ledger.workbook import cell_name, column_letters
from indicators.messages import ledger_files as messages

_WIDTHS: Final = (6, 16, 10, 30, 20, 10, 80)
_WORKSHEET: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_BOOK_ORDER: Final = (
    *("fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets"),
    *("functionGroups", "externalReferences", "definedNames", "calcPr", "oleSize"),
    *("customWorkbookViews", "pivotCaches", "smartTagPr", "smartTagTypes", "webPublishing"),
    *("fileRecoveryPr", "webPublishObjects", "extLst"),
)
FILTER_NAME: Final = "_xlnm._FilterDatabase"


@dataclass(frozen=True, slots=True)
class ReplacedLook:
    """What a mark replaced. ``kind``: a marked cell (``cell``, ``made`` where there was none),
    a column of states (``status``) or a filter (``filter``, ``note``: rows hidden before).

    ``style``: the cell's look before. ``note`` and ``author``: the comment there was, as XML.
    ``text``: our own comment, by which a mark that was moved is found.
    """

    kind: str
    sheet: str
    place: str
    style: int = 0
    note: str = ""
    author: str = ""
    text: str = ""


def sheets_of(package: BookPackage) -> dict[str, str]:
    """Name → part, in the book's order."""
    targets = package.targets(package.workbook)
    told = child(package.book, "sheets")
    return {
        one.get("name", ""): targets.get(one.get(package.id_name, ""), ("", ""))[1] for one in told
    }


def write_held(package: BookPackage, held: list[ReplacedLook]) -> None:
    rows = []
    for row, one in enumerate(held):
        texts = (one.kind, one.sheet, one.place, "", one.note, one.author, one.text)
        cells = [text_cell(row, column, text) for column, text in enumerate(texts) if text]
        if one.style:
            cells.insert(3, f"<c r='{cell_name(row, 3)}' s='{one.style}'/>")
        rows.append(f"<row r='{row + 1}'>{''.join(cells)}</row>")
    sheet = f"<sheetData>{''.join(rows)}</sheetData>"
    _add_sheet(package, messages.BEFORE, sheet, first=False)


def read_held(package: BookPackage) -> list[ReplacedLook]:
    """What the marked book that came back holds; other programs wrote it again meanwhile."""
    part = sheets_of(package).get(messages.BEFORE, "")
    if not part:
        return []
    root = parsed(package.content(part))
    cells = SheetCells(root)
    strings = _shared_strings(package)
    found = []
    for row in range(len(child(root, "sheetData"))):
        texts = [_text(cells.cell(row, column), strings) for column in range(7)]
        if texts[0]:
            look = cells.cell(row, 3)
            style = int(look.get("s", "0")) if look is not None else 0
            kind, sheet, place, _, note, author, text = texts
            found.append(ReplacedLook(kind, sheet, place, style, note, author, text))
    return found


def _shared_strings(package: BookPackage) -> list[Any]:
    part = package.related(package.workbook, "sharedStrings")
    return [one for one in parsed(package.content(part)) if local(one) == "si"] if part else []


def _text(cell: Any, strings: list[Any]) -> str:
    if cell is None:
        return ""
    if cell.get("t") == "s":
        number = int(child(cell, "v").text or 0)
        return _inner(strings[number]) if number < len(strings) else ""
    return _inner(cell)


def _inner(element: Any) -> str:
    return "".join(one.text or "" for one in element.iter() if local(one) in ("t", "v"))


def drop_own_sheets(package: BookPackage) -> None:
    """Take our sheets out, with their names for filters."""
    for name in (messages.BEFORE, messages.TO_CHANGE):
        part = sheets_of(package).get(name)
        if not part:
            continue
        told = child(package.book, "sheets")
        position = list(sheets_of(package)).index(name)
        told.remove(told[position])
        package.unrelate(package.workbook, part)
        package.drop(part)
        for defined in _defined(package):
            number = int(defined.get("localSheetId", "-1"))
            if number == position:
                defined.getparent().remove(defined)
            elif number > position:
                defined.set("localSheetId", str(number - 1))


def _defined(package: BookPackage) -> Iterator[Any]:
    names = child(package.book, "definedNames")
    yield from [one for one in names if local(one)] if names is not None else []


def name_filter(package: BookPackage, sheet: str, ref: str) -> None:
    """The hidden name by which Excel knows a filter; without a ``ref``, taken away."""
    position = str(list(sheets_of(package)).index(sheet))
    for defined in _defined(package):
        if defined.get("name") == FILTER_NAME and defined.get("localSheetId") == position:
            defined.getparent().remove(defined)
    names = child(package.book, "definedNames")
    if not ref:
        if names is not None and not len(names):
            package.book.remove(names)
        return
    if names is None:
        names = etree.Element(f"{{{package.namespace}}}definedNames")
        put_in_order(package.book, names, _BOOK_ORDER)
    told = {"name": FILTER_NAME, "localSheetId": position, "hidden": "1"}
    defined = etree.SubElement(names, f"{{{package.namespace}}}definedName", told)
    first, _, last = ref.partition(":")
    ends = ":".join(_absolute(end) for end in (first, last) if end)
    defined.text = f"{quoted(sheet)}!{ends}"


def _absolute(place: str) -> str:
    letters = place.rstrip("0123456789")
    return f"${letters}${place[len(letters) :]}"


def quoted(sheet: str) -> str:
    return "'" + sheet.replace("'", "''") + "'"


def write_list(package: BookPackage, styles: StyleBook, request: dict[str, Any]) -> None:
    """The first sheet: what to change, each line with a link to its cell."""
    told = [*request["faults"]]
    if not request["cells"] and not told:
        told.append(messages.ALL_GOOD)
    rows = [
        _row(row, [text_cell(row, 0, text)]) for row, text in enumerate([request["counts"], *told])
    ]
    head = max(2, len(request["faults"]) + 1)
    looks = {
        "head": styles.written(font="<b/>"),
        "link": styles.written(font="<u/><color rgb='FF0563C1'/>"),
        "wrapped": styles.written(wraps=True),
        **{level: styles.filled(0, level) for level in COLOURS},
    }
    labels = enumerate(messages.TO_CHANGE_HEAD)
    rows.append(
        _row(head, [text_cell(head, column, text, looks["head"]) for column, text in labels])
    )
    names = sheets_of(package)
    links = []
    for number, line in enumerate(request["cells"], 1):
        row, is_there = head + number, line[0] in names
        rows.append(_row(row, _cells_of_line(row, number, line, looks, is_there=is_there)))
        if is_there:
            where = escape(f"{quoted(line[0])}!{line[1]}", {'"': "&quot;"})
            links.append(f'<hyperlink ref="C{row + 1}" location="{where}"/>')
    sheet = _dressed("".join(rows), head, len(request["cells"]), "".join(links))
    _add_sheet(package, messages.TO_CHANGE, sheet, first=True)
    if request["cells"]:
        name_filter(package, messages.TO_CHANGE, f"A{head + 1}:G{head + 1 + len(request['cells'])}")


def _cells_of_line(
    row: int, number: int, line: list[str], looks: dict[str, int], *, is_there: bool
) -> list[str]:
    name, place, indicator, raw, level, text = line
    return [
        f"<c r='{cell_name(row, 0)}'><v>{number}</v></c>",
        text_cell(row, 1, name),
        text_cell(row, 2, place, looks["link"] if is_there else 0),
        text_cell(row, 3, indicator),
        text_cell(row, 4, raw),
        text_cell(row, 5, messages.STATUS[level], looks[level]),
        text_cell(row, 6, text, looks["wrapped"]),
    ]


def _row(row: int, cells: list[str]) -> str:
    return f"<row r='{row + 1}'>{''.join(cells)}</row>"


def text_cell(row: int, column: int, text: str, style: int = 0) -> str:
    """A text as a text, whatever it begins with."""
    look = f" s='{style}'" if style else ""
    shown = escape(legal(text))
    return (
        f"<c r='{cell_name(row, column)}' t='inlineStr'{look}>"
        f"<is><t xml:space='preserve'>{shown}</t></is></c>"
    )


def _dressed(rows: str, head: int, count: int, links: str) -> str:
    """The list with its widths, the frozen head, the filter and the links."""
    cols = "".join(
        f"<col min='{number}' max='{number}' width='{width}' customWidth='1'/>"
        for number, width in enumerate(_WIDTHS, 1)
    )
    return (
        f"<sheetViews><sheetView tabSelected='1' workbookViewId='0'><pane ySplit='{head + 1}' "
        f"topLeftCell='A{head + 2}' activePane='bottomLeft' state='frozen'/></sheetView>"
        f"</sheetViews><cols>{cols}</cols><sheetData>{rows}</sheetData>"
        + (f"<autoFilter ref='A{head + 1}:G{head + 1 + count}'/>" if count else "")
        + (f"<hyperlinks>{links}</hyperlinks>" if links else "")
    )


def _add_sheet(package: BookPackage, name: str, inside: str, *, first: bool) -> None:
    """A new sheet, before all others and shown, or behind them and very hidden."""
    part = package.free_name("xl/worksheets/sheet{}.xml")
    content = f"<worksheet xmlns='{package.namespace}'>{inside}</worksheet>"
    package.put(part, content.encode(), _WORKSHEET)
    told = child(package.book, "sheets")
    numbers = [int(one.get("sheetId", "0")) for one in told]
    sheet = etree.Element(f"{{{package.namespace}}}sheet", name=name)
    sheet.set("sheetId", str(max(numbers, default=0) + 1))
    if not first:
        sheet.set("state", "veryHidden")
    sheet.set(package.id_name, package.relate(package.workbook, "worksheet", part))
    told.insert(0 if first else len(told), sheet)
    for defined in _defined(package) if first else ():
        if defined.get("localSheetId"):
            defined.set("localSheetId", str(int(defined.get("localSheetId")) + 1))


def show_first(package: BookPackage) -> None:
    """Open the book at its first sheet, and no other selected together with it."""
    views = child(package.book, "bookViews")
    if views is None:
        views = etree.fromstring(
            f"<bookViews xmlns='{package.namespace}'><workbookView/></bookViews>"
        )
        put_in_order(package.book, views, _BOOK_ORDER)
    for view in views:
        for name in ("activeTab", "firstSheet"):
            view.attrib.pop(name, None)
    for name, part in sheets_of(package).items():
        if part and package.has(part) and name != messages.TO_CHANGE:
            _unselect(package, part)


def _unselect(package: BookPackage, part: str) -> None:
    if b"tabSelected" not in package.begins(part):
        return
    views = child(package.tree(part), "sheetViews")
    for view in views if views is not None else ():
        view.attrib.pop("tabSelected", None)


def filter_ref(head_row: int, last_row: int, column: int) -> str:
    return f"A{head_row + 1}:{column_letters(column)}{last_row + 1}"
