"""Which target a basis holds a value against, and the year's target beside the others."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from indicators.core.reasons import Note, NoteKind, ReasonKind
from indicators.core.vocabulary import Basis, RuleKind

if TYPE_CHECKING:
    from decimal import Decimal

    from indicators.core.case import Criterion, Goal
    from indicators.core.rules import Rule

_MIDTERM: Final = Basis.MIDTERM
_ANNUAL: Final = Basis.ANNUAL
_PASSING: Final = MappingProxyType({RuleKind.RISE: "＞", RuleKind.FALL: "＜"})
_SIGNS: Final = MappingProxyType(
    {
        RuleKind.AT_LEAST: "≥",
        RuleKind.AT_MOST: "≤",
        RuleKind.AT_MOST_OF_BASELINE: "≤",
        RuleKind.AT_LEAST_OF_BASELINE: "≥",
        RuleKind.CHANGE_AT_LEAST: "≥",
        RuleKind.AT_LEAST_INDICATOR: "≥",
    }
)
_NO_NOTES: Final[tuple[Note, ...]] = ()
_NO_MIDTERM: Final = (Note(NoteKind.NO_MIDTERM_TARGET),)
_NO_ANNUAL: Final = (Note(NoteKind.NO_ANNUAL_TARGET),)


def staged_goal(
    criterion: Criterion, rule: Rule, final: Goal | None, basis: Basis, year: int
) -> tuple[Goal | None, bool, tuple[Note, ...]]:
    """The target of the mid-term or of the year and True where the plan sets one; else the
    final one, which is said."""
    goal, missing = criterion.midterm, _NO_MIDTERM
    if basis is not _MIDTERM:
        goal, missing = None, _NO_ANNUAL
        if criterion.annual:
            goal = _annual_goal(criterion, rule, year)
    if goal is not None:
        return goal, True, _NO_NOTES
    return final, False, missing if rule.has_number else _NO_NOTES


def stated_goal(criterion: Criterion, basis: Basis, year: int) -> Goal | None:
    """The target that stands in the plan for the basis, whether or not there is a value."""
    if basis is _MIDTERM:
        return criterion.midterm or criterion.final
    if basis is _ANNUAL:
        return criterion.annual_goal(year) or criterion.final
    return criterion.final


def annual_beside(
    criterion: Criterion,
    rule: Rule,
    basis: Basis,
    year: int,
    numbers: tuple[Decimal, Decimal | None],
) -> tuple[Note, ...]:
    """Under every other basis: the year's target, and whether the value reaches it.

    ``numbers``: value and base as judged.
    """
    goal = None if basis is _ANNUAL else _annual_goal(criterion, rule, year)
    if goal is None:
        return _NO_NOTES
    answer = rule.check((criterion, goal, *numbers, None))
    if isinstance(answer, ReasonKind):
        return _NO_NOTES
    return (Note(NoteKind.ANNUAL_TARGET, goal.value, goal.upper, int(answer[0])),)


def target_sign(
    rule: RuleKind, target: Decimal | None, base: Decimal | None, best: Decimal | None = None
) -> str:
    """What stands before a target: ≥ or ≤; ＞ or ＜ where the base itself must be passed.

    ``target``, ``base``: as judged; without a base the number is one of the plan's own.
    ``best``: the largest possible value, where equality is all that can be asked, as at zero.
    Empty for rules whose target takes no sign (a band, a decision).
    """
    if rule in _PASSING:
        bound = best if rule is RuleKind.RISE else 0
        if base is not None and target == base != bound:
            return _PASSING[rule]
        return "≥" if rule is RuleKind.RISE else "≤"
    if rule is RuleKind.CHANGE_AT_LEAST and target is not None and base is not None:
        return "≤" if target < base else "≥"
    return _SIGNS.get(rule, "")


def _annual_goal(criterion: Criterion, rule: Rule, year: int) -> Goal | None:
    """The year's target; a comparison with another indicator takes none."""
    return None if rule.kind is ReasonKind.INDICATOR else criterion.annual_goal(year)
