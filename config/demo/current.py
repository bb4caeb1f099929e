"""This year's reporting of the demonstration district, half done as in real life.

Some units are approved, some wait for review, one was returned, two have begun, the
rest are late. The years between the rounds are loaded as approved history.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from django.db import transaction
from django.utils import timezone

from config.demo import catalogue, reporting, workbooks
from config.demo.catalogue import MARK, REGION_CODE, SECOND_ROUND
from config.demo.history import history_table
from config.demo.values import LAST_YEAR, demo_values
from config.demo.workbooks import DemoLedger
from indicators.choices import MarkState, WorkPaperKind
from indicators.core.vocabulary import TOTAL
from indicators.models import (
    Observation,
    ReportingRound,
    Submission,
    SubmissionValue,
)
from indicators.services.marks import value_mark
from indicators.services.papers import paper_approve, paper_save, paper_submit, papers_ensure
from indicators.services.rounds import extension_set, reporting_rounds_open
from indicators.services.series import series_load
from indicators.services.submissions import (
    submission_return,
    submission_start_review,
    submissions_approve,
    submissions_submit,
)
from units.models import MemberUnit, Region, User

REFERENCE_YEAR: Final = 2025
APPROVED: Final = ("区教育局", "区民政局", "区总工会", "区水利局", "区体育局")
WAITING: Final = ("区人力资源和社会保障局", "区司法局", "区委组织部", "区妇女联合会")
IN_REVIEW: Final = "区司法局"
RETURNED: Final = "区医疗保障局"
BEGUN: Final = ("区卫生健康局", "区公安分局")
BEGUN_ROWS: Final = 9
RETURN_REASON: Final = f"{MARK}：妇女基本医疗保险参保率与上年口径不一致，请核对应参保人数后重报。"
FLAGGED: Final = "I140"
FLAG_REASON: Final = f"{MARK}：请写明应参保女性人数的来源。"
PAPERS: Final = (
    (
        "区教育局",
        WorkPaperKind.SUMMARY,
        f"{MARK}。2025年新增普惠性幼儿园3所，中小学生每学期开展一次视力监测，"
        "学校户外活动场地达标率提高。主要问题：初中、高中阶段近视率仍高于规划要求。",
    ),
    (
        "区民政局",
        WorkPaperKind.SUMMARY,
        f"{MARK}。2025年村（社区）儿童主任实现全覆盖，未成年人保护工作站运行平稳。"
        "下一步：提高养老机构护理型床位占比。",
    ),
    (
        "区卫生健康局",
        WorkPaperKind.PLAN,
        f"{MARK}。2026年把两癌筛查集中安排在春节前后和秋收后，补齐镇卫生院妇科力量，"
        "每季度通报一次儿童伤害监测结果。",
    ),
)
FINAL_PAPERS: Final = (
    (
        "区卫生健康局",
        WorkPaperKind.SUMMARY,
        "十年间把婚前医学检查、孕前优生检查和孕产期保健的服务点合设在一处，"
        "高危孕产妇实行专人管理。受疫情影响，2020年妇女常见病集中筛查推迟到下半年，全年少办两批。",
    ),
    (
        "区教育局",
        WorkPaperKind.SUMMARY,
        "各镇公办中心幼儿园全部建成开园，义务教育学校分批完成标准化建设。"
        "2020年上半年学生线上学习时间较长，视力不良检出率上升，已从秋季学期起每学期普查一次。",
    ),
    (
        "区民政局",
        WorkPaperKind.SUMMARY,
        "2016年起逐年新建社区养老服务设施和儿童之家，2020年两项覆盖率均达到规划目标。"
        "村委会换届中女性成员比例有提高，但离目标还差3名，下次换届前逐村摸底。",
    ),
    (
        "区妇女联合会",
        WorkPaperKind.SUMMARY,
        "每年召开一次妇儿工委全体会议听取难点指标进展，中期评估后给滞后指标逐项建立整改单，次年对账。",
    ),
)
EXTENSION_REASON: Final = f"{MARK}：妇幼年报数据待上级反馈"
OPEN_DAYS: Final = 60
LATE_DAYS: Final = 3
EXTENSION_DAYS: Final = 20


def current_fill(folder: Path, office: User) -> bool:
    """History and this year's round, unless the round is there. True: it was made now."""
    region = Region.objects.get(code=REGION_CODE)
    if ReportingRound.objects.filter(region=region, reference_year=REFERENCE_YEAR).exists():
        return False
    with transaction.atomic():
        _history_fill(region)
        reporting_round = _round_open(region, office)
        files = reporting.ledgers_read(_ledgers(), folder)
        reporting.ledgers_take(REFERENCE_YEAR, files, office)
        _moves(reporting_round, office)
        _papers(reporting_round, PAPERS, office)
        last = ReportingRound.objects.get(region=region, reference_year=LAST_YEAR)
        _papers(last, FINAL_PAPERS, office, approve=True)
    return True


def _history_fill(region: Region) -> None:
    """The years before this one, as far as no ledger has told them already."""
    known = set(
        Observation.objects.filter(region=region).values_list("indicator__code", "reference_year")
    )
    told = (
        row
        for row in demo_values(REGION_CODE, SECOND_ROUND)
        if row.reference_year != REFERENCE_YEAR
        and (row.indicator_code, row.reference_year) not in known
    )
    series_load(table=history_table(told, f"{MARK}：历年台账"), region=REGION_CODE)


def _round_open(region: Region, office: User) -> ReportingRound:
    today = timezone.localdate()
    opened = reporting_rounds_open(
        regions=[region],
        reference_year=REFERENCE_YEAR,
        opens_on=today - dt.timedelta(days=OPEN_DAYS),
        closes_on=today - dt.timedelta(days=LATE_DAYS),
        by=office,
    )
    (reporting_round,) = opened.rounds
    extension_set(
        reporting_round=reporting_round,
        unit=MemberUnit.objects.get(region=region, name=BEGUN[0]),
        closes_on=today + dt.timedelta(days=EXTENSION_DAYS),
        reason=EXTENSION_REASON,
        by=office,
    )
    return reporting_round


def _ledgers() -> list[DemoLedger]:
    rows = catalogue.plan_rows(SECOND_ROUND)
    values = [
        row
        for row in demo_values(REGION_CODE, SECOND_ROUND)
        if row.reference_year == REFERENCE_YEAR
    ]
    told = {*APPROVED, *WAITING, RETURNED, *BEGUN}
    return [
        workbooks.DemoLedger(
            ledger.unit,
            ledger.reference_year,
            ledger.rows[:BEGUN_ROWS] if ledger.unit in BEGUN else ledger.rows,
        )
        for ledger in workbooks.ledgers(values, catalogue.lead_units(rows))
        if ledger.unit in told
    ]


def _moves(reporting_round: ReportingRound, office: User) -> None:
    def of(names: Sequence[str]) -> list[Submission]:
        rows = Submission.objects.filter(reporting_round=reporting_round, unit__name__in=names)
        return list(rows.select_related("reporting_round__region", "unit__region"))

    sent = of((*APPROVED, *WAITING, RETURNED))
    submissions_submit(submissions=sent, by=office, as_office=True)
    submissions_approve(submissions=of(APPROVED), by=office, is_reviewed=False)
    for submission in of((IN_REVIEW, RETURNED)):
        submission_start_review(submission=submission, by=office)
    (returned,) = of((RETURNED,))
    value = SubmissionValue.objects.get(
        submission=returned, indicator__code=FLAGGED, breakdown=TOTAL
    )
    value_mark(
        value=value,
        state=MarkState.FLAGGED,
        version=value.version,
        by=office,
        reason=FLAG_REASON,
    )
    submission_return(submission=returned, reason=RETURN_REASON, by=office)


def _papers(
    reporting_round: ReportingRound,
    told: Sequence[tuple[str, WorkPaperKind, str]],
    office: User,
    *,
    approve: bool = False,
) -> None:
    """Yearly plans and summaries, sent to the office and, for a past year, approved."""
    units = {unit.name: unit for unit in MemberUnit.objects.filter(region__code=REGION_CODE)}
    for name, kind, text in told:
        papers = papers_ensure(reporting_round=reporting_round, unit=units[name])
        paper = next(paper for paper in papers if paper.kind == kind)
        paper = paper_save(paper=paper, text=text, file=None, seen_version=paper.version, by=office)
        paper = paper_submit(paper=paper, by=office)
        if approve:
            paper_approve(paper=paper, by=office)
