"""Edited paragraphs: kept, flagged, exchanged; the words are never touched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.core.editing import (
    Change,
    Edit,
    PrintedNumber,
    apply,
    can_exchange,
    changes,
    exchange,
    numbers_of,
    paragraphs_of,
    runs_of,
)
from reports.document import Document, Number, Paragraph, Section, Text

OLD = (PrintedNumber("c", "99"), PrintedNumber("c", "97.06%"), PrintedNumber("w.I007", "80.6%"))
NEW = (PrintedNumber("c", "98"), PrintedNumber("c", "96.08%"), PrintedNumber("w.I007", "78.6%"))
TEXT = "达标99项，达标率为97.06%，筛查率为80.6%，值得肯定。"


def test_changed_numbers_are_listed_old_and_new():
    assert changes(Edit(TEXT, OLD), NEW) == (
        Change("c", "99", "98"),
        Change("c", "97.06%", "96.08%"),
        Change("w.I007", "80.6%", "78.6%"),
    )
    assert changes(Edit(TEXT, OLD), OLD) == ()


def test_only_the_numbers_are_exchanged():
    done = exchange(Edit(TEXT, OLD), NEW)
    assert done.text == "达标98项，达标率为96.08%，筛查率为78.6%，值得肯定。"
    assert changes(done, NEW) == ()


def test_a_number_inside_a_longer_one_is_not_touched():
    edit = Edit("2099年达标99项，比0.99多", (PrintedNumber("c", "99"),))
    assert exchange(edit, (PrintedNumber("c", "98"),)).text == "2099年达标98项，比0.99多"


def test_numbers_of_other_places_cannot_be_exchanged_but_are_told():
    other = (PrintedNumber("c", "98"), PrintedNumber("w.I040", "29.14%"))
    edit = Edit(TEXT, OLD[:1] + OLD[2:])
    assert not can_exchange(edit, other)
    assert set(changes(edit, other)) == {
        Change("c", "99", None),
        Change("w.I007", "80.6%", None),
        Change("c", None, "98"),
        Change("w.I040", None, "29.14%"),
    }
    with pytest.raises(ValueError, match="cannot be exchanged"):
        exchange(edit, other)


def test_a_changed_number_that_was_deleted_from_the_text_cannot_be_exchanged():
    assert not can_exchange(Edit("达标率为97.06%。", OLD[:2]), NEW[:2])
    assert can_exchange(Edit("达标率为97.06%。", (OLD[0], OLD[1])), (OLD[0], NEW[1]))


def test_typed_text_is_linked_again():
    assert runs_of(TEXT, OLD)[:3] == (Text("达标"), Number("99", "c"), Text("项，达标率为"))
    assert "".join(run.text for run in runs_of(TEXT, OLD)) == TEXT


def document(*paragraphs: Paragraph) -> Document:
    section = Section("s", "一、", 1, (Section("t", "（一）", 2, paragraphs),))
    return Document("final", ("题",), "单位", "2021年9月", (section,))


def test_lines_become_paragraphs_and_nothing_removes_it():
    first = Paragraph("p1", (Text("原"), Number("99", "c")))
    second = Paragraph("p2", (Text("留"),))
    edited = apply(
        document(first, second), {"p1": Edit("甲99\n\n乙", numbers_of(first)), "p2": Edit("", ())}
    )
    inner = edited.sections[0].blocks[0]
    assert [(p.key, p.text) for p in inner.blocks] == [("p1", "甲99"), ("p1-2", "乙")]


@given(st.text(alphabet="甲乙0123456789.%", max_size=30), st.lists(st.integers(0, 99), max_size=4))
def test_linking_never_changes_a_letter(text, values):
    numbers = tuple(PrintedNumber(f"k{i}", str(v)) for i, v in enumerate(values))
    assert "".join(run.text for run in runs_of(text, numbers)) == text


LEAD = Text("1. 健康：12项达标11项。", strong=True)
LED = Paragraph("k", (LEAD, Number("96.24%", "a"), Text("。")))


@pytest.mark.parametrize(
    ("typed", "bold"),
    [
        ("1. 健康：12项达标11项。该率为96.24%。", "1. 健康：12项达标11项。"),
        ("1. 健康：多数达标。该率为96.24%。", "1. 健康：多数达标。"),
        ("没有句号的一段96.24%", ""),
    ],
)
def test_an_edited_paragraph_keeps_its_lead_in_bold(typed: str, bold: str) -> None:
    document = Document("final", ("题",), "单位", "", (Section("s", "一", 1, (LED,)),))
    done = apply(document, {"k": Edit(typed, (PrintedNumber("a", "96.24%"),))})
    runs = paragraphs_of(done)["k"].runs
    assert "".join(run.text for run in runs) == typed
    assert "".join(run.text for run in runs if run.strong) == bold
    assert any(isinstance(run, Number) and run.source == "a" for run in runs)
