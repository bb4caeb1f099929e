"""Places side by side, rounds side by side: from stored assessments only."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from assessments.core.verdict_changes import ranks
from assessments.selectors.result_lines import Counts, lines_by_run, rate_of, stored_counts
from assessments.selectors.run_book import best_runs
from indicators.core.quantities import Quantity
from indicators.models import IndicatorDefinition

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from assessments.models import Assessment
    from assessments.selectors.result_lines import ResultLine
    from units.models import Region


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """``run``, ``counts``: None where the place has no assessment. ``result``: of the one
    indicator that is compared, where one is; ``value``: its number in the measure that all
    places are compared in. ``rank``: None without a number that compares."""

    region: Region
    run: Assessment | None
    counts: Counts | None
    result: ResultLine | None
    rank: int | None
    value: Quantity | None = None

    @property
    def name(self) -> str:
        """The place as its run prints it."""
        return self.run.place if self.run else self.region.name


def places_below(region: Region, run: Assessment, kind: str, stage: str) -> list[PlaceRow]:
    """The places one level below by their rate, best first. Two queries."""
    regions, runs = _below(region, run, stage)
    counts = {pk: stored_counts(of_place, kind) for pk, of_place in runs.items()}
    exact = {str(pk): rate_of(each.combined).exact for pk, each in counts.items()}
    ranked = ranks(exact)
    rows = [
        PlaceRow(each, runs.get(each.pk), counts.get(each.pk), None, ranked.get(str(each.pk)))
        for each in regions
    ]
    return _by_rank(rows)


def places_by_indicator(
    region: Region,
    run: Assessment,
    kind: str,
    stage: str,
    code: str,
    *,
    measure: str,
    is_lower_better: bool,
) -> list[PlaceRow]:
    """The places one level below by the value of one indicator, best first. Three queries.

    ``measure``: that all are compared in; a plan of a place may count in another multiple.
    """
    regions, runs = _below(region, run, stage)
    results = _results_of(runs.values(), code, kind)
    sign = -1 if is_lower_better else 1
    values = {pk: _in_measure(row, measure) for pk, row in results.items()}
    ranked = ranks({str(pk): None if v is None else sign * Fraction(v) for pk, v in values.items()})
    rows = []
    for each in regions:
        value = values.get(each.pk)
        quantity = None if value is None else Quantity(value, measure)
        rank = ranked.get(str(each.pk))
        rows.append(PlaceRow(each, runs.get(each.pk), None, results.get(each.pk), rank, quantity))
    return _by_rank(rows)


def _in_measure(row: ResultLine, measure: str) -> Decimal | None:
    return None if row.value is None else Quantity(row.value, row.measure).converted(measure)


def _below(
    region: Region, run: Assessment, stage: str
) -> tuple[list[Region], dict[int, Assessment]]:
    regions = list(region.children.order_by("code"))
    return regions, best_runs([r.pk for r in regions], run.round.name, run.year, stage)


def _by_rank(rows: list[PlaceRow]) -> list[PlaceRow]:
    return sorted(rows, key=lambda row: (row.rank is None, row.rank or 0, row.region.code))


def _results_of(runs: Iterable[Assessment], code: str, kind: str) -> dict[int, ResultLine]:
    """Place → its result of the indicator; of the women's plan where both have it."""
    runs = list(runs)
    found = lines_by_run(runs, kind=kind, code=code)
    return {run.region_id: found[run.pk][0] for run in runs if run.pk in found}


def own_result(run: Assessment, code: str, kind: str) -> ResultLine | None:
    return _results_of([run], code, kind).get(run.region_id)


@dataclass(frozen=True, slots=True)
class RoundsRow:
    """An indicator of two rounds. ``broken_since``: the year its definition changed between."""

    early: ResultLine
    late: ResultLine
    broken_since: int | None

    @property
    def change(self) -> Decimal | None:
        """Late value − early value; None where they cannot be compared."""
        before, now = self.early.value, self.late.value
        if self.early.reference_year == self.late.reference_year:
            return None  # one value, carried forward into the later round
        if before is None or now is None or self.broken_since:
            return None
        then = Quantity(before, self.early.measure).converted(self.late.measure)
        return None if then is None else now - then


def two_rounds(early: Assessment, late: Assessment, kind: str) -> list[RoundsRow]:
    """Indicators that both rounds judge, in the later one's order. Three queries."""
    before = {line.indicator_id: line for line in reversed(lines_by_run([early])[early.pk])}
    after = lines_by_run([late], kind=kind)[late.pk]
    shared = [row for row in after if row.indicator_id in before]
    broken = _breaks([row.indicator_id for row in shared])
    made = []
    for row in shared:
        first = before[row.indicator_id]
        years = range(
            (first.reference_year or early.year) + 1, (row.reference_year or late.year) + 1
        )
        since = [y for y in broken.get(row.indicator_id, ()) if y in years]
        made.append(RoundsRow(first, row, max(since, default=None)))
    return made


def _breaks(indicators: Sequence[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    rows = IndicatorDefinition.objects.filter(indicator__in=indicators, breaks_series=True)
    for indicator, year in rows.values_list("indicator_id", "valid_from"):
        found.setdefault(indicator, []).append(year)
    return found
