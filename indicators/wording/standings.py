"""The slots of a rule's words, filled from where a value stands: numbers with unit and sign.

Explanations and sentences of reports take their numbers here, so that both print the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from indicators.core.case import Criterion
from indicators.core.rules.spec import RuleSpec
from indicators.core.rules.words import Situation
from indicators.core.standing import Standing
from indicators.core.target_text import Unchecked, says_the_trend, unchecked
from indicators.core.vocabulary import Direction
from indicators.wording import numbers

_FRACTIONS: Final[Mapping[Fraction, str]] = {
    Fraction(1, 6): "六分之一",
    Fraction(1, 5): "五分之一",
    Fraction(1, 4): "四分之一",
    Fraction(1, 3): "三分之一",
    Fraction(1, 2): "二分之一",
}


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of one value. ``decimals``: of its printing; ``base_year``: of what it is
    compared with. ``wish``: the plan's own words. ``compared``, ``compared_year``: the other
    indicator. ``basic``: the tolerance of 基本达标 and whether it is a per cent of the target."""

    criterion: Criterion
    standing: Standing
    year: int
    base_year: int | None = None
    decimals: int | None = None
    wish: str = ""
    compared: str = ""
    compared_year: int | None = None
    basic: tuple[Decimal, bool] | None = None

    @property
    def measure(self) -> str:
        return self.criterion.measure.text

    @property
    def marks(self) -> tuple[Decimal, ...]:
        """All that the value is held against."""
        place = self.standing
        every = (place.target, place.final, place.expected, place.base, place.low, place.high)
        return tuple(mark for mark in every if mark is not None)

    @property
    def places(self) -> int:
        """As many decimals as keep the value apart from all that it is held against."""
        value = self.standing.value
        return max(numbers.apart(value, self.decimals, mark) for mark in self.marks)

    def quantity(self, mark: Decimal) -> str:
        """A value of the same series, with the decimals of the value where they show it whole."""
        return numbers.spoken(mark, self.measure, self._places_of(mark, self.places))

    def target(self, mark: Decimal) -> str:
        """A number of the plan, without zeros at the end."""
        places = self._places_of(mark, numbers.USUAL_DECIMALS)
        return numbers.worded(numbers.exact(numbers.rounded(mark, places)), self.measure)

    def _places_of(self, mark: Decimal, least: int) -> int:
        """Enough that the printed mark lies on the same side of the printed value as it does."""
        value, places = self.standing.value, least
        shown = numbers.rounded(value, self.places)
        while places < numbers.MOST_DECIMALS and _order(
            shown, numbers.rounded(mark, places)
        ) != _order(value, mark):
            places += 1
        return places

    @property
    def line_places(self) -> int:
        """Of the line and the distance from it: it is reckoned, so that 2.5 beside a reported 2 is
        neither 3 nor one off; two decimals are enough where it never ends."""
        line, places = self.standing.expected, self.places
        if line is None:
            return places
        if places < numbers.USUAL_DECIMALS and numbers.rounded(line, places) != line:
            places += 1
        return self._places_of(line, places)

    def difference(self, size: Decimal) -> str:
        return numbers.difference(size, self.measure, self.places)

    @property
    def rises(self) -> bool:
        return self.criterion.direction is not Direction.LOWER_IS_BETTER


def _order(one: Decimal, other: Decimal) -> int:
    return (one > other) - (one < other)


def standing_slots(told: Told) -> dict[str, str]:
    """Every slot that the numbers fill; one that cannot be said is absent."""
    place = told.standing
    found = {
        "year": str(told.year),
        "end_year": str(told.criterion.end_year),
        "value": numbers.quantity(place.value, told.measure, told.places),
        "goal": told.target(place.target),
        "gap": told.difference(place.gap),
        "limit": "上限值" if told.rises else "下限值",
    }
    found |= dict(_tolerance(told))
    found |= dict(_band(told))
    found |= dict(_line(told))
    found |= dict(_since(told))
    found |= dict(_other(told))
    asked = asked_text(told.criterion)
    if asked:
        found["asked"] = asked
    return found


def _tolerance(told: Told) -> Iterator[tuple[str, str]]:
    tolerance = told.criterion.tolerance
    if tolerance is not None:
        yield "tolerance", numbers.difference(tolerance, told.measure)
        if told.standing.place is Situation.TOLERATED:
            yield "in_tolerance", "1"
    if told.basic is None:
        yield "basic", "评估设置所定"
        return
    size, is_share = told.basic
    if is_share:
        yield "basic", f"目标值的{numbers.exact(size)}%"
    else:
        yield "basic", numbers.difference(size, told.measure)


def _band(told: Told) -> Iterator[tuple[str, str]]:
    place = told.standing
    if place.low is None or place.high is None:
        return
    yield "low", told.target(place.low)
    yield "high", told.target(place.high)
    yield "end", "下限" if place.value == place.low else "上限"


def _line(told: Told) -> Iterator[tuple[str, str]]:
    place = told.standing
    if place.final is not None and place.final_gap is not None:
        yield "final", told.target(place.final)
        yield "final_gap", told.difference(place.final_gap)
        if place.final_gap > 0:
            verb = "超出" if told.rises else "优于目标"
            yield "final_beyond", f"{verb}{told.difference(place.final_gap)}"
        elif not place.final_gap:
            yield "final_beyond", "刚好等于目标"
    if place.expected is None or place.lead is None:
        return
    yield "expected", numbers.spoken(place.expected, told.measure, told.line_places)
    yield "lead", numbers.difference(place.lead, told.measure, told.line_places)
    yield "line_side", "高" if place.value > place.expected else "低"
    if place.base is not None:
        yield "due_relative", relative_text(place.expected, place.base)


def _since(told: Told) -> Iterator[tuple[str, str]]:
    place = told.standing
    if told.base_year is None or place.base is None:
        return
    base, change = place.base, place.value - place.base
    yield "base_year", str(told.base_year)
    demand = _demand(told, base)
    yield "demand", demand
    yield from _wish(told, demand)
    yield "base", told.quantity(base)
    yield "base_side", "高" if change > 0 else "低"
    moved = numbers.change_verb(change, told.measure, higher_is_better=told.rises)
    yield "base_moved", moved if change else "持平"
    before = f"{told.base_year}年（{told.quantity(base)}）"
    yield "base_change", since_text(before, f"{moved}{told.difference(change)}", change)
    yield "base_relative", since_text(before, relative_text(place.value, base), change)


def _demand(told: Told, base: Decimal) -> str:
    """What a trend asks; at the natural bound, beyond which nothing lies, to stay there."""
    best = told.criterion.measure.possible_maximum if told.rises else Decimal(0)
    if base == best:
        return f"保持{told.quantity(base)}" if told.rises else "保持为0"
    return f"{'高于' if told.rises else '低于'}{told.base_year}年"


def _wish(told: Told, demand: str) -> Iterator[tuple[str, str]]:
    """What a trend answers to: the plan's own words where the rule checks what they say, else what
    the rule asks. ``quoted``: the plan's words beside it."""
    if says_the_trend(told.criterion.spec, told.wish):
        yield "own_words", told.wish
        yield "wish", told.wish
    else:
        yield "wish", demand
    yield "quoted", f"（目标原文：“{told.wish}”）" if told.wish not in ("", demand) else ""


_UNCHECKED: Final[Mapping[Unchecked, str]] = {
    Unchecked.STRICT: "不含本数，所用规则等于即算达到",
    Unchecked.NOT_STRICT: "等于即算达到，所用规则要求更好",
    Unchecked.LAST_YEAR: "与上一年比，所用规则没有这样判断",
    Unchecked.YEARLY: "要求逐年，所用规则没有逐年判断",
    Unchecked.GROWTH: "是年均速度，所用规则按终期数和直线判断",
    Unchecked.SUM: "是累计数，所用规则判断的是单年数",
}


def unchecked_text(spec: RuleSpec, text: str, *, by_last_year: bool = False) -> str:
    """“目标原文“低于2%”不含本数，所用规则等于即算达到，请核对”; empty where the rule checks all
    that the plan's words ask."""
    found = unchecked(spec, text, by_last_year=by_last_year)
    said = "；".join(_UNCHECKED[each] for each in found)
    return f"目标原文“{text}”{said}，请核对" if said else ""


def _other(told: Told) -> Iterator[tuple[str, str]]:
    if told.compared_year is not None:
        yield "compared", f"“{told.compared}”" if told.compared else "对照指标"
        yield "compared_year", str(told.compared_year)


def since_text(before: str, moved: str, change: Decimal) -> str:
    """比2010年（60%）提高3个百分点, 与2010年（60%）持平."""
    return f"比{before}{moved}" if change else f"与{before}持平"


def relative_text(value: Decimal, base: Decimal) -> str:
    """下降16.1%: a change in per cent of the earlier value; never a share of zero."""
    if value == base:
        return "持平"
    verb = "上升" if value > base else "下降"
    if not base:
        return verb
    share = abs(value - base) * 100 / abs(base)
    return f"{verb}{numbers.number(share, numbers.telling_places(share, 1))}%"


def asked_text(criterion: Criterion) -> str:
    """下降六分之一, 下降20%, 提高10个百分点: the change that the rule asks for."""
    if criterion.change_points is not None and criterion.factor is None:
        points = criterion.change_points
        higher = criterion.direction is not Direction.LOWER_IS_BETTER
        verb = numbers.change_verb(points, criterion.measure.text, higher_is_better=higher)
        return f"{verb}{numbers.difference(points, criterion.measure.text)}"
    if criterion.factor is None:
        return ""
    return f"{'下降' if criterion.factor < 1 else '提高'}{fraction_text(criterion)}"


def fraction_text(criterion: Criterion) -> str:
    """六分之一, 20%: by how much of the base, without a direction."""
    if criterion.factor is None:
        return ""
    change = abs(1 - criterion.factor)
    named = _FRACTIONS.get(change)
    if named is not None:
        return named
    share = Decimal(change.numerator) * 100 / Decimal(change.denominator)
    return f"{numbers.target_number(share)}%"
