"""One part of a zip package streamed through expat, never a document type or entity."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from typing import IO, Final
from xml.parsers import expat

from indicators.ledger.faults import FileFault, FileRefusedError

CHUNK: Final = 1 << 20
Attributes = dict[str, str]


def local(tag: str) -> str:
    """A tag without its prefix."""
    return tag.rpartition(":")[2]


def whole_number(text: str) -> int:
    """A number in an attribute; 0 where it is none (``s=""``)."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def walk(
    package: zipfile.ZipFile,
    part: str,
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
    drop: Sequence[re.Pattern[bytes]] = (),
) -> None:
    """Call back for each element and text of a part; raises ``expat.ExpatError``.

    ``drop``: whole elements that nobody needs, cut out before the parser sees them (a
    million formatted empty cells cost seconds otherwise).
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse_doctype
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    with package.open(part) as stream:
        for chunk in _chunks(stream):
            piece = chunk
            for pattern in drop:
                piece = pattern.sub(b"", piece)
            parser.Parse(piece)
    parser.Parse(b"", True)  # noqa: FBT003 - expat takes it by position only


def _chunks(stream: IO[bytes]) -> Iterator[bytes]:
    """Pieces that end where a row or another element ends, as far as possible."""
    rest = b""
    while chunk := stream.read(CHUNK):
        piece = rest + chunk
        cut = piece.rfind(b"<row") if b"<row" in piece else piece.rfind(b"<")
        if cut <= 0:
            rest = piece
            continue
        rest = piece[cut:]
        yield piece[:cut]
    yield rest


def refuse_doctype(*_: object) -> None:
    """No workbook has a document type: one is an entity bomb or a way to other files."""
    raise FileRefusedError(FileFault.ENTITIES)
