"""不低于另一指标: compared with another indicator's value."""

from __future__ import annotations

from typing import Final

from indicators.core.reasons import ReasonKind
from indicators.core.rules.measures import share_of_way
from indicators.core.rules.spec import Answer, Facts, Need, Outcome, RuleSpec
from indicators.core.rules.words import GoalWords, P, RuleWords, Situation
from indicators.core.vocabulary import Direction, RuleKind


def check(facts: Facts) -> Answer:
    """Not below the other indicator's value."""
    if facts.compared is None:
        return ReasonKind.NO_COMPARED
    gap = facts.value - facts.compared
    return Outcome(gap >= 0, facts.compared, None, gap)


_OTHER: Final = "{compared}（{compared_year}年，{goal}）"
WORDS: Final = RuleWords(
    goal=GoalWords(
        table="不低于{compared}", sentence="不低于{compared}的要求", duty="不低于{compared}"
    ),
    explanation={
        Situation.PAST: "，比{compared}（{compared_year}年{goal}）高{gap}",
        Situation.EXACT: f"，与{_OTHER}相同，符合不低于的要求",
        Situation.SHORT: "，比{compared}（{compared_year}年{goal}）低{gap}，未达到不低于的要求",
        Situation.BASIC: (
            "，比{compared}（{compared_year}年{goal}）低{gap}，在“基本”的容差（{basic}）内"
        ),
    },
    phrases={
        Situation.PAST: (P("CP1", f"{{name}}为{{value}}{{when}}，比{_OTHER}高{{gap}}。"),),
        Situation.EXACT: (
            P("CP2", f"{{name}}为{{value}}{{when}}，与{_OTHER}相同，符合不低于的要求。"),
        ),
        Situation.SHORT: (
            P("CP3", f"{{name}}为{{value}}{{when}}，比{_OTHER}低{{gap}}，未达到不低于的要求。"),
        ),
        Situation.BASIC: (
            P(
                "CP4",
                f"{{name}}为{{value}}{{when}}，比{_OTHER}低{{gap}}，"
                "在“基本”的容差（{basic}）内。",
            ),
        ),
    },
)

RULE = RuleSpec(
    kind=RuleKind.AT_LEAST_INDICATOR,
    label="不低于另一指标",
    check=check,
    against=ReasonKind.INDICATOR,
    words=WORDS,
    situations=(Situation.PAST, Situation.EXACT, Situation.SHORT, Situation.BASIC),
    direction=Direction.HIGHER_IS_BETTER,
    achievement=share_of_way,
    needs=(Need.COMPARED,),
    sign="≥",
)
