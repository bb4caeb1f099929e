"""A workbook's zip package changed in place: a part nobody touched stays byte for byte."""

from __future__ import annotations

import posixpath
import zipfile
from pathlib import Path
from typing import IO, Any, Final

from lxml import etree

from indicators.ledger.parsing.package import main_part

_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006/"
_RELATIONS: Final = _PACKAGE + "relationships"
_TYPES: Final = _PACKAGE + "content-types"
_STRICT: Final = "http://purl.oclc.org/ooxml/"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT_OFFICE: Final = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_BEGINNING: Final = 8192
_CONTENT_TYPES: Final = "[Content_Types].xml"


def parsed(content: bytes) -> Any:
    """The root of an XML text; no entity is ever resolved, no other file opened."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True
    )
    return etree.fromstring(content, parser)


def local(element: Any) -> str:
    """A tag without its namespace; empty for comments and instructions."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def child(element: Any, name: str) -> Any:
    """The first child of that local name, or None."""
    return next((found for found in element if local(found) == name), None)


def put_in_order(root: Any, element: Any, order: tuple[str, ...]) -> None:
    """Add a child where the schema wants it."""
    rank = order.index(local(element))
    for position, other in enumerate(root):
        name = local(other)
        if name in order and order.index(name) > rank:
            root.insert(position, element)
            return
    root.append(element)


class BookPackage:
    """Parts by name; ``tree`` gives a part to be changed, ``content`` one to be read."""

    def __init__(self, source: IO[bytes]) -> None:
        self._zip = zipfile.ZipFile(source)
        self._names = {name.casefold(): name for name in self._zip.namelist()}
        self._trees: dict[str, Any] = {}
        self._new: dict[str, bytes] = {}
        self._dropped: set[str] = set()
        self.workbook = main_part(self._zip)
        self.book = self.tree(self.workbook)
        self.namespace: str = etree.QName(self.book).namespace or ""
        self.is_strict = self.namespace.startswith(_STRICT)
        self.id_name = "{" + (_STRICT_OFFICE if self.is_strict else _OFFICE) + "}id"

    def has(self, part: str) -> bool:
        name = self._names.get(part.casefold(), part)
        is_there = part.casefold() in self._names or part in self._new or part in self._trees
        return is_there and name not in self._dropped

    def content(self, part: str) -> bytes:
        if part in self._new:
            return self._new[part]
        return self._zip.read(self._names[part.casefold()])

    def begins(self, part: str) -> bytes:
        """The first piece of a part, where a sheet tells how it is viewed."""
        tree = self._trees.get(self._names.get(part.casefold(), part))
        if tree is None:
            return self.content(part)[:_BEGINNING]
        views = child(tree, "sheetViews")
        return b"" if views is None else etree.tostring(views)

    def tree(self, part: str) -> Any:
        """The root of a part that is to be changed."""
        name = self._names.get(part.casefold(), part)
        if name not in self._trees:
            self._trees[name] = parsed(self.content(name))
        return self._trees[name]

    def put(self, part: str, content: bytes, content_type: str = "") -> None:
        """A part as bytes, new or changed."""
        name = self._names.get(part.casefold(), part)
        self._new[name] = content
        self._dropped.discard(name)
        if content_type:
            self._declare(name, content_type)

    def put_tree(self, part: str, root: Any, content_type: str) -> None:
        """A new part."""
        self._trees[part] = root
        self._dropped.discard(part)
        self._declare(part, content_type)

    def drop(self, part: str) -> None:
        """Take a part out, with its declaration and its own relations."""
        name = self._names.get(part.casefold(), part)
        for gone in (name, self._names.get(_relations_of(name).casefold(), _relations_of(name))):
            self._dropped.add(gone)
            self._trees.pop(gone, None)
            self._new.pop(gone, None)
        for override in list(self.tree(_CONTENT_TYPES)):
            if override.get("PartName", "").lstrip("/").casefold() == name.casefold():
                override.getparent().remove(override)

    def free_name(self, pattern: str) -> str:
        """The first name of a pattern such as ``xl/comments{}.xml`` that no part bears."""
        number = 1
        while self.has(pattern.format(number)):
            number += 1
        return pattern.format(number)

    def _declare(self, part: str, content_type: str) -> None:
        types = self.tree(_CONTENT_TYPES)
        name = "/" + part
        if any(one.get("PartName", "").casefold() == name.casefold() for one in types):
            return
        etree.SubElement(types, f"{{{_TYPES}}}Override", PartName=name, ContentType=content_type)

    def declare_extension(self, extension: str, content_type: str) -> None:
        types = self.tree(_CONTENT_TYPES)
        if any(one.get("Extension", "").casefold() == extension for one in types):
            return
        told = etree.Element(f"{{{_TYPES}}}Default", Extension=extension, ContentType=content_type)
        types.insert(0, told)

    def targets(self, part: str) -> dict[str, tuple[str, str]]:
        """Of a part's relations: id → last word of the type, and the part it leads to."""
        name = _relations_of(part)
        if not self.has(name):
            return {}
        found = self._trees.get(self._names.get(name.casefold(), name))
        root = found if found is not None else parsed(self.content(name))
        folder = posixpath.dirname(part)
        return {
            one.get("Id", ""): (
                one.get("Type", "").rpartition("/")[2],
                _resolved(folder, one.get("Target", "")),
            )
            for one in root
            if isinstance(one.tag, str) and one.get("TargetMode") != "External"
        }

    def related(self, part: str, kind: str) -> str:
        """The part of that kind a part leads to; empty where there is none."""
        found = (target for word, target in self.targets(part).values() if word == kind)
        return next((target for target in found if self.has(target)), "")

    def relate(self, part: str, kind: str, target: str) -> str:
        """A new relation; its id."""
        name = _relations_of(part)
        if not self.has(name):
            root = etree.Element(f"{{{_RELATIONS}}}Relationships", nsmap={None: _RELATIONS})
            self._trees[name] = root
            self._dropped.discard(name)
        root = self.tree(name)
        taken = {one.get("Id") for one in root}
        number = 1
        while f"rId{number}" in taken:
            number += 1
        told = {
            "Id": f"rId{number}",
            "Type": f"{_STRICT_OFFICE if self.is_strict else _OFFICE}/{kind}",
            "Target": "/" + target,
        }
        etree.SubElement(root, f"{{{_RELATIONS}}}Relationship", told)
        return told["Id"]

    def unrelate(self, part: str, target: str) -> None:
        """Take out the relations that lead to a part."""
        gone = [key for key, (_, name) in self.targets(part).items() if name == target]
        root = self.tree(_relations_of(part)) if gone else ()
        for one in list(root):
            if one.get("Id") in gone:
                one.getparent().remove(one)

    def save(self, target: Path) -> None:
        parts = {info.filename: info for info in self._zip.infolist()}
        added = [name for name in (*self._trees, *self._new) if name not in parts]
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
            for name, info in parts.items():
                if name not in self._dropped:
                    told = zipfile.ZipInfo(name, info.date_time)
                    told.compress_type = zipfile.ZIP_DEFLATED
                    out.writestr(told, self._bytes(name))
            for name in dict.fromkeys(added):
                out.writestr(name, self._bytes(name))

    def _bytes(self, name: str) -> bytes:
        tree = self._trees.get(name)
        if tree is None:
            return self._new[name] if name in self._new else self._zip.read(name)
        written: bytes = etree.tostring(
            tree, xml_declaration=True, encoding="UTF-8", standalone=True
        )
        return written


def _relations_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _resolved(folder: str, target: str) -> str:
    target = target.replace("\\", "/")
    if target.startswith("/"):
        return target[1:]
    return posixpath.normpath(f"{folder}/{target}").lstrip("/")
