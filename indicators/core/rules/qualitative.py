"""定性: decided by a person, with reason and evidence."""

from __future__ import annotations

from indicators.core.reasons import ReasonKind
from indicators.core.rules.spec import RuleSpec, by_person
from indicators.core.vocabulary import RuleKind

RULE = RuleSpec(
    kind=RuleKind.QUALITATIVE,
    check=by_person,
    against=ReasonKind.DECISION,
    is_decided=True,
)
