"""What a report tells beside the results: plans, the run before, reporting, summaries,
corrections, the places below."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from django.utils import timezone

from assessments.choices import AssessmentState
from assessments.core.tally import tally_from
from assessments.models import Assessment, Result
from assessments.options import Options
from indicators.choices import ObservationSource, SubmissionState, WorkPaperKind
from indicators.core.quantities import Quantity
from indicators.core.vocabulary import PlanKind, Stage, Verdict
from indicators.models import ObservationRevision, Submission, WorkPaper
from reports.facts import CorrectedFigure, Earlier, Place, PlanFacts, Reporting, Summary

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from indicators.models import Plan


def earlier_of(assessment: Assessment) -> Earlier | None:
    """The newest computed mid-term of the same place and round, for a final report."""
    if assessment.stage != Stage.FINAL:
        return None
    found = (
        Assessment.objects.filter(
            region=assessment.region,
            round=assessment.round,
            kind=assessment.kind,
            stage=Stage.MIDTERM,
            computed_at__isnull=False,
        )
        .order_by("-state", "-computed_at")
        .first()
    )
    if found is None:
        return None
    rows = Result.objects.filter(assessment=found, whose="").values_list(
        "plan_indicator__plan__kind", "plan_indicator__indicator__code", "verdict"
    )
    verdicts = {f"{kind}:{code}": Verdict(verdict) for kind, code, verdict in rows}
    then = Options.from_json(found.settings)
    return Earlier(found.year, tally_from(found.summary["combined"]), verdicts, then)


def reporting_of(assessment: Assessment) -> Reporting:
    """How the reporting of the assessed year went, and what was corrected up to now."""
    states = list(
        Submission.objects.filter(
            reporting_round__region=assessment.region,
            reporting_round__reference_year=assessment.year,
        ).values_list("state", "times_submitted")
    )
    return Reporting(
        units=len(states),
        submitted=sum(1 for _, times in states if times),
        approved=sum(1 for state, _ in states if state == SubmissionState.APPROVED),
        returned=sum(1 for _, times in states if times > 1),
        corrections=ObservationRevision.objects.filter(
            region=assessment.region,
            source=ObservationSource.CORRECTION,
            reference_year__lte=assessment.year,
            approved_at__lte=assessment.finalised_at or timezone.now(),
        ).count(),
    )


def summaries_of(assessment: Assessment) -> tuple[Summary, ...]:
    papers = (
        WorkPaper.objects.filter(
            reporting_round__region=assessment.region,
            reporting_round__reference_year=assessment.year,
            kind=WorkPaperKind.SUMMARY,
            state=SubmissionState.APPROVED,
        )
        .exclude(text="")
        .select_related("unit")
        .order_by("unit__order", "unit__code")
    )
    return tuple(Summary(paper.unit.label, paper.text) for paper in papers)


def plan_facts_of(
    plan: Plan, summary: Mapping[str, list[dict[str, object]]], place: int
) -> PlanFacts:
    """``place``: the one that the run assesses."""
    own = next(row for row in summary["plans"] if row["kind"] == plan.kind)
    return PlanFacts(
        kind=PlanKind(plan.kind),
        title=plan.title,
        start_year=plan.start_year,
        midterm_year=plan.midterm_year,
        end_year=plan.end_year,
        baseline_year=plan.baseline_year,
        tally=tally_from(own),
        domains=tuple(
            (str(row["domain"]), tally_from(row))
            for row in summary["domains"]
            if row["kind"] == plan.kind
        ),
        is_borrowed=plan.region_id != place,
    )


def corrections_of(assessment: Assessment, codes: Collection[str]) -> tuple[CorrectedFigure, ...]:
    """Corrections of the totals that the report stands on, oldest first. Two queries."""
    until = assessment.finalised_at or timezone.now()
    corrected = list(
        ObservationRevision.objects.filter(
            region=assessment.region,
            indicator__code__in=codes,
            reference_year__lte=assessment.year,
            breakdown="",
            source=ObservationSource.CORRECTION,
            approved_at__lte=until,
        )
        .select_related("indicator")
        .order_by("approved_at", "pk")
    )
    earlier = {
        (indicator, year, revision): value
        for indicator, year, revision, value in ObservationRevision.objects.filter(
            region=assessment.region,
            indicator__in={row.indicator_id for row in corrected},
            breakdown="",
        ).values_list("indicator", "reference_year", "revision", "value")
    }
    return tuple(
        CorrectedFigure(
            code=row.indicator.code,
            name=row.indicator.name,
            year=row.reference_year,
            before=earlier.get((row.indicator_id, row.reference_year, row.revision - 1)),
            after=row.value,
            why=row.why,
            day=timezone.localdate(row.approved_at),
        )
        for row in corrected
    )


class _Found(NamedTuple):
    """``of_year``: of the value."""

    verdict: Verdict
    value: Quantity | None
    target: Quantity | None
    of_year: int | None


def places_below(assessment: Assessment) -> tuple[Place, ...]:
    """By place in the order of the codes; a finalised run goes before a draft.

    Only runs of the same round, stage, year, plans and settings are comparable. Two queries.
    """
    rows = (
        Assessment.objects.filter(
            region__parent=assessment.region,
            round=assessment.round,
            stage=assessment.stage,
            year=assessment.year,
            kind=assessment.kind,
            settings=assessment.settings,
            computed_at__isnull=False,
        )
        .select_related("region")
        .order_by("region__code", "computed_at")
    )
    chosen: dict[str, Assessment] = {}
    for row in rows:
        known = chosen.get(row.region.code)
        if known is None or known.state != AssessmentState.FINAL or row.is_final:
            chosen[row.region.code] = row
    results: defaultdict[int, dict[str, _Found]] = defaultdict(dict)
    for pk, kind, code, verdict, value, target, measure, of_year in Result.objects.filter(
        assessment__in=chosen.values(), whose=""
    ).values_list(
        "assessment",
        "plan_indicator__plan__kind",
        "plan_indicator__indicator__code",
        "verdict",
        "value",
        "target",
        "measure",
        "reference_year",
    ):
        reached, limit = (None if n is None else Quantity(n, measure) for n in (value, target))
        results[pk][f"{kind}.{code}"] = _Found(Verdict(verdict), reached, limit, of_year)
    return tuple(_place(row, results[row.pk]) for row in chosen.values())


def _place(row: Assessment, results: Mapping[str, _Found]) -> Place:
    return Place(
        code=row.region.code,
        name=row.place,
        combined=tally_from(row.summary["combined"]),
        plans={plan["kind"]: tally_from(plan) for plan in row.summary["plans"]},
        verdicts={key: found.verdict for key, found in results.items()},
        values={key: found.value for key, found in results.items()},
        years={key: found.of_year for key, found in results.items()},
        targets={key: found.target for key, found in results.items()},
    )
