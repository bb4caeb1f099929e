"""The form of the paper: what the office enters, where it is printed, what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import docx
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from reports.builders import word
from reports.choices import ReportFormat, ReportKind
from reports.models import Report
from reports.services.building import report_ask, report_document
from reports.services.editing import report_paper_save
from reports.services.subjects import on_assessment
from reports.words.paper import Paper, day_text
from tests.factories import user_with
from tests.reports.test_build_report import assessment  # noqa: F401 - the fixture
from units.choices import Role

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client

    from assessments.models import Assessment

FILLED = {
    "number": "湖妇儿工委〔2021〕3号",
    "addressee": "区人民政府：",
    "signed_by": "湖里区妇儿工委",
    "dated": "2021-09-05",
    "header": "内部资料",
    "toc": "on",
    "copies_to": "市妇儿工委，区委办公室。",
    "printed_by": "湖里区妇儿工委办公室",
    "printed_on": "2021-09-06",
}


@pytest.fixture
def report(assessment: Assessment) -> Report:  # noqa: F811
    asked = report_ask(
        subject=on_assessment(assessment), kind=ReportKind.FINAL, formats=[ReportFormat.WORD]
    )
    return Report.objects.with_subject().get(pk=asked.pk)


def lines(document: docx.document.Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


@pytest.mark.django_db
def test_what_the_office_enters_is_printed_and_kept(
    report: Report, client: Client, tmp_path: Path
) -> None:
    client.force_login(user_with(Role.OFFICE, report.region))
    page = reverse("reports:report_paper", args=[report.pk])
    assert client.post(page, FILLED).status_code == 302
    report.refresh_from_db()
    target = tmp_path / "r.docx"
    word.build(report_document(report), target, page_numbers=False)
    made = docx.Document(str(target))
    said = lines(made)
    title = said.index("湖里区妇女发展规划（2011—2020年）")
    assert said[title - 1] == "湖妇儿工委〔2021〕3号"
    assert "区人民政府：" in said
    signed = said.index("湖里区妇儿工委")
    assert signed > said.index("区人民政府：")
    assert said[signed + 1] == "2021年9月5日"
    cells = [cell.text for row in made.tables[-1].rows for cell in row.cells]
    assert "抄送：市妇儿工委，区委办公室。" in cells
    assert "2021年9月6日印发" in cells
    heads = {p.text for section in made.sections for p in section.header.paragraphs}
    assert any(head.startswith("内部资料　") for head in heads)
    assert made.core_properties.author == "湖里区妇儿工委"
    assert made.core_properties.subject == "终期评估报告"
    # No box was ticked for a cover.
    assert not any(p.style.name == "封面题目" for p in made.paragraphs)
    form = client.get(page).content.decode()
    assert "湖妇儿工委〔2021〕3号" in form
    assert 'value="2021-09-05"' in form


@pytest.mark.django_db
@pytest.mark.parametrize(
    "number", ["湖妇儿工委[2021]3号", "湖妇儿〔2021〕第3号", "湖妇儿〔2021〕03号", "湖〔21〕3号"]
)
def test_a_number_that_is_written_wrongly_is_refused(
    report: Report, client: Client, number: str
) -> None:
    client.force_login(user_with(Role.OFFICE, report.region))
    answer = client.post(
        reverse("reports:report_paper", args=[report.pk]), {**FILLED, "number": number}
    )
    assert answer.status_code == 200
    assert "的写法不对" in answer.content.decode()
    report.refresh_from_db()
    assert report.options == {}


@pytest.mark.django_db
def test_half_an_imprint_is_refused(report: Report, client: Client) -> None:
    client.force_login(user_with(Role.OFFICE, report.region))
    answer = client.post(
        reverse("reports:report_paper", args=[report.pk]), {**FILLED, "printed_on": ""}
    )
    assert "版记要填全" in answer.content.decode()


@pytest.mark.django_db
def test_an_issued_report_keeps_its_form(report: Report) -> None:
    office = user_with(Role.OFFICE, report.region)
    Report.objects.filter(pk=report.pk).update(state="issued", issued_at=timezone.now())
    with pytest.raises(ValidationError, match="已印发"):
        report_paper_save(report=report, paper=Paper(number="湖〔2021〕3号"), user=office)
    report.refresh_from_db()
    assert report.options == {}


def test_the_imprint_of_version_0_1_is_read() -> None:
    imprint = {"copies_to": "甲", "printed_by": "乙", "printed_on": "2021年9月6日"}
    old = {"toc": False, "imprint": imprint}
    paper = Paper.from_options(old)
    assert paper.imprint is not None
    assert (paper.toc, paper.cover, paper.imprint.printed_on) == (False, None, "2021年9月6日")
    assert Paper.from_options(paper.to_options()) == paper


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("2021-09-05", "2021年9月5日"),
        ("2021年9月", "2021年9月"),
        ("", ""),
        ("2021-9月-1", "2021-9月-1"),
    ],
)
def test_days_are_printed_without_noughts(text: str, printed: str) -> None:
    assert day_text(text) == printed
