"""Links of a Word file, followed."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING

from docx.oxml.ns import qn
from lxml import etree

if TYPE_CHECKING:
    from pathlib import Path


def links_left_open(report: Path) -> tuple[set[str], set[str]]:
    """Links without a bookmark, and bookmarks without a link."""
    with zipfile.ZipFile(report) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    links = {link.get(qn("w:anchor")) for link in root.iter(qn("w:hyperlink"))}
    codes = "".join(node.text or "" for node in root.iter(qn("w:instrText")))
    links |= set(re.findall(r"PAGEREF (\S+)", codes))
    marks = {mark.get(qn("w:name")) for mark in root.iter(qn("w:bookmarkStart"))}
    assert links, "no link at all"
    return links - marks, marks - links


def rows_numbers_link_to(report: Path) -> dict[str, set[str]]:
    """Bookmarks of rows with the numbers of the text that link there."""
    with zipfile.ZipFile(report) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    found: dict[str, set[str]] = {}
    for link in root.iter(qn("w:hyperlink")):
        anchor = link.get(qn("w:anchor"))
        if anchor.startswith("_Row"):
            text = "".join(node.text for node in link.iter(qn("w:t")))
            found.setdefault(anchor, set()).add(text)
    return found
