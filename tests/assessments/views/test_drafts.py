"""What stands beside figures that are being typed or reviewed: by pace before the last year."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from tests.assessments.views.world import asked, reader_of
from tests.factories import RegionFactory, TargetFactory
from units.choices import Role

if TYPE_CHECKING:
    from indicators.models import PlanIndicator
    from units.models import Region

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Region:
    return RegionFactory(code="350206", name="湖里区")


def beside(row: PlanIndicator, year: int, value: str) -> tuple[str, str, str]:
    """Kind, word and text of one typed figure."""
    region = row.plan.region
    cell: dict[str, Any] = {"key": "k", "indicator": row.indicator_id, "value": value}
    answer = reader_of(Role.OFFICE, region).post(
        reverse("assessments:judge_drafts"),
        json.dumps({"region": region.code, "year": year, "cells": [cell]}),
        content_type="application/json",
    )
    [verdict] = answer.json()["verdicts"]
    [item] = verdict["items"]
    return item["kind"], item["word"], item["text"]


def test_before_the_last_year_a_figure_is_told_by_pace(place: Region) -> None:
    """From 80 in 2010 to 95 in 2020: 92 in 2018."""
    row = asked(place, "A1", values={2010: 80})
    assert beside(row, 2018, "91") == ("behind", "滞后", "应达 92%，低 1.00个百分点")
    assert beside(row, 2018, "92") == ("pace", "进度正常", "应达 92%")
    assert beside(row, 2018, "93.5") == ("pace", "进度正常", "应达 92%，高 1.50个百分点")
    assert beside(row, 2018, "96") == ("pace", "已提前达到", "比终期目标高 1.00个百分点")
    assert beside(row, 2020, "94") == ("unmet", "未达标", "差 1.00个百分点")
    assert beside(row, 2020, "95") == ("met", "达标", "")


def test_in_the_mid_term_year_its_own_target_decides(place: Region) -> None:
    row = asked(place, "A1", values={2010: 80, 2014: 84})
    TargetFactory(plan_indicator=row, stage="midterm", year=2015, value=90)
    assert beside(row, 2015, "88") == ("unmet", "未达标", "差 2.00个百分点")
    assert beside(row, 2014, "88") == ("pace", "进度正常", "应达 86%，高 2.00个百分点")


def test_lower_is_better_and_no_base(place: Region) -> None:
    row = asked(place, "A1", rule="at_most", target=20, values={2010: 30})
    assert beside(row, 2015, "26") == ("behind", "滞后", "应达 25%，高 1.00个百分点")
    other = asked(place, "A2")
    assert beside(other, 2018, "90") == ("open", "无法评价", "缺2010年基期值，暂不能判断")
