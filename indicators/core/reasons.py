"""The typed reason of a verdict: kinds, numbers, and what else must be said.

No sentence stands here; ``assessments/messages.py`` makes it from these.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from indicators.core.vocabulary import Basis, BlankReason, Grade, RuleKind, Verdict

if TYPE_CHECKING:
    from indicators.core.case import Criterion


class ReasonKind(StrEnum):
    """Why a verdict is what it is. The first five are met or unmet."""

    TARGET = "target"
    BASE = "base"
    INDICATOR = "indicator"
    PACE = "pace"
    DECISION = "decision"
    NO_VALUE = "no_value"
    NOT_LATER_THAN_BASE = "not_later_than_base"
    NO_TARGET = "no_target"
    NO_BASE = "no_base"
    NO_EARLIER = "no_earlier"  # rise or fall since last year or over three years
    NO_COMPARED = "no_compared"
    NO_DECISION = "no_decision"


class NoteKind(StrEnum):
    """What a sentence must say besides the comparison."""

    CARRIED = "carried"  # value of an earlier year (first: that year)
    NO_MIDTERM_TARGET = "no_midterm_target"
    NO_ANNUAL_TARGET = "no_annual_target"
    ANNUAL_TARGET = "annual_target"  # beside another basis: target, upper, 1 if reached, else 0
    PAST_FINAL = "past_final"  # pace: already past the final target
    AT_BOUND = "at_bound"  # equal, but nothing better is possible
    WITHIN_TOLERANCE = "within_tolerance"  # met only by the accepted shortfall
    WORST_PART = "worst_part"  # text: its name; parts with data, parts
    BASIC = "basic"  # within the tolerance of 基本达标: how much, 1 if per cent of the target
    SMALL_BASE = "small_base"  # numerator, denominator
    DEFINITION_CHANGED = "definition_changed"  # since which year, base lies before it
    PRINTED = "printed"  # judged as printed
    COMPARED = "compared"  # the other indicator: its year and value
    NO_ACHIEVEMENT = "no_achievement"  # 实现程度 undefined: target = base


class Note(NamedTuple):
    """One further fact, with up to three numbers and a name."""

    kind: NoteKind
    first: Decimal | int | None = None
    second: Decimal | int | None = None
    third: Decimal | int | None = None
    text: str = ""


class Reason(NamedTuple):
    """Why, with its numbers; all in the indicator's measure.

    ``year``: asked for; ``value_year``: the value's own. ``target``, ``upper``: what the
    value was held against. ``gap``: distance from the target, positive on the good side.
    ``expected``: where the straight line stands, under basis pace. ``blank``: why there
    is no value.
    """

    kind: ReasonKind
    rule: RuleKind
    basis: Basis
    year: int
    value: Decimal | None = None
    value_year: int | None = None
    target: Decimal | None = None
    upper: Decimal | None = None
    base: Decimal | None = None
    base_year: int | None = None
    gap: Decimal | None = None
    expected: Decimal | None = None
    decimals: int | None = None
    blank: BlankReason = BlankReason.PRESENT
    notes: tuple[Note, ...] = ()


class Judgement(NamedTuple):
    """The result of one plan indicator.

    ``criterion``: what it was judged by. ``source``: the caller's key of the figure
    judged. Under ``basic_counts`` a verdict met can carry the grade basic.
    """

    verdict: Verdict
    grade: Grade | None
    reason: Reason
    criterion: Criterion
    source: int | None = None

    @property
    def achievement(self) -> Decimal | None:
        """实现程度 in per cent, uncapped, of the value as kept; None where undefined.

        Worked out when asked for: a verdict does not depend on it.
        """
        reason, spec = self.reason, self.criterion.spec
        if spec.achievement is None or reason.gap is None:
            return None
        if reason.value is None or reason.target is None:
            return None
        ends = (reason.target, reason.upper)
        return spec.achievement(self.criterion, ends, reason.value, reason.base)
