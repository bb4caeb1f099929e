"""What people changed in a report's text."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from reports.core.editing import Edit, PrintedNumber
from reports.models import ReportText

if TYPE_CHECKING:
    from reports.core.checking import TextCheck
    from reports.models import Report


def edit_of(row: ReportText) -> Edit:
    return Edit(row.text, tuple(PrintedNumber(source, text) for source, text in row.numbers))


def report_edits(report: Report) -> dict[str, Edit]:
    """The edits of a report by paragraph key."""
    return {row.key: edit_of(row) for row in ReportText.objects.filter(report=report)}


def unaccepted(report: Report, check: TextCheck) -> list[str]:
    """Handwritten numbers that nobody vouched for, in the order of their parts."""
    vouched = dict(ReportText.objects.filter(report=report).values_list("key", "accepted"))
    return [
        number
        for key, numbers in check.handwritten.items()
        for number in (Counter(numbers) - Counter(vouched.get(key, []))).elements()
    ]
