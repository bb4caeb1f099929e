"""PDF through LibreOffice: a clear answer when it is missing, slow or fails."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from reports import messages
from reports.builders import pdf

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def word_file(tmp_path: Path) -> Path:
    path = tmp_path / "in.docx"
    path.write_bytes(b"PK")
    return path


def fake_office(folder: Path, body: str) -> None:
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{body}\n")
    program.chmod(0o755)


def test_a_missing_office_is_said_in_words(
    tmp_path: Path, word_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(pdf.PdfError) as refused:
        pdf.convert(word_file, tmp_path / "out.pdf")
    assert str(refused.value) == messages.PDF_NO_OFFICE
    assert not pdf.is_available()


def test_an_overrun_is_killed(
    tmp_path: Path, word_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_office(tmp_path, "sleep 60")
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    started = time.monotonic()
    with pytest.raises(pdf.PdfError, match="超过1秒"):
        pdf.convert(word_file, tmp_path / "out.pdf", timeout=1)
    assert time.monotonic() - started < 10
    assert not (tmp_path / "out.pdf").exists()


@pytest.mark.parametrize("body", ["exit 0", "exit 7"])
def test_an_office_that_makes_nothing_is_a_failure(
    tmp_path: Path, word_file: Path, monkeypatch: pytest.MonkeyPatch, body: str
) -> None:
    fake_office(tmp_path, body)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    with pytest.raises(pdf.PdfError) as failed:
        pdf.convert(word_file, tmp_path / "out.pdf")
    assert str(failed.value) == messages.PDF_FAILED
