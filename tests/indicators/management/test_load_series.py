"""``load_series``: historic values become approved ones, with their source and history."""

from __future__ import annotations

import io
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from indicators.models import Indicator, Observation, ObservationRevision

SEED = Path(__file__).resolve().parents[3] / "indicators" / "seed"
HEAD = "indicator_code,reference_year,value,numerator,denominator,breakdown,measure,source"

pytestmark = pytest.mark.django_db


@pytest.fixture
def indicator() -> Indicator:
    return Indicator.objects.create(code="T001", name="甲", measure="%", scale=100)


def write(path: Path, *rows: str) -> Path:
    path.write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf-8-sig")
    return path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "series.csv"


def load(file: Path, region: str = "000000:全国") -> dict[str, Any]:
    out = io.StringIO()
    call_command("load_series", str(file), "--region", region, "--json", stdout=out)
    document: dict[str, Any] = json.loads(out.getvalue())
    return document


def refused(file: Path) -> str:
    err = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("load_series", str(file), "--region", "000000:全国", stderr=err)
    assert not Observation.objects.exists()
    return err.getvalue()


def test_a_year_that_has_not_come_is_refused(file: Path, indicator: Indicator) -> None:
    now = timezone.localdate().year
    said = refused(write(file, f"T001,{now + 1},96,,,,,"))
    assert f"第2行“reference_year”写的是“{now + 1}”，应为 1949—{now} 之间的整数" in said
    assert load(write(file, f"T001,{now},96,,,,,"))["new"] == 1


def test_national_series_and_again() -> None:
    call_command(
        "load_catalogue",
        str(SEED / "catalogue_2011_2020.csv"),
        *("--region", "000000:全国", "--round", "2011-2020", "--json"),
        stdout=io.StringIO(),
    )
    call_command(
        "load_catalogue",
        str(SEED / "catalogue_2021_2030.csv"),
        *("--region", "000000", "--round", "2021-2030", "--json"),
        stdout=io.StringIO(),
    )
    first = load(SEED / "national_series.csv")
    assert (first["rows_in_file"], first["new"], first["skipped"]) == (312, 261, 51)
    assert first["skipped_rows"][0] == {
        "row": 87,
        "indicator_code": "I301",
        "reason": "指标库里没有这个代码",
    }
    again = load(SEED / "national_series.csv")
    assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, 261)
    row = Observation.objects.get(indicator__code="I002", reference_year=2018, breakdown="")
    assert (row.value, row.decimals, row.source) == (Decimal("18.3"), 1, "series")
    assert row.source_text == "2018年妇女监测报告"
    assert ObservationRevision.objects.count() == 261


def test_a_changed_value_leaves_a_revision(file: Path, indicator: Indicator) -> None:
    load(write(file, "T001,2015,93.0,,,,%,年鉴"))
    answer = load(write(file, "T001,2015,93.1,,,,%,年鉴"))
    assert (answer["new"], answer["changed"], answer["unchanged"]) == (0, 1, 0)
    assert Observation.objects.get().revision == 2
    told = ObservationRevision.objects.order_by("revision").values_list("revision", "value")
    assert list(told) == [(1, Decimal("93.0")), (2, Decimal("93.1"))]


def test_counts_alone_give_the_value_exactly(file: Path, indicator: Indicator) -> None:
    load(write(file, "T001,2015,,2,3,,,"))
    assert Observation.objects.get().value == Decimal("66.666667")


def test_breakdowns_are_rows_of_their_own(file: Path, indicator: Indicator) -> None:
    answer = load(write(file, "T001,2015,1,,,,,", "T001,2015,2,,,sex:female,,"))
    assert answer["new"] == 2


def test_blank_and_unknown_codes_are_skipped_and_listed(file: Path, indicator: Indicator) -> None:
    answer = load(write(file, "T001,2015,1,,,,,", ",2015,1,,,,,", "X9,2015,,,,,,"))
    assert (answer["rows_in_file"], answer["new"], answer["skipped"]) == (3, 1, 2)
    assert [row["reason"] for row in answer["skipped_rows"]] == [
        "没有写指标代码",
        "指标库里没有这个代码",
    ]


def test_the_same_row_twice_is_one(file: Path, indicator: Indicator) -> None:
    answer = load(write(file, "T001,2015,1,,,,,", "T001,2015,1.0,,,,,"))
    assert (answer["new"], answer["unchanged"]) == (1, 1)


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("T001,2016,,,,,,", "第3行“value”空着"),
        ("T001,2016,约40,,,,,", "第3行“value”写的是“约40”，不是数字"),
        ("T001,2016,0.1234567,,,,,", "存不下"),
        ("T001,2016,1,,,,‰,", "第3行“measure”写的是“‰”，指标库里这个指标是“%”"),
        ("T001,2015,2,,,,,", "第3行“value”写的是“2”，与同一指标的第2行不一致"),
        ("T001,二〇一六,1,,,,,", "第3行“reference_year”写的是“二〇一六”"),
        ("T001,2016,1,,,children,,", "第3行“breakdown”写的是“children”"),
        ("T001,2016,,1,0,,,", "第3行“denominator”"),
    ],
)
def test_a_bad_row_refuses_the_file(
    file: Path, indicator: Indicator, row: str, sentence: str
) -> None:
    assert sentence in refused(write(file, "T001,2015,1,,,,,", row))
