"""``load_catalogue``: what it stores, what it refuses, and that again means update."""

from __future__ import annotations

import io
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.management import call_command

from indicators.models import (
    Domain,
    Indicator,
    IndicatorAlias,
    IndicatorDefinition,
    Plan,
    PlanIndicator,
    Responsibility,
    Target,
)
from units.models import MemberUnit, Region

SEED = Path(__file__).resolve().parents[3] / "indicators" / "seed"
HEAD = "indicator_code,plan,domain,name,measure,rule,target,tolerance,target_upper"
ROW = "T001,women,妇女与健康,孕产妇死亡率,1/10万,at_most,20,,"

pytestmark = pytest.mark.django_db


def load(file: Path, region: str = "000000:全国", round_: str = "2011-2020") -> dict[str, Any]:
    out = io.StringIO()
    call_command(
        "load_catalogue", str(file), "--region", region, "--round", round_, "--json", stdout=out
    )
    document: dict[str, Any] = json.loads(out.getvalue())
    return document


def refused(
    file: Path, region: str = "000000:全国", round_: str = "2011-2020"
) -> tuple[str, dict[str, Any]]:
    out, err = io.StringIO(), io.StringIO()
    with pytest.raises(SystemExit) as stop:
        call_command(
            "load_catalogue",
            str(file),
            *("--region", region, "--round", round_, "--json"),
            stdout=out,
            stderr=err,
        )
    assert stop.value.code == 1
    return err.getvalue(), json.loads(out.getvalue())


def write(path: Path, *lines: str, encoding: str = "utf-8") -> Path:
    path.write_text("\n".join(lines) + "\n", encoding=encoding)
    return path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "catalogue.csv"


def test_a_rule_that_does_not_check_the_words_of_the_target_is_asked_about(file: Path) -> None:
    head = f"{HEAD},target_text"
    strict = "T002,women,妇女与健康,低体重率,%,at_most,2,,,低于2%"
    yearly = "T003,women,妇女与健康,筛查率,%,at_least,95,,,达到95%以上并逐年提高"
    document = load(write(file, head, f"{ROW},20/10万以下", strict, yearly))
    assert document["new"] == 3
    assert document["doubts"] == [
        "提示：第3行“低体重率”（规则at_most）：目标原文“低于2%”不含本数，所用规则等于即算达到，请核对。",
        "提示：第4行“筛查率”（规则at_least）：目标原文“达到95%以上并逐年提高”要求逐年，"
        "所用规则没有逐年判断，请核对。",
    ]
    assert "doubts" not in load(write(file, head, f"{ROW},20/10万以下"))


def test_ditto_is_the_target_of_the_row_before_in_the_same_plan(file: Path) -> None:
    rows = (
        "T002,women,妇女与健康,甲,%,rise,,,,逐步提高",
        "T003,children,儿童与健康,乙,%,at_least,90,,,90%",
        "T004,women,妇女与健康,丙,%,rise,,,,同上",
        "T005,women,妇女与健康,丁,%,rise,,,,同上",
    )
    load(write(file, f"{HEAD},target_text", *rows))
    told = dict(PlanIndicator.objects.values_list("indicator__code", "target_text"))
    assert told == {"T002": "逐步提高", "T003": "90%", "T004": "逐步提高", "T005": "逐步提高"}


def test_both_national_catalogues_and_again() -> None:
    first = load(SEED / "catalogue_2011_2020.csv")
    assert first == {
        "plans": 2,
        "domains": 12,
        "indicators": 102,
        "targets": 41,
        "units": 23,
        "new": 102,
        "changed": 0,
        "unchanged": 0,
    }
    assert Indicator.objects.count() == 99
    second = load(SEED / "catalogue_2021_2030.csv", "000000", "2021-2030")
    assert (second["domains"], second["indicators"], second["new"]) == (15, 158, 158)
    again = load(SEED / "catalogue_2011_2020.csv", "000000")
    assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, 102)
    again = load(SEED / "catalogue_2021_2030.csv", "000000", "2021-2030")
    assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, 158)
    assert Plan.objects.count() == 4
    titles = set(Plan.objects.values_list("title", flat=True))
    assert "中国妇女发展纲要（2011—2020年）" in titles
    assert PlanIndicator.objects.filter(is_verified=False).count() == sum(
        line.rstrip().endswith(",0")
        for name in ("catalogue_2011_2020.csv", "catalogue_2021_2030.csv")
        for line in (SEED / name).read_text(encoding="utf-8-sig").splitlines()
    )


def test_second_round_never_renames_the_first() -> None:
    load(SEED / "catalogue_2011_2020.csv")
    load(SEED / "catalogue_2021_2030.csv", "000000", "2021-2030")
    indicator = Indicator.objects.get(code="I071")
    assert indicator.name == "7岁以下儿童保健管理率"
    names = dict(indicator.in_plans.values_list("plan__round__name", "name"))
    assert names == {"2011-2020": "7岁以下儿童保健管理率", "2021-2030": "7岁以下儿童健康管理率"}
    assert list(indicator.aliases.values_list("name", flat=True)) == ["7岁以下儿童健康管理率"]


def test_rules_keep_their_numbers() -> None:
    load(SEED / "catalogue_2011_2020.csv")
    rows = {row.indicator.code: row for row in PlanIndicator.objects.select_related("indicator")}
    assert (rows["I042"].rule, rows["I042"].tolerance) == ("around", Decimal(1))
    assert rows["I058"].factor == "5/6"
    assert rows["I059"].aggregate == "worst_part"
    assert rows["I040"].indicator.frequency == "election"
    target = Target.objects.get(plan_indicator=rows["I002"])
    assert (target.stage, target.year, target.value) == ("final", 2020, Decimal(20))
    definition = IndicatorDefinition.objects.get(indicator__code="I002")
    assert (definition.valid_from, definition.denominator) == (2010, "活产数")


def test_departments_become_units_and_the_first_leads() -> None:
    load(SEED / "catalogue_2011_2020.csv")
    (row,) = PlanIndicator.objects.filter(indicator__code="I094")
    told = Responsibility.objects.filter(plan_indicator=row).values_list("unit__name", "kind")
    assert list(told.order_by("order")) == [
        ("教育", "lead"),
        ("文旅", "support"),
        ("团委", "support"),
        ("妇联", "support"),
    ]
    assert MemberUnit.objects.filter(region__code="000000").count() == 23


def test_known_units_are_found_by_short_and_former_names(file: Path) -> None:
    region = Region.objects.create(code="350206", name="湖里区", level="county")
    unit = MemberUnit.objects.create(
        region=region, code="A1", name="区卫生健康局", short_name="卫健", former_names="卫计局"
    )
    write(
        file,
        "indicator_code,plan,domain,name,measure,rule,lead_departments",
        "T001,women,健康,甲,%,rise,卫健;卫计局;教育",
    )
    load(file, "350206")
    told = Responsibility.objects.order_by("order").values_list("unit__name", "kind")
    assert list(told) == [("区卫生健康局", "lead"), ("教育", "support")]
    assert unit.responsibilities.count() == 1


def test_update_changes_in_place(file: Path) -> None:
    load(write(file, HEAD, ROW))
    answer = load(write(file, HEAD, ROW.replace("20,,", "15,,")), "000000")
    assert (answer["new"], answer["changed"], answer["unchanged"]) == (0, 1, 0)
    assert Target.objects.get().value == Decimal(15)
    assert PlanIndicator.objects.count() == 1


def test_columns_that_are_absent_leave_what_is_there(file: Path) -> None:
    load(write(file, HEAD + ",key,source", ROW + ",1,某文件"))
    answer = load(write(file, HEAD, ROW), "000000")
    row = PlanIndicator.objects.get()
    assert (row.is_key, row.source, answer["unchanged"]) == (True, "某文件", 1)


def test_bom_xlsx_and_unknown_columns(tmp_path: Path) -> None:
    load(write(tmp_path / "a.csv", HEAD + ",某列", ROW + ",甲", encoding="utf-8-sig"))
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEAD.split(","))
    sheet.append(["T001", "women", "妇女与健康", "孕产妇死亡率", "1/10万", "at_most", 20])
    book.save(tmp_path / "a.xlsx")
    assert load(tmp_path / "a.xlsx", "000000")["unchanged"] == 1


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (ROW.replace("at_most", "at_mots"), "第3行“rule”写的是“at_mots”"),
        (ROW.replace("at_most", "around"), "第3行“tolerance”空着"),
        (ROW.replace("at_most", "range"), "第3行“target_upper”空着"),
        (ROW.replace("at_most,20,,", "range,20,,10"), "第3行“target_upper”写的是“10”"),
        (ROW.replace(",20,", ",二十,"), "第3行“target”写的是“二十”，不是数字"),
        (ROW.replace(",20,", ",nan,"), "第3行“target”写的是“nan”，不是数字"),
        (ROW.replace(",20,", ",1e12,"), "第3行“target”写的是“1e12”，存不下"),
        (ROW.replace("women", "men"), "第3行“plan”写的是“men”"),
        (ROW.replace("T001", ""), "第3行“indicator_code”空着"),
    ],
)
def test_a_bad_row_refuses_the_file_and_says_where(file: Path, row: str, sentence: str) -> None:
    good = ROW.replace("T001", "T000")
    error, document = refused(write(file, HEAD, good, row))
    assert sentence in error
    assert sentence in document["error"]
    assert set(document) >= {"plans", "domains", "indicators", "new", "changed", "unchanged"}
    assert not Region.objects.exists()
    assert not Indicator.objects.exists()


def test_all_faults_are_named_in_one_pass(file: Path) -> None:
    error, _ = refused(
        write(file, HEAD, ROW.replace("women", "men"), ROW, ROW, ROW.replace("%", "‰"))
    )
    assert "第2行“plan”" in error
    assert "第4行“indicator_code”“T001”与第3行重复" in error


def test_changed_measure_or_scale_of_a_code_is_refused(file: Path) -> None:
    load(write(file, HEAD, ROW))
    error, _ = refused(write(file, HEAD, ROW.replace("1/10万", "‰")), "350206:湖里区", "2021-2030")
    assert "第2行“measure”写的是“‰”，指标库里这个指标是“1/10万”" in error
    assert not Region.objects.filter(code="350206").exists()
    assert Domain.objects.count() == 1


def test_a_plan_may_print_another_multiple_of_the_same_count(file: Path) -> None:
    head = "indicator_code,plan,domain,name,measure,rule,report_measure"
    load(write(file, head, "T001,women,法律,法律援助人数,万人,rise,人"))
    row = PlanIndicator.objects.get()
    assert (row.measure, row.printed_measure, row.indicator.measure) == ("人", "人", "万人")
    error, _ = refused(write(file, head, "T002,women,法律,次数,万人,rise,人次"), "000000")
    assert "第2行“report_measure”写的是“人次”" in error


def test_changed_definition_starts_anew_and_breaks_the_series(file: Path) -> None:
    head = "indicator_code,plan,domain,name,measure,rule,definition,numerator"
    load(write(file, head, "T001,women,教育,甲,%,rise,按户籍人口,在校生数"))
    load(write(file, head, "T001,women,教育,甲,%,rise,按常住人口,在校生数"), "000000", "2021-2030")
    rows = IndicatorDefinition.objects.values_list("valid_from", "definition", "breaks_series")
    assert list(rows) == [(2010, "按户籍人口", False), (2021, "按常住人口", True)]
    again = load(write(file, head, "T001,women,教育,甲,%,rise,按户籍人口,在校生数"), "000000")
    assert again["unchanged"] == 1


def test_other_names_in_one_file_become_aliases(file: Path) -> None:
    write(
        file,
        "indicator_code,plan,domain,name,measure,rule,aliases",
        "T001,women,教育,高中阶段教育毛入学率,%,rise,高中毛入学率；高中入学率",
        "T001,children,教育,高中阶段毛入学率,%,rise,",
    )
    assert load(file)["plans"] == 2
    assert sorted(IndicatorAlias.objects.values_list("name", flat=True)) == [
        "高中入学率",
        "高中毛入学率",
        "高中阶段毛入学率",
    ]


@pytest.mark.parametrize(
    ("region", "round_", "sentence"),
    [
        ("35020", "2011-2020", "行政区划代码“35020”不对"),
        ("350206", "2011-2020", "没有代码为“350206”的行政区划"),
        ("000000:全国", "2020-2011", "轮次“2020-2011”不对"),
    ],
)
def test_bad_arguments_are_refused(file: Path, region: str, round_: str, sentence: str) -> None:
    error, _ = refused(write(file, HEAD, ROW), region, round_)
    assert sentence in error


def test_files_that_cannot_be_read_are_refused(tmp_path: Path) -> None:
    assert "打不开文件" in refused(tmp_path / "none.csv")[0]
    broken = tmp_path / "a.xlsx"
    broken.write_bytes(b"PK\x03\x04 nothing")
    assert "不是完好的表格文件" in refused(broken)[0]
    latin = tmp_path / "a.csv"
    latin.write_bytes("指标代码".encode("gb18030"))
    assert "不是 UTF-8 编码" in refused(latin)[0]
    other = tmp_path / "a.doc"
    other.write_bytes(b"x")
    assert "不是 .csv 或 .xlsx 文件" in refused(other)[0]
    assert "缺少列“rule”" in refused(write(tmp_path / "b.csv", "indicator_code,plan"))[0]


WIDE = (
    "indicator_code,plan,domain,name,measure,rule,target,target_upper,midterm_target,tolerance,"
    "baseline_year,base_value,baseline_factor,compare_code,change_points"
)


@pytest.mark.parametrize(
    ("cells", "sentences"),
    [
        ("range,40,60,61,,,,,,", ["“midterm_target”写的是“61”，比区间上限“60”还高，请改正。"]),
        ("at_least,90,95,,,,,,,", ["“target_upper”写的是“95”，判定规则“at_least”用不到这个数"]),
        ("rise,50,,,,,,,,", ["“target”写的是“50”，判定规则“rise”用不到这个数"]),
        ("fall,,,,2,,,,,", ["“tolerance”写的是“2”，判定规则“fall”用不到这个数"]),
        ("at_most,20,,,,,,5/6,,", ["“baseline_factor”写的是“5/6”，判定规则“at_most”用不到"]),
        (
            "at_least_indicator,,,30,,,,,T002,",
            ["“midterm_target”写的是“30”，判定规则“at_least_indicator”用不到这个数"],
        ),
        (
            "at_least_indicator,,,,,,,,T001,",
            ["“compare_code”写的是“T001”，对照指标不能是它自己，请改正。"],
        ),
        ("range,约40,,,,,,,,", ["“target”写的是“约40”，不是数字", "“target_upper”空着"]),
        (
            "at_least,90,,,,2012,,,,\nT003,women,妇女与健康,指标丙,%,around,9,,,,,,,,",
            ["2012", "“tolerance”空着"],
        ),
    ],
)
def test_what_judging_could_not_use_is_refused_all_in_one_pass(
    tmp_path: Path, cells: str, sentences: list[str]
) -> None:
    row = f"T001,women,妇女与健康,指标甲,%,{cells}"
    other = "T002,women,妇女与健康,指标乙,%,at_least,90,,,,,,,,"
    error, _ = refused(write(tmp_path / "odd.csv", WIDE, row, other))
    for sentence in sentences:
        assert sentence in error
    assert not PlanIndicator.objects.exists()


def test_a_midterm_number_of_a_band_is_its_lower_end(tmp_path: Path) -> None:
    row = "T001,women,妇女与健康,指标甲,%,range,40,60,35,,,,,,"
    load(write(tmp_path / "band.csv", WIDE, row))
    target = Target.objects.get(stage="midterm")
    assert (target.value, target.upper) == (35, 60)
