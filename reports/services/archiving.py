"""Putting an archive package (评估档案包) together."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reports import messages
from reports.builders import excel, pdf, word
from reports.builders.archive import Package
from reports.selectors.archive import archived
from reports.selectors.report_bases import base_path
from units.files import file_path
from units.models import StoredFile
from units.work_folders import work_folder

if TYPE_CHECKING:
    from assessments.models import Assessment
    from reports.document import Document


def archive_build(*, assessment: Assessment, document: Document, target: Path) -> None:
    """Report, data, rules, settings, submissions, ledgers, evidence list, checksums, verifier."""
    package = Package(target)
    with work_folder() as folder:
        words, book = Path(folder) / "report.docx", Path(folder) / "report.xlsx"
        word.build(document, words, base=base_path(assessment.region))
        excel.build(document, book)
        made = [words, book]
        if pdf.is_available():
            made.append(Path(folder) / "report.pdf")
            pdf.convert(words, made[-1])
        for path in made:
            package.add_file(f"report/{path.name}", path)
    package.add_json("assessment.json", assessment_facts(assessment))
    if assessment.frozen is not None:
        package.add_json("frozen.json", assessment.frozen)
    tables = archived(assessment)
    package.add_sheets(tables.sheets)
    files = StoredFile.objects.in_bulk(tables.originals.values(), field_name="key")
    for name, key in tables.originals.items():
        package.add_file(name, file_path(files[key]))
    about = messages.archive_about(
        document.title,
        has_pdf=pdf.is_available(),
        is_of_today=assessment.is_final and assessment.records is None,
    )
    package.close(about)


def _words(assessment: Assessment) -> dict[str, str]:
    """The verdicts in the words of the run, for the verifier."""
    words = assessment.words
    return {"met": words.met, "unmet": words.unmet}


def assessment_facts(assessment: Assessment) -> dict[str, object]:
    """Which run it is, its settings and its summary: assessment.json of the package."""
    return {
        "region": assessment.region.code,
        "region_name": assessment.place,
        "round": (assessment.frozen or {}).get("round") or assessment.round.name,
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
