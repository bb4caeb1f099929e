"""Comments of one sheet: ours are added beside theirs and taken away again.

A comment is two things: its text in the comments part, its box in the sheet's VML drawing.
Boxes that are there are never touched: their size and form stay.
"""

from __future__ import annotations

import re
from typing import Any, Final

from lxml import etree

from indicators.ledger.marking.cells import ORDER, SheetCells, add_text
from indicators.ledger.marking.package import BookPackage, child, local, parsed, put_in_order
from indicators.ledger.workbook import beginning, cell_place
from indicators.messages import ledger_files as messages

_COMMENTS: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML: Final = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_NEW_VML: Final = (
    b'<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:'
    b'office" xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit">'
    b'<o:idmap v:ext="edit" data="1"/></o:shapelayout></xml>'
)
_BOX_TYPE: Final = (
    '<v:shapetype xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office'
    ':office" id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    'path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_BOX: Final = (
    '<v:shape xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:'
    'office" xmlns:x="urn:schemas-microsoft-com:office:excel" id="_x0000_s{id}" '
    'type="#_x0000_t202" style="position:absolute;margin-left:59.25pt;margin-top:1.5pt;'
    'width:240pt;height:90pt;z-index:1;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">'
    '<v:fill color2="#ffffe1"/><v:shadow color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    "<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column>"
    "</x:ClientData></v:shape>"
)
_SHAPE: Final = re.compile(rb"<v:shape\b(?!type)(?:(?!</v:shape>).)*</v:shape>", re.DOTALL)
_NUMBER: Final = re.compile(rb"_x0000_s([0-9]{1,9})")
_ROW: Final = re.compile(rb"<x:Row>\s*([0-9]+)\s*</x:Row>")
_COLUMN: Final = re.compile(rb"<x:Column>\s*([0-9]+)\s*</x:Column>")
# A cell of the sheet of looks holds no longer text.
_LONGEST: Final = 32_000


class SheetComments:
    """``cells``: of the same sheet. ``save`` puts the parts back into the package."""

    def __init__(self, package: BookPackage, part: str, cells: SheetCells) -> None:
        self._package = package
        self._part = part
        self._cells = cells
        self._namespace = package.namespace
        self._name = package.related(part, "comments")
        self._root = package.tree(self._name) if self._name else None
        drawing = child(cells.root, "legacyDrawing")
        key = drawing.get(package.id_name, "") if drawing is not None else ""
        self._drawing = package.targets(part).get(key, ("", ""))[1]
        self._boxes = package.content(self._drawing) if self._drawing else b""
        self._new_boxes: list[str] = []
        self._next_box = 0
        self._gone: set[tuple[int, int] | None] = set()
        self._threads = package.related(part, "threadedComment")
        self._by_place: dict[str, Any] = {}
        if self._root is not None:
            self._by_place = {one.get("ref", ""): one for one in self._list()}

    def _list(self) -> Any:
        return child(self._root, "commentList")

    def texts(self) -> dict[str, str]:
        """Place → how the comment there begins, without blanks: by that ours are known again,
        because not every program keeps authors, runs and line breaks."""
        return {place: _begins(one) for place, one in self._by_place.items()}

    def mark(self, place: str, text: str) -> tuple[str, str, str]:
        """Write our comment, before theirs where there is one: theirs as XML, its author, and
        how ours begins.

        One that belongs to a conversation, or is too long to be kept, is left alone.
        """
        old = self._by_place.get(place)
        if old is None:
            comment = self._added(place)
            add_text(self._run_in(child(comment, "text")), self._namespace, text)
            self._add_box(place)
            return "", "", _begins(comment)
        kept = etree.tostring(old, encoding="unicode", with_tail=False)
        author = self._author_of(old)
        if self._threads or author.startswith("tc=") or len(kept) > _LONGEST:
            return "", "", ""
        old.set("authorId", str(self._author_number(messages.COMMENT_AUTHOR)))
        body = child(old, "text")
        for plain in [one for one in body if local(one) == "t"]:
            run = etree.Element(f"{{{self._namespace}}}r")
            body.replace(plain, run)
            run.append(plain)
        ours = etree.Element(f"{{{self._namespace}}}r")
        add_text(ours, self._namespace, text + messages.KEPT_COMMENT)
        body.insert(0, ours)
        return kept, author, _begins(old)

    def unmark(self, place: str, kept: str, author: str, text: str) -> None:
        """Take our comment away, or put theirs back in its place; the last three as ``mark``
        gave them (marked books of old hold a plain text, and not how ours begins).

        What the unit has written or taken away itself meanwhile is left so.
        """
        old = self._by_place.get(place)
        if old is None or (
            self._author_of(old) != messages.COMMENT_AUTHOR and _begins(old) != (text or None)
        ):
            return
        if not kept:
            self._remove(place)
            return
        theirs = self._restored(kept)
        theirs.set("ref", place)
        theirs.set("authorId", str(self._author_number(author)))
        theirs.tail = old.tail
        old.getparent().replace(old, theirs)
        self._by_place[place] = theirs

    def _restored(self, kept: str) -> Any:
        if kept.startswith("<"):
            try:
                held = parsed(kept.encode())
            except etree.XMLSyntaxError:
                return self._plain(kept)
            space = etree.QName(held).namespace or ""
            return (
                held
                if space == self._namespace
                else parsed(kept.replace(space, self._namespace).encode())
            )
        return self._plain(kept)

    def _plain(self, text: str) -> Any:
        comment = etree.Element(f"{{{self._namespace}}}comment")
        body = etree.SubElement(comment, f"{{{self._namespace}}}text")
        add_text(self._run_in(body), self._namespace, text)
        return comment

    def _run_in(self, body: Any) -> Any:
        return etree.SubElement(body, f"{{{self._namespace}}}r")

    def _added(self, place: str) -> Any:
        if self._root is None:
            self._name = self._package.free_name("xl/comments{}.xml")
            self._root = etree.fromstring(
                f"<comments xmlns='{self._namespace}'><authors/><commentList/></comments>"
            )
            self._package.put_tree(self._name, self._root, _COMMENTS)
            self._package.relate(self._part, "comments", self._name)
        comment = self._plain("")
        child(comment, "text").remove(child(comment, "text")[0])
        comment.set("ref", place)
        comment.set("authorId", str(self._author_number(messages.COMMENT_AUTHOR)))
        self._list().append(comment)
        self._by_place[place] = comment
        return comment

    def _author_of(self, comment: Any) -> str:
        number = comment.get("authorId", "")
        authors = child(self._root, "authors")
        known = number.isdecimal() and int(number) < len(authors)
        return (authors[int(number)].text or "") if known else ""

    def _author_number(self, name: str) -> int:
        authors = child(self._root, "authors")
        names = [one.text or "" for one in authors]
        if name not in names:
            etree.SubElement(authors, f"{{{self._namespace}}}author").text = name
            return len(names)
        return names.index(name)

    def _add_box(self, place: str) -> None:
        if not self._next_box:
            told = (int(one) for one in _NUMBER.findall(self._boxes))
            self._next_box = max(told, default=1024) + 1
        row, column = cell_place(place) or (0, 0)
        self._new_boxes.append(_BOX.format(id=self._next_box, row=row, column=column))
        self._next_box += 1

    def _remove(self, place: str) -> None:
        self._list().remove(self._by_place.pop(place))
        self._gone.add(cell_place(place))

    def _written_boxes(self) -> bytes:
        """The drawing without the boxes taken away, the new ones at its end."""

        def kept(shape: re.Match[bytes]) -> bytes:
            row, column = _ROW.search(shape[0]), _COLUMN.search(shape[0])
            at = (int(row[1]), int(column[1])) if row and column else None
            return b"" if at in self._gone else shape[0]

        boxes = self._boxes or (_NEW_VML if self._new_boxes else b"")
        if self._gone:
            boxes = _SHAPE.sub(kept, boxes)
        if not self._new_boxes:
            return boxes
        begins = "" if b'id="_x0000_t202"' in boxes else _BOX_TYPE
        head, end, tail = boxes.rpartition(b"</xml>")
        return head + (begins + "".join(self._new_boxes)).encode() + end + tail

    def save(self) -> None:
        self._forget_author()
        if self._root is not None and not len(self._list()):
            self._package.drop(self._name)
            self._package.unrelate(self._part, self._name)
            self._root = None
        self._boxes = self._written_boxes()
        if self._drawing and self._root is None and not _SHAPE.search(self._boxes):
            self._drop_drawing()
        elif self._boxes:
            self._put_drawing()

    def _forget_author(self) -> None:
        """Our name goes with our last comment, where it is the last of the names."""
        if self._root is None:
            return
        authors = child(self._root, "authors")
        last = len(authors) - 1
        if last < 0 or authors[last].text != messages.COMMENT_AUTHOR:
            return
        if all(one.get("authorId") != str(last) for one in self._list()):
            authors.remove(authors[last])

    def _drop_drawing(self) -> None:
        drawing = child(self._cells.root, "legacyDrawing")
        drawing.getparent().remove(drawing)
        self._package.drop(self._drawing)
        self._package.unrelate(self._part, self._drawing)

    def _put_drawing(self) -> None:
        if not self._drawing:
            self._drawing = self._package.free_name("xl/drawings/vmlDrawing{}.vml")
            self._package.declare_extension("vml", _VML)
            key = self._package.relate(self._part, "vmlDrawing", self._drawing)
            drawing = etree.Element(f"{{{self._namespace}}}legacyDrawing")
            drawing.set(self._package.id_name, key)
            put_in_order(self._cells.root, drawing, ORDER)
        self._package.put(self._drawing, self._boxes)


def _begins(comment: Any) -> str:
    return beginning("".join(comment.itertext()))
