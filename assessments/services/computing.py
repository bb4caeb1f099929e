"""From figures to results: one place's assessment computed and stored.

Parsing, reading and judging come first; one short transaction then replaces the
results of the draft. The same draft computed twice holds the same rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from assessments import messages
from assessments.choices import AssessmentState
from assessments.core.options import TargetsOf
from assessments.models import Assessment, Override, Result
from assessments.options import Options
from assessments.selectors.cases import figures_for
from assessments.selectors.plans import PlansByPlace, plans_by_place, sheets_for
from assessments.services.judging import Book, Judged, Judging, Overrides, Overruling
from indicators.core.vocabulary import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable

    from indicators.models import Plan, Round
    from units.jobs import Lease
    from units.models import Region


def assessment_compute(*, assessment: Assessment, lease: Lease | None = None) -> Assessment:
    """Judge the draft's question on today's approved figures and store the results.

    Raises ValidationError when the assessment is finalised or no plan judges the place.
    """
    if assessment.is_final:
        raise ValidationError(messages.FINAL_IS_FIXED, code="final")
    judged = assessment_judge(assessment, lease)
    if lease is not None:
        lease.report(3, 4, messages.STEP_STORE)
    _store(assessment, judged, lease)
    return assessment


def assessment_judge(assessment: Assessment, lease: Lease | None = None) -> Judged:
    """Judge without storing anything."""
    options = Options.from_json(assessment.settings)
    region = assessment.region
    by_place = plans_by_place([region], assessment.round, assessment.kind)
    book = book_for(*plans_asked(by_place, region, assessment.round, options.targets_of))
    if lease is not None:
        lease.report(1, 4, messages.STEP_READ)
    figures = figures_for(book.every_sheet, [region], assessment.year)
    if lease is not None:
        lease.report(2, 4, messages.STEP_JUDGE)
    overrides = overrides_of([assessment])
    judging = Judging(book, options, assessment.year)
    return judging.places([region], figures, {region.pk: overrides.get(assessment.pk, {})})[0]


def plans_asked(
    by_place: PlansByPlace, region: Region, round_: Round, targets_of: TargetsOf
) -> tuple[list[Plan], list[Plan]]:
    """The plans to judge by, and those of the level above where asked for.

    Raises ValidationError where there are none.
    """
    above: list[Plan] = []
    if targets_of is not TargetsOf.OWN:
        above = by_place.above(region)
        if not above:
            raise ValidationError(messages.NO_PLAN_ABOVE.format(region=region), code="no_plan")
    if targets_of is TargetsOf.ABOVE:
        return above, []
    plans = by_place.judging(region)
    if not plans:
        raise ValidationError(messages.NO_PLAN.format(region=region, round=round_), code="no_plan")
    return plans, above


def book_for(plans: list[Plan], above: list[Plan]) -> Book:
    """Plans with their sheets."""
    return Book(plans, above, sheets_for(plans), sheets_for(above))


def overrides_of(assessments: Iterable[Assessment]) -> dict[int, Overrides]:
    """What evaluators decided otherwise, by assessment."""
    found: dict[int, Overrides] = {}
    for each in Override.objects.filter(assessment__in=list(assessments)):
        changed = found.setdefault(each.assessment_id, {})
        changed[each.plan_indicator_id, each.whose] = Overruling(Verdict(each.verdict), each.reason)
    return found


def _store(assessment: Assessment, judged: Judged, lease: Lease | None) -> None:
    with transaction.atomic():
        if lease is not None:
            lease.hold()
        still_draft = Assessment.objects.filter(
            pk=assessment.pk, state=AssessmentState.DRAFT
        ).update(summary=judged.summary, computed_at=timezone.now())
        if not still_draft:
            raise ValidationError(messages.FINAL_IS_FIXED, code="final")
        Result.objects.filter(assessment=assessment).delete()
        Result.objects.bulk_create(judged.results(assessment), batch_size=500)
        assessment.plans.set(judged.plans)
    assessment.refresh_from_db()
