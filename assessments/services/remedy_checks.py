"""What may be written as a cause, a deadline and a value to reach. Nothing is stored here."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.core.exceptions import ValidationError

from assessments.messages import remedies as messages
from assessments.selectors.remedies import remedy_result
from indicators.core.rules import DECIDED, RULES
from indicators.core.values import plain
from indicators.core.vocabulary import TOTAL, RuleKind
from indicators.ledger.entries import LedgerIndicator
from indicators.ledger.typed import TypedFigure, typed_entry
from indicators.messages.collecting import day as day_said
from indicators.wording import numbers

if TYPE_CHECKING:
    from decimal import Decimal

    from assessments.models import Remedy

FARTHEST_YEARS: Final = 10


@dataclass(frozen=True, slots=True)
class RemedyText:
    """What a person wrote; the value as typed."""

    cause: str = ""
    actions: str = ""
    complete_by: dt.date | None = None
    value_to_reach: str = ""


def remedy_lacking(remedy: Remedy) -> list[str]:
    """What is still to be written before it can be handed in."""
    measure = remedy.plan_indicator.printed_measure
    needs_value = remedy.plan_indicator.rule not in DECIDED
    checks = (
        (not remedy.cause, messages.CAUSE_NEEDED),
        (not remedy.actions, messages.ACTIONS_NEEDED),
        (remedy.complete_by is None, messages.DAY_NEEDED),
        (
            needs_value and remedy.value_to_reach is None,
            messages.VALUE_NEEDED.format(measure=measure),
        ),
    )
    return [sentence for is_lacking, sentence in checks if is_lacking]


def remedy_checked(remedy: Remedy, text: RemedyText) -> dict[str, Any]:
    """Day and value as they are kept; refuses those that cannot be meant."""
    year = remedy.assessment.year
    day = text.complete_by
    faults = []
    if day is not None and day.year <= year:
        faults.append(messages.DEADLINE_EARLY.format(day=day_said(day), year=year))
    if day is not None and day.year > year + FARTHEST_YEARS:
        faults.append(messages.DEADLINE_FAR.format(day=day_said(day), year=year))
    value, fault = _value_read(remedy, text.value_to_reach.strip())
    if fault:
        faults.append(fault)
    if faults:
        raise ValidationError([ValidationError(sentence, code="typed") for sentence in faults])
    return {"complete_by": day, "value_to_reach": value}


def _value_read(remedy: Remedy, typed: str) -> tuple[Decimal | None, str]:
    """The value to reach in the plan's measure, and why it cannot be meant: read and checked as a
    reported value is, and never worse than what was reached."""
    if not typed:
        return None, ""
    row = remedy.plan_indicator
    told = LedgerIndicator(code="", name=row.name, measure=row.printed_measure)
    entry = typed_entry(TypedFigure(typed), told, region_code="", year=0, breakdown=TOTAL)
    words = {"text": typed[:30], "measure": row.printed_measure}
    if entry.errors:
        return None, messages.VALUE_IMPOSSIBLE.format(sentence=entry.errors[0])
    if entry.value is None or entry.ratio_question:
        return None, messages.VALUE_UNREADABLE.format(**words)
    result = remedy_result(remedy)
    most = told.meaning.possible_maximum
    reached = [n for n in (result.value, result.target) if n is not None] if result else []
    if most is not None and entry.value > max([most, *reached]):
        return None, messages.VALUE_ABOVE.format(**words, maximum=plain(most))
    if result is not None and result.value is not None:
        direction = RULES[RuleKind(row.rule)].direction_of(row.change_points)
        if direction.is_worse(entry.value, result.value):
            year = result.reference_year or remedy.assessment.year
            said = numbers.quantity(result.value, row.printed_measure, result.decimals)
            return None, messages.VALUE_WORSE.format(**words, year=year, value=said)
    return entry.value, ""
