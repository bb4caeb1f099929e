"""What if, two runs side by side, and many places at once."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from assessments.models import Assessment, AssessmentBatch, Result
from assessments.tasks import assessment_run
from indicators.choices import SubmissionState
from indicators.models import Observation, Submission, Target
from tests.assessments.views.world import asked, assess, observe, reader_of
from tests.factories import (
    IndicatorFactory,
    MemberUnitFactory,
    ObservationFactory,
    RegionFactory,
    ReportingRoundFactory,
    SubmissionFactory,
)
from tests.pages import squeezed
from tests.queries import count_queries
from units.choices import JobState, Role

if TYPE_CHECKING:
    from django.test import Client

    from units.models import Region

pytestmark = pytest.mark.django_db
RATE_HEAD = r'<th class="num">([^<]*(?:率|占比)[^<]*)</th>'


@pytest.fixture
def place() -> Region:
    region = RegionFactory(code="350206", name="湖里区")
    asked(region, "A1", values={2019: 94})
    asked(region, "A2", values={2019: 96})
    asked(region, "A3", kind="children", domain="儿童与健康")
    assess(region, 2019)
    return region


@pytest.fixture
def client(place: Region) -> Client:
    return reader_of(Role.OFFICE, place)


def row_of(code: str) -> int:
    return Result.objects.get(plan_indicator__indicator__code=code).plan_indicator_id


def test_a_try_moves_the_rates_and_touches_nothing(client: Client) -> None:
    assessment = Assessment.objects.get()
    address = reverse("reports:assessment_try", args=[assessment.pk])
    before = [
        list(model.objects.order_by("pk").values()) for model in (Result, Target, Observation)
    ]
    assert "什么都不保存" in client.get(address).content.decode()
    rules = {"denominator": "all", "missing": "unmet", "basic_tolerance_kind": "points"}
    text = client.get(
        address, {**rules, f"t{row_of('A1')}": "90", f"v{row_of('A3')}": "96"}
    ).content.decode()
    assert "2 项结论会变" in text
    assert '100.00</b><span class="unit">%</span><span class="of">3/3' in text
    assert '50.00</b><span class="unit">%</span><span class="of">1/2' in text
    assert "目标90%，超出4.00个百分点" in text
    after = [list(model.objects.order_by("pk").values()) for model in (Result, Target, Observation)]
    assert after == before
    assessment.refresh_from_db()
    assert assessment.summary["combined"]["rate"] == "50.00"


def test_tolerance_and_missing_rule_are_tried_too(client: Client) -> None:
    address = reverse("reports:assessment_try", args=[Assessment.objects.get().pk])
    text = client.get(
        address,
        {
            "denominator": "all",
            "missing": "unmet",
            "basic_tolerance": "2",
            "basic_tolerance_kind": "points",
            "basic_counts": "on",
        },
    ).content.decode()
    assert '66.67</b><span class="unit">%</span><span class="of">2/3' in text
    assert "基本达标" in text


def test_everything_that_is_no_number_is_told_at_once(client: Client) -> None:
    address = reverse("reports:assessment_try", args=[Assessment.objects.get().pk])
    text = client.get(
        address,
        {
            "denominator": "all",
            "missing": "exclude",
            "basic_tolerance_kind": "points",
            f"t{row_of('A1')}": "约90",
            f"v{row_of('A2')}": "NaN",
        },
    ).content.decode()
    assert "“指标A1”的目标写的是“约90”" in text
    assert "“指标A2”的数值写的是“NaN”" in text


def test_what_cannot_be_is_refused_and_what_is_unusual_is_told(client: Client) -> None:
    address = reverse("reports:assessment_try", args=[Assessment.objects.get().pk])
    rules = {"denominator": "all", "missing": "exclude", "basic_tolerance_kind": "points"}
    first, second = f"v{row_of('A1')}", f"v{row_of('A2')}"
    text = client.get(address, {**rules, first: "150", second: "９６％"}).content.decode()
    assert "“指标A1”的数值写的是“150”，超过100%，请核对" in text
    assert "1 项结论会变" in text
    text = client.get(address, {**rules, first: "1500", second: "-3"}).content.decode()
    assert "“指标A1”的数值：读到“1500”，超过可能最大值100的十倍" in text
    assert "“指标A2”的数值：读到“-3”，这项指标不会是负数" in text
    assert "改目标、数值或规则" in text
    assert 'value="1500" aria-invalid="true"' in text


def test_a_tolerance_that_makes_no_sense_is_refused(client: Client) -> None:
    address = reverse("reports:assessment_try", args=[Assessment.objects.get().pk])
    rules = {"denominator": "all", "missing": "exclude"}
    wide = {**rules, "basic_tolerance": "150", "basic_tolerance_kind": "percent_of_target"}
    assert "要小于 100" in client.get(address, wide).content.decode()
    lone = {**rules, "basic_counts": "on", "basic_tolerance_kind": "points"}
    assert "还要填容差" in client.get(address, lone).content.decode()


def test_the_start_form_offers_a_year_that_is_mostly_approved(
    client: Client, place: Region
) -> None:
    address = reverse("reports:assessment_start")
    assert client.get(address).context["form"].fields["year"].initial == 2019
    round_ = ReportingRoundFactory(region=place, reference_year=2019)
    SubmissionFactory(reporting_round=round_, unit=MemberUnitFactory(region=place))
    form = client.get(address).context["form"]
    assert form.fields["year"].initial == 2018
    assert "1 个单位中 0 个已通过" in form.fields["year"].help_text
    Submission.objects.update(state=SubmissionState.APPROVED)
    assert client.get(address).context["form"].fields["year"].initial == 2019


def test_two_runs_are_compared_indicator_by_indicator(client: Client, place: Region) -> None:
    observe(place, "A3", {2019: 99})
    assess(place, 2019, missing="unmet")
    first, second = Assessment.objects.order_by("pk")
    text = client.get(
        reverse("reports:assessment_compare", args=[second.pk]), {"with": first.pk}
    ).content.decode()
    assert "1 项结论不同" in text
    assert "指标A3" in text
    assert "指标A1" not in text
    assert "无数据的按未达标计入分母" in text
    assert (
        "指标A1"
        in client.get(
            reverse("reports:assessment_compare", args=[second.pk]), {"only": "all"}
        ).content.decode()
    )


def city_with_districts(count: int) -> Region:
    city = RegionFactory(code="350200", name="厦门市")
    asked(city, "B1")
    for number in range(1, count + 1):
        place = RegionFactory(code=f"3502{number + 10}", name=f"甲{number}区", parent=city)
        observe(place, "B1", {2019: 90 + 2 * number})
    return city


def start(client: Client, city: Region) -> AssessmentBatch:
    answer = client.post(
        reverse("reports:batch_start"),
        {
            "region": city.pk,
            "below": "county",
            "round": city.plans.get().round_id,
            "kind": "both",
            "stage": "annual",
            "year": 2019,
            "targets_of": "own",
            "denominator": "all",
            "missing": "exclude",
            "rounding": "half_up",
            "decimals": 2,
            "precision": "unrounded",
            "basic_tolerance_kind": "points",
            "composite_missing": "rescale",
        },
    )
    assert answer.status_code == 302, answer.content.decode()
    return AssessmentBatch.objects.get()


def test_a_batch_asks_every_district_and_ranks_them() -> None:
    city = city_with_districts(4)
    client = reader_of(Role.OFFICE, city)
    batch = start(client, city)
    assert batch.assessments.count() == 4
    progress = reverse("reports:batch_progress", args=[batch.pk])
    assert json.loads(client.get(progress).content)["words"] == "已完成 0 个，共 4 个地区"
    assessment_run(batch.assessments.first().pk)
    assert json.loads(client.get(progress).content)["running"] is False
    text = client.get(reverse("reports:batch", args=[batch.pk])).content.decode()
    assert "都已算完" in text
    assert text.index("甲3区") < text.index("甲1区")


def test_a_batch_says_whose_plans_judge_each_place() -> None:
    city = city_with_districts(2)
    own = city.children.get(name="甲2区")
    asked(own, "B1")
    client = reader_of(Role.OFFICE, city)
    batch = start(client, city)
    assessment_run(batch.assessments.first().pk)
    text = client.get(reverse("reports:batch", args=[batch.pk])).content.decode()
    assert "用谁的规划" in text
    assert text.count("<td>厦门市的</td>") == 1
    assert text.index("<td>厦门市的</td>") < text.index("甲2区</a>") < text.index("<td>本级</td>")


def test_lists_over_runs_of_both_kinds_name_both_rates_and_one_kind_its_own() -> None:
    city = city_with_districts(1)
    client = reader_of(Role.OFFICE, city)
    addresses = [reverse("reports:home"), reverse("reports:assessment_list")]

    def heads() -> set[str]:
        pages = [client.get(address).content.decode() for address in addresses]
        found = [
            re.findall(r'<th class="num">([^<]*(?:率|占比)[^<]*)</th>', page) for page in pages
        ]
        return {head for page in found for head in page}

    assess(city, 2020)
    assert heads() == {"达标率"}
    assess(city, 2019, basis="pace")
    assert heads() == {"达标率／达到进度占比"}
    last, before = city.assessments.order_by("-year")
    page = client.get(reverse("reports:assessment_compare", args=[last.pk]), {"with": before.pk})
    assert '<th scope="row">达标率／达到进度占比</th>' in page.content.decode()
    last.delete()
    assert heads() == {"达到进度占比"}


def test_a_batch_by_pace_speaks_of_pace() -> None:
    city = city_with_districts(2)
    client = reader_of(Role.OFFICE, city)
    batch = start(client, city)
    page = squeezed(client.get(reverse("reports:batch", args=[batch.pk])))
    assert "名次按达到进度占比的确切值" in page
    assert '<th class="num">达到进度占比</th><th class="num">滞后（项）</th>' in page
    assert "达标率" not in page.partition("<main")[2]
    batch.assessments.update(settings={**batch.assessments.first().settings, "basis": "final"})
    page = squeezed(client.get(reverse("reports:batch", args=[batch.pk])))
    assert "名次按达标率的确切值" in page


def test_own_place_stands_before_others_on_the_first_page() -> None:
    city = city_with_districts(1)
    district = city.children.get()
    observe(city, "B1", {2018: 91})
    assess(district, 2019)
    assess(city, 2018)
    text = reader_of(Role.LEADER, city).get(reverse("reports:home")).content.decode()
    assert "<h1>厦门市2018年年度监测" in text
    assert text.index("厦门市2018年年度监测</a>") < text.index("甲1区2019年年度监测</a>")


def test_failed_places_are_run_again() -> None:
    city = city_with_districts(2)
    client = reader_of(Role.OFFICE, city)
    batch = start(client, city)
    assessment_run(batch.assessments.first().pk)
    failed = batch.assessments.first()
    Assessment.objects.filter(pk=failed.pk).update(job_state=JobState.FAILED, job_error="断了")
    address = reverse("reports:batch", args=[batch.pk])
    assert "重新运行失败的 1 个" in client.get(address).content.decode()
    client.post(reverse("reports:batch_again", args=[batch.pk]))
    failed.refresh_from_db()
    assert failed.job_state == JobState.QUEUED


def test_the_ranking_is_a_fixed_number_of_queries() -> None:
    city = city_with_districts(2)
    client = reader_of(Role.OFFICE, city)

    def queries() -> int:
        AssessmentBatch.objects.all().delete()
        batch = start(client, city)
        assessment_run(batch.assessments.first().pk)
        address = reverse("reports:batch", args=[batch.pk])
        client.get(address)
        return len(count_queries(lambda: client.get(address)))

    few = queries()
    for number in range(20, 30):
        RegionFactory(code=f"3502{number}", name=f"乙{number}区", parent=city)
    assert queries() == few


def test_the_same_places_asked_again_leave_the_older_batch_without_results() -> None:
    city = city_with_districts(2)
    client = reader_of(Role.OFFICE, city)
    older = start(client, city)
    AssessmentBatch.objects.filter(pk=older.pk).update(title="先前的一批")
    with pytest.raises(AssessmentBatch.MultipleObjectsReturned):
        start(client, city)
    newer = AssessmentBatch.objects.exclude(pk=older.pk).get()
    assessment_run(newer.assessments.first().pk)
    text = client.get(reverse("reports:batch", args=[older.pk])).content.decode()
    assert "结果在后来的一批里" in text
    listed = client.get(reverse("reports:batch_list")).content.decode()
    assert listed.index(newer.title) < listed.index("先前的一批")
    assert "已有新的一批" in listed
    assert "都已算完" in listed
    text = client.get(reverse("reports:batch", args=[newer.pk])).content.decode()
    assert "统计范围为全部监测指标；无数据的不计入分母" in text


def test_a_city_without_figures_of_its_own_sees_what_its_districts_add_up_to() -> None:
    city = city_with_districts(2)
    for number, (deaths, births) in enumerate(((1, 1000), (3, 3000)), start=1):
        place = RegionFactory(code=f"3502{number + 10}", name=f"甲{number}区", parent=city)
        ObservationFactory(
            region=place,
            indicator=IndicatorFactory(code="B1"),
            reference_year=2020,
            value=None,
            numerator=deaths,
            denominator=births,
        )
    client = reader_of(Role.OFFICE, city)
    text = client.get(reverse("reports:indicator", args=[city.code, "B1"])).content.decode()
    assert "2020年下级汇总" in text
    assert "按其分子、分母合计为0.10%（4÷4000）" in text
    ObservationFactory(region=city, indicator=IndicatorFactory(code="B1"), reference_year=2018)
    address = reverse("reports:indicator", args=[city.code, "B1"])
    assert "2020年下级汇总" in client.get(address).content.decode()
    assert "2018年下级汇总" not in client.get(address, {"year": "2018"}).content.decode()
    assert "2020年下级汇总" not in client.get(address, {"year": "2018"}).content.decode()


def test_the_list_tells_runs_by_other_rules_apart(client: Client, place: Region) -> None:
    assess(place, 2019, missing="unmet", basic_tolerance="5", decimals=1)
    text = client.get(reverse("reports:assessment_list")).content.decode()
    words = "无数据的按未达标计入分母；达标率小数位数：1；“基本达标”容差：目标值的5%"
    assert text.count(words) == 1


def test_settings_that_differ_are_told_with_their_units(client: Client, place: Region) -> None:
    assess(place, 2019, basic_tolerance="5", decimals=1)
    newest, oldest = Assessment.objects.order_by("-pk")
    address = reverse("reports:assessment_compare", args=[newest.pk])
    settings = client.get(address, {"with": oldest.pk}).context["comparison"].settings
    assert settings == [
        ("达标率小数位数", "1", "2"),
        ("“基本达标”容差", "目标值的5%", "不设这一档"),
    ]
