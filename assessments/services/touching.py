"""Which assessments use one approved figure, and what a change of it does to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse

from assessments.choices import AssessmentState
from assessments.messages import freshness as words
from assessments.messages.settings import unusual_words
from assessments.models import Assessment, Result
from assessments.selectors.cases import figure_of
from assessments.services.freshness import FRESH, freshness_by_run
from indicators.services.touching import Touched
from indicators.wording import numbers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessments.services.freshness import Freshness, MovedResult
    from indicators.models import Observation


def assessments_touched(observation: Observation) -> Iterator[Touched]:
    """Runs that judged by the figure, and drafts whose result of its indicator moved."""
    if observation.breakdown:
        return
    direct = _direct(observation)
    runs = list(_runs(observation, list(direct)))
    moved = freshness_by_run(runs)
    for run in runs:
        move = _move(moved.get(run.pk, FRESH), observation)
        result = direct.get(run.pk)
        if result is not None or move is not None:
            yield _touched(run, result, move, observation, is_stale=run.pk in moved)


def _direct(observation: Observation) -> dict[int, Result]:
    """Assessment → the result that was judged by the figure, or measured against it as base."""
    as_base = Q(
        base_year=observation.reference_year,
        plan_indicator__indicator=observation.indicator_id,
        assessment__region=observation.region_id,
    )
    rows = Result.objects.filter(Q(observation=observation) | as_base, whose="")
    return {row.assessment_id: row for row in rows.order_by("-order")}


def _runs(observation: Observation, direct: list[int]) -> Iterator[Assessment]:
    """Those runs, and computed drafts of the place and the one above from that year on."""
    places = [observation.region_id, observation.region.parent_id]
    drafts = Q(
        region__in=places,
        state=AssessmentState.DRAFT,
        year__gte=observation.reference_year,
        computed_at__isnull=False,
    )
    rows = Assessment.objects.filter(Q(pk__in=direct) | drafts).listed()
    yield from rows.select_related("region", "round", "ordered_by").order_by("-year", "stage", "pk")


def _move(fresh: Freshness, observation: Observation) -> MovedResult | None:
    code = observation.indicator.code
    return next((move for move in fresh.moves if move.code == code), None)


def _touched(
    run: Assessment,
    result: Result | None,
    move: MovedResult | None,
    observation: Observation,
    *,
    is_stale: bool,
) -> Touched:
    before = (result.verdict, result.grade) if result is not None else None
    if move is not None and move.before is not None:
        before = (move.before.verdict, move.before.grade)
    after = (move.after.verdict, move.after.grade) if move is not None and move.after else None
    return Touched(
        group=words.ASSESSMENTS,
        title=str(run),
        url=reverse("reports:assessment_detail", args=[run.pk]),
        state=words.FINAL if run.is_final else words.DRAFT,
        tone="info" if run.is_final else "mute",
        keeper=run.keeper,
        place=run.region,
        use=_use(result, observation),
        note=_note(run, result, observation),
        is_stale=is_stale,
        is_frozen=run.is_final,
        before=before,
        after=after,
        settings=run.settings,
        recompute=None if run.is_final else run.pk,
        run=run.pk,
        apart=_apart(run),
    )


def _apart(run: Assessment) -> str:
    """What tells it from another run of the same place, stage and year."""
    basis = words.HELD_AGAINST.format(basis=run.held_against)
    by = words.ORDERED_BY.format(region=run.ordered_by) if run.ordered_by else ""
    return "；".join(part for part in (basis, unusual_words(run.settings), by) if part)


def _use(result: Result | None, observation: Observation) -> str:
    if result is None:
        return words.USE_OTHER
    if result.observation_id == observation.pk:
        return words.USE_VALUE
    return words.USE_BASE


def _note(run: Assessment, result: Result | None, observation: Observation) -> str:
    """Of a frozen run: whether the figure still is what it was frozen with."""
    if not run.is_final or result is None:
        return ""
    was = result.value if result.observation_id == observation.pk else result.base
    now = figure_of(observation, observation.indicator.scale).value
    if was is None or was == now:
        return words.FROZEN
    value = numbers.quantity(was, result.measure, result.decimals)
    return words.FROZEN_WITH.format(value=value)
