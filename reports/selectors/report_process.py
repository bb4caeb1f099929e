"""What a report tells beside the results: plans, the run before, reporting, summaries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from assessments.core.tally import tally_from
from assessments.models import Assessment, Result
from indicators.choices import ObservationSource, SubmissionState, WorkPaperKind
from indicators.core.vocabulary import PlanKind, Stage, Verdict
from indicators.models import ObservationRevision, Submission, WorkPaper
from reports.facts import Earlier, PlanFacts, Reporting, Summary

if TYPE_CHECKING:
    from collections.abc import Mapping

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
    return Earlier(found.year, tally_from(found.summary["combined"]), verdicts)


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


def plan_facts_of(plan: Plan, summary: Mapping[str, list[dict[str, object]]]) -> PlanFacts:
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
    )
