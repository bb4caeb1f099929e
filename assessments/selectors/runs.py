"""Stored assessments of places, without results and frozen content."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessments.choices import AssessmentState
from assessments.models import Assessment
from assessments.selectors.run_book import Run, RunBook, best

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from units.models import Region

_FIELDS = (
    "pk",
    "region_id",
    "round_id",
    "round__name",
    "stage",
    "year",
    "kind",
    "state",
    "settings",
    "summary",
    "computed_at",
    "ordered_by_id",
)


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


def _runs(rows: QuerySet[Assessment]) -> list[Run]:
    computed = rows.filter(computed_at__isnull=False).order_by().values_list(*_FIELDS)
    return [
        Run(
            pk=pk,
            region_id=region,
            round_id=round_id,
            round_name=name,
            stage=stage,
            year=year,
            kind=kind,
            is_final=state == AssessmentState.FINAL,
            settings=settings,
            summary=summary,
            computed_at=computed_at,
            is_own=ordered_by is None,
        )
        for (
            pk,
            region,
            round_id,
            name,
            stage,
            year,
            kind,
            state,
            settings,
            summary,
            computed_at,
            ordered_by,
        ) in computed
        if computed_at is not None
    ]
