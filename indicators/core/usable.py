"""Whether judging can use what a plan states of an indicator, whatever door it comes through."""

from __future__ import annotations

from decimal import Decimal
from typing import Final, NamedTuple

from indicators.core.loading_faults import FaultKind, RowFault
from indicators.core.reasons import ReasonKind
from indicators.core.rules import RULES
from indicators.core.rules.spec import Need, RuleSpec
from indicators.core.vocabulary import RuleKind

MIDTERM: Final = "midterm_target"


class Stated(NamedTuple):
    """``target``, ``upper``: the final one; ``compared``: code of the other indicator, empty
    where there is none, as ``factor``; ``code``: of the indicator itself."""

    rule: RuleKind
    target: Decimal | None
    upper: Decimal | None
    midterm: Decimal | None
    tolerance: Decimal | None
    factor: str
    change_points: Decimal | None
    compared: str
    code: str


def unusable(stated: Stated) -> list[RowFault]:
    """What the rule cannot do without, what it would be given and never look at (a number in the
    wrong column is a misread plan), and numbers that contradict each other."""
    spec = RULES[stated.rule]
    said = {
        Need.TARGET: stated.target,
        Need.UPPER: stated.upper,
        Need.TOLERANCE: stated.tolerance,
        Need.FACTOR: stated.factor or None,
        Need.CHANGE_POINTS: stated.change_points,
        Need.COMPARED: stated.compared or None,
        MIDTERM: stated.midterm,
    }
    faults = [
        RowFault(FaultKind.NEEDS, column=need, detail=stated.rule)
        for need in spec.needs
        if said[need] is None
    ]
    if spec.is_judged and not spec.is_decided:
        faults.extend(
            RowFault(FaultKind.NOT_USED, column=column, raw=str(value), detail=stated.rule)
            for column, value in said.items()
            if value is not None and column not in _used(spec)
        )
    return faults + _contradicting(stated)


def _used(spec: RuleSpec) -> set[str]:
    """The columns that judging by the rule looks at."""
    used: set[str] = set(spec.needs)
    if spec.against is ReasonKind.TARGET:
        used.add(Need.TARGET)
    if spec.against is not ReasonKind.INDICATOR:
        used.add(MIDTERM)
    if spec.takes_tolerance:
        used.add(Need.TOLERANCE)
    return used


def _contradicting(stated: Stated) -> list[RowFault]:
    faults = []
    lower, upper, midterm, tolerance = stated.target, stated.upper, stated.midterm, stated.tolerance
    if tolerance is not None and tolerance < 0:
        faults.append(RowFault(FaultKind.NEGATIVE, column=Need.TOLERANCE, raw=str(tolerance)))
    if lower is not None and upper is not None and upper < lower:
        faults.append(RowFault(FaultKind.RANGE_ORDER, column=Need.UPPER, raw=str(upper)))
    if midterm is not None and upper is not None and midterm > upper:
        faults.append(
            RowFault(FaultKind.ABOVE_UPPER, column=MIDTERM, raw=str(midterm), detail=str(upper))
        )
    if stated.compared and stated.compared == stated.code:
        faults.append(RowFault(FaultKind.COMPARE_ITSELF, column=Need.COMPARED, raw=stated.code))
    return faults
