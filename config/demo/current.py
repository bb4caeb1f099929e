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
from indicators.choices import MarkState
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
        _papers(reporting_round, office)
        last = ReportingRound.objects.get(region=region, reference_year=LAST_YEAR)
        _papers(last, office, approve=True)
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


def _papers(reporting_round: ReportingRound, office: User, *, approve: bool = False) -> None:
    """Yearly plans and summaries, sent to the office and, for a past year, approved."""
    units = {unit.name: unit for unit in MemberUnit.objects.filter(region__code=REGION_CODE)}
    for row in catalogue.data_rows("papers.csv"):
        if row["reference_year"] != str(reporting_round.reference_year):
            continue
        papers = papers_ensure(reporting_round=reporting_round, unit=units[row["unit"]])
        paper = next(paper for paper in papers if paper.kind == row["kind"])
        seen = paper.version
        paper = paper_save(paper=paper, text=row["text"], file=None, seen_version=seen, by=office)
        paper = paper_submit(paper=paper, by=office)
        if approve:
            paper_approve(paper=paper, by=office)
