"""Asking for an assessment: one draft row per question, whoever asks and however often."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from assessments import messages
from assessments.choices import AssessmentState
from assessments.core.options import Options, question_hash
from assessments.models import Assessment
from assessments.selectors.plans import plans_for
from indicators.core.vocabulary import Stage
from indicators.models import Round
from units.choices import JobState

if TYPE_CHECKING:
    from assessments.models import AssessmentBatch
    from units.models import Region, User

KINDS = ("women", "children", "both")


@dataclass(frozen=True, slots=True)
class Question:
    """What is to be judged, and how."""

    region: Region
    round: Round
    stage: Stage
    year: int
    kind: str = "both"
    options: Options = field(default_factory=Options)

    @property
    def fingerprint(self) -> str:
        return question_hash(
            region_code=self.region.code,
            round_name=self.round.name,
            kind=self.kind,
            stage=self.stage,
            year=self.year,
            options=self.options,
        )


def question_check(question: Question) -> None:
    """Refuse a question that nobody can answer: no plan, or a year outside the plans."""
    plans = plans_for(question.region, question.round, question.kind)
    if not plans:
        raise ValidationError(
            messages.NO_PLAN.format(region=question.region, round=question.round), code="no_plan"
        )
    first = min(plan.baseline_year for plan in plans)
    last = max(plan.end_year for plan in plans)
    if not first <= question.year <= last:
        raise ValidationError(
            messages.YEAR_OUTSIDE.format(year=question.year, first=first, last=last),
            code="year_outside",
        )


def assessment_ask(
    *, question: Question, user: User | None = None, batch: AssessmentBatch | None = None
) -> Assessment:
    """The draft of the question, queued to be computed (again).

    A draft that a worker has in hand stays with that worker; asking twice at the
    same moment gives the same row.
    """
    question_check(question)
    fingerprint = question.fingerprint
    draft = Assessment.objects.filter(question=fingerprint, state=AssessmentState.DRAFT)
    row = draft.first()
    if row is None:
        try:
            with transaction.atomic():
                return Assessment.objects.create(
                    region=question.region,
                    round=question.round,
                    kind=question.kind,
                    stage=question.stage,
                    year=question.year,
                    settings=question.options.to_json(),
                    question=fingerprint,
                    requested_by=user,
                    batch=batch,
                )
        except IntegrityError:
            row = draft.get()
    changes = {"batch": batch} if batch is not None else {}
    Assessment.objects.filter(pk=row.pk).exclude(job_state=JobState.RUNNING).update(
        job_state=JobState.QUEUED,
        attempt=0,
        job_error="",
        progress_done=0,
        progress_text="",
        requested_by=user,
        requested_at=timezone.now(),
        finished_at=None,
        **changes,
    )
    row.refresh_from_db()
    return row
