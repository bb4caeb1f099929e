"""What a cell of 佐证材料名称 names, and which file is meant."""

from __future__ import annotations

import pytest

from indicators.core.evidence_names import evidence_key, evidence_names, says_no_evidence


@pytest.mark.parametrize(
    ("written", "file"),
    [
        ("卫生年报", "卫生年报.pdf"),
        ("卫生年报.docx", "卫生年报.pdf"),
        ("《卫生年报》", "卫生年报.PDF"),
        ("卫生 年报（盖章）", "卫生年报(盖章).jpeg"),
        ("ＡＢＣ年报", "abc年报.xlsx"),
        ("年报v1.2", "年报v1.2.pdf"),
        ("卫生\u200b年报", "卫生年报.png"),
    ],
)
def test_a_name_is_a_file_whatever_its_ending_and_width(written: str, file: str) -> None:
    assert evidence_key(written) == evidence_key(file)


@pytest.mark.parametrize(
    ("written", "file"),
    [("年报2023", "年报2024.pdf"), ("年报v1.2", "年报v1.3.pdf"), ("年报", "年报盖章.pdf")],
)
def test_a_near_name_is_another_file(written: str, file: str) -> None:
    assert evidence_key(written) != evidence_key(file)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("年报.pdf", ("年报.pdf",)),
        ("年报；通报", ("年报", "通报")),
        ("年报;通报\n汇总", ("年报", "通报", "汇总")),
        ("年报、通报，汇总", ("年报", "通报", "汇总")),
        ("1.年报\n2、通报\n（3）汇总", ("年报", "通报", "汇总")),
        ("年报、年报.pdf", ("年报",)),
        ("", ()),
        ("无", ()),
        ("——", ()),
        ("2024年报", ("2024年报",)),
    ],
)
def test_names_of_a_cell(text: str, names: tuple[str, ...]) -> None:
    assert evidence_names(text, set()) == names


def test_a_sign_inside_a_files_name_does_not_divide_it() -> None:
    files = {evidence_key("妇女、儿童发展公报.pdf"), evidence_key("1.年报.pdf")}
    assert evidence_names("年鉴、妇女、儿童发展公报、通报", files) == (
        "年鉴",
        "妇女、儿童发展公报",
        "通报",
    )
    assert evidence_names("1.年报", files) == ("1.年报",)


def test_nothing_written_is_not_the_word_none() -> None:
    assert not says_no_evidence("")
    assert says_no_evidence("无")
    assert says_no_evidence(" / ")
