"""Which figure is judged: the year's own, the worst part's, or one carried forward."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Final, NamedTuple

from indicators.core.case import Case, Criterion, Figure, Goal, Part
from indicators.core.reasons import Note, NoteKind
from indicators.core.vocabulary import Aggregate, Direction, Frequency

SMALL_NUMERATOR: Final = 10
SMALL_DENOMINATOR: Final = 10_000
RARE_SCALE: Final = 1000  # ‰ and rarer: a few cases move the rate
_VERY_RARE_SCALE: Final = 100_000


class Found(NamedTuple):
    """The figure that is judged, its value, and what must be said about it."""

    figure: Figure
    value: Decimal
    notes: tuple[Note, ...] = ()


class Known(NamedTuple):
    """A value and the year it is of."""

    year: int
    value: Decimal


def find(case: Case, year: int) -> Found | None:
    """The figure judged for ``year``: its own, else one carried forward to it.

    Only values of a census or an election are carried, never across a change of
    definition nor from before the baseline year.
    """
    found = find_own(case, year)
    criterion = case.criterion
    if found is not None or criterion.frequency is Frequency.YEARLY:
        return found
    earliest = _earliest(criterion.definition_starts, criterion.baseline_year, year)
    for earlier in range(year - 1, earliest - 1, -1):
        found = find_own(case, earlier)
        if found is not None:
            return found._replace(notes=(Note(NoteKind.CARRIED, earlier), *found.notes))
    return None


def find_own(case: Case, year: int) -> Found | None:
    """The figure of just this year; of the worst part where every part must do."""
    criterion = case.criterion
    if criterion.aggregate is Aggregate.WORST_PART:
        worst = _worst(criterion, case.parts.get(year, ()), year)
        if worst is not None:
            return worst
    figure = case.series.get(year)
    if figure is None or figure.value is None:
        return None
    return Found(figure, figure.value, _small_base(criterion, figure))


def base_value(case: Case) -> Decimal | None:
    """The base the plan states, else the approved figure of the baseline year."""
    stated = case.criterion.base_value
    if stated is not None:
        return stated
    figure = case.series.get(case.criterion.baseline_year)
    return None if figure is None else figure.value


def compared_value(case: Case, value_year: int, year: int) -> Known | None:
    """The other indicator's value: of the value's year, else of ``year``, else carried."""
    criterion, series = case.criterion, case.compared
    for candidate in (value_year, year):
        figure = series.get(candidate)
        if figure is not None and figure.value is not None:
            return Known(candidate, figure.value)
    if criterion.compare_frequency is Frequency.YEARLY:
        return None
    earliest = _earliest(criterion.compare_definition_starts, criterion.baseline_year, year)
    return last_known(series, year, earliest)


def last_known(series: Mapping[int, Figure], before: int, since: int) -> Known | None:
    """The latest value from ``since`` on and earlier than ``before``."""
    for year in range(before - 1, since - 1, -1):
        figure = series.get(year)
        if figure is not None and figure.value is not None:
            return Known(year, figure.value)
    return None


def _worst(criterion: Criterion, parts: Iterable[Part], year: int) -> Found | None:
    """The worst of the parts that have a value; ties go to the lower code."""
    everyone = list(parts)
    measured = [(part.value, part.code, part) for part in everyone if part.value is not None]
    if not measured:
        return None
    direction = criterion.direction
    if direction is Direction.HIGHER_IS_BETTER:
        value, _, worst = min(measured, key=lambda m: (m[0], m[1]))
    elif direction is Direction.LOWER_IS_BETTER:
        value, _, worst = min(measured, key=lambda m: (-m[0], m[1]))
    else:
        middle = _middle(criterion.final)
        value, _, worst = min(measured, key=lambda m: (-abs(m[0] - middle), m[1]))
    note = Note(NoteKind.WORST_PART, len(measured), len(everyone), text=worst.name)
    return Found(Figure(year, value, source=worst.source), value, (note,))


def _middle(goal: Goal | None) -> Decimal:
    """The point a band lies around; worst is what is farthest from it."""
    if goal is None:
        return Decimal(0)
    return goal.value if goal.upper is None else (goal.value + goal.upper) / 2


def _earliest(definition_starts: tuple[int, ...], baseline_year: int, year: int) -> int:
    """The earliest year a value may be carried from: base year, or a later definition."""
    return max(
        (start for start in (baseline_year, *definition_starts) if start <= year), default=year
    )


def _small_base(criterion: Criterion, figure: Figure) -> tuple[Note, ...]:
    numerator, denominator = figure.numerator, figure.denominator
    if is_small_base(numerator, denominator, criterion.scale):
        return (Note(NoteKind.SMALL_BASE, numerator, denominator),)
    return ()


def is_small_base(numerator: Decimal | None, denominator: Decimal | None, scale: int) -> bool:
    """Of a rate of a rare event: whether one case more or less would move it."""
    if numerator is None or denominator is None or scale < RARE_SCALE:
        return False
    few = numerator < SMALL_NUMERATOR
    return few or (scale >= _VERY_RARE_SCALE and denominator < SMALL_DENOMINATOR)
