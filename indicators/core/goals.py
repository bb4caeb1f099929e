"""Which target a basis holds a value against, and the year's target beside the others."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from indicators.core.case import Criterion, Goal
from indicators.core.reasons import Note, NoteKind, ReasonKind
from indicators.core.rules import RULES
from indicators.core.rules.spec import Facts, Need
from indicators.core.vocabulary import Basis, Direction, RuleKind


class Staged(NamedTuple):
    """The target a basis holds a value against, and whether it is the stage's own. ``on_line``:
    what counts is the straight line to it."""

    goal: Goal | None
    is_of_stage: bool = False
    on_line: bool = False
    notes: tuple[Note, ...] = ()


def staged_goal(criterion: Criterion, basis: Basis, year: int) -> Staged:
    """The target of the mid-term or of the year where the plan sets one; else the final one,
    which is said. A rule that compares with the base or with another indicator has no final one.

    In a plan that sets mid-term targets an indicator without one goes by the pace; a plan that
    sets none has nothing but its final targets to be held against, unless the pace is asked for.
    """
    spec = criterion.spec
    has_line = spec.way is not None
    final = criterion.final if spec.against is ReasonKind.TARGET else None
    if basis is Basis.MIDTERM:
        goal, missing = _midterm_goal(criterion), NoteKind.NO_MIDTERM_TARGET
    elif basis is Basis.ANNUAL:
        goal, missing = _annual_goal(criterion, year), NoteKind.NO_ANNUAL_TARGET
    else:
        return Staged(final, on_line=has_line and basis is Basis.PACE)
    if goal is not None:
        return Staged(goal, is_of_stage=True)
    by_pace = has_line and basis is Basis.MIDTERM and criterion.has_midterms
    notes = (Note(missing),) if spec.has_number else ()
    return Staged(final, on_line=by_pace, notes=notes)


def stated_goal(criterion: Criterion, basis: Basis, year: int) -> Goal | None:
    """The target that stands in the plan for the basis, whether or not there is a value."""
    if basis is Basis.MIDTERM:
        return _midterm_goal(criterion) or criterion.final
    if basis is Basis.ANNUAL:
        return _annual_goal(criterion, year) or criterion.final
    return criterion.final


def annual_beside(
    criterion: Criterion, basis: Basis, year: int, value: Decimal, base: Decimal | None
) -> tuple[Note, ...]:
    """Under every other basis: the year's target, and whether the value reaches it.

    ``value``, ``base``: as judged.
    """
    if not criterion.annual or basis is Basis.ANNUAL:
        return ()
    goal = _annual_goal(criterion, year)
    if goal is None:
        return ()
    answer = criterion.spec.check(Facts(criterion, goal, value, base))
    if isinstance(answer, ReasonKind):
        return ()
    return (Note(NoteKind.ANNUAL_TARGET, goal.value, goal.upper, int(answer.met)),)


def target_sign(
    rule: RuleKind, target: Decimal | None, base: Decimal | None, best: Decimal | None = None
) -> str:
    """What stands before a target: ≥ or ≤; ＞ or ＜ where the base itself must be passed.

    ``target``, ``base``: as judged; without a base the number is one of the plan's own.
    ``best``: the largest possible value, where equality is all that can be asked, as at zero.
    Empty for rules whose target takes no sign (a band, a decision).
    """
    spec = RULES[rule]
    lower = spec.direction is Direction.LOWER_IS_BETTER
    if spec.is_passed:
        bound = 0 if lower else best
        if base is not None and target == base != bound:
            return spec.sign
        return "≤" if lower else "≥"
    if Need.CHANGE_POINTS in spec.needs and target is not None and base is not None:
        return "≤" if target < base else "≥"
    return spec.sign


def _annual_goal(criterion: Criterion, year: int) -> Goal | None:
    return _usable(criterion, criterion.annual_goal(year))


def _midterm_goal(criterion: Criterion) -> Goal | None:
    """A band that states its lower end for the mid-term keeps the final upper one."""
    goal, final = criterion.midterm, criterion.final
    if goal is None or goal.upper is not None or Need.UPPER not in criterion.spec.needs:
        return _usable(criterion, goal)
    upper = None if final is None else final.upper
    return None if upper is None or goal.value > upper else goal._replace(upper=upper)


def _usable(criterion: Criterion, goal: Goal | None) -> Goal | None:
    """A number of a stage that the rule can be held against: a comparison with another
    indicator takes none."""
    return None if criterion.spec.against is ReasonKind.INDICATOR else goal
