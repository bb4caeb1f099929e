"""Names of 佐证材料 as a unit writes them in a cell, and the files they mean.

A cell may name several: on lines, or divided by ；、，. A file may have such a sign in its own
name, so a run of pieces that is a file's name is one name.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from indicators.core.tokens import NONE_WORDS, REASON_WORDS, name_key

_ENDING: Final = re.compile(
    r"\.(?:pdf|docx?|xlsx?|wps|et|ofd|jpe?g|png|tiff?|zip|rar|7z|pptx?|txt|csv)$"
)
_QUOTES: Final = dict.fromkeys(map(ord, "《》〈〉<>“”\u2018\u2019「」\"'`"))
_LINES: Final = re.compile(r"[\r\n;；]+")
_PIECES: Final = re.compile(r"([、，,])")
_NUMBER: Final = re.compile(r"^\s*(?:[(（]?[0-9]{1,2}[)）.\uff0e、]|[①-⑳])\s*(?=\D)")
_ONLY_NUMBER: Final = re.compile(r"[(（]?[0-9]{1,2}[)）]?")  # of 2、年报
_BLANK: Final = re.compile(r"[-—―–−─/\\.…*、]*")


def evidence_key(name: str) -> str:
    """A file's name for comparison: NFKC, no spaces, quotes, case or ending."""
    return _ENDING.sub("", name_key(name).translate(_QUOTES))


def says_no_evidence(text: str) -> bool:
    """无, — and the like: nothing is named, and the cell says so."""
    key = name_key(text)
    return bool(key) and (
        key in NONE_WORDS or key in REASON_WORDS or _BLANK.fullmatch(key) is not None
    )


def evidence_names(text: str, files: Collection[str]) -> tuple[str, ...]:
    """The names in a cell, each once, as they are written.

    ``files``: keys of the files that are there; they decide where a name ends.
    """
    if says_no_evidence(text):
        return ()
    found: dict[str, str] = {}
    for line in _LINES.split(text):
        for name in _of_line(line, files):
            found.setdefault(evidence_key(name), name)
    return tuple(found.values())


def _of_line(line: str, files: Collection[str]) -> list[str]:
    parts = _PIECES.split(line)  # piece, sign, piece, …
    names: list[str] = []
    start = 0
    while start < len(parts):
        end = next(
            (
                stop
                for stop in range(len(parts), start, -2)
                if evidence_key("".join(parts[start:stop])) in files
            ),
            start + 1,
        )
        name = "".join(parts[start:end]).strip()
        if evidence_key(name) not in files:
            name = _NUMBER.sub("", name)
        if evidence_key(name) and not (len(parts) > 1 and _ONLY_NUMBER.fullmatch(name)):
            names.append(name)
        start = end + 1
    return names
