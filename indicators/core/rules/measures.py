"""Achievement (实现程度) and the way of the plan's line, as rules share them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from indicators.core.exact import HUNDRED, ZERO, percent
from indicators.core.rules.spec import Way
from indicators.core.vocabulary import Direction

if TYPE_CHECKING:
    from indicators.core.case import Criterion
    from indicators.core.rules.spec import Ends, Outcome


def share_of_way(
    criterion: Criterion, ends: Ends, value: Decimal, base: Decimal | None
) -> Decimal | None:
    """Percentage of the target reached, uncapped, six decimals.

    With a base short of the target: the share of the way from base to target. Without a
    base, or with one already past the target: value ÷ target, and target ÷ value where
    lower is better. None where target = base, or the ratio has a zero below.
    """
    target, _ = ends
    if base is not None and base == target:
        return None
    lower = criterion.direction is Direction.LOWER_IS_BETTER
    if base is not None and (target < base) is lower:
        return percent(value - base, target - base)
    return percent(target, value) if lower else percent(value, target)


def share_of_band(
    criterion: Criterion, ends: Ends, value: Decimal, base: Decimal | None
) -> Decimal | None:
    """100 inside the band, else the ratio to its nearer edge; None where target = base."""
    if base is not None and base == ends[0]:
        return None
    low, high = edges(criterion, ends)
    if value < low:
        return percent(value, low)
    return percent(high, value) if value > high else HUNDRED


def edges(criterion: Criterion, ends: Ends) -> tuple[Decimal, Decimal]:
    """The lowest and the highest value that a band accepts."""
    target, upper = ends
    if upper is not None:
        return target, upper
    width = criterion.tolerance or ZERO
    return target - width, target + width


def way_to_target(_criterion: Criterion, outcome: Outcome, base: Decimal) -> Way:
    """From the base to the target as it is."""
    return Way(outcome.target - base)


def way_to_share(criterion: Criterion, _outcome: Outcome, base: Decimal) -> Way:
    """From the base to a factor of it, which six decimals may not hold."""
    if criterion.factor is None:
        raise ValueError("a share of the base needs its factor")
    top, bottom = criterion.factor.as_integer_ratio()
    return Way(base * (top - bottom), bottom)
