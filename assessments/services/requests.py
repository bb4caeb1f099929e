"""Asking for an assessment: one draft row per question, whoever asks and however often."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Self

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from assessments import messages
from assessments.choices import AssessmentState
from assessments.core.options import question_hash
from assessments.messages.settings import faults
from assessments.models import Assessment
from assessments.options import Options
from assessments.selectors.plans import PlansByPlace, plans_by_place
from assessments.services.computing import CHUNK
from indicators.core.vocabulary import Stage
from indicators.models import Round
from units.access import Ability, own_places
from units.audit import audit_record
from units.choices import AuditAction, JobState
from units.jobs import jobs_wake, requeue
from units.models import Region
from units.models.region import ancestor_codes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from assessments.models import AssessmentBatch
    from indicators.models import Plan
    from units.models import User

_ROWS = 500
_DOUBTS = {
    Stage.FINAL: messages.STAGE_YEAR_FINAL,
    Stage.MIDTERM: messages.STAGE_YEAR_MIDTERM,
}


@dataclass(frozen=True, slots=True)
class AssessmentRequest:
    """What is to be judged, and how. ``ordered_by``: the place above whose office asks; None
    where the place's own does."""

    region: Region
    round: Round
    stage: Stage
    year: int
    kind: str = "both"
    options: Options = field(default_factory=Options)
    ordered_by: Region | None = None

    @classmethod
    def from_answers(cls, data: Mapping[str, Any], table: type[Options]) -> Self:
        """As a form or the API gives it, the settings of ``table`` among the other fields."""
        stage = Stage(data["stage"])
        names = ("region", "round", "year", "kind")
        options = table.from_answers(data, stage)
        return cls(stage=stage, options=options, **{name: data[name] for name in names})

    @property
    def fingerprint(self) -> str:
        return question_hash(
            region_code=self.region.code,
            round_name=self.round.name,
            kind=self.kind,
            stage=self.stage,
            year=self.year,
            settings=self.options.to_json(),
            ordered_by=self.ordered_by.code if self.ordered_by else "",
        )


def questions_check(requests: Sequence[AssessmentRequest]) -> None:
    """Refuse questions that nobody can answer: no plan, a year outside the plans, or a tolerance
    as wide as the target. One query for each round and kind asked for."""
    for request, plans in _with_plans(requests):
        _check(request, plans)


def _with_plans(
    requests: Sequence[AssessmentRequest],
) -> Iterator[tuple[AssessmentRequest, list[Plan]]]:
    """Each question with the plans that judge its place."""
    plans_by_key: dict[tuple[int, str], PlansByPlace] = {}
    for request in requests:
        key = (request.round.pk, request.kind)
        if key not in plans_by_key:
            places = [q.region for q in requests if (q.round.pk, q.kind) == key]
            plans_by_key[key] = plans_by_place(places, request.round, request.kind)
        yield request, plans_by_key[key].judging(request.region)


def _check(request: AssessmentRequest, plans: list[Plan]) -> None:
    found = faults(request.options)
    if found:
        raise ValidationError([ValidationError(text, code="settings") for _, text in found])
    if not plans:
        raise ValidationError(
            messages.NO_PLAN.format(region=request.region, round=request.round), code="no_plan"
        )
    first = min(plan.baseline_year for plan in plans)
    last = max(plan.end_year for plan in plans)
    if not first <= request.year <= last:
        raise ValidationError(
            messages.YEAR_OUTSIDE.format(year=request.year, first=first, last=last),
            code="year_outside",
        )
    now = timezone.localdate().year
    if request.year > now:
        raise ValidationError(
            messages.YEAR_AHEAD.format(year=request.year, now=now), code="year_outside"
        )


def question_doubts(requests: Sequence[AssessmentRequest]) -> list[str]:
    """What can hardly be meant: a final assessment of another year than the plans' last one, a
    mid-term of another than their mid-term year, a year that still runs; each sentence once."""
    found: dict[str, None] = {}
    now = timezone.localdate().year
    for request, plans in _with_plans(requests):
        meant = sorted({_year_meant(plan, request.stage) or request.year for plan in plans})
        if meant and request.year not in meant:
            found[
                _DOUBTS[request.stage].format(year=request.year, meant="、".join(map(str, meant)))
            ] = None
        if request.year == now:
            found[messages.YEAR_OPEN.format(year=now)] = None
    return list(found)


def _refuse_doubtful(requests: Sequence[AssessmentRequest]) -> None:
    doubts = question_doubts(requests)
    if doubts:
        sentences = [*doubts, messages.STAGE_YEAR_CONFIRM]
        raise ValidationError([ValidationError(text, code="unconfirmed") for text in sentences])


def _checked(requests: list[AssessmentRequest], *, is_confirmed: bool) -> list[AssessmentRequest]:
    questions_check(requests)
    if not is_confirmed:
        _refuse_doubtful(requests)
    return requests


def _year_meant(plan: Plan, stage: Stage) -> int | None:
    return {Stage.FINAL: plan.end_year, Stage.MIDTERM: plan.midterm_year}.get(stage)


def _owned(request: AssessmentRequest, user: User | None) -> AssessmentRequest:
    """An upper level's run stands beside the place's own and never rewrites its draft."""
    if user is None or request.ordered_by is not None:
        return request
    own = own_places(user, Ability.RUN_ASSESSMENT)
    if request.region.code in own:
        return request
    code = next((c for c in ancestor_codes(request.region.code) if c in own), None)
    if code is None:
        return request
    return replace(request, ordered_by=Region.objects.get(code=code))


def assessments_ask(
    *,
    requests: Sequence[AssessmentRequest],
    user: User | None = None,
    batch: AssessmentBatch | None = None,
    in_foreground: bool = False,
    is_confirmed: bool = False,
) -> list[int]:
    """Drafts of the questions, queued to be computed (again); their primary keys in the order of
    the questions. Refuses all of them when one cannot be answered.

    A draft that a worker has in hand stays with that worker; asking twice at the same moment
    gives the same row. ``in_foreground``: the caller computes them, nobody is woken.
    ``is_confirmed``: the person has said that a year which can hardly be meant is meant; else
    such a question is refused with the code ``unconfirmed``.
    """
    requests = _checked([_owned(one, user) for one in requests], is_confirmed=is_confirmed)
    is_awaited = user is not None and batch is None  # a batch is told as a whole
    prints = {request.fingerprint: request for request in requests}
    rows = [
        Assessment(
            region=request.region,
            round=request.round,
            kind=request.kind,
            stage=request.stage,
            year=request.year,
            settings=request.options.to_json(),
            question=fingerprint,
            ordered_by=request.ordered_by,
            requested_by=user,
            is_awaited=is_awaited,
            batch=batch,
        )
        for fingerprint, request in prints.items()
    ]
    renewed: dict[str, Any] = {
        "requested_by": user,
        "requested_at": timezone.now(),
        "is_awaited": is_awaited,
    }
    if batch is not None:
        renewed["batch"] = batch
    drafts: dict[str, int] = {}
    with transaction.atomic():
        Assessment.objects.bulk_create(rows, batch_size=_ROWS, ignore_conflicts=True)
        for start in range(0, len(rows), _ROWS):
            some = Assessment.objects.filter(
                question__in=[row.question for row in rows[start : start + _ROWS]],
                state=AssessmentState.DRAFT,
            )
            requeue(some, **renewed)
            drafts |= dict(some.values_list("question", "pk"))
        if batch is None:
            _record(rows, user)
        keys = [drafts[request.fingerprint] for request in requests]
        if not in_foreground:  # a worker takes the next ones of a batch with the one it is sent
            jobs_wake(Assessment, dict.fromkeys(keys) if batch is None else keys[::CHUNK])
    return keys


def _record(rows: Sequence[Assessment], user: User | None) -> None:
    if not rows:
        return
    subject = str(rows[0])
    if len(rows) > 1:
        subject = messages.ASKED_MANY.format(first=subject, count=len(rows))
    audit_record(
        action=AuditAction.ASSESS,
        user=user,
        region=rows[0].region,
        subject=subject,
        detail={"act": "ask", "count": len(rows), "settings": rows[0].settings},
    )


def queued_record(
    *, rows: Iterable[Assessment], before: Mapping[int, str], act: str, by: User | None
) -> None:
    """One line of the log per place for runs that went back into the queue."""
    of_place: dict[int, list[Assessment]] = {}
    for row in rows:
        of_place.setdefault(row.region_id, []).append(row)
    for same in of_place.values():
        audit_record(
            action=AuditAction.ASSESS,
            user=by,
            region=same[0].region,
            subject="、".join(map(str, same)),
            detail={
                "act": act,
                "assessments": [row.pk for row in same],
                **moved_states(before[row.pk] for row in same),
            },
        )


def moved_states(before: Iterable[str]) -> dict[str, str]:
    """For the log: the states that runs had, and the one they have now."""
    old = "、".join(sorted({JobState(state).label for state in before}))
    return {"old": old, "new": JobState.QUEUED.label}
