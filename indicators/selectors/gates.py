"""May a submission's values change now, and which of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from indicators.choices import MarkState, SubmissionState
from indicators.messages import collecting as messages
from indicators.models import Submission, SubmissionValue, ValueMark
from indicators.selectors.windows import closed_reasons

OPEN_STATES: Final = (SubmissionState.DRAFT, SubmissionState.RETURNED)
_PLACE: Final = ("submission_id", "indicator_id", "reference_year", "breakdown")


@dataclass(frozen=True, slots=True)
class Gate:
    """May a submission's values change now? ``flagged``: only these, when not None."""

    year: int
    refusal: str
    flagged: frozenset[tuple[int, int, str]] | None

    def refuses(self, indicator_id: int, reference_year: int, breakdown: str) -> str:
        """Why one value may not change now; '' when it may."""
        if self.refusal:
            return self.refusal
        if reference_year != self.year:
            return messages.VALUE_OTHER_YEAR.format(year=self.year, other=reference_year)
        place = (indicator_id, reference_year, breakdown)
        if self.flagged is not None and place not in self.flagged:
            return messages.NOT_FLAGGED
        return ""


def value_gates(
    submissions: Sequence[Submission],
    *,
    as_office: bool = False,
    values: Iterable[SubmissionValue] | None = None,
) -> dict[int, Gate]:
    """Submission → what of it may change now. Nothing is locked.

    ``values``: all of theirs, where they have been read with their marks.
    """
    closed = {} if as_office else closed_reasons(submissions)
    if values is None:
        flags = _flags([s.pk for s in submissions])
    else:
        flags = _by_submission(
            (v.submission_id, v.indicator_id, v.reference_year, v.breakdown)
            for v in values
            if is_flagged(v)
        )
    gates = {}
    for submission in submissions:
        year = submission.reporting_round.reference_year
        refusal = closed.get(submission.pk, "")
        if submission.state not in OPEN_STATES:
            refusal = messages.NOT_EDITABLE.format(
                unit=submission.unit, year=year, state=submission.get_state_display()
            )
        gates[submission.pk] = Gate(year, refusal, flags.get(submission.pk))
    return gates


def _flags(submission_ids: Sequence[int]) -> dict[int, frozenset[tuple[int, int, str]]]:
    """Per submission its flagged values; one without flags is open as a whole."""
    rows = ValueMark.objects.filter(
        submission_value__submission__in=submission_ids, state=MarkState.FLAGGED
    ).values_list(*(f"submission_value__{name}" for name in _PLACE))
    return _by_submission((row[0], row[1], row[2], row[3]) for row in rows)


def is_flagged(value: SubmissionValue) -> bool:
    """Whether the office asked for a change, of a value read with its mark."""
    mark = getattr(value, "mark", None)
    return mark is not None and mark.state == MarkState.FLAGGED


def _by_submission(
    places: Iterable[tuple[int, int, int, str]],
) -> dict[int, frozenset[tuple[int, int, str]]]:
    flags: dict[int, set[tuple[int, int, str]]] = {}
    for submission_id, indicator_id, year, breakdown in places:
        flags.setdefault(submission_id, set()).add((indicator_id, year, breakdown))
    return {pk: frozenset(keys) for pk, keys in flags.items()}
