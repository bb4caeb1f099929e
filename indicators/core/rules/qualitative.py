"""定性: decided by a person, with reason and evidence."""

from __future__ import annotations

from typing import Final

from indicators.core.reasons import ReasonKind
from indicators.core.rules.spec import RuleSpec, by_person
from indicators.core.rules.words import GoalWords, P, RuleWords, Situation
from indicators.core.vocabulary import RuleKind

WORDS: Final = RuleWords(
    goal=GoalWords(table="{wish}", sentence="“{wish}”的要求", duty="达到“{wish}”的要求"),
    explanation={
        Situation.CONFIRMED: "经人工认定，{year}年符合“{wish}”的要求",
        Situation.REJECTED: "经人工认定，{year}年未达到要求（目标原文：“{wish}”）",
    },
    phrases={
        Situation.CONFIRMED: (
            P("J2", "{name}为{value}{when}，经人工认定，符合“{wish}”的要求。"),
            P("J1", "{name}经人工认定，符合“{wish}”的要求。", "not value"),
        ),
        Situation.REJECTED: (
            P("J4", "{name}为{value}{when}，经人工认定，未达到要求（目标原文：“{wish}”）。"),
            P("J3", "{name}经人工认定，未达到要求（目标原文：“{wish}”）。", "not value"),
        ),
    },
)

RULE = RuleSpec(
    kind=RuleKind.QUALITATIVE,
    label="定性，由人认定",
    check=by_person,
    against=ReasonKind.DECISION,
    words=WORDS,
    situations=(Situation.CONFIRMED, Situation.REJECTED),
    is_decided=True,
)
