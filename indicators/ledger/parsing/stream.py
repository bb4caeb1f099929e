"""One part of a zip package streamed through expat, never a document type or entity."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, Final
from xml.parsers import expat

from indicators.ledger.workbook import FileFault, FileRefusedError

if TYPE_CHECKING:
    from collections.abc import Callable

CHUNK: Final = 1 << 20
Attributes = dict[str, str]


def walk(
    package: zipfile.ZipFile,
    part: str,
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Call back for each element and text of a part; raises ``expat.ExpatError``."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    with package.open(part) as stream:
        while chunk := stream.read(CHUNK):
            parser.Parse(chunk)
    parser.Parse(b"", True)  # noqa: FBT003 - expat takes it by position only


def _refuse_doctype(*_: object) -> None:
    raise FileRefusedError(FileFault.ENTITIES)
