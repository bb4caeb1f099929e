"""Met, but not to be taken for granted: just reached, near the line, or going the wrong way."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from indicators.core.rules.spec import Need
from indicators.core.vocabulary import FEMALE, Direction
from indicators.wording import counts, numbers
from reports.words.attained import is_attained
from reports.words.degree import NEARLY_SAME, SAME, degree, is_better

if TYPE_CHECKING:
    from reports.facts import Item, ReportFacts

NEAR: Final = Decimal("0.02")
"""Within two per cent of the target counts as near the line."""


def is_exact(item: Item) -> bool:
    if item.value is None or item.target is None or item.value == 100:
        return False
    return numbers.number(item.value, item.places) == numbers.number(item.target, item.places)


def is_near(item: Item) -> bool:
    """Met with hardly anything to spare."""
    if not is_attained(item) or item.gap is None or not item.target or item.value == 100:
        return False
    if item.is_small_base:
        return False
    spec = item.criterion.spec
    if spec.is_trend or spec.is_decided or Need.TOLERANCE in spec.needs:
        return False
    return 0 <= item.gap <= abs(item.target) * NEAR


def is_worsening(item: Item) -> bool:
    """Met, but clearly worse than the year before."""
    before = item.last_year
    if not is_attained(item) or item.value is None or before is None or item.is_small_base:
        return False
    if degree(item, item.value, before, since_base=False) in (SAME, NEARLY_SAME):
        return False
    return is_better(item, item.value, before) is False


def is_worse_than_base(item: Item) -> bool:
    """Within an upper or lower limit, yet worse than in the base year."""
    if not is_attained(item) or item.value is None or item.base is None or item.is_carried:
        return False
    if item.direction is Direction.NEITHER or item.is_small_base:
        return False
    same = degree(item, item.value, item.base, since_base=True) in (SAME, NEARLY_SAME)
    return not same and is_better(item, item.value, item.base) is False


_ONE_SEX: Final = ("女", "妇", "男", "性别", "婚")


def lacks_sex(item: Item) -> bool:
    """A rate of people of both sexes that is reported without the two apart."""
    people = counts.noun_of(item.denominator_name) in ("人", "名")
    if item.measure.text != "%" or not people or not item.is_used or item.parts.get(FEMALE):
        return False
    return not any(mark in item.name for mark in _ONE_SEX)


def watch_list(facts: ReportFacts) -> list[Item]:
    """Indicators to keep an eye on, in the plans' order."""
    checks = (is_near, is_worsening, is_worse_than_base)
    return [item for item in facts.distinct() if any(check(item) for check in checks)]
