"""The report of a stored assessment: text, tables and files from the database's numbers."""

from __future__ import annotations

import json
from io import StringIO
from typing import TYPE_CHECKING

import docx
import openpyxl
import pytest
from django.core.management import call_command
from django.utils import timezone

from assessments.models import Assessment
from assessments.options import Options
from assessments.services.requests import AssessmentRequest
from indicators.core.vocabulary import Basis, Stage
from indicators.models import PlanIndicator
from reports import messages
from reports.choices import ReportFormat, ReportKind
from reports.document import Paragraph, walk
from reports.models import Report, ReportFile
from reports.selectors.report_facts import facts_for
from reports.services.building import report_ask, report_build
from reports.services.composing import report_compose
from reports.services.subjects import on_assessment
from tests import factories as make
from tests.asking import assessment_asked, assessment_computed
from units.files import file_path
from units.models import StoredFile
from units.printed_table import Table
from units.store import store_tidy

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from reports.document import Document

pytestmark = pytest.mark.django_db

ROWS = (
    ("W1", "孕产妇系统管理率", "at_least", "85", {2010: "86.42", 2019: "95.87", 2020: "96.24"}),
    ("W2", "妇女常见病定期筛查率", "at_least", "80", {2010: "58.36", 2019: "77.12", 2020: "76.35"}),
    ("W3", "中重度贫血患病率", "fall", None, {2010: "2.14", 2019: "0.92", 2020: "0.85"}),
    ("W4", "男女比例均衡", "qualitative", None, {2020: "51.36"}),
    ("W5", "没有数据的指标", "at_least", "90", {}),
)


@pytest.fixture
def assessment() -> Assessment:
    plan = make.PlanFactory(title="湖里区妇女发展规划（2011—2020年）")
    domain = make.DomainFactory(plan=plan)
    lead = make.MemberUnitFactory(region=plan.region, name="区卫生健康局")
    for order, (code, name, rule, target, values) in enumerate(ROWS):
        indicator = make.IndicatorFactory(code=code, name=name)
        row = make.PlanIndicatorFactory(
            plan=plan,
            domain=domain,
            indicator=indicator,
            order=order,
            rule=rule,
            is_key=True,
            target_text="男女比例保持均衡" if rule == "qualitative" else "",
        )
        row.responsibilities.create(unit=lead, kind="lead")
        if target is not None:
            make.TargetFactory(plan_indicator=row, value=target)
        for year, value in values.items():
            make.ObservationFactory(
                indicator=indicator,
                region=plan.region,
                reference_year=year,
                value=value,
                decimals=2,
                source_text="妇幼年报",
                sheet="健康",
                cell="G12",
            )
    question = AssessmentRequest(plan.region, plan.round, Stage.FINAL, 2020, "both")
    row = assessment_asked(question)
    return assessment_computed(row)


def composed(assessment: Assessment) -> Document:
    facts = facts_for(assessment, today=timezone.localdate())
    return report_compose(facts=facts, kind="final")


def texts(document: Document) -> str:
    return "\n".join(b.text for b in walk(document.sections) if isinstance(b, Paragraph))


def test_the_summary_prints_the_rate_with_its_counts(assessment: Assessment) -> None:
    text = texts(composed(assessment))
    assert "达标率为66.67%（2/3）" in text
    assert "1项无数据" in text
    assert "1项无法评价" in text
    assert "妇女常见病定期筛查率为76.35%" in text


def test_an_annual_report_names_the_targets_of_the_year_it_is_held_against(
    assessment: Assessment,
) -> None:
    for code, value in (("W2", 76), ("W3", "0.8")):
        line = PlanIndicator.objects.get(indicator__code=code)
        make.TargetFactory(plan_indicator=line, stage="annual", year=2020, value=value)
    question = AssessmentRequest(
        assessment.region, assessment.round, Stage.ANNUAL, 2020, options=Options(basis=Basis.ANNUAL)
    )
    facts = facts_for(
        assessment_computed(assessment_asked(question)),
        today=timezone.localdate(),
    )
    document = report_compose(facts=facts, kind="annual")
    table = next(
        block
        for annex in document.annexes
        for block in annex.blocks
        if isinstance(block, Table) and "监测指标完成情况表" in block.title
    )
    heads = [column.heading for column in table.columns]
    assert "年度目标" in heads
    shown = {
        row.key: [row.cells[heads.index(name)].text for name in ("年度目标", "终期目标", "判定")]
        for row in table.rows
        if row.key
    }
    assert shown["W1"] == ["—", "≥85", "达标"]
    assert shown["W2"] == ["76", "≥80", "达标"]
    assert shown["W3"] == ["0.8", "低于2010年", "未达标"]
    whole = texts(document)
    assert "各项指标对照2020年度目标逐项判定；没有设年度目标的，对照2020年终期目标判定。" in whole
    assert "2项达到年度要求" in whole
    assert "0.8%的控制目标" in whole
    assert "确定的终期目标逐项判定" not in whole
    final = texts(composed(assessment))
    assert "确定的终期目标逐项判定" in final
    assert "年度目标" not in final


def test_rows_of_every_domain_add_up(assessment: Assessment) -> None:
    document = composed(assessment)
    table = next(b for b in walk(document.sections) if isinstance(b, Table) and b.key == "rates")
    for row in table.rows:
        numbers = [int(cell.text) for cell in row.cells[2:7]]
        assert numbers[0] == sum(numbers[1:])


def test_unmet_indicators_stand_in_text_annex_and_proposals(assessment: Assessment) -> None:
    document = composed(assessment)
    annex = next(a for a in document.annexes if a.key == "unmet")
    table = annex.blocks[0]
    assert isinstance(table, Table)
    assert [row.cells[1].text for row in table.rows] == ["妇女常见病定期筛查率"]
    assert table.rows[0].cells[4].text == "3.65个百分点"
    assert table.rows[0].cells[5].text == "待补"
    assert "妇女常见病定期筛查率由区卫生健康局牵头，限期达到80%的目标。" in texts(document)


def test_sources_name_the_cell(assessment: Assessment) -> None:
    annex = next(a for a in composed(assessment).annexes if a.key == "sources")
    table = annex.blocks[0]
    assert isinstance(table, Table)
    first = [cell.text for cell in table.rows[0].cells]
    assert first[2:4] == ["2020", "96.24"]
    assert first[6] == "妇幼年报"
    assert first[8] == "健康·G12"


def test_the_same_assessment_gives_the_same_document(assessment: Assessment) -> None:
    assert composed(assessment) == composed(assessment)


def test_every_annex_table_has_the_width_of_its_page(assessment: Assessment) -> None:
    for annex in composed(assessment).annexes:
        for block in annex.blocks:
            if isinstance(block, Table):
                assert block.width == (225 if annex.orientation == "landscape" else 156)


def test_more_indicators_need_no_more_queries(
    assessment: Assessment, django_assert_max_num_queries: Callable[..., object]
) -> None:
    with django_assert_max_num_queries(30):
        facts_for(assessment, today=timezone.localdate())


def command(*arguments: str) -> dict[str, object]:
    out = StringIO()
    call_command("build_report", *arguments, "--json", stdout=out)
    return json.loads(out.getvalue())


def test_the_command_writes_word_and_excel(assessment: Assessment, tmp_path: Path) -> None:
    target = tmp_path / "r.docx"
    answer = command(str(assessment.pk), "--output", str(target), "--no-toc")
    assert answer["bytes"] == target.stat().st_size
    assert docx.Document(str(target)).paragraphs
    sheet = tmp_path / "r.xlsx"
    command(str(assessment.pk), "--format", "xlsx", "--output", str(sheet))
    assert "附件1" in openpyxl.load_workbook(sheet).sheetnames
    assert sorted(p.name for p in tmp_path.iterdir()) == ["r.docx", "r.xlsx"]


@pytest.mark.parametrize("missing", ["assessment", "folder"])
def test_the_command_refuses_in_words(assessment: Assessment, tmp_path: Path, missing: str) -> None:
    pk = "999999" if missing == "assessment" else str(assessment.pk)
    folder = tmp_path if missing == "assessment" else tmp_path / "nowhere"
    out, err = StringIO(), StringIO()
    with pytest.raises(SystemExit) as refused:
        call_command(
            "build_report",
            pk,
            "--output",
            str(folder / "r.docx"),
            "--json",
            "--no-toc",
            stdout=out,
            stderr=err,
        )
    assert refused.value.code == 1
    answer = json.loads(out.getvalue())
    assert answer["error"] in err.getvalue()
    assert "999999" in answer["error"] or "nowhere" in answer["error"]
    assert not (folder / "r.docx").exists()


def test_asking_twice_gives_one_report(assessment: Assessment) -> None:
    first = report_ask(
        subject=on_assessment(assessment), kind=ReportKind.FINAL, formats=[ReportFormat.EXCEL]
    )
    again = report_ask(
        subject=on_assessment(assessment), kind=ReportKind.FINAL, formats=[ReportFormat.EXCEL]
    )
    assert first.pk == again.pk
    assert first.version == 1


def test_building_again_keeps_one_file_per_format(
    assessment: Assessment, settings, tmp_path: Path, django_capture_on_commit_callbacks
) -> None:
    settings.PRIVATE_FILES_DIR = tmp_path
    report = report_ask(
        subject=on_assessment(assessment), kind=ReportKind.FINAL, formats=[ReportFormat.EXCEL]
    )
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            report_build(report=report)
    files = ReportFile.objects.filter(report=report)
    assert [file.format for file in files] == ["xlsx"]
    assert StoredFile.objects.count() == 1
    settings.FILE_GRACE_DAYS = 0  # the bytes of the first lie until a backup has passed
    assert store_tidy() == 1
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [file_path(files[0].file)]
    report.refresh_from_db()
    assert report.title == "湖里区妇女发展规划（2011—2020年）终期评估报告"
    Report.objects.filter(pk=report.pk).update(job_state="done")
    newer = report_ask(
        subject=on_assessment(assessment), kind=ReportKind.FINAL, formats=[ReportFormat.EXCEL]
    )
    assert newer.version == 2


def test_an_assessment_without_results_is_refused(assessment: Assessment) -> None:
    Assessment.objects.filter(pk=assessment.pk).update(summary={})
    assessment.refresh_from_db()
    with pytest.raises(Exception, match="还没有结果"):
        report_ask(
            subject=on_assessment(assessment), kind=ReportKind.FINAL, formats=[ReportFormat.EXCEL]
        )
    assert messages.NOT_COMPUTED
