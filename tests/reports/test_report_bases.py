"""The base document: the committed one is whole, an office's own is checked and then used."""

from __future__ import annotations

import io
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx.oxml.ns import qn
from docx.shared import Mm

from reports.builders import word
from reports.builders.word_base import BASE, PageKind, WordBase
from reports.models import ReportBase
from reports.selectors.report_bases import base_path
from reports.services.report_bases import report_base_remove, report_base_upload
from tests.factories import RegionFactory, user_with
from tests.reports.sample import sample_document
from units.choices import Role
from units.files import file_path
from units.models import AuditEvent, StoredFile

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from docx.document import Document as WordDocument

HEAD = "{http://schemas.openxmlformats.org/package/2006/relationships}"


def changed(change: Callable[[WordDocument], None]) -> bytes:
    document = docx.Document(str(BASE))
    change(document)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def repacked(**parts: bytes) -> bytes:
    """The system's base with these parts replaced or added."""
    stream = io.BytesIO()
    with zipfile.ZipFile(BASE) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return stream.getvalue()


def upload(content: bytes, name: str = "底稿.docx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def refusal(content: bytes) -> list[str]:
    region = RegionFactory()
    with pytest.raises(ValidationError) as refused:
        report_base_upload(region=region, upload=upload(content), user=None)
    assert not ReportBase.objects.exists()
    assert not StoredFile.objects.exists()
    return list(refused.value.messages)


def test_the_committed_base_is_whole_and_says_nothing_of_its_maker() -> None:
    assert WordBase().faults() == []
    with zipfile.ZipFile(BASE) as package:
        names = package.namelist()
        core = package.read("docProps/core.xml").decode()
    assert "python-docx" not in core
    assert not [n for n in names if "thumbnail" in n or "customXml" in n or "app.xml" in n]
    pages = docx.Document(str(BASE)).sections
    margins = [tuple(round(s.mm) for s in (p.top_margin, p.right_margin)) for p in pages]
    assert margins == [(37, 26), (37, 26), (28, 37)]


@pytest.mark.office
def test_a_base_saved_by_another_program_still_serves(tmp_path: Path) -> None:
    """Programs give styles new ids when they save; the names stay."""
    command = ["soffice", f"-env:UserInstallation={(tmp_path / 'p').as_uri()}", "--headless"]
    command += ["--convert-to", "docx:MS Word 2007 XML", "--outdir", str(tmp_path), str(BASE)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert WordBase(tmp_path / "base.docx").faults() == []


def test_styles_are_found_by_name_whatever_their_id(tmp_path: Path) -> None:
    with zipfile.ZipFile(BASE) as package:
        styles = package.read("word/styles.xml").decode()
    renamed = styles.replace('"ReportBody"', '"a7"').replace('"heading 1"', '"Heading 1"')
    own = tmp_path / "own.docx"
    own.write_bytes(repacked(**{"word/styles.xml": renamed.encode()}))
    made = tmp_path / "made.docx"
    word.build(sample_document(domains=2, annex_rows=5), made, page_numbers=False, base=own)
    body = docx.Document(str(made)).element.body
    used = {node.get(qn("w:val")) for node in body.iter(qn("w:pStyle"))}
    assert "a7" in used
    assert "ReportBody" not in used


def test_missing_styles_are_all_named_with_the_pages_that_are_missing(db: None) -> None:
    stream = io.BytesIO()
    docx.Document().save(stream)
    told = refusal(stream.getvalue())
    assert len(told) == 3
    assert told[0].startswith("底稿缺少这些样式：")
    assert all(name in told[0] for name in ("公文正文", "表头", "附件标题", "公文表格", "段首语"))
    assert "heading 1" not in told[0]
    assert "有页码的竖页、横页" in told[1]


def test_a_page_too_narrow_for_the_tables_is_refused_with_both_widths(db: None) -> None:
    def narrow(document: WordDocument) -> None:
        document.sections[1].left_margin = Mm(29)

    (told,) = refusal(changed(narrow))
    assert "有页码的竖页的版心宽155毫米" in told
    assert "156毫米" in told


def test_headings_that_number_themselves_are_refused(db: None) -> None:
    def count(document: WordDocument) -> None:
        document.styles["heading 1"].element.get_or_add_pPr().get_or_add_numPr()

    (told,) = refusal(changed(count))
    assert "自动编号：heading 1" in told


def test_a_head_that_fetches_from_elsewhere_is_refused(db: None) -> None:
    rels = (
        f'<Relationships xmlns="{HEAD[1:-1]}"><Relationship Id="rId1" TargetMode="External" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" '
        'Target="http://example.invalid/a.png"/></Relationships>'
    )
    with zipfile.ZipFile(BASE) as package:
        head = next(n for n in package.namelist() if n.startswith("word/header"))
    name = f"word/_rels/{Path(head).name}.rels"
    (told,) = refusal(repacked(**{name: rels.encode()}))
    assert "外部链接" in told


@pytest.mark.parametrize(
    ("content", "word_of_it"),
    [
        (b"", "空的"),
        (b"%PDF-1.7", "不是 Word 文件"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "不是 Word 文件"),
        (b"PK\x03\x04 broken", "打不开"),
    ],
)
def test_what_is_no_word_file_is_refused(db: None, content: bytes, word_of_it: str) -> None:
    (told,) = refusal(content)
    assert word_of_it in told


def test_macros_entities_and_bombs_are_refused(db: None) -> None:
    assert "宏" in refusal(repacked(**{"word/vbaProject.bin": b"x"}))[0]
    entity = b'<!DOCTYPE x [<!ENTITY a "b">]><w:styles/>'
    assert "实体" in refusal(repacked(**{"word/styles.xml": entity}))[0]
    assert "过大" in refusal(repacked(**{"word/media/a.bin": b"0" * (40 << 20)}))[0]
    assert "打不开" in refusal(repacked(**{"word/styles.xml": b"<w:styles"}))[0]


def test_the_own_base_gives_the_look_and_goes_again(db: None, tmp_path: Path) -> None:
    def song(document: WordDocument) -> None:
        fonts = document.styles["公文正文"].element.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), "宋体")

    region, other = RegionFactory(code="350206"), RegionFactory(code="350205")
    office = user_with(Role.OFFICE, region)
    first = report_base_upload(region=region, upload=upload(BASE.read_bytes()), user=office)
    before = file_path(first.file)
    base = report_base_upload(region=region, upload=upload(changed(song)), user=office)
    assert StoredFile.objects.get() == base.file
    assert base_path(region) == file_path(base.file) != before
    assert base_path(other) == BASE
    made = tmp_path / "made.docx"
    document = replace(sample_document(domains=2, annex_rows=5), demo=True)
    word.build(document, made, page_numbers=False, base=base_path(region))
    style = docx.Document(str(made)).styles["公文正文"]
    assert style.element.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia")) == "宋体"
    assert report_base_remove(region=region, user=office) is True
    assert report_base_remove(region=region, user=office) is False
    assert base_path(region) == BASE
    assert AuditEvent.objects.filter(user=office, region=region).count() == 3


def test_a_head_without_a_place_for_it_still_says_that_data_are_made_up(tmp_path: Path) -> None:
    def own_head(document: WordDocument) -> None:
        for section in document.sections:
            section.header.paragraphs[0].text = "某某办公室"
            section.even_page_header.paragraphs[0].text = "某某办公室"

    own, made = tmp_path / "own.docx", tmp_path / "made.docx"
    own.write_bytes(changed(own_head))
    document = replace(sample_document(domains=2, annex_rows=5), demo=True, draft=False)
    word.build(document, made, page_numbers=False, base=own)
    section = docx.Document(str(made)).sections[0]
    for head in (section.header, section.even_page_header):
        assert [p.text for p in head.paragraphs] == ["某某办公室", "演示数据"]


def test_the_system_base_leaves_no_sign_of_the_place_for_the_mark(tmp_path: Path) -> None:
    made = tmp_path / "made.docx"
    document = replace(sample_document(domains=2, annex_rows=5), demo=False, draft=False)
    word.build(document, made, page_numbers=False)
    with zipfile.ZipFile(made) as package:
        heads = [package.read(n).decode() for n in package.namelist() if "word/header" in n]
    assert heads
    assert not [head for head in heads if "标记" in head or "演示" in head]


def test_pages_follow_the_base() -> None:
    base = WordBase()
    assert 'w:orient="landscape"' in base.section_xml(PageKind.LANDSCAPE)
    first = base.section_xml(PageKind.PORTRAIT, starts="oddPage", first_number=1)
    assert 'w:val="oddPage"' in first
    assert first.index("pgMar") < first.index("pgNumType") < first.index("w:cols")


def test_the_office_of_the_place_changes_it_and_nobody_from_above(db: None, client: Client) -> None:
    city, district = RegionFactory(code="350200"), RegionFactory(code="350206")
    address = reverse("reports:report_base", args=[district.code])
    client.force_login(user_with(Role.OFFICE, city))
    assert client.get(address).status_code == 404
    client.force_login(user_with(Role.OFFICE, district))
    page = client.get(reverse("reports:report_list")).content.decode()
    assert address in page
    refused = client.post(address, {"file": upload(b"%PDF-1.7")})
    assert refused.status_code == 400
    assert "不是 Word 文件" in refused.content.decode()
    assert client.post(address).status_code == 400
    client.post(address, {"file": upload(BASE.read_bytes(), "甲区底稿.docx")})
    assert "甲区底稿.docx" in client.get(address).content.decode()
    taken = client.get(reverse("reports:report_base_file", args=[district.code]))
    assert b"".join(taken.streaming_content) == BASE.read_bytes()
    client.post(address, {"act": "remove"})
    assert not ReportBase.objects.exists()
