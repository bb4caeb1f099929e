"""What a submission still lacks: led indicators with neither a value nor a reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from indicators.core.vocabulary import SEXES, TOTAL
from indicators.models import Indicator, Submission, SubmissionValue
from indicators.selectors.duties import duty_book

CellKey = tuple[int, str]


def asked_breakdowns(*, by_sex: bool) -> tuple[str, ...]:
    """The cells an indicator has for a year: the total, and both sexes where asked."""
    return (TOTAL, *SEXES) if by_sex else (TOTAL,)


def is_filled(value: Any) -> bool:
    """Has a value row said enough: a number, both parts, a word, or a reason why not?"""
    if value.text or value.blank_reason:
        return True
    has_parts = value.numerator is not None and value.denominator is not None
    is_half = not has_parts and (value.numerator is not None or value.denominator is not None)
    return has_parts or (value.value is not None and not is_half)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a submission is: cells asked for and those not filled yet."""

    asked: int
    missing: tuple[CellKey, ...]

    @property
    def filled(self) -> int:
        return self.asked - len(self.missing)


def progress(submissions: Sequence[Submission]) -> dict[int, Progress]:
    """Submission → its progress, in seven queries however many there are.

    A reason on the total answers for the sexes too.
    """
    rows = _with_places(submissions)
    book = duty_book(
        regions={s.reporting_round.region_id: s.reporting_round.region for s in rows}.values(),
        years={s.reporting_round.reference_year for s in rows},
    )
    led = {s.pk: book.indicators_of(s.unit_id, s.reporting_round.reference_year) for s in rows}
    by_sex = dict(
        Indicator.objects.filter(pk__in=set().union(*led.values())).values_list("pk", "by_sex")
    )
    values = _values(rows)
    return {s.pk: progress_of(led[s.pk], by_sex, values[s.pk]) for s in rows}


def progress_of(led: Iterable[int], by_sex: Mapping[int, bool], values: Iterable[Any]) -> Progress:
    """The same from what has been read: indicators led, whether by sex, the year's values."""
    done: set[CellKey] = set()
    excused: set[int] = set()
    for value in values:
        if is_filled(value):
            done.add((value.indicator_id, value.breakdown))
        if value.blank_reason and value.breakdown == TOTAL:
            excused.add(value.indicator_id)
    cells = [
        (indicator_id, breakdown)
        for indicator_id in sorted(led)
        for breakdown in asked_breakdowns(by_sex=by_sex[indicator_id])
    ]
    missing = tuple(c for c in cells if c not in done and c[0] not in excused)
    return Progress(len(cells), missing)


def missing_counts(submissions: Sequence[Submission]) -> dict[int, int]:
    return {pk: len(p.missing) for pk, p in progress(submissions).items()}


def _with_places(submissions: Sequence[Submission]) -> Sequence[Submission]:
    rows = Submission.objects.filter(pk__in=[s.pk for s in submissions])
    return list(rows.select_related("reporting_round__region", "unit"))


def _values(submissions: Sequence[Submission]) -> dict[int, list[SubmissionValue]]:
    """Submission → its values, with what ``progress_of`` looks at."""
    found: dict[int, list[SubmissionValue]] = defaultdict(list)
    rows = SubmissionValue.objects.filter(submission__in=[s.pk for s in submissions]).only(
        "submission_id",
        "indicator_id",
        "breakdown",
        "value",
        "numerator",
        "denominator",
        "text",
        "blank_reason",
    )
    for row in rows.iterator(chunk_size=2_000):
        found[row.submission_id].append(row)
    return found
