"""Asking for an assessment: one draft row per question, whoever asks and however often."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from assessments import messages
from assessments.choices import AssessmentState
from assessments.core.options import question_hash
from assessments.messages.settings import faults
from assessments.models import Assessment
from assessments.options import Options
from assessments.selectors.plans import PlansByPlace, plans_by_place
from indicators.core.vocabulary import Stage
from indicators.models import Round
from units.choices import JobState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assessments.models import AssessmentBatch
    from indicators.models import Plan
    from units.models import Region, User

_ROWS = 500


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
            settings=self.options.to_json(),
        )


def question_check(question: Question) -> None:
    """Refuse a question that nobody can answer: no plan, a year outside the plans, or a
    tolerance as wide as the target."""
    questions_check([question])


def questions_check(questions: Sequence[Question]) -> None:
    """The same for many places. One query for each round and kind asked for."""
    shelves: dict[tuple[int, str], PlansByPlace] = {}
    for question in questions:
        key = (question.round.pk, question.kind)
        if key not in shelves:
            places = [q.region for q in questions if (q.round.pk, q.kind) == key]
            shelves[key] = plans_by_place(places, question.round, question.kind)
        _check(question, shelves[key].judging(question.region))


def _check(question: Question, plans: list[Plan]) -> None:
    found = faults(question.options)
    if found:
        raise ValidationError([sentence for _, sentence in found], code="settings")
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


def assessments_ask(
    *,
    questions: Sequence[Question],
    user: User | None = None,
    batch: AssessmentBatch | None = None,
) -> list[int]:
    """Drafts of many questions at once, queued to be computed (again); their primary keys in
    the order of the questions. Refuses all of them when one cannot be answered.
    """
    questions_check(questions)
    now = timezone.now()
    is_awaited = user is not None and batch is None  # a batch is told as a whole
    prints = {question.fingerprint: question for question in questions}
    rows = [
        Assessment(
            region=question.region,
            round=question.round,
            kind=question.kind,
            stage=question.stage,
            year=question.year,
            settings=question.options.to_json(),
            question=fingerprint,
            requested_by=user,
            is_awaited=is_awaited,
            batch=batch,
        )
        for fingerprint, question in prints.items()
    ]
    drafts: dict[str, int] = {}
    with transaction.atomic():
        Assessment.objects.bulk_create(rows, batch_size=_ROWS, ignore_conflicts=True)
        for start in range(0, len(rows), _ROWS):
            some = Assessment.objects.filter(
                question__in=[row.question for row in rows[start : start + _ROWS]],
                state=AssessmentState.DRAFT,
            )
            changes = {"batch": batch} if batch is not None else {}
            some.exclude(job_state=JobState.RUNNING).update(
                job_state=JobState.QUEUED,
                attempt=0,
                job_error="",
                progress_done=0,
                progress_text="",
                requested_by=user,
                requested_at=now,
                is_awaited=is_awaited,
                finished_at=None,
                **changes,
            )
            drafts |= dict(some.values_list("question", "pk"))
    return [drafts[question.fingerprint] for question in questions]


def assessment_ask(
    *, question: Question, user: User | None = None, batch: AssessmentBatch | None = None
) -> Assessment:
    """The draft of the question, queued to be computed (again).

    A draft that a worker has in hand stays with that worker; asking twice at the
    same moment gives the same row.
    """
    question_check(question)
    is_awaited = user is not None and batch is None
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
                    is_awaited=is_awaited,
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
        is_awaited=is_awaited,
        finished_at=None,
        **changes,
    )
    row.refresh_from_db()
    return row
