"""The office's desk: where each unit stands, and what of a submission was looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, F, Q

from indicators.choices import MarkState
from indicators.models import SubmissionValue

if TYPE_CHECKING:
    from collections.abc import Iterable

    from indicators.models import Submission

# A row emptied before it was ever looked at says nothing that could be looked at.
_SAYS_NOTHING = Q(value=None, numerator=None, denominator=None, text="", blank_reason="", mark=None)
_SEEN = Q(mark__version__gte=F("version"))


def flagged_counts(submissions: Iterable[Submission]) -> dict[int, int]:
    """Submission → how many of its values are flagged for change."""
    return _counts(submissions, Q(mark__state=MarkState.FLAGGED))


def unseen_counts(submissions: Iterable[Submission]) -> dict[int, int]:
    """Submission → how many values nobody of the office looked at in their present version."""
    return _counts(submissions, ~_SEEN & ~_SAYS_NOTHING)


def _counts(submissions: Iterable[Submission], condition: Q) -> dict[int, int]:
    rows = (
        SubmissionValue.objects.filter(submission__in=[s.pk for s in submissions])
        .filter(condition)
        .order_by()
        .values_list("submission_id")
        .annotate(n=Count("pk"))
    )
    return dict(rows)
