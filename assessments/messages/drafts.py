"""Words beside a figure that is still being typed: 达标, 差 0.8 个百分点."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from indicators.core.reasons import ReasonKind
from indicators.core.vocabulary import Direction, Verdict
from indicators.wording import numbers

if TYPE_CHECKING:
    from indicators.core.case import Criterion
    from indicators.core.reasons import Judgement

BY_PERSON: Final = "由人认定，请附文件"
WAITS: Final = "填数后即时判断"
NO_TARGET: Final = "没有目标值，只看数"
NO_BASE: Final = "缺{year}年基期值，暂不能判断"
NO_COMPARED: Final = "缺对照指标的数，暂不能判断"
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
    if not reason.gap or reason.value is None:
        return ""
    size = numbers.difference(
        reason.gap, criterion.measure.text, numbers.places_for(reason.value, reason.decimals)
    )
    return f"{_side(judgement, criterion)} {size}"


def _side(judgement: Judgement, criterion: Criterion) -> str:
    gap = judgement.reason.gap
    lower = criterion.direction is Direction.LOWER_IS_BETTER
    if judgement.verdict is Verdict.MET and gap is not None and gap > 0:
        return "低" if lower else "高"
    return "高" if lower else "差"
