"""保持在…左右: two-sided, within a tolerance that is shown."""

from __future__ import annotations

from indicators.core.reasons import ReasonKind
from indicators.core.rules.measures import share_of_band
from indicators.core.rules.spec import Answer, Facts, Need, Outcome, RuleSpec
from indicators.core.vocabulary import RuleKind


def check(facts: Facts) -> Answer:
    """Within the tolerance of the target, on either side."""
    tolerance = facts.criterion.tolerance
    if facts.goal is None or tolerance is None:
        return ReasonKind.NO_TARGET
    target = facts.goal.value
    gap = tolerance - abs(facts.value - target)
    return Outcome(gap >= 0, target, None, gap)


RULE = RuleSpec(
    kind=RuleKind.AROUND,
    check=check,
    against=ReasonKind.TARGET,
    achievement=share_of_band,
    needs=(Need.TOLERANCE,),
)
