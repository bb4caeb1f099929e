"""The zip package of a workbook: its names put right, its workbook part and styles found."""

from __future__ import annotations

import posixpath
import zipfile
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from openpyxl.styles.numbers import BUILTIN_FORMATS

from indicators.ledger.parsing.stream import Attributes, local, walk, whole_number
from indicators.ledger.workbook import cell_place


def workbook_content(path: Path) -> BytesIO:
    """The file's bytes; a package with names as some programs write them (``xl\\workbook.xml``,
    ``/xl/…``) is packed again under the proper ones."""
    content = BytesIO(path.read_bytes())
    with zipfile.ZipFile(content) as package:
        names = {info.filename: _proper(info.filename) for info in package.infolist()}
        if all(name == proper for name, proper in names.items()):
            content.seek(0)
            return content
        again = BytesIO()
        with zipfile.ZipFile(again, "w") as written:
            for name, proper in names.items():
                written.writestr(proper, package.read(name))
    again.seek(0)
    return again


def _proper(name: str) -> str:
    return name.replace("\\", "/").lstrip("/")


@dataclass(slots=True)
class SheetPart:
    name: str
    part: str
    is_hidden: bool


@dataclass(slots=True)
class BookParts:
    """``sheets`` in the book's order; ``has_1904``: days are counted from 1904."""

    sheets: list[SheetPart] = field(default_factory=list)
    strings: str = ""
    styles: str = ""
    has_1904: bool = False


def book_parts(package: zipfile.ZipFile) -> BookParts:
    """The parts of a workbook, wherever it lies in its package."""
    names = {name.casefold(): name for name in package.namelist()}
    main = main_part(package)
    if not main:
        return BookParts()
    folder, name = posixpath.split(main)
    kinds, targets = _relations(package, names, posixpath.join(folder, "_rels", f"{name}.rels"))
    book = BookParts()

    def start(tag: str, attributes: Attributes) -> None:
        if local(tag) == "sheet":
            key = next((v for k, v in attributes.items() if k.endswith(":id")), "")
            part = names.get(_resolved(folder, targets.get(key, "")).casefold(), "")
            hidden = attributes.get("state", "visible") != "visible"
            book.sheets.append(SheetPart(attributes.get("name", ""), part, hidden))
        elif local(tag) == "workbookPr":
            book.has_1904 = attributes.get("date1904") in ("1", "true")

    walk(package, main, start)
    for kind in ("sharedStrings", "styles"):
        target = _resolved(folder, kinds.get(kind, f"{kind}.xml"))
        setattr(book, kind.removeprefix("shared").casefold(), names.get(target.casefold(), ""))
    return book


def main_part(package: zipfile.ZipFile) -> str:
    """The name of the workbook part; empty where there is none."""
    names = {name.casefold(): name for name in package.namelist()}
    return names.get("xl/workbook.xml") or _by_relation(package, names)


def _by_relation(package: zipfile.ZipFile, names: dict[str, str]) -> str:
    kinds, _ = _relations(package, names, "_rels/.rels")
    return names.get(_resolved("", kinds.get("officeDocument", "")).casefold(), "")


def _relations(
    package: zipfile.ZipFile, names: dict[str, str], part: str
) -> tuple[dict[str, str], dict[str, str]]:
    """Targets by the last word of their type, and by id."""
    kinds: dict[str, str] = {}
    targets: dict[str, str] = {}

    def start(tag: str, attributes: Attributes) -> None:
        if local(tag) == "Relationship":
            target = attributes.get("Target", "")
            targets[attributes.get("Id", "")] = target
            kinds.setdefault(attributes.get("Type", "").rpartition("/")[2], target)

    if part.casefold() in names:
        walk(package, names[part.casefold()], start)
    return kinds, targets


def _resolved(folder: str, target: str) -> str:
    target = target.replace("\\", "/")
    return (
        target[1:]
        if target.startswith("/")
        else posixpath.normpath(f"{folder}/{target}").lstrip("/")
    )


def cell_comments(package: zipfile.ZipFile, sheet_part: str) -> dict[tuple[int, int], str]:
    """The comments of a sheet by the place of their cell."""
    names = {name.casefold(): name for name in package.namelist()}
    folder, name = posixpath.split(sheet_part)
    kinds, _ = _relations(package, names, posixpath.join(folder, "_rels", f"{name}.rels"))
    part = names.get(_resolved(folder, kinds.get("comments", "")).casefold())
    reader = _CommentReader()
    if part and "comments" in kinds:
        walk(package, part, reader.start, reader.end, reader.text)
    return reader.comments


class _CommentReader:
    def __init__(self) -> None:
        self.comments: dict[tuple[int, int], str] = {}
        self.place: tuple[int, int] | None = None
        self.is_text = False

    def start(self, tag: str, attributes: Attributes) -> None:
        if local(tag) == "comment":
            self.place = cell_place(attributes.get("ref", ""))
        self.is_text = local(tag) == "t"

    def end(self, _: str) -> None:
        self.is_text = False

    def text(self, data: str) -> None:
        if self.is_text and self.place is not None:
            self.comments[self.place] = self.comments.get(self.place, "") + data


@dataclass(slots=True)
class CellStyles:
    """By the index of a cell style: its number format, and whether it strikes text out."""

    formats: list[str] = field(default_factory=list)
    struck: set[int] = field(default_factory=set)

    def format(self, style: int) -> str:
        return self.formats[style] if style < len(self.formats) else "General"


def cell_styles(package: zipfile.ZipFile, part: str) -> CellStyles:
    reader = _StyleReader()
    if part:
        walk(package, part, reader.start, reader.end)
    return reader.styles


class _StyleReader:
    def __init__(self) -> None:
        self.styles = CellStyles()
        self.own: dict[int, str] = {}
        self.fonts: list[bool] = []
        self.inside: list[str] = []

    def start(self, tag: str, attributes: Attributes) -> None:
        name = local(tag)
        self.inside.append(name)
        if name == "numFmt" and attributes.get("numFmtId", "").isdigit():
            self.own.setdefault(int(attributes["numFmtId"]), attributes.get("formatCode", ""))
        elif "fonts" in self.inside:
            self._font(name, attributes)
        elif name == "xf" and "cellXfs" in self.inside:
            self._style(attributes)

    def _font(self, name: str, attributes: Attributes) -> None:
        if name == "font":
            self.fonts.append(False)
        elif name == "strike" and self.fonts:
            self.fonts[-1] = attributes.get("val", "1") not in ("0", "false")

    def _style(self, attributes: Attributes) -> None:
        number = whole_number(attributes.get("numFmtId", ""))
        font = whole_number(attributes.get("fontId", ""))
        if self.fonts[font:][:1] == [True]:
            self.styles.struck.add(len(self.styles.formats))
        code = self.own.get(number) or BUILTIN_FORMATS.get(number, "General")
        self.styles.formats.append(code)

    def end(self, _: str) -> None:
        self.inside.pop()
