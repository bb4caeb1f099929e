"""What judging needs to know: figures, goals, a plan indicator's criterion, a case.

All types are immutable. ``Criterion`` is made once per plan indicator and shared by
every place it judges; ``Case`` and ``Figure`` are made by the million and are therefore
named tuples. Values are ``Decimal`` in the measure of the plan indicator.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import Final, NamedTuple

from indicators.core.exact import MICRO
from indicators.core.rules import RULES
from indicators.core.rules.spec import RuleSpec
from indicators.core.vocabulary import (
    Aggregate,
    Basis,
    BlankReason,
    Direction,
    Frequency,
    Measure,
    RuleKind,
    Trend,
    measure,
)

DEFAULT_DECIMALS: Final = 2


class ToleranceKind(StrEnum):
    """How the tolerance for 基本达标 is meant."""

    PERCENT_OF_TARGET = "percent_of_target"
    POINTS = "points"


class Precision(StrEnum):
    """Whether the kept value is judged or the value as it is printed."""

    UNROUNDED = "unrounded"
    PRINTED = "printed"


class Figure(NamedTuple):
    """One approved number of one place and year, as it is judged.

    ``value``: the judged value, or None when missing; ``blank`` then says why.
    ``numerator``, ``denominator``: the counts behind it, where kept.
    ``decimals``: decimals as reported, for printing; None when unknown.
    ``source``: the caller's key of the row it came from.
    """

    year: int
    value: Decimal | None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    decimals: int | None = None
    blank: BlankReason = BlankReason.PRESENT
    source: int | None = None


class Goal(NamedTuple):
    """A target value in the indicator's measure; ``upper`` only for a range."""

    value: Decimal
    upper: Decimal | None = None


class Part(NamedTuple):
    """A place one level below, with its figure of one year (None: not reported)."""

    code: str
    name: str
    value: Decimal | None
    source: int | None = None


@dataclass(frozen=True, slots=True)
class Criterion:
    """How one plan indicator is judged.

    ``final``, ``midterm``: targets of the stages. ``annual``: targets of single years, by
    year. ``tolerance``: half width for
    ``around``, accepted shortfall for ``at_least`` and ``at_most``. ``factor``: of the
    base value. ``change_points``: least change since the base year, negative for a fall; only for
    ``change_at_least``.
    ``base_value``: the base the plan itself states; give it only to the place the plan
    is of. ``definition_starts``: years since which a changed definition holds.
    ``compare_frequency``, ``compare_definition_starts``: of the compared indicator.
    ``has_midterms``: whether its plan sets numbers for the mid-term at all, of this indicator or
    of another.
    ``spec``: the rule itself; ``direction``: which way is better; both follow from the others.
    """

    rule: RuleKind
    measure: Measure
    baseline_year: int
    end_year: int
    scale: int = 1
    final: Goal | None = None
    midterm: Goal | None = None
    tolerance: Decimal | None = None
    factor: Fraction | None = None
    change_points: Decimal | None = None
    base_value: Decimal | None = None
    aggregate: Aggregate = Aggregate.WHOLE
    frequency: Frequency = Frequency.YEARLY
    definition_starts: tuple[int, ...] = ()
    compare_frequency: Frequency = Frequency.YEARLY
    compare_definition_starts: tuple[int, ...] = ()
    annual: tuple[tuple[int, Goal], ...] = ()
    has_midterms: bool = False
    spec: RuleSpec = field(init=False, repr=False, compare=False)
    direction: Direction = field(init=False)

    def __post_init__(self) -> None:
        """Settle once what every verdict asks for."""
        spec = RULES[self.rule]
        object.__setattr__(self, "spec", spec)
        object.__setattr__(self, "direction", spec.direction_of(self.change_points))
        by_year = sorted(self.annual, key=lambda target: target[0])
        object.__setattr__(self, "annual", tuple(by_year))

    def annual_goal(self, year: int) -> Goal | None:
        """The target the plan sets for just this year."""
        for of_year, goal in self.annual:
            if of_year == year:
                return goal
        return None


@dataclass(frozen=True, slots=True)
class JudgingSettings:
    """What an assessment decides about judging.

    ``basic_tolerance``: how far from the target still is 基本达标; None: there is no
    such grade. ``basic_counts``: whether it counts as met. ``trend``: what ``rise`` and
    ``fall`` are held against.
    """

    basis: Basis = Basis.FINAL
    basic_tolerance: Decimal | None = None
    basic_tolerance_kind: ToleranceKind = ToleranceKind.PERCENT_OF_TARGET
    basic_counts: bool = False
    precision: Precision = Precision.UNROUNDED
    trend: Trend = Trend.BASE

    @property
    def is_staged(self) -> bool:
        """Whether the basis has targets of its own, the final one standing in for them."""
        return self.basis in (Basis.MIDTERM, Basis.ANNUAL)


_NO_FIGURES: Final[Mapping[int, Figure]] = MappingProxyType({})
_NO_DECISIONS: Final[Mapping[int, bool]] = MappingProxyType({})
_NO_PARTS: Final[Mapping[int, Sequence[Part]]] = MappingProxyType({})


class Case(NamedTuple):
    """One plan indicator of one place in one year.

    ``series``: approved figures by year, of all years up to ``year`` that are known.
    ``compared``: those of the indicator compared with. ``decisions``: verdicts people
    gave a qualitative indicator, by year. ``parts``: places one level below, by year.
    """

    criterion: Criterion
    year: int
    series: Mapping[int, Figure] = _NO_FIGURES
    compared: Mapping[int, Figure] = _NO_FIGURES
    decisions: Mapping[int, bool] = _NO_DECISIONS
    parts: Mapping[int, Sequence[Part]] = _NO_PARTS


DEFAULT_SETTINGS: Final = JudgingSettings()


def quotient(numerator: Decimal, denominator: Decimal, scale: int) -> Decimal | None:
    """``numerator ÷ denominator × scale``, rounded half up to six decimals, exactly.

    None when the denominator is zero. Integer arithmetic, so that a value on the
    boundary of a target stays on it.
    """
    top = int(numerator.scaleb(6)) * scale * MICRO
    bottom = int(denominator.scaleb(6))
    if not bottom:
        return None
    if bottom < 0:
        top, bottom = -top, -bottom
    rounded = (2 * abs(top) + bottom) // (2 * bottom)
    return Decimal(rounded if top >= 0 else -rounded).scaleb(-6)


def judged_value(
    value: Decimal | None,
    numerator: Decimal | None,
    denominator: Decimal | None,
    scale: int,
) -> Decimal | None:
    """The number that is judged: the quotient where both counts are kept, else the value.

    A scale of 1 names no quotient: the counts beside 参保人数 are a further figure (参保率).
    """
    if numerator is None or denominator is None or scale == 1:
        return value
    computed = quotient(numerator, denominator, scale)
    return value if computed is None else computed


def printed(value: Decimal, decimals: int | None) -> Decimal:
    """The value as it is printed: half up to the decimals reported, two when unknown."""
    places = DEFAULT_DECIMALS if decimals is None else decimals
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def criterion(
    rule: RuleKind,
    measure_text: str,
    *,
    target: str | None = None,
    upper: str | None = None,
    tolerance: str | None = None,
    years: tuple[int, int] = (2010, 2020),
) -> Criterion:
    """A criterion from the text of its numbers, for trials and for what-if drafts.

    Raises ``decimal.InvalidOperation`` when a number cannot be read.
    """
    meaning = measure(measure_text)
    goal = None
    if target is not None:
        goal = Goal(Decimal(target), Decimal(upper) if upper is not None else None)
    return Criterion(
        rule=rule,
        measure=meaning,
        baseline_year=years[0],
        end_year=years[1],
        scale=meaning.scale,
        final=goal,
        tolerance=Decimal(tolerance) if tolerance is not None else None,
    )
