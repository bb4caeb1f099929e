"""Every link of a report is followed: on its page, and in its Word file."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from indicators.models import Indicator, Observation, PlanIndicator
from reports.builders import word
from reports.choices import ReportFormat, ReportKind
from reports.document import Number, Paragraph, walk
from reports.services.building import report_ask, report_document
from reports.services.subjects import on_assessment
from reports.tasks import report_run
from tests.asking import assessment_computed
from tests.factories import user_with
from tests.reports.links import links_left_open, rows_numbers_link_to
from tests.reports.test_build_report import assessment  # noqa: F401 - the fixture
from units.choices import Role

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client

    from assessments.models import Assessment
    from reports.models import Report

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(assessment: Assessment) -> Report:  # noqa: F811
    Observation.objects.filter(indicator__code="W1", reference_year=2010).delete()
    PlanIndicator.objects.filter(indicator__code="W1").update(base_value="86.42")
    # Of a census, carried into the year that is judged.
    Observation.objects.filter(indicator__code="W2", reference_year=2020).update(
        reference_year=2018
    )
    Indicator.objects.filter(code="W2").update(frequency="census")
    assessment = assessment_computed(assessment)
    asked = report_ask(
        subject=on_assessment(assessment), kind=ReportKind.FINAL, formats=[ReportFormat.EXCEL]
    )
    report_run(asked.pk)
    return asked.__class__.objects.with_subject().get(pk=asked.pk)


def addresses(html: str) -> set[str]:
    found = re.findall(r'(?:href|src|action)="([^"]+)"', html)
    return {unescape(one) for one in found if not one.startswith(("data:", "mailto:"))}


@pytest.mark.parametrize("role", [Role.OFFICE, Role.REVIEWER, Role.LEADER])
def test_every_link_of_the_page_leads_somewhere(report: Report, role: str, client: Client) -> None:
    client.force_login(user_with(role, report.region))
    page = reverse("reports:report", args=[report.pk])
    html = client.get(page).content.decode()
    links = {link for link in addresses(html) if not link.startswith("/static/")}
    forms = {
        unescape(action)
        for action in re.findall(r'<form[^>]+method="post"[^>]+action="([^"]+)"', html)
    }
    assert sum("#chain" in link or "#years" in link for link in links) >= 8
    bad = []
    for link in sorted(links - forms):
        path, _, anchor = link.partition("#")
        target = html
        if path:
            answer = client.get(path if path.startswith("/") else page + path)
            target = b"".join(answer).decode(errors="ignore")
            if answer.status_code not in (200, 302):
                bad.append((link, answer.status_code))
        if anchor and f'id="{anchor}"' not in target:
            bad.append((link, "no such place"))
    assert bad == []


def test_a_number_leads_to_the_year_it_is_of(report: Report, client: Client) -> None:
    client.force_login(user_with(Role.OFFICE, report.region))
    html = client.get(reverse("reports:report", args=[report.pk])).content.decode()
    links = {link for link in addresses(html) if "/indicators/" in link}
    assert any("W1" in link and link.endswith("year=2020#chain") for link in links)
    # The plan states the base; nobody reported it.
    assert any("W1" in link and link.endswith("year=2010#years") for link in links)
    assert any("W2" in link and link.endswith("year=2019#chain") for link in links)
    assert not any("W2" in link and "year=2020" in link for link in links)


def test_every_link_of_the_word_file_has_its_place(report: Report, tmp_path: Path) -> None:
    document = report_document(report)
    target = tmp_path / "report.docx"
    word.build(document, target, page_numbers=False)
    assert links_left_open(target) == (set(), set())
    numbers = {
        run.text
        for block in walk(document.sections)
        if isinstance(block, Paragraph)
        for run in block.runs
        if isinstance(run, Number)
    }
    linked = rows_numbers_link_to(target)
    assert numbers <= set().union(*linked.values())
