"""Batches of assessments: how far they are, and the places in order of their rates."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, Q

from assessments.choices import BelowChoices
from assessments.models import Assessment, AssessmentBatch
from units.choices import JobState, RegionLevel
from units.models import Region

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import QuerySet


_FAILED = (JobState.FAILED, JobState.CANCELLED)


@dataclass(frozen=True, slots=True)
class BatchPlace:
    """One place of a batch. ``rank``: equal rates share one; None where nothing was judged.

    ``plans_of``: the places above whose plans judge it; none where all are its own.
    ``is_thin``: most of what it is asked for has no data, its rate stands on little.
    """

    pk: int
    name: str
    job_state: str
    job_error: str
    combined: dict[str, Any] | None
    composite: Decimal | None
    rank: int | None
    plans_of: tuple[str, ...] = ()
    is_thin: bool = False

    @property
    def state(self) -> JobState:
        return JobState(self.job_state)


@dataclass(frozen=True, slots=True)
class BatchProgress:
    """How many places are in which state."""

    done: int
    failed: int
    waiting: int

    @property
    def total(self) -> int:
        return self.done + self.failed + self.waiting

    @property
    def is_running(self) -> bool:
        return self.waiting > 0


def batches(inside: Q) -> QuerySet[AssessmentBatch]:
    """Batches of places within reach, newest first, each with its ``places`` and the ``done``
    and ``failed`` ones among them."""
    rows = AssessmentBatch.objects.filter(inside).select_related("region", "requested_by")
    state = "assessments__job_state"
    return rows.annotate(
        places=Count("assessments"),
        done=Count("assessments", filter=Q(**{state: JobState.DONE})),
        failed=Count("assessments", filter=Q(**{f"{state}__in": _FAILED})),
    ).order_by("-requested_at", "-pk")


def places_of(batch: AssessmentBatch) -> list[BatchPlace]:
    """Every place, best rate first, then what is not done. Two queries."""
    rows = list(
        Assessment.objects.filter(batch=batch)
        .select_related("region")
        .only("pk", "region", "place_name", "job_state", "job_error", "summary", "computed_at")
        .order_by("region__code")
    )
    done = [row for row in rows if row.job_state == JobState.DONE and _share(row) is not None]
    done.sort(key=lambda row: (-(_share(row) or 0), row.region.code))
    shares = [_share(row) for row in done]
    above = _plans_above(batch)
    ranked = [
        _place(row, shares.index(share) + 1, above) for row, share in zip(done, shares, strict=True)
    ]
    rest = [_place(row, None, above) for row in rows if row not in done]
    return [*ranked, *rest]


def _plans_above(batch: AssessmentBatch) -> dict[int, tuple[str, ...]]:
    """Assessment → names of the other places whose plans judged it. One query."""
    links = Assessment.plans.through.objects.filter(assessment__batch=batch).exclude(
        plan__region=F("assessment__region")
    )
    found: dict[int, dict[str, None]] = {}
    for pk, name in links.order_by("plan__region__code").values_list(
        "assessment_id", "plan__region__name"
    ):
        found.setdefault(pk, {})[name] = None
    return {pk: tuple(names) for pk, names in found.items()}


def settings_of_batch(batch: AssessmentBatch) -> dict[str, Any] | None:
    """What all its places are judged by; None where no place is left."""
    return batch.assessments.values_list("settings", flat=True).first()


def progress_of(batch: AssessmentBatch) -> BatchProgress:
    """Counts of the batch's jobs. One query."""
    states = Counter(Assessment.objects.filter(batch=batch).values_list("job_state", flat=True))
    waiting = states[JobState.QUEUED] + states[JobState.RUNNING]
    failed = sum(states[state] for state in _FAILED)
    return BatchProgress(states[JobState.DONE], failed, waiting)


def _share(row: Assessment) -> Fraction | None:
    """The exact rate: two that print alike may still differ."""
    combined = row.summary.get("combined")
    if not combined or not combined["denominator"]:
        return None
    return Fraction(combined["met"], combined["denominator"])


def _place(row: Assessment, rank: int | None, above: Mapping[int, tuple[str, ...]]) -> BatchPlace:
    is_done = row.job_state == JobState.DONE
    composite = row.summary.get("composite", {}).get("total", {}).get("value") if is_done else None
    return BatchPlace(
        pk=row.pk,
        name=row.place,
        job_state=row.job_state,
        job_error=row.job_error,
        combined=row.summary.get("combined") if is_done else None,
        composite=None if composite is None else Decimal(composite),
        rank=rank,
        plans_of=above.get(row.pk, ()),
        is_thin=is_done and row.is_thin,
    )


def places_below(region: Region, which: str) -> QuerySet[Region]:
    """In order of code: all counties inside, the next level, or everything."""
    below = Region.objects.within(region).exclude(pk=region.pk).order_by("code")
    if which == BelowChoices.COUNTY:
        return below.filter(level=RegionLevel.COUNTY)
    if which == BelowChoices.CHILDREN:
        return below.filter(parent=region)
    return below
