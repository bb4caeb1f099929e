"""背景指标: reported and shown, never judged."""

from __future__ import annotations

from indicators.core.reasons import ReasonKind
from indicators.core.rules.spec import RuleSpec, by_person
from indicators.core.vocabulary import RuleKind

RULE = RuleSpec(
    kind=RuleKind.BACKGROUND,
    check=by_person,
    against=ReasonKind.DECISION,
    is_judged=False,
)
