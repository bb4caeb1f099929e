"""What people changed in a report's text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.core.editing import Edit, PrintedNumber
from reports.models import ReportText

if TYPE_CHECKING:
    from reports.models import Report


def edit_of(row: ReportText) -> Edit:
    return Edit(row.text, tuple(PrintedNumber(source, text) for source, text in row.numbers))


def report_edits(report: Report) -> dict[str, Edit]:
    """The edits of a report by paragraph key."""
    return {row.key: edit_of(row) for row in ReportText.objects.filter(report=report)}
