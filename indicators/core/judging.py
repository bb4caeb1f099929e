"""A case → verdict, grade, achievement and the typed reason.

Order of checks: no value → no_data; no target, base, compared value or decision where
one is needed → not_assessable; else judged. The reason carries every number a sentence
about the verdict needs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from indicators.core.case import (
    DEFAULT_SETTINGS,
    Case,
    Criterion,
    Goal,
    JudgingSettings,
    Precision,
    ToleranceKind,
    printed,
)
from indicators.core.figures import Found, base_value, compared_value, find, find_own
from indicators.core.pace import achievement, pace
from indicators.core.reasons import Judgement, Note, NoteKind, Reason, ReasonKind
from indicators.core.rules import RULES, Facts, Outcome, Rule
from indicators.core.vocabulary import Basis, BlankReason, Grade, RuleKind, Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

_MET: Final = Verdict.MET
_UNMET: Final = Verdict.UNMET
_FINAL: Final = Basis.FINAL
_QUALITATIVE: Final = RuleKind.QUALITATIVE
_NO_DATA_KINDS: Final = (ReasonKind.NO_VALUE, ReasonKind.NOT_LATER_THAN_BASE)
_PRESENT: Final = BlankReason.PRESENT


class _Weighed(NamedTuple):
    """A value held against its target under a basis."""

    met: bool
    kind: ReasonKind
    outcome: Outcome
    value: Decimal
    base: Decimal | None
    expected: Decimal | None
    final_met: bool
    notes: tuple[Note, ...]


def judge(case: Case, settings: JudgingSettings = DEFAULT_SETTINGS) -> Judgement:
    """The verdict of one case.

    Raises ``ValueError`` for a background indicator: it is shown, never judged.
    """
    criterion = case.criterion
    if criterion.rule is _QUALITATIVE:
        return _judge_decision(case, settings)
    rule = RULES.get(criterion.rule)
    if rule is None:
        raise ValueError(f"an indicator of rule {criterion.rule} is never judged")
    found = find(case, case.year)
    if found is None:
        return _without_value(case, settings)
    weighed = _weigh(case, rule, found, case.year, settings)
    if isinstance(weighed, ReasonKind):
        return _not_judged(case, settings, weighed, found)
    return _judged(case, rule, found, weighed, settings)


def _judged(
    case: Case, rule: Rule, found: Found, weighed: _Weighed, settings: JudgingSettings
) -> Judgement:
    criterion, year = case.criterion, case.year
    met, kind, outcome, value, base, expected, final_met, more = weighed
    notes = found.notes + more if more else found.notes
    verdict, grade = _UNMET, None
    if met:
        verdict = _MET
        grade = _met_grade(criterion, year, settings, final_met=final_met)
    else:
        grade = _unmet_grade(case, rule, found, weighed, settings)
        if grade is Grade.BASIC and settings.basic_counts:
            verdict = _MET
    share = achievement(criterion, outcome, value, base)
    if share is None and base is not None:
        notes = (*notes, Note(NoteKind.NO_ACHIEVEMENT))
    reason = Reason(
        kind,
        criterion.rule,
        settings.basis,
        year,
        found.value,
        found.year,
        outcome.target,
        outcome.upper,
        base,
        None if base is None else criterion.baseline_year,
        outcome.gap,
        expected,
        found.decimals,
        _PRESENT,
        notes,
    )
    return Judgement(verdict, grade, reason, share, found.source)


def _met_grade(
    criterion: Criterion, year: int, settings: JudgingSettings, *, final_met: bool
) -> Grade | None:
    before_end = year < criterion.end_year
    if before_end and final_met:
        return Grade.EARLY
    if before_end or settings.basis is not _FINAL:
        return Grade.ON_TRACK
    return None


def _unmet_grade(
    case: Case, rule: Rule, found: Found, weighed: _Weighed, settings: JudgingSettings
) -> Grade | None:
    if _is_basic(weighed, settings):
        return Grade.BASIC
    if _was_met_before(case, rule, found.year, settings):
        return Grade.LOST
    if settings.basis is _FINAL and case.year >= case.criterion.end_year:
        return None
    return Grade.BEHIND


def _is_basic(weighed: _Weighed, settings: JudgingSettings) -> bool:
    """Whether what is missing to the target (or to the line) is within the tolerance."""
    tolerance = settings.basic_tolerance
    if tolerance is None:
        return False
    held_against = weighed.outcome.target
    short = -weighed.outcome.gap
    if weighed.expected is not None:
        to_line = abs(weighed.value - weighed.expected)
        if to_line < short:
            held_against, short = weighed.expected, to_line
    if settings.basic_tolerance_kind is ToleranceKind.POINTS:
        return short <= tolerance
    return short * 100 <= tolerance * abs(held_against)


def _was_met_before(case: Case, rule: Rule, before: int, settings: JudgingSettings) -> bool:
    """Whether the last earlier year with data was met, judged by the same standard.

    Every base value lies on the line that starts there: the base year itself was met
    under pace only when already past the final target.
    """
    first = case.criterion.baseline_year
    for year in range(before - 1, first - 1, -1):
        found = find_own(case, year)
        if found is not None:
            weighed = _weigh(case, rule, found, year, settings)
            if isinstance(weighed, ReasonKind):
                return False
            at_start = year == first and weighed.kind is ReasonKind.PACE
            return weighed.final_met if at_start else weighed.met
    return False


def _goal(criterion: Criterion, rule: Rule, basis: Basis) -> tuple[Goal | None, bool]:
    """The target held against, and whether it is the mid-term one.

    A rule that is relative to the base has no target number of its own; where a plan
    sets one for the mid-term, that number is judged at the mid-term.
    """
    if basis is Basis.MIDTERM and criterion.midterm is not None:
        return criterion.midterm, True
    return (None if rule.against_base else criterion.final), False


def _weigh(
    case: Case, rule: Rule, found: Found, year: int, settings: JudgingSettings
) -> _Weighed | ReasonKind:
    criterion, basis = case.criterion, settings.basis
    goal, is_midterm = _goal(criterion, rule, basis)
    if rule.against_base and goal is None and found.year <= criterion.baseline_year:
        return ReasonKind.NOT_LATER_THAN_BASE
    value, base, notes = _values(case, found, settings)
    compared: Decimal | None = None
    if rule.kind is ReasonKind.INDICATOR:
        other = compared_value(case, found.year, year)
        if other is not None:
            compared = other.value
            notes = (*notes, Note(NoteKind.COMPARED, other.year, other.value))
    answer = rule.check(Facts(criterion, goal, value, base, compared))
    if isinstance(answer, ReasonKind):
        return answer
    if basis is Basis.PACE and rule.has_number:
        return _on_pace(criterion, rule, answer, value, base, year)
    final_met = answer.met
    if is_midterm and final_met:
        final_met = _meets_final(criterion, rule, value, base)
    if basis is not _FINAL or answer.met or criterion.definition_starts:
        notes += _further_notes(criterion, rule, answer, found, basis, is_midterm=is_midterm)
    kind = rule.kind if goal is None else ReasonKind.TARGET
    return _Weighed(answer.met, kind, answer, value, base, None, final_met, notes)


def _values(
    case: Case, found: Found, settings: JudgingSettings
) -> tuple[Decimal, Decimal | None, tuple[Note, ...]]:
    """Value and base as they are judged: as kept, or as printed."""
    base = base_value(case)
    if settings.precision is not Precision.PRINTED:
        return found.value, base, ()
    if base is not None:
        base = printed(base, found.decimals)
    return printed(found.value, found.decimals), base, (Note(NoteKind.PRINTED),)


def _further_notes(
    criterion: Criterion,
    rule: Rule,
    answer: Outcome,
    found: Found,
    basis: Basis,
    *,
    is_midterm: bool,
) -> tuple[Note, ...]:
    notes: tuple[Note, ...] = ()
    if basis is Basis.MIDTERM and not is_midterm and rule.has_number:
        notes = (Note(NoteKind.NO_MIDTERM_TARGET),)
    if answer.at_bound:
        notes = (*notes, Note(NoteKind.AT_BOUND))
    elif answer.met and answer.gap < 0:
        notes = (*notes, Note(NoteKind.WITHIN_TOLERANCE, criterion.tolerance))
    if rule.against_base and criterion.definition_starts:
        first, last = criterion.baseline_year, found.year
        crossed = [start for start in criterion.definition_starts if first < start <= last]
        if crossed:
            notes = (*notes, Note(NoteKind.DEFINITION_CHANGED, max(crossed)))
    return notes


def _on_pace(
    criterion: Criterion,
    rule: Rule,
    answer: Outcome,
    value: Decimal,
    base: Decimal | None,
    year: int,
) -> _Weighed | ReasonKind:
    """Met when on the line, past it, or already past the final target."""
    line = None if base is None else pace(criterion, answer, value, base, year)
    expected = None if line is None else line.expected
    if answer.met:
        notes = (Note(NoteKind.PAST_FINAL),)
        kind = ReasonKind.PACE
        return _Weighed(
            met=True,
            kind=kind,
            outcome=answer,
            value=value,
            base=base,
            expected=expected,
            final_met=True,
            notes=notes,
        )
    if base is None:
        return ReasonKind.NO_BASE
    return _Weighed(
        met=line is not None and line.reached,
        kind=rule.kind if line is None else ReasonKind.PACE,
        outcome=answer,
        value=value,
        base=base,
        expected=expected,
        final_met=False,
        notes=(),
    )


def _meets_final(criterion: Criterion, rule: Rule, value: Decimal, base: Decimal | None) -> bool:
    goal = None if rule.against_base else criterion.final
    answer = rule.check(Facts(criterion, goal, value, base, None))
    return not isinstance(answer, ReasonKind) and answer.met


def _judge_decision(case: Case, settings: JudgingSettings) -> Judgement:
    """A qualitative indicator: what a person decided for this year."""
    found = find(case, case.year)
    decided = case.decisions.get(case.year)
    if decided is None:
        figure = case.series.get(case.year)
        if found is None and (figure is None or figure.blank is not _PRESENT):
            return _without_value(case, settings)
        return _not_judged(case, settings, ReasonKind.NO_DECISION, found)
    if decided:
        grade = _met_grade(case.criterion, case.year, settings, final_met=True)
    elif _last_decision(case.decisions, case.year, case.criterion.baseline_year):
        grade = Grade.LOST
    else:
        in_end_year = case.year >= case.criterion.end_year
        grade = None if settings.basis is _FINAL and in_end_year else Grade.BEHIND
    reason = _reason(case, settings, ReasonKind.DECISION, found)
    source = None if found is None else found.source
    return Judgement(_MET if decided else _UNMET, grade, reason, None, source)


def _last_decision(decisions: Mapping[int, bool], before: int, since: int) -> bool:
    earlier = [year for year in decisions if since <= year < before]
    return bool(earlier) and decisions[max(earlier)]


def _without_value(case: Case, settings: JudgingSettings) -> Judgement:
    figure = case.series.get(case.year)
    reason = _reason(case, settings, ReasonKind.NO_VALUE, None)
    if figure is not None:
        reason = reason._replace(blank=figure.blank)
    return Judgement(Verdict.NO_DATA, None, reason)


def _not_judged(
    case: Case, settings: JudgingSettings, kind: ReasonKind, found: Found | None
) -> Judgement:
    verdict = Verdict.NO_DATA if kind in _NO_DATA_KINDS else Verdict.NOT_ASSESSABLE
    source = None if found is None else found.source
    return Judgement(verdict, None, _reason(case, settings, kind, found), None, source)


def _reason(case: Case, settings: JudgingSettings, kind: ReasonKind, found: Found | None) -> Reason:
    """The reason of a case that no number decided."""
    criterion = case.criterion
    base = base_value(case)
    goal = criterion.final
    if settings.basis is Basis.MIDTERM and criterion.midterm is not None:
        goal = criterion.midterm
    return Reason(
        kind,
        criterion.rule,
        settings.basis,
        case.year,
        None if found is None else found.value,
        None if found is None else found.year,
        None if goal is None else goal.value,
        None if goal is None else goal.upper,
        base,
        None if base is None else criterion.baseline_year,
        None,
        None,
        None if found is None else found.decimals,
        _PRESENT,
        () if found is None else found.notes,
    )
