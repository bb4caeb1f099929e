"""Causes and measures: what a run may ask for, what there is, what may be taken over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessments.choices import VerdictChoices
from assessments.core.mentions import sentences_about
from assessments.messages import remedies as messages
from assessments.models import Remedy, Result
from indicators.choices import SubmissionState, WorkPaperKind
from indicators.core.rules import RULES
from indicators.core.vocabulary import TOTAL, Frequency, RuleKind
from indicators.models import Observation, SubmissionValue, WorkPaper
from units.models import MemberUnit

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Mapping
    from decimal import Decimal

    from django.db.models import Q, QuerySet

    from assessments.models import Assessment


@dataclass(frozen=True, slots=True)
class RemedyLine:
    """One indicator that a run asks about, or may ask about. ``unit``: its lead unit in the place;
    None: the office writes. ``before``: last year's value, of one that is met and got worse."""

    result: Result
    unit: MemberUnit | None
    remedy: Remedy | None = None
    before: Decimal | None = None

    @property
    def is_unmet(self) -> bool:
        return self.result.verdict == VerdictChoices.UNMET


@dataclass(frozen=True, slots=True)
class RemedyBoard:
    """All of one run in the plans' order. ``unmet``: not met now; ``worse``: met, but worse than
    the year before; ``settled``: asked for once and needed no more, the indicator being met."""

    unmet: list[RemedyLine]
    worse: list[RemedyLine]
    settled: list[RemedyLine]

    @property
    def lines(self) -> list[RemedyLine]:
        return [*self.unmet, *self.worse, *self.settled]

    @property
    def asked(self) -> int:
        return sum(line.remedy is not None for line in self.lines)

    @property
    def approved(self) -> int:
        return sum(line.remedy is not None and line.remedy.is_approved for line in self.lines)

    @property
    def wanting(self) -> int:
        """Unmet ones without an approved text: the report will say 待补."""
        return sum(line.remedy is None or not line.remedy.is_approved for line in self.unmet)

    @property
    def unasked(self) -> int:
        return sum(line.remedy is None for line in self.unmet)


def remedy_board(assessment: Assessment) -> RemedyBoard:
    """A fixed number of queries. What two plans share is listed once for each lead unit."""
    results = list(
        Result.objects.filter(
            assessment=assessment, whose="", verdict__in=(VerdictChoices.UNMET, VerdictChoices.MET)
        )
        .select_related("plan_indicator__indicator", "plan_indicator__plan")
        .order_by("order")
    )
    known = {
        row.plan_indicator_id: row
        for row in remedies_with().filter(assessment=assessment).order_by("pk")
    }
    units = _lead_units(assessment, results)
    before = _last_year(assessment, results)
    board = RemedyBoard([], [], [])
    asked_for = set(known)
    seen: set[tuple[int, int | None]] = set()
    for result in sorted(results, key=lambda row: row.plan_indicator_id not in asked_for):
        unit = units.get(result.lead_unit or 0)
        remedy = known.get(result.plan_indicator_id)
        key = (result.plan_indicator.indicator_id, unit.pk if unit else None)
        if key in seen:
            continue
        earlier = before.get(result.plan_indicator.indicator_id)
        line = RemedyLine(result, remedy.unit if remedy else unit, remedy, earlier)
        place = _place_of(board, line)
        if place is not None:
            seen.add(key)
            place.append(line)
    for lines in (board.unmet, board.worse, board.settled):
        lines.sort(key=lambda line: line.result.order)
    return board


def _place_of(board: RemedyBoard, line: RemedyLine) -> list[RemedyLine] | None:
    if line.is_unmet:
        return board.unmet
    if line.before is not None:
        return board.worse
    return board.settled if line.remedy else None


def _lead_units(assessment: Assessment, results: Iterable[Result]) -> dict[int, MemberUnit]:
    """Lead units of the place itself by key; a plan from above names units elsewhere."""
    wanted = {result.lead_unit for result in results if result.lead_unit}
    rows = MemberUnit.objects.filter(pk__in=wanted, region=assessment.region_id)
    return {row.pk: row for row in rows.select_related("region")}


def _last_year(assessment: Assessment, results: Iterable[Result]) -> dict[int, Decimal]:
    """Indicator → last year's approved value in the library's measure, where this year's is
    worse by the rule's direction."""
    met = {
        result.plan_indicator.indicator_id: RULES[RuleKind(result.rule)].direction
        for result in results
        if result.verdict == VerdictChoices.MET
        and result.reference_year == assessment.year
        and result.plan_indicator.indicator.frequency == Frequency.YEARLY
    }
    years = (assessment.year - 1, assessment.year)
    values: dict[tuple[int, int], Decimal] = {
        (indicator, year): value
        for indicator, year, value in Observation.objects.filter(
            region=assessment.region_id,
            indicator__in=met,
            reference_year__in=years,
            breakdown=TOTAL,
            value__isnull=False,
        ).values_list("indicator_id", "reference_year", "value")
        if value is not None
    }
    worse = {}
    for indicator, direction in met.items():
        then, now = (values.get((indicator, year)) for year in years)
        if then is not None and now is not None and direction.is_worse(now, then):
            worse[indicator] = then
    return worse


def remedies_with() -> QuerySet[Remedy]:
    """With what a list prints of them."""
    return Remedy.objects.select_related(
        "assessment__region",
        "assessment__round",
        "assessment__ordered_by",
        "plan_indicator__indicator",
        "plan_indicator__plan",
        "unit__region",
        "changed_by",
        "reviewed_by",
    ).defer("assessment__frozen")


def remedies_open(inside: Q) -> list[Remedy]:
    """What units in reach are still to write, the most urgent first."""
    rows = remedies_with().filter(
        inside, state__in=(SubmissionState.DRAFT, SubmissionState.RETURNED)
    )
    draft_runs = rows.filter(assessment__finalised_at=None)
    return list(draft_runs.order_by("answer_by", "assessment", "plan_indicator"))


def remedies_waiting(inside: Q) -> list[Remedy]:
    """What was handed in and waits for review, the oldest first."""
    rows = remedies_with().filter(
        inside, state=SubmissionState.SUBMITTED, assessment__finalised_at=None
    )
    return list(rows.order_by("changed_at", "pk"))


def remedy_result(remedy: Remedy) -> Result | None:
    """What the run says of the indicator now; None where it no longer judges it."""
    return Result.objects.filter(
        assessment=remedy.assessment_id, plan_indicator=remedy.plan_indicator_id, whose=""
    ).first()


@dataclass(frozen=True, slots=True)
class RemedyProposal:
    """What somebody wrote of the indicator before. ``is_whole``: an earlier run's whole text;
    else only something that may go into the cause."""

    source: str
    cause: str
    actions: str = ""
    complete_by: datetime.date | None = None
    value_to_reach: Decimal | None = None

    @property
    def is_whole(self) -> bool:
        return bool(self.actions)


def remedy_proposals(remedy: Remedy) -> list[RemedyProposal]:
    """From earlier runs of the place, the value's remark and the unit's yearly summary."""
    found = [*_from_runs(remedy)]
    if remedy.unit_id is not None:
        found += [*_from_remarks(remedy), *_from_summaries(remedy)]
    return found


def _from_runs(remedy: Remedy) -> list[RemedyProposal]:
    """The newest text of another run: of the same year before one of another year."""
    run = remedy.assessment
    rows = (
        remedies_with()
        .filter(
            assessment__region=run.region_id,
            assessment__year__lte=run.year,
            plan_indicator__indicator=remedy.plan_indicator.indicator_id,
        )
        .exclude(pk=remedy.pk)
        .exclude(cause="", actions="")
        .order_by("-assessment__year", "-changed_at")
    )
    if remedy.unit_id is not None:
        rows = rows.filter(unit=remedy.unit_id)
    return [
        RemedyProposal(
            messages.FROM_RUN.format(assessment=row.assessment),
            row.cause,
            row.actions,
            row.complete_by,
            row.value_to_reach,
        )
        for row in rows[:1]
    ]


def _from_remarks(remedy: Remedy) -> list[RemedyProposal]:
    remarks = SubmissionValue.objects.filter(
        submission__unit=remedy.unit_id,
        submission__reporting_round__region=remedy.assessment.region_id,
        indicator=remedy.plan_indicator.indicator_id,
        reference_year=remedy.assessment.year,
    ).exclude(remark="")
    texts = dict.fromkeys(remarks.order_by("breakdown").values_list("remark", flat=True))
    source = messages.FROM_REMARK.format(year=remedy.assessment.year)
    return [RemedyProposal(source, text) for text in texts]


def _from_summaries(remedy: Remedy) -> list[RemedyProposal]:
    """Sentences of the year's summary that speak of the indicator."""
    papers = WorkPaper.objects.filter(
        unit=remedy.unit_id,
        kind=WorkPaperKind.SUMMARY,
        reporting_round__region=remedy.assessment.region_id,
        reporting_round__reference_year=remedy.assessment.year,
    ).exclude(text="")
    source = messages.FROM_SUMMARY.format(year=remedy.assessment.year)
    return [
        RemedyProposal(source, "".join(said))
        for text in papers.values_list("text", flat=True)
        if (said := sentences_about(text, remedy.plan_indicator.name))
    ]


def remedies_stamp(assessment: Assessment) -> list[tuple[int, str, int]]:
    """What changes whenever a text of the run, or its state, does."""
    rows = Remedy.objects.filter(assessment=assessment).order_by("pk")
    return list(rows.values_list("pk", "state", "version"))


def remedies_approved(assessment: Assessment) -> Mapping[int, Remedy]:
    """Plan indicator → its reviewed text, of a run."""
    approved = Remedy.objects.filter(assessment=assessment, state=SubmissionState.APPROVED)
    rows = approved.select_related("plan_indicator__indicator", "unit").order_by("pk")
    return {row.plan_indicator_id: row for row in rows}
