"""Stored assessments of places, without results and frozen content."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessments.models import Assessment
from assessments.selectors.run_book import Run, RunBook, best

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assessments.models.assessment import AssessmentQuerySet
    from units.models import Region


def run_book(region: Region, open_years: frozenset[int], *, is_read_only: bool = False) -> RunBook:
    """Every computed assessment of the place. One query."""
    runs = tuple(_runs(Assessment.objects.filter(region=region)))
    return RunBook(runs, open_years, is_read_only)


def best_runs(regions: Iterable[int], round_name: str, year: int, stage: str) -> dict[int, Run]:
    """Place → the assessment it stands for in the comparison. One query."""
    rows = Assessment.objects.filter(region__in=regions, round__name=round_name, year=year)
    if stage:
        rows = rows.filter(stage=stage)
    by_place: dict[int, list[Run]] = {}
    for run in _runs(rows):
        by_place.setdefault(run.region_id, []).append(run)
    found = {place: best(runs) for place, runs in by_place.items()}
    return {place: run for place, run in found.items() if run is not None}


def _runs(rows: AssessmentQuerySet) -> list[Run]:
    computed = rows.listed().filter(computed_at__isnull=False)
    return [
        Run(
            pk=row.pk,
            region_id=row.region_id,
            round_id=row.round_id,
            round_name=row.round.name,
            place=row.place,
            round_years=row.round_years,
            stage=row.stage,
            year=row.year,
            kind=row.kind,
            is_final=row.is_final,
            settings=row.settings,
            summary=row.summary,
            computed_at=row.computed_at,
            is_own=row.ordered_by_id is None,
        )
        for row in computed.select_related("region", "round").order_by()
        if row.computed_at is not None
    ]
