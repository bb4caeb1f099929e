"""PDF through LibreOffice: a clear answer when it is missing, slow or fails."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pypdf
import pytest

from reports import messages
from reports.builders import office, pdf
from reports.builders.office import Office

if TYPE_CHECKING:
    from collections.abc import Iterator
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


@pytest.fixture
def running() -> Iterator[Office]:
    path = office.program()
    if path is None:
        pytest.skip("LibreOffice is not installed")
    one = Office(path)
    yield one
    one.stop()


@pytest.mark.office
def test_files_go_through_one_running_office_until_it_is_worn(
    tmp_path: Path, running: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "MOST_FILES", 2)
    source = tmp_path / "in.txt"
    source.write_text("一段文字")
    processes = []
    for number in range(3):
        assert running.convert(source, tmp_path, 60)
        assert running.is_running
        processes.append(running._process)
        made = tmp_path / "in.pdf"
        assert "一段文字" in pypdf.PdfReader(made).pages[0].extract_text(), number
        made.unlink()
    assert processes[0] is processes[1]
    assert processes[2] is not processes[1]
    assert processes[1].poll() is not None


@pytest.mark.office
def test_the_pdf_is_tagged_and_made_to_be_kept(tmp_path: Path, running: Office) -> None:
    source = tmp_path / "in.txt"
    source.write_text("一段文字")
    assert running.convert(source, tmp_path, 60)
    made = pypdf.PdfReader(tmp_path / "in.pdf")
    root = made.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert b"<pdfaid:part>2</pdfaid:part>" in root["/Metadata"].get_data()


@pytest.mark.office
def test_it_ends_with_the_process_that_holds_it(tmp_path: Path) -> None:
    if office.program() is None:
        pytest.skip("LibreOffice is not installed")
    source = tmp_path / "in.txt"
    source.write_text("一段文字")
    script = (
        "import os, django; django.setup(); from pathlib import Path\n"
        "from reports.builders.office import office\n"
        f"one = office(); assert one.convert(Path({str(source)!r}), Path({str(tmp_path)!r}), 60)\n"
        "print(one._process.pid, flush=True); os.kill(os.getpid(), 9)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    group = int(done.stdout)
    until = time.monotonic() + 10
    while time.monotonic() < until:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    raise AssertionError("LibreOffice outlived the worker that was killed")


def test_an_office_that_does_not_stay_open_still_converts(
    tmp_path: Path,
    word_file: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    fake_office(
        tmp_path,
        'case "$*" in *--convert-to*) for last; do :; done; echo made > "${last%.docx}.pdf";; esac',
    )
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    pdf.convert(word_file, tmp_path / "out.pdf")
    assert (tmp_path / "out.pdf").read_text() == "made\n"
    assert "does not stay open" in caplog.text
