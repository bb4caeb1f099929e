"""Targets of the mid-term, of the end and the line between them: each under its own name."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import pytest

from assessments.models import Assessment
from indicators.models import Target
from reports.selectors.report_facts import facts_for
from reports.services.composing import report_compose
from tests.assessments.views.world import asked, assess
from tests.factories import RegionFactory, TargetFactory
from tests.reports.test_readable import table, texts

if TYPE_CHECKING:
    from reports.document import Document
    from units.models import Region

pytestmark = pytest.mark.django_db
STAGED, LINED, FELL = "A1", "A2", "A3"


@pytest.fixture
def region() -> Region:
    """One indicator with a mid-term target only, one with a final one only, one that falls from
    3 to 2 in whole numbers."""
    place = RegionFactory()
    staged = asked(place, STAGED, values={2010: 20, 2015: 26}, decimals=0)
    Target.objects.all().delete()
    TargetFactory(plan_indicator=staged, stage="midterm", year=2015, value=25)
    asked(place, LINED, values={2010: 70, 2015: 88}, target=90, decimals=0)
    asked(place, FELL, values={2010: 4, 2015: 2}, target=1, rule="at_most", decimals=0)
    return place


def midterm(region: Region, basis: str) -> Document:
    assess(region, 2015, stage="midterm", basis=basis)
    facts = facts_for(Assessment.objects.latest("pk"), today=datetime.date(2026, 11, 1))
    return report_compose(facts=facts, kind="midterm")


def rows(document: Document) -> dict[str, dict[str, str]]:
    """Code → cells of the annex by the key of their column."""
    annex = table(document, "women")
    keys = [column.key for column in annex.columns]
    return {
        row.key: dict(zip(keys, (cell.text for cell in row.cells), strict=True))
        for row in annex.rows
        if row.key
    }


def told(cells: dict[str, str]) -> tuple[str, ...]:
    return cells["value"], cells["stage"], cells["target"], cells["gap"], cells["verdict"]


def test_a_midterm_goes_by_its_targets_else_by_the_line_and_says_so(region: Region) -> None:
    document = midterm(region, "midterm")
    found = rows(document)
    assert told(found[STAGED]) == ("26", "25", "—", "1", "达到阶段目标")
    assert told(found[LINED]) == ("88", "80（时序）", "≥90", "8", "进度正常")
    assert told(found[FELL]) == ("2", "2.5（时序）", "≤1", "−0.5", "进度正常")
    text = texts(document)
    assert "对照中期目标逐项判定；没有设中期目标的，按时序进度判断。" in text
    assert "对照中期目标（没有中期目标的按时序进度判断）；" in text


def test_under_pace_a_midterm_target_is_no_line_and_no_final_target(region: Region) -> None:
    found = rows(midterm(region, "pace"))
    assert told(found[STAGED]) == ("26", "—", "—", "—", "无法评价")
    assert told(found[LINED]) == ("88", "80", "≥90", "8", "进度正常")
    assert told(found[FELL]) == ("2", "2.5", "≤1", "−0.5", "进度正常")


def test_a_plan_without_midterm_targets_is_held_against_its_final_ones(region: Region) -> None:
    Target.objects.filter(stage="midterm").delete()
    text = texts(midterm(region, "midterm"))
    assert "规划没有设中期目标，对照2020年终期目标逐项判定。" in text
    assert "对照2020年终期目标（规划没有设中期目标）；" in text
    assert "没有设中期目标的" not in text
    assert "达到中期要求" not in text
    assert "达到阶段目标" not in text


def test_a_plan_without_midterm_targets_has_the_words_of_its_final_ones(region: Region) -> None:
    """One basis, rightly named: what met a final target has not 达到中期要求, and what did not is
    未达标, not 滞后 behind a line that nobody drew."""
    Target.objects.filter(stage="midterm").delete()
    document = midterm(region, "midterm")
    verdicts = {row["verdict"] for row in rows(document).values()}
    assert verdicts & {"达到阶段目标", "进度正常", "滞后"} == set()
    assert "未达标" in verdicts
    headings = [column.heading for column in table(document, "rates").columns]
    assert "未达标" in headings
    assert not {"达到阶段目标", "滞后"} & set(headings)


def test_the_count_of_the_staged_says_that_it_holds_those_on_the_line(region: Region) -> None:
    document = midterm(region, "midterm")
    annex = [row["verdict"] for row in rows(document).values()]
    printed = table(document, "rates")
    at = [column.key for column in printed.columns].index("met")
    assert printed.columns[at].heading == "达到阶段目标（含进度正常）"
    assert printed.rows[-1].cells[at].text == str(annex.count("达到阶段目标") + 2)
    assert annex.count("进度正常") == 2
