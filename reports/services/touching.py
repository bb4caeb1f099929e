"""Which reports a change of one approved figure touches: those on the runs that use it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from assessments.services.touching import assessments_touched
from indicators.services.touching import Touched
from reports import messages
from reports.models import Report

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indicators.models import Observation


def reports_touched(observation: Observation) -> Iterator[Touched]:
    """Built reports on those runs, newest first; an issued one stays what was issued."""
    is_stale = {run.run: run.is_stale for run in assessments_touched(observation)}
    rows = Report.objects.with_subject().filter(assessment__in=is_stale)
    for report in rows.select_related("assessment__ordered_by"):
        run = report.assessment
        if run is None:
            continue
        unit = report.unit.label if report.unit else ""
        yield Touched(
            group=messages.TOUCHED_REPORTS,
            title=str(report),
            url=reverse("reports:report", args=[report.pk]),
            state=report.get_state_display(),
            tone="good" if report.is_issued else "mute",
            keeper=report.region,
            place=report.region,
            use=messages.TOUCHED_USE,
            note=messages.TOUCHED_ISSUED if report.is_issued else "",
            is_stale=is_stale[run.pk] and not report.is_issued,
            is_frozen=report.is_issued,
            run=run.pk,
            apart="；".join(
                part
                for part in (messages.TOUCHED_VERSION.format(version=report.version), unit)
                if part
            ),
        )
