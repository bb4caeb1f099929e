"""Tables of a web page (HTML, or MHTML as Excel saves it): what web systems export as .xls."""

from __future__ import annotations

import email
import re
from email import policy
from html.parser import HTMLParser
from typing import Final

from indicators.core.values import Raw
from indicators.ledger.faults import FileFault, FileRefusedError
from indicators.ledger.parsing.delimited import text_of
from indicators.ledger.parsing.strings import TextRun, joined
from indicators.ledger.workbook import (
    MAX_COLUMNS,
    CellMark,
    LedgerSheet,
    MergedRange,
    cleaned_rows,
)

_CHARSET: Final = re.compile(rb"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_STRUCK: Final = ("s", "strike", "del")
_HIDDEN: Final = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_MAX_SPAN: Final = 2_000
_SPACES: Final = re.compile(r"[ \t\r\n]+")


def read(content: bytes, name: str) -> list[LedgerSheet]:
    """A sheet per table that holds anything; the outer tables of a layout hold none."""
    reader = _TableReader(name)
    for page in _pages(content):
        reader.feed(page)
        reader.close()
    sheets = [sheet for sheet in reader.sheets if sheet.rows]
    if not sheets:
        raise FileRefusedError(FileFault.WEB_PAGE)
    return sheets


def _pages(content: bytes) -> list[str]:
    if b"mime-version" not in content[:2_000].lower():
        return [_page(content)]
    message = email.message_from_bytes(content, policy=policy.compat32)
    bodies = [
        part.get_payload(decode=True)
        for part in message.walk()
        if part.get_content_type() == "text/html"
    ]
    return [_page(body) for body in bodies if isinstance(body, bytes)]


def _page(content: bytes) -> str:
    told = _CHARSET.search(content[:4_096])
    if told and not content.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        encoding = told[1].decode("ascii")
        encoding = "gb18030" if encoding.casefold() in ("gb2312", "gbk") else encoding
        try:
            return content.decode(encoding)
        except (LookupError, UnicodeDecodeError):
            pass  # said wrongly: the content decides
    text = text_of(content)
    if text is None:
        raise FileRefusedError(FileFault.NOT_UTF8)
    return text


class _TableReader(HTMLParser):
    """Rows and cells of tables, spans filled in, struck and raised text told."""

    def __init__(self, name: str) -> None:
        super().__init__(convert_charrefs=True)
        self.name = name
        self.sheets: list[LedgerSheet] = []
        self.open: list[LedgerSheet] = []
        self.taken: set[tuple[int, int]] = set()
        self.runs: list[TextRun] | None = None
        self.struck = self.raised = 0
        self.span = (1, 1)
        self.is_hidden = False
        self.columns = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {key: value or "" for key, value in attrs}
        if tag == "table":
            sheet = LedgerSheet(f"{self.name}{len(self.sheets) + 1 if self.sheets else ''}")
            self.sheets.append(sheet)
            self.open.append(sheet)
            self.taken = set()
            self.runs = None
            self.columns = 0
        elif tag == "col" and self.open:
            first, self.columns = self.columns, self.columns + _span(attributes.get("span", ""))
            if _is_hidden(attributes):
                self.open[-1].hidden_columns |= set(range(first, min(self.columns, MAX_COLUMNS)))
        elif tag == "tr" and self.open:
            self._close_cell()
            self.open[-1].rows.append([])
            if _is_hidden(attributes):
                self.open[-1].hidden_rows.add(len(self.open[-1].rows) - 1)
        elif tag in ("td", "th") and self.open:
            self._close_cell()
            self.span = _span(attributes.get("rowspan", "")), _span(attributes.get("colspan", ""))
            self.is_hidden = _is_hidden(attributes)
            self.runs = []
        elif tag == "br" and self.runs is not None:
            self.handle_data("\n")
        self._style(tag, 1)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table"):
            self._close_cell()
        if tag == "table" and self.open:
            sheet = self.open.pop()
            sheet.rows = cleaned_rows(sheet.rows)
        self._style(tag, -1)

    def _style(self, tag: str, step: int) -> None:
        self.struck = max(0, self.struck + step * (tag in _STRUCK))
        self.raised = max(0, self.raised + step * (tag == "sup"))

    def handle_data(self, data: str) -> None:
        if self.runs is not None:
            text = data if data == "\n" else _SPACES.sub(" ", data)
            self.runs.append(TextRun(text, self.struck > 0, self.raised > 0))

    def _close_cell(self) -> None:
        if self.runs is None or not self.open:
            return
        sheet = self.open[-1]
        if not sheet.rows:
            sheet.rows.append([])
        row, cells = len(sheet.rows) - 1, sheet.rows[-1]
        while (row, len(cells)) in self.taken:
            cells.append(None)
        column = len(cells)
        if column > MAX_COLUMNS:
            raise FileRefusedError(FileFault.TOO_WIDE)
        rich = joined(self.runs)
        cells.append(rich.text.strip() or None)
        cells.extend([None] * min(self.span[1] - 1, MAX_COLUMNS - column))
        self._span_over(sheet, row, column)
        if self.is_hidden:
            sheet.hidden_columns.add(column)
        if rich.strike or rich.is_raised:
            mark = CellMark(strike=rich.strike, is_raised=rich.is_raised)
            sheet.marks[row, column] = mark
        self.runs = None

    def _span_over(self, sheet: LedgerSheet, row: int, column: int) -> None:
        down, right = self.span
        if down > 1 or right > 1:
            sheet.merged.append(MergedRange(row, column, row + down - 1, column + right - 1))
            columns = range(column, min(column + right, MAX_COLUMNS + 1))
            self.taken |= {(r, c) for r in range(row + 1, row + down) for c in columns}

    def close(self) -> None:
        super().close()
        self._close_cell()
        while self.open:
            sheet = self.open.pop()
            sheet.rows = cleaned_rows(sheet.rows)


def _is_hidden(attributes: dict[str, str]) -> bool:
    return "hidden" in attributes or _HIDDEN.search(attributes.get("style", "")) is not None


def _span(text: str) -> int:
    return min(max(int(text), 1), _MAX_SPAN) if text.strip().isdecimal() else 1


def rows_of(page: str) -> list[list[Raw]]:
    """The rows of the first table of a page."""
    reader = _TableReader("")
    reader.feed(page)
    reader.close()
    return next((sheet.rows for sheet in reader.sheets if sheet.rows), [])
