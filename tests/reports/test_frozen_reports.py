"""A finalised run's documents and pages are made from what was frozen, whatever changed since."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.core.tally import Tally
from assessments.models import Assessment
from assessments.selectors.result_lines import indicators_of
from assessments.selectors.run_book import best_runs
from assessments.services.finalising import assessment_finalise, assessment_recheck
from indicators.core.vocabulary import Verdict
from indicators.models import (
    Domain,
    Indicator,
    IndicatorDefinition,
    Observation,
    Plan,
    PlanIndicator,
    Responsibility,
    Round,
    Target,
)
from reports.facts import (
    Background,
    CorrectedFigure,
    Earlier,
    Place,
    ReportFacts,
    Reporting,
    Summary,
)
from reports.frozen_facts import facts_from_plain, facts_to_plain
from reports.messages import archive_about
from reports.selectors.archive import archived
from reports.selectors.comparison import places_below
from reports.selectors.report_facts import facts_for
from reports.services.archiving import assessment_facts
from reports.services.composing import report_compose
from tests import factories as make
from tests.factories import final_unguard
from tests.reports.test_build_report import assessment  # noqa: F401 - the fixture
from units.choices import JobState, Role
from units.models import MemberUnit, Region

if TYPE_CHECKING:
    from reports.document import Document

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def final(assessment: Assessment) -> Assessment:  # noqa: F811
    for code in ("W1", "W2", "W3"):
        IndicatorDefinition.objects.create(
            indicator=Indicator.objects.get(code=code), valid_from=2000, definition=f"{code}的解释"
        )
    make.ObservationFactory(
        indicator=Indicator.objects.get(code="W2"),
        region=assessment.region,
        reference_year=2020,
        breakdown="area:rural",
        value=70,
    )
    Assessment.objects.filter(pk=assessment.pk).update(job_state=JobState.DONE)
    assessment.refresh_from_db()
    assessment_finalise(assessment=assessment, user=None)
    return Assessment.objects.get(pk=assessment.pk)


def document(pk: int) -> Document:
    row = Assessment.objects.select_related("region", "round").get(pk=pk)
    return report_compose(facts=facts_for(row, today=timezone.localdate()), kind="final")


def upside_down() -> None:
    """Everything of the catalogue is another thing; the figures too."""
    other = make.MemberUnitFactory(region=Region.objects.get(), name="另一个单位")
    Target.objects.update(value=99)
    Responsibility.objects.update(unit=other)
    MemberUnit.objects.exclude(pk=other.pk).update(name="改名的单位", short_name="改名")
    Region.objects.update(name="改名区")
    Round.objects.update(name="改名的轮次", start_year=2012, end_year=2021)
    Plan.objects.update(title="改名的规划", start_year=2012, midterm_year=2016)
    Domain.objects.update(name="改名的领域")
    Indicator.objects.update(name="改名的指标", frequency="census")
    IndicatorDefinition.objects.update(definition="改了的解释", numerator="别的分子")
    PlanIndicator.objects.update(
        name="改名的指标",
        target_text="改了的目标",
        is_key=False,
        is_verified=False,
        source="改了的出处",
        baseline_year=2012,
    )
    PlanIndicator.objects.filter(rule="at_least").update(rule="at_most")
    Observation.objects.update(value=1, decimals=0, sheet="别的表", cell="A1")
    make.ObservationFactory(
        indicator=Indicator.objects.get(code="W5"), region=Region.objects.get(), reference_year=2019
    )


def test_the_rebuilt_document_has_equal_parts(final: Assessment) -> None:
    before = document(final.pk)
    upside_down()
    after = document(final.pk)
    assert after.title_lines == before.title_lines
    assert after.sections == before.sections
    assert after.annexes == before.annexes
    assert after == before


def test_a_units_sheet_keeps_the_unit_that_led_then(final: Assessment) -> None:
    unit = MemberUnit.objects.get()
    before = facts_for(final, today=timezone.localdate(), unit=unit)
    assert len(before.items) == 5
    upside_down()
    again = Assessment.objects.get(pk=final.pk)
    assert facts_for(again, today=timezone.localdate(), unit=unit) == before


def test_the_page_of_results_reads_what_was_frozen(final: Assessment) -> None:
    office = make.user_with(Role.OFFICE, final.region)
    client = Client()
    client.force_login(office, backend=BACKEND)
    address = reverse("reports:assessment_detail", args=[final.pk])
    before = client.get(address)
    upside_down()
    after = client.get(address)
    assert after.context["rows"] == before.context["rows"]
    assert after.context["groups"] == before.context["groups"]
    assert str(after.context["assessment"]) == "湖里区2020年终期评估"
    assert "改名的指标" not in after.content.decode()
    assert "改名的单位" not in after.content.decode()


PAGES = (
    ("reports:assessment_detail", True),
    ("reports:assessment_list", False),
    ("reports:home", False),
    ("reports:dashboard", False),
    ("reports:dashboard_indicators", False),
    ("reports:dashboard_places", False),
    ("reports:dashboard_rounds", False),
)


@pytest.mark.parametrize(("name", "is_of_run"), PAGES)
def test_no_page_tells_a_frozen_run_by_names_of_today(
    final: Assessment, name: str, is_of_run: bool
) -> None:
    leader = make.user_with(Role.LEADER, final.region)
    client = Client()
    client.force_login(leader, backend=BACKEND)
    address = reverse(name, args=[final.pk] if is_of_run else [])
    before = told(client.get(address).content.decode())
    upside_down()
    assert told(client.get(address).content.decode()) == before


def told(page: str) -> str:
    """What a page says of its runs: without the frame, the choices of filters and who asks."""
    page = page.partition("<main")[2].partition("</main>")[0]
    for part in (r"<form.*?</form>", r'<section[^>]*"grants".*?</section>', r'href="[^"]*"'):
        page = re.sub(part, "", page, flags=re.DOTALL)
    return re.sub(r"(chart|table|data)-?\d+", "", page)


def test_the_places_below_are_compared_by_the_names_their_frozen_runs_had(
    final: Assessment,
) -> None:
    city = make.RegionFactory(code="350200", name="厦门市")
    Region.objects.filter(pk=final.region_id).update(parent=city)
    Region.objects.filter(pk=final.region_id).update(name="改名区")
    Round.objects.update(start_year=2012)
    PlanIndicator.objects.update(name="改名的指标")
    [run] = best_runs([final.region_id], "2011-2020", 2020, "").values()
    assert (run.place, run.round_years) == ("湖里区", "2011—2020年")
    assert [line.name for line in indicators_of(run, "both")][:2] == [
        "孕产妇系统管理率",
        "妇女常见病定期筛查率",
    ]
    [below] = places_below(city, run, "both", "")
    assert below.name == "湖里区"


def test_the_archive_holds_the_tables_as_they_were(final: Assessment) -> None:
    before = archived(final)
    names = {sheet.name: sheet for sheet in before.sheets}
    assert "85" in names["targets"].rows[0]
    assert names["values"].rows[0][names["values"].head.index("value")] == "86.42"
    upside_down()
    again = Assessment.objects.get(pk=final.pk)
    assert archived(again) == before
    assert assessment_facts(again) == assessment_facts(final)


def test_the_archive_of_an_old_versions_run_says_that_its_tables_are_of_today() -> None:
    assert "按生成本包时的数据列出" in archive_about("报告", has_pdf=True, is_of_today=True)
    assert "按生成本包时的数据列出" not in archive_about("报告", has_pdf=True)


def test_what_is_frozen_has_its_hash_and_a_part_changed_in_it_is_noticed(final: Assessment) -> None:
    assert assessment_recheck(final).is_intact
    final.frozen["parts"]["facts"]["v"]["region"] = "别处"
    assert not assessment_recheck(final).is_intact


def test_a_run_of_the_old_version_is_told_from_what_it_kept_and_says_what_it_did_not(
    final: Assessment,
) -> None:
    old = {name: part for name, part in final.frozen.items() if name != "parts"}
    final_unguard()
    Assessment.objects.filter(pk=final.pk).update(frozen=old)
    Target.objects.update(value=99)
    made = document(final.pk)
    told = str(made)
    assert "本次评估由旧版本定稿" in told
    assert "责任单位、规划和指标的说明、指标解释、分性别和城乡的数、填报情况没有随之定稿" in told
    facts = facts_for(Assessment.objects.get(pk=final.pk), today=timezone.localdate())
    w2 = next(item for item in facts.items if item.code == "W2")
    assert w2.criterion.final is not None
    assert w2.criterion.final.value == Decimal(80)


@pytest.fixture
def facts(assessment: Assessment) -> ReportFacts:  # noqa: F811
    """One of each kind that facts are made of."""
    read = facts_for(assessment, today=timezone.localdate())
    tally = Tally(1, 0, 0, 0, 1, "100.00")
    return replace(
        read,
        backgrounds=(Background("人口", read.items[0].measure, 0, read.items[0].series),),
        earlier=Earlier(2015, tally, {"women:W1": Verdict.MET}),
        reporting=Reporting(3, 2, 1),
        summaries=(Summary("区教育局", "总结"),),
        places=(
            Place("350206001", "甲街道", tally, {"women": tally}, {}, {"women.W1": Decimal(1)}),
        ),
        corrections=(
            CorrectedFigure("W1", "甲", 2020, Decimal("1.0"), None, "录入", date(2020, 5, 1)),
        ),
    )


def test_facts_of_every_kind_come_back_as_they_were(facts: ReportFacts) -> None:
    assert facts_from_plain(facts_to_plain(facts)) == facts


def test_a_later_field_gets_its_default_and_a_dropped_one_is_ignored(facts: ReportFacts) -> None:
    plain = facts_to_plain(facts)
    del plain["v"]["corrections"]
    plain["v"]["long_gone"] = 1
    assert facts_from_plain(plain) == replace(facts, corrections=())


def test_a_kind_that_is_not_kept_is_refused_when_it_is_frozen(facts: ReportFacts) -> None:
    with pytest.raises(TypeError, match="Client"):
        facts_to_plain(replace(facts, region=Client()))  # type: ignore[arg-type]
