"""The demonstration's assessments and reports: asked for once, made by the worker, waited for."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from django.core.exceptions import ValidationError

from assessments.choices import AssessmentState
from assessments.core.options import default_basis, offered_basis
from assessments.models import Assessment, Decision
from assessments.options import Options
from assessments.services.finalising import assessment_finalise
from assessments.services.requests import AssessmentRequest, assessments_ask
from config import messages
from config.demo.catalogue import FIRST_ROUND, MARK, REGION_CODE, SECOND_ROUND
from config.demo.values import YEARS
from indicators.core.vocabulary import RuleKind, Stage, Verdict
from indicators.models import PlanIndicator, Round
from reports.choices import ReportFormat, ReportKind
from reports.models import Report
from reports.services.building import report_ask
from reports.services.subjects import on_assessment
from units.choices import JobState
from units.jobs import Job
from units.models import Region, User
from units.models.region import NATION_CODE

YEARS_SINCE: Final = (2021, 2022, 2023, 2024)
BALANCED: Final = f"{MARK}：女生所占比例在50%上下，男女比例均衡，予以认定。"


def decisions_fill(evaluator: User) -> None:
    """The evaluator's decision on each qualitative indicator of the first round, per year."""
    region = Region.objects.get(code=REGION_CODE)
    rows = PlanIndicator.objects.filter(
        plan__region=region, plan__round__name=FIRST_ROUND, rule=RuleKind.QUALITATIVE.value
    )
    known = set(
        Decision.objects.filter(region=region).values_list("plan_indicator", "reference_year")
    )
    Decision.objects.bulk_create(
        Decision(
            plan_indicator=row,
            region=region,
            reference_year=year,
            verdict=Verdict.MET.value,
            reason=BALANCED,
            decided_by=evaluator,
        )
        for row in rows
        for year in YEARS
        if (row.pk, year) not in known
    )


def questions(region: Region) -> Iterator[AssessmentRequest]:
    """Mid-term and final first: their reports wait for them."""
    rounds = {round_.name: round_ for round_ in Round.objects.all()}
    first, second = rounds[FIRST_ROUND], rounds[SECOND_ROUND]
    yield _question(region, first, Stage.MIDTERM, 2015)
    yield _question(region, first, Stage.FINAL, 2020)
    for year in YEARS:
        yield _question(region, first, Stage.ANNUAL, year)
    for year in YEARS_SINCE:
        yield _question(region, second, Stage.ANNUAL, year)


def _question(region: Region, round_: Round, stage: Stage, year: int) -> AssessmentRequest:
    """A round that is over is told against its targets, so that its years compare; the running
    one the way people are offered."""
    basis = default_basis(stage)
    if round_.name == SECOND_ROUND:
        basis = offered_basis(stage, year, round_.end_year)
    return AssessmentRequest(region, round_, stage, year, "both", Options(basis=basis))


def questions_ask(region_code: str, office: User) -> list[Assessment]:
    """The rows of all questions about a place; only those nobody asked before are queued."""
    region = Region.objects.get(code=region_code)
    rows = Assessment.objects.filter(region=region).order_by("pk")
    known = set(rows.values_list("question", flat=True))
    for question in questions(region):
        if question.fingerprint not in known:
            assessments_ask(requests=[question], user=office)
    asked = [question.fingerprint for question in questions(region)]
    return list(rows.filter(question__in=asked))


def midterm_finalise(assessments: list[Assessment], office: User) -> None:
    """Freeze the mid-term assessment, which everybody would have done years ago."""
    for row in Assessment.objects.filter(
        pk__in=[row.pk for row in assessments], stage=Stage.MIDTERM, state=AssessmentState.DRAFT
    ):
        assessment_finalise(assessment=row, user=office)


def headlines(assessments: list[Assessment]) -> Iterator[str]:
    """One line per mid-term and final assessment."""
    for row in Assessment.objects.filter(
        pk__in=[row.pk for row in assessments], stage__in=[Stage.MIDTERM, Stage.FINAL]
    ).select_related("region"):
        both = row.summary["combined"]
        yield messages.DEMO_HEADLINE.format(
            title=row,
            met=both["met"],
            denominator=both["denominator"],
            rate=both["rate"],
            missing=both["no_data"] + both["not_assessable"],
        )


WRITTEN: Final = (
    (NATION_CODE, Stage.MIDTERM),
    (NATION_CODE, Stage.FINAL),
    (REGION_CODE, Stage.FINAL),
)
FORMATS: Final = (ReportFormat.WORD, ReportFormat.EXCEL)


def reports_ask(assessments: Sequence[Assessment], office: User) -> list[Report]:
    """The report rows of the mid-term and final assessments; only missing ones are queued."""
    computed = Assessment.objects.filter(pk__in=[row.pk for row in assessments])
    wanted = [
        row
        for row in computed.select_related("region").order_by("pk")
        if (row.region.code, row.stage) in WRITTEN
    ]
    known = {row.assessment_id: row for row in Report.objects.filter(assessment__in=wanted)}
    return [
        known.get(row.pk)
        or report_ask(
            subject=on_assessment(row),
            kind=ReportKind(row.stage),
            formats=FORMATS,
            user=office,
        )
        for row in wanted
    ]


def report_lines(reports: Sequence[Report]) -> Iterator[str]:
    """One line per report that lies ready."""
    for row in Report.objects.filter(pk__in=[row.pk for row in reports]).order_by("pk"):
        formats = "、".join(ReportFormat(name).value for name in row.formats)
        yield messages.DEMO_REPORT.format(title=row.title, formats=formats)


PATIENCE_SECONDS: Final = 180
LOOK_SECONDS: Final = 0.2


def jobs_wait(rows: Sequence[Job], *, log: Path) -> None:
    """Until all rows of one kind are done; a failed one is refused in its own words."""
    model = type(rows[0])
    keys = [row.pk for row in rows]
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        open_rows = model._default_manager.filter(pk__in=keys).exclude(job_state=JobState.DONE)
        if not open_rows.exists():
            return
        failed = open_rows.filter(job_state__in=[JobState.FAILED, JobState.CANCELLED]).first()
        if failed is not None:
            raise ValidationError(
                messages.JOB_FAILED.format(what=failed, error=failed.job_error), code="failed"
            )
        time.sleep(LOOK_SECONDS)
    raise ValidationError(messages.JOBS_LATE.format(seconds=PATIENCE_SECONDS, log=log), code="late")
