"""The rules by kind. Every module here that has a ``RULE`` is one; there is no other list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from pkgutil import iter_modules
from typing import Final

from indicators.core.rules.spec import RuleSpec
from indicators.core.vocabulary import RuleKind


def _found() -> Iterator[RuleSpec]:
    for module in iter_modules(__path__):
        rule = getattr(import_module(f"{__name__}.{module.name}"), "RULE", None)
        if isinstance(rule, RuleSpec):
            yield rule


RULES: Final[Mapping[RuleKind, RuleSpec]] = {rule.kind: rule for rule in _found()}
NOT_JUDGED: Final = frozenset(kind for kind, rule in RULES.items() if not rule.is_judged)
DECIDED: Final = frozenset(kind for kind, rule in RULES.items() if rule.is_decided)
