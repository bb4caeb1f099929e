"""Putting an archive package (评估档案包) together."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from indicators.wording.verdicts import words_of
from reports import messages
from reports.builders import excel, pdf, word
from reports.builders.archive import Package
from reports.selectors.archive import archive_evidence, archive_originals, archive_sheets
from reports.selectors.report_bases import base_path
from units.files import file_path
from units.work_folders import work_folder

if TYPE_CHECKING:
    from assessments.models import Assessment
    from reports.document import Document


def archive_build(*, assessment: Assessment, document: Document, target: Path) -> None:
    """Report, data, rules, settings, submissions, ledgers, evidence list, checksums, verifier."""
    package = Package(target)
    with work_folder() as folder:
        words, tables = Path(folder) / "report.docx", Path(folder) / "report.xlsx"
        word.build(document, words, base=base_path(assessment.region))
        excel.build(document, tables)
        made = [words, tables]
        if pdf.is_available():
            made.append(Path(folder) / "report.pdf")
            pdf.convert(words, made[-1])
        for path in made:
            package.add_file(f"report/{path.name}", path)
    package.add_json("assessment.json", _about(assessment))
    if assessment.frozen is not None:
        package.add_json("frozen.json", assessment.frozen)
    package.add_sheets([*archive_sheets(assessment), archive_evidence(assessment)])
    for original in archive_originals(assessment):
        package.add_file(original.path, file_path(original.file))
    package.close(messages.archive_about(document.title, has_pdf=pdf.is_available()))


def _words(assessment: Assessment) -> dict[str, str]:
    """The verdicts in the words of the run, for the verifier."""
    words = words_of(assessment.settings, assessment.stage)
    return {"met": words.met, "unmet": words.unmet}


def _about(assessment: Assessment) -> dict[str, object]:
    return {
        "region": assessment.region.code,
        "region_name": assessment.region.name,
        "round": assessment.round.name,
        "kind": assessment.kind,
        "stage": assessment.stage,
        "year": assessment.year,
        "settings": assessment.settings,
        "summary": assessment.summary,
        "words": _words(assessment),
        "is_final": assessment.is_final,
        "content_hash": assessment.content_hash,
        "hash_algorithm": assessment.hash_algorithm,
    }
