"""Words beside a figure that is still being typed: 达标, 差 0.8 个百分点; under pace
应达 65.64%，高 1.53 个百分点."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from indicators.core.reasons import ReasonKind
from indicators.core.rules.words import Situation
from indicators.core.standing import is_reached, standing
from indicators.core.vocabulary import Basis, Direction
from indicators.wording import numbers

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from indicators.core.case import Criterion
    from indicators.core.reasons import Judgement

_BESIDE_BAND: Final[Mapping[Situation | None, str]] = MappingProxyType(
    {
        Situation.INSIDE: "在区间内，距边界",
        Situation.ABOVE: "高出上限",
        Situation.BELOW: "低于下限",
    }
)
BY_PERSON: Final = "由人认定，请附文件"
WAITS: Final = "填数后即时判断"
NO_TARGET: Final = "没有目标值，只看数"
NO_BASE: Final = "缺{year}年基期值，暂不能判断"
NO_COMPARED: Final = "缺对照指标的数，暂不能判断"
FINAL: Final = "比终期目标"
DUE: Final = "应达 {due}"
LATER: Final = "要有基期以后的数才能判断"


def draft_words(judgement: Judgement, criterion: Criterion) -> str:
    """How far a judged draft is from its target, or why it cannot be judged yet."""
    reason = judgement.reason
    plain = {
        ReasonKind.NO_VALUE: WAITS,
        ReasonKind.NOT_LATER_THAN_BASE: LATER,
        ReasonKind.NO_TARGET: NO_TARGET,
        ReasonKind.NO_BASE: NO_BASE.format(year=criterion.baseline_year),
        ReasonKind.NO_COMPARED: NO_COMPARED,
        ReasonKind.NO_DECISION: BY_PERSON,
        ReasonKind.DECISION: "",
    }.get(reason.kind)
    if plain is not None:
        return plain
    if reason.value is None or reason.gap is None:
        return ""
    places = numbers.places_for(reason.value, reason.decimals)
    if reason.expected is not None and not is_reached(judgement):
        return _beside_line(reason.value, reason.expected, criterion.measure.text, places)
    if not reason.gap:
        return ""
    size = numbers.difference(reason.gap, criterion.measure.text, places)
    beside = f"{_side(judgement, criterion)} {size}"
    return f"{FINAL}{beside}" if reason.basis is Basis.PACE and criterion.spec.way else beside


def _beside_line(value: Decimal, expected: Decimal, unit: str, places: int) -> str:
    """Where the straight line stands by now, and how far the value is from it."""
    due = DUE.format(due=numbers.target(expected, unit))
    if value == expected:
        return due
    side = "高" if value > expected else "低"
    return f"{due}，{side} {numbers.difference(value - expected, unit, places)}"


def _side(judgement: Judgement, criterion: Criterion) -> str:
    """Which way the distance goes: of a band to the end that is nearer or was crossed."""
    found = standing(judgement)
    place = None if found is None else found.place
    if place in _BESIDE_BAND:
        return _BESIDE_BAND[place]
    lower = criterion.direction is Direction.LOWER_IS_BETTER
    if place is Situation.PAST:
        return "低" if lower else "高"
    return "高" if lower else "差"
