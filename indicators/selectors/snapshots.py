"""What a submission said when it was sent, and what differs from the time before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final

from indicators.choices import SubmissionAct
from indicators.models import Submission, SubmissionValue

_CONTENT: Final = ("value", "numerator", "denominator", "text", "blank_reason")
Snapshot = dict[str, list[str]]


def snapshot_key(indicator_id: int, reference_year: int, breakdown: str) -> str:
    return f"{indicator_id}|{reference_year}|{breakdown}"


def snapshot_content(row: Any) -> list[str]:
    """A value's content as texts, in the order value, parts, text, reason why blank."""
    return [_text(getattr(row, name)) for name in _CONTENT]


def value_snapshots(submissions: Iterable[Submission]) -> dict[int, Snapshot]:
    """Submission → its values as they are now, for the event of sending. One query."""
    rows = SubmissionValue.objects.filter(submission__in=[s.pk for s in submissions])
    snapshots: dict[int, Snapshot] = defaultdict(dict)
    for row in rows.only(
        "submission_id", "indicator_id", "reference_year", "breakdown", *_CONTENT
    ).iterator(chunk_size=2_000):
        key = snapshot_key(row.indicator_id, row.reference_year, row.breakdown)
        snapshots[row.submission_id][key] = snapshot_content(row)
    return snapshots


def previous_snapshot(submission: Submission) -> Snapshot | None:
    """What was sent the time before the last; None when it was sent only once."""
    sent = submission.events.filter(act=SubmissionAct.SUBMITTED).order_by("-at", "-pk")
    earlier = list(sent[1:2])
    return earlier[0].values if earlier else None


def _text(part: Decimal | str | None) -> str:
    if part is None or isinstance(part, str):
        return part or ""
    return format(part.normalize(), "f")
