"""The rules: each one function and one line in ``RULES``.

A rule gets facts and answers with an ``Outcome``, or with the ``ReasonKind`` of what it
lacks. Comparisons are exact: decimals are compared and multiplied, never divided.
"""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from indicators.core.case import PLACES, Criterion, Goal
from indicators.core.reasons import ReasonKind
from indicators.core.vocabulary import RuleKind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_NO_TARGET: Final = ReasonKind.NO_TARGET
_NO_BASE: Final = ReasonKind.NO_BASE
_NO_COMPARED: Final = ReasonKind.NO_COMPARED
_ZERO: Final = Decimal(0)  # compared with in half the time of a whole number


# Plain tuples, taken apart by name where they are used: naming their fields would cost
# more time than the comparison itself, and a nation has a million of them.
Facts = tuple[Criterion, Goal | None, Decimal, Decimal | None, Decimal | None]
"""criterion, goal, value, base value, compared indicator's value."""

Outcome = tuple[bool, Decimal, Decimal | None, Decimal]
"""The answer of a rule: met, target, upper, gap.

``target``, ``upper``: what the value was held against (a factor of the base to six
decimals, rounded to the strict side; the comparison itself was exact). ``gap``:
distance from it, positive on the good side; for a band the room to its nearer edge.
"""

Answer = Outcome | ReasonKind


class Rule(NamedTuple):
    """A rule and what it needs.

    ``check``: the rule. ``against_base``: it compares with the base value, so that only
    a later year's value can be judged. ``has_number``: it states where the end of the
    plan's straight line lies, so that pace can be judged.
    """

    check: Callable[[Facts], Answer]
    kind: ReasonKind
    against_base: bool = False
    has_number: bool = False


def at_least(facts: Facts) -> Answer:
    """Not below the target; a tolerance is an accepted shortfall."""
    criterion, goal, value, _, _ = facts
    if goal is None:
        return _NO_TARGET
    target = goal.value
    gap = value - target
    tolerance = criterion.tolerance
    met = gap >= _ZERO if tolerance is None else gap >= -tolerance
    return (met, target, None, gap)


def at_most(facts: Facts) -> Answer:
    """Not above the target; a tolerance is an accepted excess."""
    criterion, goal, value, _, _ = facts
    if goal is None:
        return _NO_TARGET
    target = goal.value
    gap = target - value
    tolerance = criterion.tolerance
    met = gap >= _ZERO if tolerance is None else gap >= -tolerance
    return (met, target, None, gap)


def around(facts: Facts) -> Answer:
    """Within the tolerance of the target, on either side."""
    criterion, goal, value, _, _ = facts
    if goal is None or criterion.tolerance is None:
        return _NO_TARGET
    gap = criterion.tolerance - abs(value - goal.value)
    return (gap >= _ZERO, goal.value, None, gap)


def within_range(facts: Facts) -> Answer:
    """Between the two ends, both included."""
    _, goal, value, _, _ = facts
    if goal is None or goal.upper is None:
        return _NO_TARGET
    gap = min(value - goal.value, goal.upper - value)
    return (gap >= _ZERO, goal.value, goal.upper, gap)


def rise(facts: Facts) -> Answer:
    """Above the base value; equal counts only where nothing higher is possible."""
    criterion, goal, value, base, _ = facts
    if goal is not None:
        return at_least(facts)
    if base is None:
        return _NO_BASE
    gap = value - base
    if not gap and value == criterion.measure.possible_maximum:
        return (True, base, None, gap)
    return (gap > _ZERO, base, None, gap)


def fall(facts: Facts) -> Answer:
    """Below the base value; equal counts only at zero."""
    _, goal, value, base, _ = facts
    if goal is not None:
        return at_most(facts)
    if base is None:
        return _NO_BASE
    gap = base - value
    if not gap and not value:
        return (True, base, None, gap)
    return (gap > _ZERO, base, None, gap)


def at_most_of_baseline(facts: Facts) -> Answer:
    """Not above the factor of the base value: 下降1/6 is a factor of 5/6."""
    criterion, goal, value, base, _ = facts
    if goal is not None:
        return at_most(facts)
    if base is None:
        return _NO_BASE
    if criterion.factor_parts is None:
        return _NO_TARGET
    top, bottom = criterion.factor_parts
    target = (base * top / bottom).quantize(PLACES, ROUND_FLOOR)
    return (value * bottom <= base * top, target, None, target - value)


def at_least_of_baseline(facts: Facts) -> Answer:
    """Not below the factor of the base value."""
    criterion, goal, value, base, _ = facts
    if goal is not None:
        return at_least(facts)
    if base is None:
        return _NO_BASE
    if criterion.factor_parts is None:
        return _NO_TARGET
    top, bottom = criterion.factor_parts
    target = (base * top / bottom).quantize(PLACES, ROUND_CEILING)
    return (value * bottom >= base * top, target, None, value - target)


def change_at_least(facts: Facts) -> Answer:
    """Changed by at least n points since the base year; a negative n asks for a fall."""
    criterion, goal, value, base, _ = facts
    points = criterion.change_points
    if goal is not None:
        return at_most(facts) if points is not None and points < 0 else at_least(facts)
    if base is None:
        return _NO_BASE
    if points is None:
        return _NO_TARGET
    target = base + points
    gap = target - value if points < 0 else value - target
    return (gap >= _ZERO, target, None, gap)


def at_least_indicator(facts: Facts) -> Answer:
    """Not below another indicator's value."""
    _, _, value, _, compared = facts
    if compared is None:
        return _NO_COMPARED
    return (value >= compared, compared, None, value - compared)


RULES: Final[Mapping[RuleKind, Rule]] = MappingProxyType(
    {
        RuleKind.AT_LEAST: Rule(at_least, ReasonKind.TARGET, has_number=True),
        RuleKind.AT_MOST: Rule(at_most, ReasonKind.TARGET, has_number=True),
        RuleKind.AROUND: Rule(around, ReasonKind.TARGET, has_number=True),
        RuleKind.RANGE: Rule(within_range, ReasonKind.TARGET, has_number=True),
        RuleKind.RISE: Rule(rise, ReasonKind.BASE, against_base=True),
        RuleKind.FALL: Rule(fall, ReasonKind.BASE, against_base=True),
        RuleKind.AT_MOST_OF_BASELINE: Rule(
            at_most_of_baseline, ReasonKind.BASE, against_base=True, has_number=True
        ),
        RuleKind.AT_LEAST_OF_BASELINE: Rule(
            at_least_of_baseline, ReasonKind.BASE, against_base=True, has_number=True
        ),
        RuleKind.CHANGE_AT_LEAST: Rule(
            change_at_least, ReasonKind.BASE, against_base=True, has_number=True
        ),
        RuleKind.AT_LEAST_INDICATOR: Rule(at_least_indicator, ReasonKind.INDICATOR),
    }
)
"""Every rule that a number decides; ``qualitative`` is decided by a person."""


def is_judged(rule: RuleKind) -> bool:
    """Whether an indicator of this rule has a result at all."""
    return rule is not RuleKind.BACKGROUND
