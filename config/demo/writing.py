"""The demonstration's reports: asked for once, built by the worker."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from assessments.models import Assessment
from config import messages
from config.demo.catalogue import REGION_CODE
from indicators.core.vocabulary import Stage
from reports.choices import ReportFormat, ReportKind
from reports.models import Report
from reports.services.building import report_ask
from units.models import User
from units.models.region import NATION_CODE

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
            assessment=row,
            kind=ReportKind(row.stage),
            formats=FORMATS,
            user=office,
        )
        for row in wanted
    ]


def headlines(reports: Sequence[Report]) -> Iterator[str]:
    """One line per report that lies ready."""
    for row in Report.objects.filter(pk__in=[row.pk for row in reports]).order_by("pk"):
        formats = "、".join(ReportFormat(name).value for name in row.formats)
        yield messages.DEMO_REPORT.format(title=row.title, formats=formats)
