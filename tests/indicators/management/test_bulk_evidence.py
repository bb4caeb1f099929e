"""Names of evidence in a bulk file of many places, more rows than one statement takes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from indicators.ledger.import_choice import ImportChoice
from indicators.models import SubmissionValue, SubmissionValueRevision
from indicators.services.ledgers import ledger_import
from tests.factories import (
    IndicatorFactory,
    MemberUnitFactory,
    PlanIndicatorFactory,
    RegionFactory,
    ResponsibilityFactory,
)
from tests.indicators.ledger.books import xlsx

pytestmark = pytest.mark.django_db
HEAD = ["行政区划代码", "年份", "指标代码", "数值", "佐证材料名称"]
PLACES, INDICATORS = 26, 21


@pytest.fixture
def rows(tmp_path: Path, settings: Any) -> list[list[Any]]:
    settings.PRIVATE_FILES_DIR = tmp_path / "private"
    city = RegionFactory(code="350200", name="甲市")
    library = [IndicatorFactory(code=f"K{number:03}") for number in range(INDICATORS)]
    rows: list[list[Any]] = []
    for number in range(PLACES):
        place = RegionFactory(code=f"3502{number + 1:02}", name=f"{number}区", parent=city)
        unit = MemberUnitFactory(region=place)
        for position, indicator in enumerate(library):
            asked = PlanIndicatorFactory(plan__region=place, indicator=indicator)
            ResponsibilityFactory(plan_indicator=asked, unit=unit, kind="lead")
            name = f"{place.code}-{position}.pdf；年报.pdf" if position % 3 else None
            rows.append([place.code, 2020, indicator.code, 50 + position, name])
    return rows


def stored(file: Path) -> int:
    answer = ledger_import(path=file, region="350200", choice=ImportChoice(accept_warnings=True))
    assert "error" not in answer, answer["error"]
    return int(answer["stored"])


def names() -> dict[tuple[str, str], str]:
    found = SubmissionValue.objects.values_list(
        "submission__reporting_round__region__code", "indicator__code", "evidence_names"
    )
    return {(place, code): name for place, code, name in found}


def test_each_value_keeps_its_own_names_and_an_empty_cell_takes_none_away(
    tmp_path: Path, rows: list[list[Any]]
) -> None:
    assert len(rows) > 500
    assert stored(xlsx(tmp_path / "汇总.xlsx", [HEAD, *rows])) == len(rows)
    told = {(row[0], row[2]): row[4] or "" for row in rows}
    assert names() == told
    revised = SubmissionValueRevision.objects.count()
    assert stored(xlsx(tmp_path / "再.xlsx", [HEAD, *rows])) == 0
    bare = [[*row[:4], "无" if row[2] == "K001" else None] for row in rows]
    assert stored(xlsx(tmp_path / "空.xlsx", [HEAD, *bare])) == PLACES  # 无 takes a name away
    assert names() == {key: "" if key[1] == "K001" else name for key, name in told.items()}
    assert SubmissionValueRevision.objects.count() == revised + PLACES
