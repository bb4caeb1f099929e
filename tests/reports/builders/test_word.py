"""The Word file: styles only, fixed layout, native charts, unique marks."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import docx
import openpyxl
import pypdf
import pytest
from docx.oxml.ns import qn
from lxml import etree

from reports.builders import pdf, word
from reports.builders.word_links import WordLinks
from reports.builders.word_toc import Entry, heading_pages
from tests.reports.links import links_left_open
from tests.reports.sample import indicator_table, rate_table, sample_document
from units.printed_table import Cell, Column, Row, Table

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("word") / "report.docx"
    word.build(sample_document(domains=8, annex_rows=40), target, page_numbers=False)
    return target


def part(report: Path, name: str) -> etree._Element:
    with zipfile.ZipFile(report) as archive:
        return etree.fromstring(archive.read(name))


def test_the_package_is_clean(report: Path) -> None:
    tool = Path(sys.executable).with_name("docx-integrity")
    checked = subprocess.run([tool, "check", report], capture_output=True, text=True, check=False)
    assert "0 error(s), 0 warning(s)" in checked.stdout, checked.stdout


def test_paragraphs_carry_a_style_and_nothing_else(report: Path) -> None:
    root = part(report, "word/document.xml")
    allowed = {qn("w:pStyle"), qn("w:sectPr")}
    seen = {child.tag for properties in root.iter(qn("w:pPr")) for child in properties}
    assert seen == allowed
    runs = {child.tag for properties in root.iter(qn("w:rPr")) for child in properties}
    assert runs == {qn("w:rStyle")}


def test_every_style_in_use_is_defined(report: Path) -> None:
    root = part(report, "word/document.xml")
    styles = part(report, "word/styles.xml")
    defined = {style.get(qn("w:styleId")) for style in styles.iter(qn("w:style"))}
    used = {
        node.get(qn("w:val"))
        for tag in ("w:pStyle", "w:rStyle", "w:tblStyle")
        for node in root.iter(qn(tag))
    }
    assert used <= defined
    based = {node.get(qn("w:val")) for node in styles.iter(qn("w:basedOn"))}
    assert based <= defined


def test_margins_grid_and_body_type_follow_the_standard(report: Path) -> None:
    document = docx.Document(str(report))
    portrait = [s for s in document.sections if s.page_width < s.page_height]
    margins = {
        tuple(
            round(side.mm)
            for side in (s.top_margin, s.right_margin, s.bottom_margin, s.left_margin)
        )
        for s in portrait
    }
    assert margins == {(37, 26, 35, 28)}
    grids = {g.get(qn("w:linePitch")) for g in document.element.body.iter(qn("w:docGrid"))}
    assert grids == {"579"}
    normal = document.styles["Normal"]
    assert normal.font.size.pt == 16
    assert normal.element.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia")) == "仿宋_GB2312"
    assert normal.element.rPr.find(qn("w:spacing")).get(qn("w:val")) == "-5"


def test_tables_repeat_their_head_and_keep_rows_whole(report: Path) -> None:
    root = part(report, "word/document.xml")
    for table in root.iter(qn("w:tbl")):
        rows = table.findall(qn("w:tr"))
        assert rows[0].find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
        assert all(r.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for r in rows)
        grid = [int(col.get(qn("w:w"))) for col in table.iter(qn("w:gridCol"))]
        assert round(sum(grid) / 1440 * 25.4) in (156, 225)


def test_a_table_of_another_width_is_refused(tmp_path: Path) -> None:
    table = rate_table(8)
    with pytest.raises(ValueError, match="columns are 156 mm, the page 225 mm"):
        word.table_block_xml(table, word.Marks(WordLinks(sample_document())), 225)


def test_bookmarks_are_unique_and_those_of_numbers_hidden(report: Path) -> None:
    root = part(report, "word/document.xml")
    starts = list(root.iter(qn("w:bookmarkStart")))
    ids = [start.get(qn("w:id")) for start in starts]
    names = [start.get(qn("w:name")) for start in starts]
    assert len(set(ids)) == len(ids)
    assert len(set(names)) == len(names)
    assert all(name.startswith("_") and len(name) <= 40 for name in names)


def test_numbers_link_to_the_row_that_explains_them_and_back(report: Path) -> None:
    root = part(report, "word/document.xml")
    linked = {
        link.get(qn("w:anchor")): "".join(t.text or "" for t in link.iter(qn("w:t")))
        for link in reversed(list(root.iter(qn("w:hyperlink"))))
    }
    inside = {
        mark.get(qn("w:name")): "".join(t.text or "" for t in mark.getparent().iter(qn("w:t")))
        for mark in root.iter(qn("w:bookmarkStart"))
    }
    row = next(name for name, text in linked.items() if text == "96.08%")
    assert inside[row] == "8个领域"
    back = next(name for name, text in linked.items() if text == "8个领域")
    assert "96.08%" in inside[back]


def test_every_link_has_its_bookmark_and_every_bookmark_a_link(report: Path) -> None:
    assert links_left_open(report) == (set(), set())


def test_charts_are_native_with_their_data_inside(report: Path) -> None:
    with zipfile.ZipFile(report) as archive:
        names = archive.namelist()
        charts = [n for n in names if re.fullmatch(r"word/charts/chart\d+\.xml", n)]
        assert len(charts) == 8
        root = etree.fromstring(archive.read(charts[0]))
        titles = [node.text for node in root.iter(f"{C}v")]
        assert "目标80%" in titles
        assert root.find(f"{C}chart/{C}plotArea/{C}lineChart") is not None
        sheet_name = next(n for n in names if n.startswith("word/embeddings/"))
        book = openpyxl.load_workbook(io.BytesIO(archive.read(sheet_name)))
    header = [cell.value for cell in next(iter(book.active.rows))]
    assert header[1:] == ["实际值", "目标80%"]


def test_numbers_over_a_line_hide_what_they_cross(report: Path) -> None:
    with zipfile.ZipFile(report) as archive:
        names = [n for n in archive.namelist() if re.fullmatch(r"word/charts/chart\d+\.xml", n)]
        roots = [etree.fromstring(archive.read(name)) for name in names]
    lines = [root for root in roots if root.find(f".//{C}barChart") is None]
    assert lines
    for root in lines:
        grounds = [node.find(f"{C}spPr") for node in root.iter(f"{C}dLbls")]
        shown = [etree.tostring(node, encoding="unicode") for node in grounds if node is not None]
        assert shown
        assert all("FFFFFF" in text for text in shown)


def test_without_a_second_pass_the_contents_wait_for_word(report: Path) -> None:
    root = part(report, "word/document.xml")
    dirty = [c for c in root.iter(qn("w:fldChar")) if c.get(qn("w:dirty")) == "true"]
    assert len(dirty) == 1
    links = [
        ["".join(t.text or "" for t in link.iter(qn("w:t")))]
        for link in root.iter(qn("w:hyperlink"))
    ]
    assert links[0] == ["摘　要"]


def test_page_numbers_stand_on_both_sides(report: Path) -> None:
    settings = part(report, "word/settings.xml")
    assert settings.find(qn("w:evenAndOddHeaders")) is not None
    root = part(report, "word/document.xml")
    kinds = [r.get(qn("w:type")) for r in root.iter(qn("w:footerReference"))]
    assert kinds.count("default") == kinds.count("even") == len(list(root.iter(qn("w:sectPr"))))


def test_tall_cells_end_with_their_text() -> None:
    plan = rate_table(8).merges["plan"]
    assert plan == ["restart", *["continue"] * 7, "restart", "continue", ""]


def test_group_rows_span_the_table_and_stay_with_the_next() -> None:
    xml = word.table_block_xml(
        indicator_table("t", 13), word.Marks(WordLinks(sample_document())), 225
    )[0]
    assert xml.count('<w:gridSpan w:val="12"/><w:vAlign') == 2
    assert xml.count('<w:pStyle w:val="CellGroup"/>') == 2


def test_a_short_table_stays_on_one_page_and_a_longer_one_may_break() -> None:
    """Six rows and their caption keep together; of seven only the ends do."""

    def kept(rows: int) -> int:
        table = Table(
            "t",
            "甲",
            (Column("a", "指标", 225),),
            tuple(Row((Cell(f"第{number}行"),)) for number in range(rows)),
        )
        parts = word.table_block_xml(table, word.Marks(WordLinks(sample_document())), 225)
        lines = [line for part in parts for line in part.split("<w:tr>") if "行</w:t>" in line]
        assert len(lines) == rows
        return sum(re.search(r'<w:pStyle w:val="\w+Keep"/>', line) is not None for line in lines)

    assert kept(6) == 5
    assert kept(9) == 3


def test_notes_are_the_last_row_and_the_one_above_stays_with_them() -> None:
    parts = word.table_block_xml(
        indicator_table("t", 13), word.Marks(WordLinks(sample_document())), 225
    )
    *_, before, last = parts[-2].split("<w:tr>")
    assert "注：" in last
    assert "数据来源：" in last
    assert all(f'<w:{side} w:val="nil"/>' in last for side in ("left", "bottom", "right"))
    kept = re.findall(r'<w:pStyle w:val="(\w+)"/>', before)
    assert kept
    assert all(style.endswith("Keep") for style in kept)
    assert "TableEnd" in parts[-1]


def test_the_list_of_annexes_stays_on_one_page(report: Path) -> None:
    root = part(report, "word/document.xml")
    styles = [s.get(qn("w:val")) for s in root.iter(qn("w:pStyle"))]
    listed = [style for style in styles if style.startswith(("AnnexFirst", "AnnexNext"))]
    assert listed[0] == "AnnexFirstKeep"
    assert listed[-1] == "AnnexNext"
    assert set(listed[1:-1]) <= {"AnnexNextKeep"}


@pytest.mark.office
def test_the_contents_show_the_pages_of_the_pdf(tmp_path: Path) -> None:
    document = sample_document(domains=8, annex_rows=40)
    target, made = tmp_path / "r.docx", tmp_path / "r.pdf"
    assert word.build(document, target) is True
    pdf.convert(target, made)
    _, entries = word.compose(document)
    pages = heading_pages(made, entries)
    assert pages is not None
    root = part(target, "word/document.xml")
    links = [k for k in root.iter(qn("w:hyperlink")) if k.get(qn("w:anchor")).startswith("_Toc")]
    printed = [[t.text for t in link.iter(qn("w:t"))][-1] for link in links]
    assert printed == [str(page) for page in pages]
    assert pages[0] == 1
    assert pages == sorted(pages)
    assert not [c for c in root.iter(qn("w:fldChar")) if c.get(qn("w:dirty"))]


def test_an_outline_that_does_not_match_gives_no_pages(tmp_path: Path) -> None:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    writer.add_outline_item(title="别的标题", page_number=0)
    target = tmp_path / "x.pdf"
    writer.write(target)
    assert heading_pages(target, [Entry("_Toc1", 1, "摘　要", "摘　要")]) is None


def test_axes_of_charts_have_names_a_reader_may_count_with(report: Path) -> None:
    """``c:axId`` is an unsigned number; a negative one is refused by strict readers."""
    with zipfile.ZipFile(report) as archive:
        names = [n for n in archive.namelist() if re.fullmatch(r"word/charts/chart\d+\.xml", n)]
        roots = [etree.fromstring(archive.read(name)) for name in names]
    axes = [int(node.get("val")) for root in roots for node in root.iter(f"{C}axId")]
    assert len(axes) >= 4 * len(roots)
    assert min(axes) > 0


def test_a_chart_in_a_document_says_what_it_shows(report: Path) -> None:
    """What is left out counts as shown: category and series names would crowd every label."""
    with zipfile.ZipFile(report) as archive:
        names = [n for n in archive.namelist() if re.fullmatch(r"word/charts/chart\d+\.xml", n)]
        roots = [etree.fromstring(archive.read(name)) for name in names]
    for root in roots:
        labels = list(root.iter(f"{C}dLbls"))
        assert labels
        for label in labels:
            shown = {n.tag.removeprefix(C): n.get("val") for n in label if "show" in n.tag}
            assert {name for name, value in shown.items() if value == "1"} == {"showVal"}
            assert len(shown) == 6
        lines = [s for plot in root.iter(f"{C}lineChart") for s in plot.iter(f"{C}ser")]
        assert all(line.find(f"{C}smooth").get("val") == "0" for line in lines)
        assert root.find(f"{C}externalData") is not None


def test_the_base_names_fonts_that_may_stand_in_and_what_begins_no_line(report: Path) -> None:
    fonts = part(report, "word/fontTable.xml")
    instead = {
        font.get(qn("w:name")): font.find(qn("w:altName")).get(qn("w:val"))
        for font in fonts
        if font.find(qn("w:altName")) is not None
    }
    styles = part(report, "word/styles.xml")
    asked = {node.get(qn("w:eastAsia")) for node in styles.iter(qn("w:rFonts"))} - {None}
    assert asked <= set(instead)
    held = part(report, "word/settings.xml").find(qn("w:noLineBreaksBefore")).get(qn("w:val"))
    # A number keeps its unit.
    assert set("年月日个万亿项人例岁元次倍") <= set(held)
    assert set("，。、；：）》%‰") <= set(held)
