"""Looks added to a workbook's styles: what is there keeps its number, nothing is added twice."""

from __future__ import annotations

from copy import deepcopy
from typing import Any, Final

from lxml import etree

from indicators.ledger.marking.package import BookPackage, child, put_in_order

_ORDER: Final = (
    *("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles"),
    *("dxfs", "tableStyles", "colors", "extLst"),
)
_CONTENT_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
# What a workbook without styles, or without this part of them, begins with.
_FIRST: Final = {
    "fonts": "<font><sz val='11'/><name val='宋体'/></font>",
    "fills": "<fill><patternFill patternType='none'/></fill>"
    "<fill><patternFill patternType='gray125'/></fill>",
    "borders": "<border><left/><right/><top/><bottom/><diagonal/></border>",
    "cellXfs": "<xf numFmtId='0' fontId='0' fillId='0' borderId='0'/>",
}
_FILL: Final = "<fill><patternFill patternType='solid'><fgColor rgb='FF{}'/></patternFill></fill>"
COLOURS: Final = {"error": "FFC7CE", "warning": "FFEB9C"}


class StyleBook:
    """The styles of one workbook."""

    def __init__(self, package: BookPackage) -> None:
        part = package.related(package.workbook, "styles")
        if not part:
            part = package.free_name("xl/styles{}.xml")
            root = etree.Element(
                f"{{{package.namespace}}}styleSheet", nsmap={None: package.namespace}
            )
            package.put_tree(part, root, _CONTENT_TYPE)
            package.relate(package.workbook, "styles", part)
        self._root = package.tree(part)
        self._namespace = package.namespace
        self._places: dict[str, dict[bytes, int]] = {}
        self._filled: dict[tuple[int, str], int] = {}

    def filled(self, style: int, level: str) -> int:
        """The cell style of the same look with the colour of an error or a warning."""
        key = style, level
        if key not in self._filled:
            fill = self._place("fills", self._made(_FILL.format(COLOURS[level])))
            look = self._look(style)
            look.set("fillId", str(fill))
            look.set("applyFill", "1")
            self._filled[key] = self._place("cellXfs", look)
        return self._filled[key]

    def is_marked(self, style: int) -> bool:
        """Whether a cell style bears one of our colours."""
        number = int(self._look(style).get("fillId", "0"))
        fills = self._container("fills")
        text = etree.tostring(fills[number]).decode() if number < len(fills) else ""
        return any(f"FF{colour}" in text for colour in COLOURS.values())

    def written(self, *, font: str = "", wraps: bool = False) -> int:
        """A cell style of our own sheets. ``font``: the inside of a font element."""
        look = self._look(0)
        for name in ("fillId", "borderId", "numFmtId"):
            look.set(name, "0")
        for old in list(look):
            look.remove(old)
        if font:
            base = deepcopy(self._container("fonts")[0])
            for element in reversed(self._made(f"<font>{font}</font>")):
                base.insert(0, element)
            look.set("fontId", str(self._place("fonts", base)))
            look.set("applyFont", "1")
        if wraps:
            look.append(self._made("<alignment vertical='top' wrapText='1'/>"))
            look.set("applyAlignment", "1")
        return self._place("cellXfs", look)

    def _look(self, style: int) -> Any:
        looks = self._container("cellXfs")
        return deepcopy(looks[style if style < len(looks) else 0])

    def _made(self, text: str) -> Any:
        return etree.fromstring(f"<x xmlns='{self._namespace}'>{text}</x>")[0]

    def _container(self, name: str) -> Any:
        found = child(self._root, name)
        if found is None:
            found = etree.fromstring(f"<{name} xmlns='{self._namespace}'>{_FIRST[name]}</{name}>")
            put_in_order(self._root, found, _ORDER)
        return found

    def _place(self, name: str, element: Any) -> int:
        """The number of an element in its container, where it is added when it is new."""
        container = self._container(name)
        if name not in self._places:
            known = [_canonical(one) for one in container]
            self._places[name] = {text: known.index(text) for text in dict.fromkeys(known)}
        places = self._places[name]
        text = _canonical(element)
        if text not in places:
            places[text] = len(container)
            container.append(element)
            container.set("count", str(len(container)))
        return places[text]


def _canonical(element: Any) -> bytes:
    text: bytes = etree.tostring(element, method="c14n", exclusive=True, with_tail=False)
    return text
