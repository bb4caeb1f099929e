"""The help's comparison of formulas is computed, and ours is right where the others are not."""

from __future__ import annotations

import pytest
from django.urls import reverse

from reports.columns.formulas import formula_rows
from tests.assessments.views.world import reader_of
from tests.factories import RegionFactory
from units.choices import Role


def test_a_dozen_cases_and_ours_differs_where_the_simple_ones_fail() -> None:
    rows = {row.title: row for row in formula_rows()}
    assert len(rows) >= 12
    worse = rows["越低越好，高于目标"]
    assert (worse.share, worse.verdict) == ("125.0%，达标", "unmet")
    missing = rows["没有报数"]
    assert (missing.share, missing.verdict) == ("0.0%，未达标", "no_data")
    assert rows["目标是 0，做到了 0"].share == "算不出"
    assert rows["目标是 0，做到了 0"].verdict == "met"
    assert rows["已到 100%，要求逐步提高"].verdict == "met"
    assert rows["以基期下降六分之一，刚好"].verdict == "met"
    assert rows["印出来 95.00%，分子分母不到"].verdict == "unmet"
    assert rows["印出来 95.00%，分子分母不到"].explanation == (
        "2020年为94.995%，低于目标95%，还差0.005个百分点。"
    )
    assert rows["越低越好，已低于目标"].band == "−15.5%，未达标"
    assert all(row.explanation for row in rows.values())


@pytest.mark.django_db
@pytest.mark.parametrize("slug", ["formulas", "growing"])
def test_the_pages_open(slug: str) -> None:
    client = reader_of(Role.LEADER, RegionFactory())
    page = client.get(reverse("reports:help_page", args=[slug])).content.decode()
    assert "data-table" in page
