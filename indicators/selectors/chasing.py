"""Whom to remind of what: units that have not sent, and what each still owes."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from indicators.choices import BreakdownChoices, MarkState, SubmissionAct, SubmissionState
from indicators.messages import collecting
from indicators.messages import review_desk as messages
from indicators.models import Indicator, ReportingRound, SubmissionEvent, ValueMark
from indicators.selectors.duties import plan_names
from indicators.selectors.review import DeskRow, review_desk
from units.models import MemberUnit


@dataclass(frozen=True, slots=True)
class Reminder:
    """What one unit is to do, as sentences, with the day."""

    submission_id: int
    unit: MemberUnit
    tasks: tuple[str, ...]
    closes_on: datetime.date
    days_late: int

    @property
    def deadline(self) -> str:
        late = messages.CHASE_LATE.format(days=self.days_late) if self.days_late else ""
        return messages.CHASE_DEADLINE.format(day=collecting.day(self.closes_on), late=late)

    @property
    def text(self) -> str:
        """One paragraph to paste into a chat."""
        return f"{self.unit.name}：{''.join(self.tasks)}{self.deadline}"


def reminders(reporting_round: ReportingRound) -> list[Reminder]:
    """Units whose submission still is with them, the latest first."""
    board = review_desk(reporting_round)
    rows = board.owing
    names = _indicator_names(reporting_round, rows)
    flags = _flags(rows, names)
    reasons = _return_reasons(rows)
    return [
        Reminder(
            row.submission.pk,
            row.submission.unit,
            tuple(_tasks(row, names, flags, reasons)),
            row.closes_on,
            row.days_late,
        )
        for row in rows
    ]


def reminder_text(reporting_round: ReportingRound, rows: Iterable[Reminder]) -> str:
    """The whole list as text to paste into a chat."""
    title = messages.CHASE_TITLE.format(
        region=reporting_round.region, year=reporting_round.reference_year
    )
    lines = [f"{number}. {row.text}" for number, row in enumerate(rows, start=1)]
    return "\n".join([title, *lines])


def _tasks(
    row: DeskRow,
    names: dict[int, str],
    flags: dict[int, list[str]],
    reasons: dict[int, str],
) -> list[str]:
    submission = row.submission
    tasks = []
    if submission.state == SubmissionState.RETURNED and reasons.get(submission.pk):
        tasks.append(messages.CHASE_RETURNED.format(reason=reasons[submission.pk].rstrip("。")))
    marked = flags.get(submission.pk, [])
    if marked:
        tasks.append(
            messages.CHASE_FLAGGED.format(count=len(marked), names=messages.joined(marked))
        )
    missing = [_cell_name(names, cell) for cell in row.progress.missing]
    if missing:
        tasks.append(
            messages.CHASE_MISSING.format(count=len(missing), names=messages.joined(missing))
        )
    if not marked and not missing:
        tasks.append(messages.CHASE_NOT_SENT)
    return tasks


def _cell_name(names: dict[int, str], cell: tuple[int, str]) -> str:
    indicator_id, breakdown = cell
    if not breakdown:
        return names[indicator_id]
    return messages.WITH_BREAKDOWN.format(
        name=names[indicator_id], breakdown=BreakdownChoices(breakdown).label
    )


def _indicator_names(reporting_round: ReportingRound, rows: Iterable[DeskRow]) -> dict[int, str]:
    """As the plan prints them: the unit looks for that name in its table."""
    wanted = {indicator_id for row in rows for indicator_id, _ in row.progress.missing}
    known = dict(Indicator.objects.filter(pk__in=wanted).values_list("pk", "name"))
    return known | plan_names(region=reporting_round.region, year=reporting_round.reference_year)


def _flags(rows: Iterable[DeskRow], names: dict[int, str]) -> dict[int, list[str]]:
    marks = ValueMark.objects.filter(
        submission_value__submission__in=[r.submission.pk for r in rows],
        state=MarkState.FLAGGED,
    ).select_related("submission_value__indicator")
    found: dict[int, list[str]] = {}
    for mark in marks.order_by("submission_value__indicator__code"):
        text = messages.FLAG_WITH_REASON.format(
            name=names.get(
                mark.submission_value.indicator_id, mark.submission_value.indicator.name
            ),
            reason=mark.reason,
        )
        found.setdefault(mark.submission_value.submission_id, []).append(text)
    return found


def _return_reasons(rows: Iterable[DeskRow]) -> dict[int, str]:
    """The reason given last, when it was returned or opened again."""
    events = SubmissionEvent.objects.filter(
        submission__in=[r.submission.pk for r in rows],
        act__in=[SubmissionAct.RETURNED, SubmissionAct.REOPENED],
    )
    return dict(events.order_by("at", "pk").values_list("submission_id", "reason"))
