"""The form of an issued paper, as the office enters it: kept with the report as plain JSON."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from reports.document import Imprint

if TYPE_CHECKING:
    from datetime import date

    from reports.document import Document


@dataclass(frozen=True, slots=True)
class Paper:
    """``number``: 发文字号; ``addressee``: 主送; ``signed_by``: 署名; ``dated``, ``printed_on``:
    成文日期 and 印发日期 as ISO texts; ``header``: 页眉. Empty: as the machine writes it.
    ``cover``, ``toc``: None as the kind of report has it."""

    number: str = ""
    addressee: str = ""
    signed_by: str = ""
    dated: str = ""
    header: str = ""
    copies_to: str = ""
    printed_by: str = ""
    printed_on: str = ""
    cover: bool | None = None
    toc: bool | None = None

    @classmethod
    def from_options(cls, options: dict[str, Any]) -> Paper:
        """Version 0.1 kept the 版记 as a part of its own."""
        flat = {**options, **(options.get("imprint") or {})}
        return cls(**{one.name: flat[one.name] for one in fields(cls) if one.name in flat})

    def to_options(self) -> dict[str, Any]:
        """Only what is said."""
        return {name: value for name, value in asdict(self).items() if value not in ("", None)}

    @property
    def imprint(self) -> Imprint | None:
        if not self.copies_to:
            return None
        return Imprint(self.copies_to, self.printed_by, day_text(self.printed_on))


def on_paper(document: Document, paper: Paper, *, is_long: bool) -> Document:
    """The document with its form; long reports have cover and contents unless told otherwise."""
    return replace(
        document,
        number=paper.number,
        addressee=paper.addressee or document.addressee,
        issuer=paper.signed_by or document.issuer,
        date_text=day_text(paper.dated) or document.date_text,
        header=paper.header,
        imprint=paper.imprint,
        cover=is_long if paper.cover is None else paper.cover,
        toc=is_long if paper.toc is None else paper.toc,
    )


def day_text(text: str) -> str:
    """“2021-09-05” → “2021年9月5日”; what is no ISO day stays as it is."""
    parts = text.split("-")
    if len(parts) != 3 or not all(part.isdigit() for part in parts):
        return text
    year, month, day = (int(part) for part in parts)
    return f"{year}年{month}月{day}日"


def iso(day: date | None) -> str:
    return day.isoformat() if day else ""
