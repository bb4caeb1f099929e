"""背景指标: reported and shown, never judged."""

from __future__ import annotations

from typing import Final

from indicators.core.reasons import ReasonKind
from indicators.core.rules.spec import RuleSpec, by_person
from indicators.core.rules.words import GoalWords, RuleWords
from indicators.core.vocabulary import RuleKind

WORDS: Final = RuleWords(
    goal=GoalWords(table="—", sentence="“{wish}”的要求", duty="—"),
    explanation={},
    phrases={},
)

RULE = RuleSpec(
    kind=RuleKind.BACKGROUND,
    label="背景指标，不判定",
    check=by_person,
    against=ReasonKind.DECISION,
    words=WORDS,
    situations=(),
    is_judged=False,
)
