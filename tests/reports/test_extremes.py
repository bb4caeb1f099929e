"""Reports of next to nothing and of very much: each builds, is valid and can be printed."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import openpyxl
import pypdf
import pytest
from django.utils import timezone

from assessments.models import Assessment
from assessments.services.requests import AssessmentRequest
from indicators.core.vocabulary import Stage
from reports.builders import excel, pdf, word
from reports.builders.word_toc import heading_pages
from reports.selectors.report_facts import facts_for
from reports.services.composing import report_compose
from tests import factories as make
from tests.asking import assessment_asked, assessment_computed
from tests.reports.links import links_left_open

if TYPE_CHECKING:
    from reports.document import Document

pytestmark = pytest.mark.django_db
NASTY = ("<script>alert(1)</script>", "=1+1", "{{7*7}}", "A&B")
LONGEST_NAME = 80


def named(number: int) -> str:
    """Eighty characters, with what other programs would run."""
    return (NASTY[number % len(NASTY)] + f"{number}妇女儿童发展监测统计指标" * 9)[:LONGEST_NAME]


def assessed(
    count: int,
    *,
    years: tuple[int, ...] = (2010, 2019, 2020),
    kinds: tuple[str, ...] = ("women",),
    name: str = "",
) -> Assessment:
    region = make.RegionFactory(name=name) if name else make.RegionFactory()
    lead = make.MemberUnitFactory(region=region, name=named(0)[:60] if name else "卫生健康局")
    for kind in kinds:
        plan = make.PlanFactory(region=region, kind=kind)
        domains = [
            make.DomainFactory(plan=plan, name=f"领域{n}", order=n) for n in range(count // 40 + 1)
        ]
        for order in range(count // len(kinds)):
            code = f"{kind[0]}{order}"
            indicator = make.IndicatorFactory(
                code=code, name=named(order) if name else f"第{order + 1}项监测指标比率"
            )
            row = make.PlanIndicatorFactory(
                plan=plan,
                domain=domains[order // 40],
                indicator=indicator,
                order=order,
                rule="at_least",
            )
            row.responsibilities.create(unit=lead, kind="lead")
            make.TargetFactory(plan_indicator=row, value="85")
            for year in years:
                make.ObservationFactory(
                    indicator=indicator,
                    region=region,
                    reference_year=year,
                    value=f"{70 + (order * 7 + year) % 30}.00",
                    decimals=2,
                )
    round_ = plan.round
    question = AssessmentRequest(
        region, round_, Stage.FINAL, 2020, "both" if len(kinds) > 1 else kinds[0]
    )
    return assessment_computed(assessment_asked(question))


def final(assessment: Assessment) -> Document:
    return report_compose(facts=facts_for(assessment, today=timezone.localdate()), kind="final")


def valid(document: Document, folder: Path) -> Path:
    target = folder / "r.docx"
    document = replace(document, cover=True, toc=True)
    word.build(document, target, page_numbers=False)
    tool = Path(sys.executable).with_name("docx-integrity")
    checked = subprocess.run([tool, "check", target], capture_output=True, text=True, check=False)
    assert "0 error(s), 0 warning(s)" in checked.stdout, checked.stdout
    left = links_left_open(target)
    assert left == (set(), set())
    excel.build(document, folder / "r.xlsx")
    return target


@pytest.mark.parametrize(
    ("count", "years", "kinds"),
    [
        (3, (), ("women",)),
        (4, (), ("women", "children")),
        (1, (2010, 2019, 2020), ("women",)),
        (1, (2020,), ("women",)),
        (1, (), ("women",)),
        (2, (2010, 2019, 2020), ("children",)),
        (2, (2010,), ("women", "children")),
    ],
)
@pytest.mark.parametrize("kind", ["final", "annual"])
def test_next_to_nothing_builds(
    count: int, years: tuple[int, ...], kinds: tuple[str, ...], kind: str, tmp_path: Path
) -> None:
    facts = facts_for(assessed(count, years=years, kinds=kinds), today=timezone.localdate())
    document = report_compose(facts=facts, kind=kind)
    target = valid(document, tmp_path)
    text = "\n".join(paragraph.text for paragraph in docx.Document(str(target)).paragraphs)
    assert "None" not in text
    assert "0项指标中" not in text
    if 2020 not in years:
        assert "—%" not in text
        assert "达标率为0" not in text


def test_names_that_programs_would_run_are_only_names(tmp_path: Path) -> None:
    document = final(assessed(8, name="双江拉祜族佤族布朗族傣族自治县"))
    target = valid(document, tmp_path)
    word_text = "".join(
        cell.text
        for table in docx.Document(str(target)).tables
        for row in table.rows
        for cell in row.cells
    )
    assert named(0)[:60] in word_text  # a unit's name has at most 60 characters
    for number in range(1, 4):
        assert named(number) in word_text
    for sheet in openpyxl.load_workbook(tmp_path / "r.xlsx"):
        for row in sheet.iter_rows():
            for cell in row:
                if "妇女儿童发展监测统计指标" in str(cell.value):
                    assert cell.data_type == "s", cell.coordinate


@pytest.mark.office
def test_four_hundred_indicators_are_told_in_sixty_pages(tmp_path: Path) -> None:
    document = final(assessed(400, kinds=("women", "children")))
    target = valid(document, tmp_path)
    pdf.convert(target, tmp_path / "r.pdf")
    _, entries = word.compose(document)
    pages = heading_pages(tmp_path / "r.pdf", entries)
    assert pages is not None
    first_annex = next(
        page for entry, page in zip(entries, pages, strict=True) if entry.shown.startswith("附件")
    )
    assert first_annex - 1 <= 60
    assert len(pypdf.PdfReader(tmp_path / "r.pdf").pages) > first_annex
