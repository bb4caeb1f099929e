"""Feedback to one unit, comparison of places, and what a finalised run keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from assessments.models import Assessment
from assessments.services.finalising import assessment_finalise
from assessments.services.requests import AssessmentRequest
from indicators.core.vocabulary import Stage
from indicators.models import Observation, ObservationRevision
from reports.document import Paragraph, walk
from reports.selectors.report_facts import facts_for
from reports.services.composing import report_compose
from tests import factories as make
from tests.asking import assessment_asked, assessment_computed
from units.choices import JobState
from units.printed_table import Table

if TYPE_CHECKING:
    from reports.document import Document
    from units.models import Region

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> Region:
    """A city with a plan and two districts judged by it; two units lead one indicator each."""
    city = make.RegionFactory(code="350200", name="某市")
    plan = make.PlanFactory(region=city, title="某市妇女发展规划（2011—2020年）")
    domain = make.DomainFactory(plan=plan)
    districts = [
        make.RegionFactory(code="350203", name="甲区", parent=city),
        make.RegionFactory(code="350206", name="乙区", parent=city),
    ]
    for order, (code, unit) in enumerate((("X1", "卫健委"), ("X2", "教育局"))):
        indicator = make.IndicatorFactory(code=code, name=f"指标{code}")
        row = make.PlanIndicatorFactory(
            plan=plan, domain=domain, indicator=indicator, order=order, is_key=True
        )
        row.responsibilities.create(
            unit=make.MemberUnitFactory(region=city, name=unit), kind="lead"
        )
        make.TargetFactory(plan_indicator=row, value=90)
        for place, value in ((city, "95"), (districts[0], "96"), (districts[1], "85")):
            for year in (2010, 2019, 2020):
                made = make.ObservationFactory(
                    indicator=indicator, region=place, reference_year=year, value=value
                )
                _revision(made)
    return city


def _revision(row: Observation, why: str = "") -> None:
    names = ("indicator", "region", "reference_year", "value", "source", "revision")
    ObservationRevision.objects.create(
        **{name: getattr(row, name) for name in names}, approved_at=row.approved_at, why=why
    )


def judged(region: Region) -> Assessment:
    round_ = make.RoundFactory()
    row = assessment_asked(AssessmentRequest(region, round_, Stage.FINAL, 2020, "both"))
    return assessment_computed(row)


def texts(document: Document) -> str:
    return "\n".join(b.text for b in walk(document.sections) if isinstance(b, Paragraph))


def test_a_unit_reads_of_its_own_indicators_only(city: Region) -> None:
    unit = city.units.get(name="教育局")
    facts = facts_for(judged(city), today=timezone.localdate(), unit=unit)
    document = report_compose(facts=facts, kind="unit")
    assert document.title_lines[1] == "教育局2020年指标评估结果反馈单"
    table = next(b for b in walk(document.sections) if isinstance(b, Table))
    assert [row.cells[0].text for row in table.rows] == ["指标X2"]
    assert "牵头1项监测指标" in texts(document)
    assert "X1" not in texts(document)


def test_a_unit_that_leads_nothing_is_told_so(city: Region) -> None:
    unit = make.MemberUnitFactory(region=city, name="气象局")
    facts = facts_for(judged(city), today=timezone.localdate(), unit=unit)
    document = report_compose(facts=facts, kind="unit")
    assert "气象局没有牵头的监测指标。" in texts(document)


def test_places_stand_side_by_side(city: Region) -> None:
    for district in city.children.all():
        judged(district)
    facts = facts_for(judged(city), today=timezone.localdate(), with_places=True)
    assert [place.name for place in facts.places] == ["甲区", "乙区"]
    document = report_compose(facts=facts, kind="regions")
    text = texts(document)
    assert "达标率在0.00%—100.00%之间" in text
    assert "甲区没有未达标指标" in text
    assert "2项指标至少在一个地区未达标（见" in text
    assert "半数" not in text  # of two places nothing is said to be half
    annex = document.annexes[0].blocks[0]
    assert isinstance(annex, Table)
    assert annex.width == 225
    assert [cell.text for cell in annex.rows[0].cells[4:]] == ["96.00", "85.00"]
    assert [cell.strong for cell in annex.rows[0].cells[4:]] == [False, True]


def test_without_runs_below_the_comparison_says_what_to_do(city: Region) -> None:
    facts = facts_for(judged(city), today=timezone.localdate(), with_places=True)
    document = report_compose(facts=facts, kind="regions")
    assert "请先对各地区作同样的评估" in texts(document)
    assert document.annexes == ()


def test_other_settings_are_not_compared(city: Region) -> None:
    district = city.children.get(name="甲区")
    other = judged(district)
    Assessment.objects.filter(pk=other.pk).update(settings={**other.settings, "decimals": 1})
    facts = facts_for(judged(city), today=timezone.localdate(), with_places=True)
    assert facts.places == ()


def test_corrections_are_listed_with_old_and_new(city: Region) -> None:
    row = judged(city)
    changed = Observation.objects.get(region=city, indicator__code="X1", reference_year=2019)
    changed.value, changed.revision, changed.source = 12, 2, "correction"
    changed.approved_at = timezone.now()
    _revision(changed, why="重新核对台账")
    document = report_compose(facts=facts_for(row, today=timezone.localdate()), kind="final")
    annex = next(a for a in document.annexes if a.key == "sources")
    table = annex.blocks[1]
    assert isinstance(table, Table)
    assert table.width == 225
    assert [cell.text for cell in table.rows[0].cells[:5]] == [
        "指标X1",
        "2019",
        "95.00",
        "12.00",
        "重新核对台账",
    ]


def test_a_finalised_run_is_rebuilt_from_the_figures_of_then(city: Region) -> None:
    row = judged(city)
    Assessment.objects.filter(pk=row.pk).update(job_state=JobState.DONE)
    row.refresh_from_db()
    final = assessment_finalise(assessment=row, user=None)
    before = report_compose(facts=facts_for(final, today=timezone.localdate()), kind="final")
    changed = Observation.objects.get(region=city, indicator__code="X1", reference_year=2019)
    changed.value, changed.revision = 12, 2
    changed.approved_at = timezone.now()
    changed.save()
    _revision(changed)
    again = report_compose(facts=facts_for(final, today=timezone.localdate()), kind="final")
    assert again == before
    assert not again.draft
