"""Pages with verdicts: what stands on them, what they write, what they refuse."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from assessments.models import Assessment
from assessments.options import Options
from assessments.services.requests import AssessmentRequest
from assessments.tasks import assessment_run
from indicators.core.vocabulary import Stage
from indicators.models import PlanIndicator
from reports.models import Report, ReportFile
from tests.asking import assessment_asked, assessment_computed
from tests.factories import (
    DomainFactory,
    IndicatorFactory,
    MemberUnitFactory,
    ObservationFactory,
    PlanFactory,
    PlanIndicatorFactory,
    RegionFactory,
    TargetFactory,
    user_with,
)
from tests.queries import assert_queries_do_not_grow
from units.choices import AuditAction, JobState, Role
from units.files import file_store
from units.models import AuditEvent, Region, User

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def place() -> Region:
    return RegionFactory()


@pytest.fixture
def office(client: Client, place: Region) -> User:
    user = user_with(Role.OFFICE, place)
    client.force_login(user, backend=BACKEND)
    return user


def line(place: Region, code: str, value: str | None, **fields: object) -> PlanIndicator:
    """An indicator of the place's women's plan: at least 95 by 2020, base 90 in 2010."""
    plan = PlanFactory(region=place)
    row = PlanIndicatorFactory(
        plan=plan,
        domain=DomainFactory(plan=plan),
        indicator=IndicatorFactory(code=code, name=f"{code}率"),
        base_value=Decimal(90),
        is_verified=True,
        **fields,
    )
    TargetFactory(plan_indicator=row)
    if value is not None:
        ObservationFactory(
            region=place, indicator=row.indicator, reference_year=2020, value=Decimal(value)
        )
    return row


def assessed(place: Region) -> Assessment:
    row = PlanFactory(region=place)
    question = AssessmentRequest(place, row.round, Stage.FINAL, 2020, "both", Options())
    assessment = assessment_asked(question)
    assessment_run(assessment.pk)
    assessment.refresh_from_db()
    return assessment


def text(client: Client, name: str, query: str = "", **kwargs: object) -> str:
    answer = client.get(reverse(name, kwargs=kwargs) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_result_page_tells_counts_rate_rule_and_puts_the_unmet_on_top(
    client: Client, office: User, place: Region
) -> None:
    line(place, "A1", "96")
    line(place, "A2", "94")
    line(place, "A3", None)
    page = text(client, "reports:assessment_detail", pk=assessed(place).pk)
    assert "3 项中 1 项达标，1 项未达标，1 项无数据" in page
    assert '<b>50.00</b><span class="unit">%</span><span class="of">1/2 项</span>' in page
    assert "达标率＝达标÷（达标＋未达标）×100%" in page
    table = page[page.index("result-table") :]
    assert table.index("A2率") < table.index("A1率") < table.index("A3率")
    assert "低于目标95%，还差1.00个百分点" in table


def test_filters_stand_in_the_address_and_keep_the_others_counts(
    client: Client, office: User, place: Region
) -> None:
    line(place, "A1", "96")
    line(place, "A2", "94")
    pk = assessed(place).pk
    page = text(client, "reports:assessment_detail", "?verdict=unmet", pk=pk)
    assert "共 1 项" in page
    assert "A1率" not in page
    assert "达标 1" in page
    assert "清除条件" in page
    assert "清除条件" not in text(client, "reports:assessment_detail", pk=pk)
    page = text(client, "reports:assessment_detail", "?q=A9", pk=pk)
    assert "没有符合条件的指标" in page
    assert "看全部 2 项" in page
    assert "共 2 项" in text(client, "reports:assessment_detail", "?verdict=nonsense", pk=pk)


def test_unverified_lines_are_marked(client: Client, office: User, place: Region) -> None:
    row = line(place, "A1", "96")
    PlanIndicator.objects.filter(pk=row.pk).update(is_verified=False)
    assert "待核" in text(client, "reports:assessment_detail", pk=assessed(place).pk)
    assert "待核" in text(client, "indicators:plan_detail", pk=row.plan_id)
    page = text(client, "indicators:plan_detail", "?mark=key", pk=row.plan_id)
    assert "没有符合条件的指标" in page


def test_asking_queues_one_draft_and_twice_is_the_same(
    client: Client, office: User, place: Region, django_capture_on_commit_callbacks
) -> None:
    line(place, "A1", "96")
    form = client.get(reverse("reports:assessment_start")).context["form"]
    data = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    data |= {"region": place.pk, "round": PlanFactory(region=place).round.pk}
    data |= {"kind": "both", "stage": "final", "year": 2020, "basis": "", "basic_tolerance": ""}
    data.pop("basic_counts", None)
    for _ in range(2):
        answer = client.post(reverse("reports:assessment_start"), data)
        assert answer.status_code == 302, answer.context["form"].errors
    assessment = Assessment.objects.get()
    assert (assessment.job_state, assessment.settings["basis"]) == (JobState.QUEUED, "final")
    assert AuditEvent.objects.filter(action=AuditAction.ASSESS, user=office).count() == 2
    progress = client.get(reverse("reports:assessment_progress", kwargs={"pk": assessment.pk}))
    assert (progress.json()["running"], progress["Cache-Control"]) == (True, "no-store")
    assert "data-job=" in text(client, "reports:assessment_detail", pk=assessment.pk)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("reports:assessment_start"), data)
    assessment.refresh_from_db()
    assert assessment.job_state == JobState.DONE
    assert assessment.summary["combined"]["rate"] == "100.00"


def test_a_year_outside_the_plans_is_refused_in_words(
    client: Client, office: User, place: Region
) -> None:
    line(place, "A1", "96")
    form = client.get(reverse("reports:assessment_start")).context["form"]
    data = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    data |= {"region": place.pk, "round": PlanFactory(region=place).round.pk}
    data |= {"kind": "both", "stage": "annual", "year": 2031, "basis": ""}
    answer = client.post(reverse("reports:assessment_start"), data)
    (told,) = answer.context["form"].errors["year"]
    assert told == "评估年份2031年不在规划的2010—2020年之内，请改年份或换规划轮次。"
    assert not Assessment.objects.exists()


def test_finalising_freezes_and_rechecking_finds_it_intact(
    client: Client, office: User, place: Region
) -> None:
    row = line(place, "A1", "96")
    assessment = assessed(place)
    url = reverse("reports:assessment_finalise", kwargs={"pk": assessment.pk})
    assert "都不再改变" in client.get(url).content.decode()
    answer = client.post(url, follow=True)
    assert "已定稿，输入和结果都已冻结" in answer.content.decode()
    assessment.refresh_from_db()
    assert (assessment.is_final, assessment.finalised_by) == (True, office)
    page = text(client, "reports:assessment_recheck", pk=assessment.pk)
    assert "定稿内容完整，重算结果一致" in page
    row.indicator.observations.update(value=Decimal(80))
    page = text(client, "reports:assessment_recheck", pk=assessment.pk)
    assert "定稿后数据或目录有更正" in page
    for old, now in (("达标", "未达标"), ("96.00%", "80.00%")):
        assert f'<span class="old">{old}</span></td><td class="new">{now}</td>' in page
    assert not re.search(r"\b(met|unmet|lost|behind|True|False)\b", page[page.index("<main") :])


def test_finalising_is_refused_when_the_data_moved(
    client: Client, office: User, place: Region
) -> None:
    row = line(place, "A1", "96")
    assessment = assessed(place)
    row.indicator.observations.update(value=Decimal(80))
    url = reverse("reports:assessment_finalise", kwargs={"pk": assessment.pk})
    answer = client.post(url, follow=True)
    assert "计算之后数据或规划有变化" in answer.content.decode()
    assessment.refresh_from_db()
    assert not assessment.is_final
    assert "用现在的数据重算" in answer.content.decode()
    client.post(reverse("reports:assessment_run_again", kwargs={"pk": assessment.pk}))
    assessment.refresh_from_db()
    assert assessment.job_state == JobState.QUEUED


def test_a_failed_run_says_why_and_goes_back_into_the_queue(
    client: Client, office: User, place: Region
) -> None:
    line(place, "A1", "96")
    assessment = assessed(place)
    Assessment.objects.update(job_state=JobState.FAILED, job_error="磁盘满了")
    assert "计算失败：磁盘满了" in text(client, "reports:assessment_detail", pk=assessment.pk)
    client.post(reverse("reports:assessment_run_again", kwargs={"pk": assessment.pk}))
    assessment.refresh_from_db()
    assert (assessment.job_state, assessment.job_error) == (JobState.QUEUED, "")


def test_indicator_page_shows_met_lost_and_met_again_with_the_way_back_to_the_cell(
    client: Client, office: User, place: Region
) -> None:
    row = line(place, "A1", None)
    unit = MemberUnitFactory(region=place, name="卫健局")
    for year, value in ((2017, "95.5"), (2018, "94"), (2019, "96")):
        ObservationFactory(
            region=place,
            indicator=row.indicator,
            reference_year=year,
            value=Decimal(value),
            unit=unit,
            sheet="指标数据",
            cell=f"G{year - 2000}",
        )
    page = text(client, "reports:indicator", "?year=2018", region=place.code, code="A1")
    years = page[page.index('aria-labelledby="years"') :]
    assert years.index("已达到") < years.index("未达到") < years.rindex("已达到")
    assert "“指标数据”表 G18" in page
    assert "−1.5" in years
    answer = client.get(reverse("api:trend", kwargs={"region": place.code, "code": "A1"})).json()
    assert (answer["target"], answer["actual"][7:10]) == ("95", ["95.5", "94", "96"])
    assert (answer["pace"][0], answer["pace"][-1], answer["behind"]) == ("90", "95", [])
    assert "按2017—2019年趋势推算" in page
    assert "对照2020年目标，2017年首次达标，2018年回落，2019年重新达标。" in page
    assert '<option value="2018" selected>2018年</option>' in page


def test_indicator_page_without_values_says_what_to_do(
    client: Client, office: User, place: Region
) -> None:
    line(place, "A1", None)
    page = text(client, "reports:indicator", region=place.code, code="A1")
    assert "牵头单位填报并经审核通过后" in page


def test_a_background_indicator_is_listed_and_not_judged(
    client: Client, office: User, place: Region
) -> None:
    line(place, "A1", "96", rule="background")
    page = text(client, "reports:indicator", region=place.code, code="A1")
    assert "背景指标只列数值，不判断" in page
    assert "verdict-" not in page


def test_values_are_filtered_by_year_and_text(client: Client, office: User, place: Region) -> None:
    line(place, "A1", "96")
    ObservationFactory(indicator=IndicatorFactory(code="B2"), region=place, reference_year=2015)
    page = text(client, "indicators:value_list", "?year=2020")
    assert "A1率" in page
    assert "指标B2" not in page
    assert "指标B2" in text(client, "indicators:value_list", "?q=B2")
    assert "没有符合条件的数据" in text(client, "indicators:value_list", "?q=C3")


def test_a_report_is_asked_for_once_and_downloaded_with_a_line_in_the_log(
    client: Client, office: User, place: Region
) -> None:
    line(place, "A1", "96")
    assessment = assessed(place)
    url = reverse("reports:report_new", kwargs={"pk": assessment.pk})
    for _ in range(2):
        client.post(url, {"formats": ["docx", "xlsx", "exe"]})
    report = Report.objects.get()
    assert (report.kind, report.formats, report.requested_by) == ("final", ["docx", "xlsx"], office)
    Report.objects.update(job_state=JobState.DONE)
    file = file_store(chunks=[b"PK"], name="终期.docx", content_type="x/y", user=office)
    made = ReportFile.objects.create(report=report, format="docx", file=file)
    assert "Word 文件" in text(client, "reports:assessment_detail", pk=assessment.pk)
    assert "Word 文件" in text(client, "reports:report_list")
    answer = client.get(reverse("reports:report_file", kwargs={"pk": made.pk}))
    assert b"".join(answer.streaming_content) == b"PK"
    assert AuditEvent.objects.filter(action=AuditAction.DOWNLOAD, subject="终期.docx").exists()


def test_the_log_is_filtered_and_checked(client: Client, place: Region, office: User) -> None:
    client.post(reverse("units:sign_out"))
    client.force_login(user_with(Role.AUDITOR, place), backend=BACKEND)
    page = text(client, "units:audit_log", "?action=sign_out&check=1&from=2020-01-01&to=x")
    assert office.username in page
    assert "都与写入时一致" in page
    AuditEvent.objects.create(action=AuditAction.SIGN_IN, username="x", hash="0" * 64)
    assert "与写入时不符" in text(client, "units:audit_log", "?check=1")
    assert "没有符合条件的日志" in text(client, "units:audit_log", "?to=2020-02-30&q=nobody")


def test_queries_do_not_grow_with_rows(client: Client, office: User, place: Region) -> None:
    plan = PlanFactory(region=place)
    numbers = iter(range(1, 100))

    def add(count: int) -> None:
        for _ in range(count):
            line(place, f"Q{next(numbers)}", "94")
        assessment_computed(assessment)

    line(place, "Q0", "96")
    assessment = assessed(place)

    def open_all() -> None:
        text(client, "reports:assessment_detail", pk=assessment.pk)
        text(client, "reports:assessment_list")
        text(client, "indicators:plan_detail", pk=plan.pk)
        text(client, "indicators:plan_list")
        text(client, "indicators:value_list")
        text(client, "reports:indicator", region=place.code, code="Q0")
        text(client, "reports:home")

    assert_queries_do_not_grow(add, open_all)
