"""Numbers as the field writes them (phrase book §2): values, changes, targets, counts.

Differences are computed from unrounded values and rounded when printed.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from indicators.core.reasons import ReasonKind
from indicators.core.rules import RULES
from indicators.core.vocabulary import Direction, RuleKind
from indicators.wording import numbers

if TYPE_CHECKING:
    from indicators.core.vocabulary import Measure
    from reports.facts import Item

FEW: Final = 10
FRACTIONS: Final = {
    Fraction(1, 6): "六分之一",
    Fraction(1, 5): "五分之一",
    Fraction(1, 4): "四分之一",
    Fraction(1, 3): "三分之一",
    Fraction(1, 2): "二分之一",
}
_WHOLE: Final = 1
_AGAINST_BASE: Final = frozenset(
    kind for kind, rule in RULES.items() if rule.against is ReasonKind.BASE
)


def _is_lower_better(item: Item) -> bool:
    return item.direction is Direction.LOWER_IS_BETTER


def value_text(item: Item, value: Decimal) -> str:
    """A value in a sentence; a full hundred per cent is said without decimals."""
    return numbers.spoken(value, item.measure.text, item.places)


def target_value_text(item: Item, target: Decimal) -> str:
    return numbers.worded(numbers.target_number(target), item.measure.text)


def is_relative(measure: Measure) -> bool:
    return numbers.is_relative(measure.text)


def is_count(measure: Measure) -> bool:
    """Counts and money: a difference with its measure, and growth in per cent."""
    return (
        not measure.is_rate
        and measure.text not in ("岁", "年", "有/无")
        and ("=" not in measure.text)
    )


def is_few(item: Item) -> bool:
    """Counted from fewer than ten: told as it is, “由3个增加到8个”, not “增长166.7%”."""
    base = item.base
    return is_count(item.measure) and item.places == 0 and base is not None and base < FEW


def percent_change(new: Decimal, old: Decimal) -> Decimal | None:
    """Growth in per cent; None where the earlier value is zero."""
    if old == 0:
        return None
    return (new - old) / abs(old) * 100


def points_text(item: Item, difference: Decimal) -> str:
    """The size of a difference in points, without sign or direction."""
    return numbers.difference(difference, item.measure.text, item.places)


def change_text(item: Item, new: Decimal, old: Decimal) -> str:
    """The size of a change in the words of its measure: 0.37个百分点, 54.5%, 35人."""
    if is_relative(item.measure):
        growth = percent_change(new, old)
        if growth is not None:
            return f"{numbers.number(abs(growth), 1)}%"
    return points_text(item, new - old)


def table_change(item: Item, new: Decimal | None, old: Decimal | None) -> str:
    """The change as a table prints it: 0.37, −3.26, 下降54.5%, 增长41.8%; “—” without both."""
    if new is None or old is None:
        return "—"
    if is_relative(item.measure) or is_count(item.measure):
        growth = percent_change(new, old)
        if growth is None:
            return "—" if new != old else "持平"
        size = numbers.number(abs(growth), 1)
        if not size.strip("0."):
            return "持平"
        up = "增长" if is_count(item.measure) else "上升"
        return f"{up if growth > 0 else '下降'}{size}%"
    return numbers.number(new - old, item.places)


def has_number_of_its_own(item: Item) -> bool:
    """Held against a number that the plan sets for the stage or the year, where the rule
    itself compares with the base."""
    return item.rule in _AGAINST_BASE and item.reason.get("kind") == ReasonKind.TARGET


def base_goal_text(item: Item) -> str:
    """What the rule itself asks, apart from any number of a stage: 高于2010年, 下降六分之一."""
    base_year = item.criterion.baseline_year
    if item.rule is RuleKind.RISE:
        return f"高于{base_year}年"
    if item.rule is RuleKind.FALL:
        return f"低于{base_year}年"
    return factor_text(item) or "—"


def goal_table_text(item: Item) -> str:
    """The target as a table prints it: ≥85, ≤20, 50左右, 高于2010年."""
    if has_number_of_its_own(item) and item.target is not None:
        return _signed(item, "≤" if _is_lower_better(item) else "≥")
    if item.rule in (RuleKind.RISE, RuleKind.FALL):
        return base_goal_text(item)
    if item.rule is RuleKind.QUALITATIVE or item.target is None:
        return item.target_text or "—"
    number = numbers.target_number(item.target)
    if item.rule in (RuleKind.AT_MOST, RuleKind.AT_MOST_OF_BASELINE):
        return _signed(item, "≤")
    if item.rule is RuleKind.AROUND:
        return f"{number}左右"
    if item.rule is RuleKind.RANGE and item.upper is not None:
        return f"{number}—{numbers.target_number(item.upper)}"
    return _signed(item, "≥")


def _signed(item: Item, sign: str) -> str:
    return numbers.signed_target(sign, item.target or Decimal(0), item.measure.text)


def factor_text(item: Item) -> str:
    """“下降六分之一” for 5/6 of the base; “下降20%” for 0.8."""
    factor = item.criterion.factor
    if factor is None:
        return item.target_text
    change = abs(1 - factor)
    size = FRACTIONS.get(change)
    if size is None:
        share = Decimal(change.numerator) * 100 / Decimal(change.denominator)
        size = f"{numbers.target_number(share)}%"
    return f"{'下降' if factor < 1 else '提高'}{size}"


def goal_phrase(item: Item) -> str:
    """“80%的目标”, “20/10万的控制目标”, “高于2010年的要求” (phrase book §1)."""
    year = item.criterion.baseline_year
    if has_number_of_its_own(item) and item.target is not None:
        number = target_value_text(item, item.target)
        return f"{number}的{'控制目标' if _is_lower_better(item) else '目标'}"
    if item.rule is RuleKind.RISE:
        return f"高于{year}年的要求"
    if item.rule is RuleKind.FALL:
        return f"低于{year}年的要求"
    if item.rule is RuleKind.QUALITATIVE or item.target is None:
        return f"“{item.target_text}”的要求"
    number = target_value_text(item, item.target)
    if item.rule in (RuleKind.AT_MOST_OF_BASELINE, RuleKind.AT_LEAST_OF_BASELINE):
        word = "不高于" if item.rule is RuleKind.AT_MOST_OF_BASELINE else "不低于"
        return f"比{year}年{factor_text(item)}（即{word}{number}）的要求"
    if item.rule is RuleKind.AT_MOST:
        return f"{number}的控制目标"
    if item.rule is RuleKind.AROUND:
        return f"{number}左右的目标"
    return f"{number}的目标"


def share_goal(item: Item) -> str:
    """The target behind “比2010年下降16.1%，距…”: the base year is not said twice."""
    return goal_phrase(item).removeprefix(f"比{item.criterion.baseline_year}年")


def duty_phrase(item: Item) -> str:
    """What the lead unit is to bring about: 达到80%的目标, 控制在20/10万以内, …"""
    year = item.criterion.baseline_year
    if has_number_of_its_own(item):
        return f"达到{goal_phrase(item)}"
    if item.rule is RuleKind.FALL:
        return f"降到{year}年水平以下"
    if item.rule is RuleKind.RISE:
        return f"提高到{year}年水平以上"
    if item.target is None:
        return f"达到{goal_phrase(item)}"
    if item.rule is RuleKind.AT_MOST:
        return f"控制在{target_value_text(item, item.target)}以内"
    if item.rule is RuleKind.AROUND:
        return f"稳定在{target_value_text(item, item.target)}左右"
    if item.rule in (RuleKind.AT_MOST_OF_BASELINE, RuleKind.AT_LEAST_OF_BASELINE):
        return goal_phrase(item).removesuffix("的要求")
    return f"达到{goal_phrase(item)}"


def missing_count(item: Item) -> int | None:
    """How many more (or fewer) cases would have met the target; a whole number.

    None without counts, or where the rule has no number to reach.
    """
    if item.numerator is None or item.denominator is None or item.target is None:
        return None
    if item.measure.scale <= _WHOLE or not item.is_unmet:
        return None
    top = Fraction(item.target) * Fraction(item.denominator) / item.measure.scale
    have = Fraction(item.numerator)
    if item.rule in (RuleKind.AT_LEAST, RuleKind.AT_LEAST_OF_BASELINE):
        return int(-(-top // 1) - have)
    if item.rule in (RuleKind.AT_MOST, RuleKind.AT_MOST_OF_BASELINE, RuleKind.FALL):
        short_of = have - top // 1
        if item.rule is RuleKind.FALL and top.denominator == 1:
            short_of += 1
        return int(short_of)
    return None


def allowed_count(item: Item) -> int | None:
    """The most cases that still meet an upper limit, for small numbers."""
    if item.denominator is None or item.target is None or item.measure.scale <= _WHOLE:
        return None
    return int(Fraction(item.target) * Fraction(item.denominator) / item.measure.scale // 1)


def three_years(item: Item) -> tuple[int, int, Decimal] | None:
    """First year, last year and the rate of the three years' counts together."""
    last = item.value_year
    if last is None or item.measure.scale <= _WHOLE:
        return None
    figures = [item.series.get(year) for year in (last - 2, last - 1, last)]
    top, bottom = Decimal(0), Decimal(0)
    for figure in figures:
        if figure is None or figure.numerator is None or not figure.denominator:
            return None
        top += figure.numerator
        bottom += figure.denominator
    return last - 2, last, top * item.measure.scale / bottom
