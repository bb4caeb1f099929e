"""What a rule is made of: one ``RuleSpec`` per file, read by whoever judges or tells.

A rule answers facts with an ``Outcome``, or with the ``ReasonKind`` of what it lacks.
Comparisons are exact: decimals are compared and multiplied, never divided.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from indicators.core.reasons import ReasonKind
from indicators.core.vocabulary import Direction, RuleKind

if TYPE_CHECKING:
    from indicators.core.case import Criterion, Goal
    from indicators.core.rules.words import RuleWords, Situation

    Ends = tuple[Decimal, Decimal | None]  # a target, and the upper end of a range
    Achievement = Callable[[Criterion, Ends, Decimal, Decimal | None], Decimal | None]


class Facts(NamedTuple):
    """What a rule looks at. ``goal``: the plan's number, if the rule is held against one;
    ``compared``: the other indicator's value."""

    criterion: Criterion
    goal: Goal | None
    value: Decimal
    base: Decimal | None = None
    compared: Decimal | None = None


class Outcome(NamedTuple):
    """The answer of a rule.

    ``target``, ``upper``: what the value was held against (a factor of the base to six
    decimals, rounded to the strict side; the comparison itself was exact). ``gap``:
    distance from it, positive on the good side; for a band the room to its nearer edge.
    """

    met: bool
    target: Decimal
    upper: Decimal | None
    gap: Decimal


class Way(NamedTuple):
    """From the base value to the final target, as the exact fraction ``top ÷ bottom``."""

    top: Decimal
    bottom: int = 1


class Need(StrEnum):
    """What a plan must state before a rule can judge; the names are those of the columns."""

    TARGET = "target"
    UPPER = "target_upper"
    TOLERANCE = "tolerance"
    FACTOR = "baseline_factor"
    CHANGE_POINTS = "change_points"
    COMPARED = "compare_code"


Answer = Outcome | ReasonKind


@dataclass(frozen=True, slots=True)
class RuleSpec:
    """A rule as one object.

    ``check``: the rule. ``is_judged``: whether such an indicator has a result at all;
    ``is_decided``: a person decides, not a number. ``against``: what it
    holds a value against when no stage sets a number of its own. ``way``: how far the plan's
    straight line leads from the base, None where no number ends it (a band, a trend, a
    comparison, a decision), so that neither pace nor 提前达标 has a meaning. ``is_passed``: the
    target itself must be passed, equal counts only at the natural bound. ``needs``: what the
    plan must state.
    """

    kind: RuleKind
    label: str
    check: Callable[[Facts], Answer]
    against: ReasonKind
    words: RuleWords
    situations: tuple[Situation, ...]
    direction: Direction = Direction.NEITHER
    achievement: Achievement | None = None
    way: Callable[[Criterion, Outcome, Decimal], Way] | None = None
    is_passed: bool = False
    is_band: bool = False
    takes_tolerance: bool = False
    sign: str = ""
    is_judged: bool = True
    is_decided: bool = False
    needs: tuple[Need, ...] = ()

    @property
    def is_trend(self) -> bool:
        """逐步提高, 降低: held against an earlier value and no number besides."""
        return self.against is ReasonKind.BASE and self.way is None

    @property
    def takes_target(self) -> bool:
        """Whether it is held against a number that the plan states."""
        return self.against is ReasonKind.TARGET

    def direction_of(self, points: Decimal | None) -> Direction:
        """Which way is better; a rule that asks for a change takes it from the change's sign."""
        if points is not None and points < 0 and Need.CHANGE_POINTS in self.needs:
            return Direction.LOWER_IS_BETTER
        return self.direction

    def direction_towards(self, base: Decimal | None, target: Decimal | None) -> Direction:
        """Which way is better in a result, by the base and target it keeps."""
        return self.direction_of(None if base is None or target is None else target - base)

    @property
    def has_number(self) -> bool:
        """Whether a number, the plan's or one reckoned from the base, says what is aimed at."""
        return self.against is ReasonKind.TARGET or self.way is not None


def by_person(_facts: Facts) -> Answer:
    """The answer of a rule that no number decides."""
    return ReasonKind.NO_DECISION
