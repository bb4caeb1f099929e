"""Numbers of headings, tables, figures and annexes."""

from __future__ import annotations

import pytest

from reports.document import Annex, Document, Orientation, Paragraph, Reference, Section, Text
from reports.numbering import chinese_number, heading_prefix, numbered
from units.printed_table import Cell, Column, Row, Table


@pytest.mark.parametrize(
    ("number", "text"),
    [(1, "一"), (9, "九"), (10, "十"), (11, "十一"), (20, "二十"), (42, "四十二"), (99, "九十九")],
)
def test_chinese_heading_numbers(number: int, text: str) -> None:
    assert chinese_number(number) == text


@pytest.mark.parametrize("number", [0, 100, -1])
def test_numbers_without_a_heading_form_are_refused(number: int) -> None:
    with pytest.raises(ValueError, match="no Chinese heading number"):
        chinese_number(number)


def test_prefixes_follow_the_official_levels() -> None:
    assert [heading_prefix(level, 2) for level in (1, 2, 3, 4)] == [
        "二、",
        "（二）",
        "2. ",
        "（2）",
    ]


def table(key: str, *, captioned: bool = True) -> Table:
    columns = (Column("a", "甲", 156),)
    return Table(key, "表", columns, (Row((Cell("1"),)),), captioned=captioned)


def document(*sections: Section, annexes: tuple[Annex, ...] = ()) -> Document:
    return numbered(Document("final", ("报告",), "单位", "2021年9月", sections, annexes))


def test_a_summary_takes_no_number_and_leaves_no_gap() -> None:
    made = document(
        Section("s", "摘　要", 1, numbered=False),
        Section("a", "总体情况", 1),
        Section("b", "问题", 1, (Section("b1", "未达标", 2), Section("b2", "差距", 2))),
    )
    assert [section.heading for section in made.sections] == ["摘　要", "一、总体情况", "二、问题"]
    inner = made.sections[2].blocks
    assert [s.heading for s in inner if isinstance(s, Section)] == ["（一）未达标", "（二）差距"]


def test_tables_are_numbered_through_and_references_find_them() -> None:
    words = Paragraph("p", (Text("见"), Reference("t2"), Text("和"), Reference("x"), Text("。")))
    made = document(
        Section("a", "甲", 1, (table("t1"), words)),
        Section("b", "乙", 1, (table("t2"),)),
        annexes=(
            Annex("y", "其一", Orientation.LANDSCAPE, ()),
            Annex("x", "其二", Orientation.PORTRAIT, (table("t3", captioned=False),)),
        ),
    )
    paragraph = made.sections[0].blocks[1]
    assert isinstance(paragraph, Paragraph)
    assert paragraph.text == "见表2和附件2。"
    assert [annex.number for annex in made.annexes] == [1, 2]


def test_a_reference_to_nothing_is_an_error() -> None:
    with pytest.raises(ValueError, match="unknown block: gone"):
        document(Section("a", "甲", 1, (Paragraph("p", (Reference("gone"),)),)))


def test_a_row_with_a_missing_cell_is_an_error() -> None:
    columns = (Column("a", "甲", 100), Column("b", "乙", 56))
    with pytest.raises(ValueError, match="has 1 cells"):
        Table("t", "表", columns, (Row((Cell("1"),)),))
