"""What LibreOffice makes of the files: lines, characters, sums."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING

import openpyxl
import pypdf
import pytest

from reports.builders import excel, pdf, word
from reports.document import Document, Section
from reports.numbering import numbered
from reports.words.writing import paragraph
from tests.reports.builders.test_excel import counted_document

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.office
LINES, CHARACTERS = 22, 28


def test_a_page_has_22_lines_of_28_characters(tmp_path: Path) -> None:
    text = paragraph("p", "国" * CHARACTERS * LINES * 3)
    document = numbered(
        Document("final", ("题目",), "单位", "2021年9月", (Section("s", "总体情况", 1, (text,)),))
    )
    target, made = tmp_path / "r.docx", tmp_path / "r.pdf"
    word.build(document, target)
    pdf.convert(target, made)
    page = pypdf.PdfReader(made).pages[1].extract_text()
    lines = [line.strip() for line in page.splitlines() if set(line.strip()) == {"国"}]
    assert len(lines) == LINES
    assert {len(line) for line in lines} == {CHARACTERS}


def recalculated(source: Path, folder: Path) -> openpyxl.Workbook:
    """The workbook without cached values, computed anew by LibreOffice."""
    bare = folder / "bare.xlsx"
    openpyxl.load_workbook(source).save(bare)
    out = folder / "out"
    command = [
        "soffice",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
        str(out),
        str(bare),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return openpyxl.load_workbook(out / "bare.xlsx", data_only=True)


def test_the_workbook_recomputes_what_it_prints(tmp_path: Path) -> None:
    source = tmp_path / "r.xlsx"
    excel.build(counted_document(), source)
    live = openpyxl.load_workbook(source)
    cached = openpyxl.load_workbook(source, data_only=True)
    anew = recalculated(source, tmp_path)
    formulas = 0
    for page in live:
        for row in page.iter_rows():
            for cell in row:
                if (
                    isinstance(cell.value, str)
                    and cell.value.startswith("=")
                    and cell.data_type == "f"
                ):
                    formulas += 1
                    assert anew[page.title][cell.coordinate].value == pytest.approx(
                        cached[page.title][cell.coordinate].value
                    ), f"{page.title}!{cell.coordinate}"
    assert formulas >= 5


def test_a_draft_says_so_on_every_page(tmp_path: Path) -> None:
    document = Document("final", ("题目",), "单位", "2021年9月", (), draft=True)
    target, made = tmp_path / "r.docx", tmp_path / "r.pdf"
    word.build(replace(document, demo=True), target)
    pdf.convert(target, made)
    pages = [page.extract_text() for page in pypdf.PdfReader(made).pages]
    assert all("演示数据" in text and "未定稿" in text for text in pages)
