"""``import_ledger``: one unit's ledger into its submission, all or nothing."""

from __future__ import annotations

import io
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from indicators.models import (
    Ledger,
    Observation,
    ReportingRound,
    Responsibility,
    Submission,
    SubmissionValue,
    SubmissionValueRevision,
)
from tests.factories import (
    IndicatorFactory,
    MemberUnitFactory,
    PlanFactory,
    PlanIndicatorFactory,
    RegionFactory,
)
from tests.indicators.ledger.books import xlsx
from units.models import MemberUnit, Region

HEAD = ["指标代码", "指标名称", "年份", "数值", "分子", "分母", "分组", "缺数原因", "备注"]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def private_files(tmp_path: Path, settings: Any) -> None:
    settings.PRIVATE_FILES_DIR = tmp_path / "private"


def lead(
    unit: MemberUnit, code: str, *, measure: str = "%", printed: str = "", **more: Any
) -> None:
    indicator = IndicatorFactory(code=code, name=f"指标{code}", measure=measure, **more)
    row = PlanIndicatorFactory(
        plan=PlanFactory(region=unit.region), indicator=indicator, measure=printed
    )
    Responsibility.objects.create(plan_indicator=row, unit=unit, kind="lead")


@pytest.fixture
def unit() -> MemberUnit:
    unit = MemberUnitFactory(name="卫健", code="D01")
    for code in ("T001", "T002", "T003"):
        lead(unit, code)
    lead(unit, "T004", measure="万人", printed="人", scale=1)
    lead(MemberUnitFactory(name="教育", code="D02"), "T009")
    return unit


def run(file: Path, *options: str, code: int = 0) -> dict[str, Any]:
    out, err = io.StringIO(), io.StringIO()
    arguments = ("import_ledger", str(file), "--region", "350206", "--json", *options)
    if code:
        with pytest.raises(SystemExit) as stopped:
            call_command(*arguments, stdout=out, stderr=err)
        assert stopped.value.code == code
        assert err.getvalue().strip()
    else:
        call_command(*arguments, stdout=out, stderr=err)
    document: dict[str, Any] = json.loads(out.getvalue())
    counts = ("new", "changed", "unchanged", "ignored", "errors", "warnings")
    assert document["rows_in_file"] == sum(document[name] for name in counts)
    return document


def of_unit(file: Path, *options: str, code: int = 0) -> dict[str, Any]:
    return run(file, "--unit", "卫健", "--year", "2020", *options, code=code)


@pytest.fixture
def file(tmp_path: Path, unit: MemberUnit) -> Path:
    return xlsx(
        tmp_path / "台账.xlsx",
        [
            HEAD,
            ["T001", None, 2020, "98.5%"],
            ["T002", None, 2020, None, None, None, None, "不适用", "没有这项工作"],
            ["T003", None, 2020, None, 49, 50],
            ["T004", None, 2020, 1280],
        ],
    )


def dirty(folder: Path) -> Path:
    return xlsx(
        folder / "问题.xlsx",
        [HEAD, ["T001", None, 2020, 98.5], ["T002", None, 2020, "约95"], ["T003", None, 2020, "x"]],
    )


def test_stores_everything_with_history_and_source(file: Path) -> None:
    document = of_unit(file)
    assert (document["new"], document["stored"]) == (4, 4)
    first = document["rows"][0]
    assert first == {
        "sheet": "台账",
        "row": 2,
        "cell": "D2",
        "region_code": "350206",
        "indicator_code": "T001",
        "reference_year": 2020,
        "breakdown": "",
        "raw": "98.5%",
        "value": "98.5",
        "status": "new",
        "message": "“98.5%”读作98.5（去掉单位）。",
    }
    value = SubmissionValue.objects.get(indicator__code="T001")
    assert (value.value, value.sheet, value.cell, value.raw) == (
        Decimal("98.5"),
        "台账",
        "D2",
        "98.5%",
    )
    assert value.ledger is not None
    assert value.ledger.file.name == "台账.xlsx"
    assert value.ledger.state == "stored"
    assert SubmissionValueRevision.objects.count() == 4
    blank = SubmissionValue.objects.get(indicator__code="T002")
    assert (blank.value, blank.blank_reason, blank.remark) == (
        None,
        "not_applicable",
        "没有这项工作",
    )
    quotient = SubmissionValue.objects.get(indicator__code="T003")
    assert (quotient.value, quotient.numerator, quotient.denominator) == (98, 49, 50)
    # 1,280 people as the district's plan prints them are 0.128 万人 in the library.
    assert SubmissionValue.objects.get(indicator__code="T004").value == Decimal("0.128")


def test_again_changes_nothing(file: Path) -> None:
    of_unit(file)
    again = of_unit(file)
    assert (again["unchanged"], again["stored"]) == (4, 0)
    assert SubmissionValueRevision.objects.count() == 4


def test_dry_run_writes_nothing(file: Path) -> None:
    document = of_unit(file, "--dry-run")
    assert (document["new"], document["stored"]) == (4, 0)
    assert not Ledger.objects.exists()
    assert not Submission.objects.exists()
    assert not ReportingRound.objects.exists()


def test_errors_and_warnings_refuse_the_whole_file(tmp_path: Path, unit: MemberUnit) -> None:
    document = of_unit(dirty(tmp_path), code=1)
    assert (document["errors"], document["warnings"], document["stored"]) == (1, 1, 0)
    assert document["error"].startswith("没有导入：1处错误、1处疑问")
    assert "台账!D3：读到“约95”" in document["error"]
    assert not SubmissionValue.objects.exists()
    assert not Ledger.objects.exists()
    of_unit(dirty(tmp_path), "--accept-warnings", code=1)
    assert not SubmissionValue.objects.exists()


def test_partial_stores_the_clean_ones(tmp_path: Path, unit: MemberUnit) -> None:
    assert of_unit(dirty(tmp_path), "--partial")["stored"] == 1
    assert of_unit(dirty(tmp_path), "--partial", "--accept-warnings")["stored"] == 1
    assert set(SubmissionValue.objects.values_list("indicator__code", "value")) == {
        ("T001", Decimal("98.5")),
        ("T002", Decimal(95)),
    }
    assert SubmissionValue.objects.get(indicator__code="T002").warning_reason


def test_approve_writes_observations_and_then_takes_only_the_same(
    file: Path, tmp_path: Path
) -> None:
    of_unit(file, "--approve")
    assert Submission.objects.get().state == "approved"
    assert Observation.objects.get(indicator__code="T001").value == Decimal("98.5")
    again = of_unit(file, "--approve")
    assert again["unchanged"] == 4
    other = xlsx(tmp_path / "b.xlsx", [HEAD, ["T001", None, 2020, 97]])
    refused = of_unit(other, code=1)
    assert refused["rows"][0]["status"] == "error"
    assert "已通过" in refused["rows"][0]["message"]
    assert Observation.objects.get(indicator__code="T001").value == Decimal("98.5")


def test_another_units_indicator_is_an_error(tmp_path: Path, unit: MemberUnit) -> None:
    document = of_unit(xlsx(tmp_path / "a.xlsx", [HEAD, ["T009", None, 2020, 98]]), code=1)
    assert document["rows"][0]["status"] == "error"
    assert "教育" in document["rows"][0]["message"]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--unit", "没有", "--year", "2020"), "没有叫“没有”的成员单位"),
        ((), "请写明单位和年份"),
    ],
)
def test_refusals_before_reading(file: Path, options: tuple[str, ...], sentence: str) -> None:
    assert sentence in run(file, *options, code=1)["error"]


def test_missing_file_and_no_workbook(tmp_path: Path, unit: MemberUnit) -> None:
    assert "找不到文件" in of_unit(tmp_path / "none.xlsx", code=1)["error"]
    text = tmp_path / "a.xlsx"
    text.write_text("指标")
    assert "不是表格" in of_unit(text, code=1)["error"]


HEADLESS = [
    ["卫健局报送"],
    [None],
    ["T001", "指标T001", 98.5],
    ["T002", "指标T002", 97],
]


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (HEADLESS, "没有认出表头"),
        ([["T001", 98.5]], "没有认出表头"),
        ([[98.5, 97.1], [1, 2]], "没有认出表头"),
        ([["2020年妇女儿童发展情况"]], "没有认出表头"),
        ([HEAD[:2], ["T001", "指标T001"]], "没有找到2020年的数值列"),
        ([HEAD], "没有数据行"),
        ([["地区", "2019年", "2020年"], ["思明区", 98, 98.5], ["湖里区", 97, 98]], "汇总"),
    ],
)
def test_a_dry_run_refuses_as_the_import_does(
    tmp_path: Path, unit: MemberUnit, rows: list[list[Any]], sentence: str
) -> None:
    file = xlsx(tmp_path / "a.xlsx", rows)
    told = [of_unit(file, *options, code=1) for options in ((), ("--dry-run",))]
    assert told[0] == told[1]
    assert sentence in told[0]["error"]
    assert not Ledger.objects.exists()


@pytest.mark.parametrize("options", [("--dry-run",), ("--partial",), ()])
def test_a_column_without_a_head_is_told(
    tmp_path: Path, unit: MemberUnit, options: tuple[str, ...]
) -> None:
    rows = [["指标代码", "指标名称", None], ["T001", "指标T001", 12.3]]
    answer = of_unit(xlsx(tmp_path / "a.xlsx", rows), *options, code=1)
    assert "C列没有表头（首个值 12.3），没有读取" in answer["error"]


def test_a_column_beside_the_values_is_told_and_not_read(tmp_path: Path, unit: MemberUnit) -> None:
    rows = [["指标代码", "2020年", None, "乙栏"], ["T001", 95, 12.3, 7]]
    out = of_unit(xlsx(tmp_path / "a.xlsx", rows), "--dry-run")
    told = {row["cell"]: row["message"] for row in out["rows"] if row["status"] == "ignored"}
    assert "C列没有表头（首个值 12.3），没有读取" in told["C1"]
    assert "D列“乙栏”没有认出，没有读取" in told["D1"]


def test_bulk_file_goes_to_each_place_year_and_lead_unit(tmp_path: Path) -> None:
    region = RegionFactory(code="350200", name="厦门市")
    leads = {}
    for code in ("350203", "350206"):
        place: Region = RegionFactory(code=code, name=code)
        for name in ("卫健", "教育"):
            leads[code, name] = MemberUnitFactory(region=place, code=name, name=name)
    for n, name in (("T001", "卫健"), ("T002", "教育")):
        indicator = IndicatorFactory(code=n, name=f"指标{n}")
        for code in ("350203", "350206"):
            owner = leads[code, name]
            row = PlanIndicatorFactory(plan=PlanFactory(region=owner.region), indicator=indicator)
            Responsibility.objects.create(plan_indicator=row, unit=owner, kind="lead")
    head = ["行政区划代码", "指标代码", "年份", "数值"]
    good = [
        [code, n, year, 90 + year - 2015]
        for code in ("350203", 350206)
        for n in ("T001", "T002")
        for year in (2019, 2020)
    ]
    file = xlsx(tmp_path / "汇总.xlsx", [head, *good])
    out = io.StringIO()
    call_command("import_ledger", str(file), "--region", region.code, "--json", stdout=out)
    document = json.loads(out.getvalue())
    assert (document["rows_in_file"], document["stored"]) == (8, 8)
    found = SubmissionValue.objects.values_list(
        "submission__unit__name",
        "submission__reporting_round__region__code",
        "submission__reporting_round__reference_year",
        "indicator__code",
    )
    assert ("卫健", "350206", 2020, "T001") in found
    assert ("教育", "350203", 2019, "T002") in found
    assert len(found) == 8
    bad = xlsx(
        tmp_path / "b.xlsx",
        [head, ["350299", "T001", 2020, 91], ["350203", "T001", 2031, 91], *good[:1]],
    )
    err = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("import_ledger", str(bad), "--region", region.code, stderr=err)
    assert "350299" in err.getvalue()
    assert SubmissionValue.objects.count() == 8
