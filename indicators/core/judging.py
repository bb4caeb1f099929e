"""A case → verdict, grade, achievement and the typed reason.

Order of checks: no value → no_data; no target, base, compared value or decision where
one is needed → not_assessable; else judged. The reason carries every number a sentence
about the verdict needs.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from indicators.core.case import (
    DEFAULT_SETTINGS,
    Case,
    Criterion,
    JudgingSettings,
    Precision,
    ToleranceKind,
    printed,
)
from indicators.core.figures import Found, base_value, compared_value, find, find_own
from indicators.core.goals import annual_beside, staged_goal, stated_goal
from indicators.core.pace import Line, expected, is_on_line, line
from indicators.core.reasons import Judgement, Note, NoteKind, Reason, ReasonKind
from indicators.core.rules import RULES, Outcome, Rule
from indicators.core.vocabulary import Basis, BlankReason, Grade, RuleKind, Trend, Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping

# Looked up once: an attribute of an enum costs as much as a comparison of decimals.
_SINCE_BASE: Final = Trend.BASE
_MET: Final = Verdict.MET
_UNMET: Final = Verdict.UNMET
_FINAL: Final = Basis.FINAL
_PACE: Final = Basis.PACE
_EARLY: Final = Grade.EARLY
_ON_TRACK: Final = Grade.ON_TRACK
_BASIC: Final = Grade.BASIC
_LOST: Final = Grade.LOST
_BEHIND: Final = Grade.BEHIND
_TARGET: Final = ReasonKind.TARGET
_BASE: Final = ReasonKind.BASE
_INDICATOR: Final = ReasonKind.INDICATOR
_PRINTED: Final = Precision.PRINTED
_tuple: Final = tuple.__new__
_QUALITATIVE: Final = RuleKind.QUALITATIVE
_NO_DATA_KINDS: Final = (ReasonKind.NO_VALUE, ReasonKind.NOT_LATER_THAN_BASE)
_PRESENT: Final = BlankReason.PRESENT
_PACE_KIND: Final = ReasonKind.PACE
_NOT_LATER: Final = ReasonKind.NOT_LATER_THAN_BASE
_NO_ACHIEVEMENT: Final = (Note(NoteKind.NO_ACHIEVEMENT),)
_PAST_FINAL: Final = (Note(NoteKind.PAST_FINAL),)
_ZERO: Final = Decimal(0)
_NO_NOTES: Final[tuple[Note, ...]] = ()


_Weighed = tuple[
    bool, ReasonKind, Outcome, Decimal, Decimal | None, Line | None, bool, tuple[Note, ...]
]
"""met, kind, outcome, value and base as judged, line of pace, final target met, notes."""


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
    met, kind, outcome, value, base, climb, final_met, more = weighed
    figure, kept, notes = found
    if more:
        notes += more
    if criterion.annual:
        notes += annual_beside(criterion, rule, settings.basis, year, (value, base))
    verdict, grade = _MET, None
    if not met:
        grade = _unmet_grade(case, rule, figure.year, weighed, settings)
        if grade is not _BASIC or not settings.basic_counts:
            verdict = _UNMET
    elif year < criterion.end_year or settings.basis is not _FINAL:
        grade = _EARLY if final_met and year < criterion.end_year else _ON_TRACK
    _, target, upper, gap = outcome
    if base is not None and base == target and rule.has_number:
        notes += _NO_ACHIEVEMENT
    base_year = None if base is None else criterion.baseline_year
    if settings.is_unusual and base is not None:
        base_year = _base_year(criterion, rule, figure.year, settings)
    # Made as the plain tuples they are: twice as fast as through their generated __new__.
    reason = _tuple(
        Reason,
        (
            kind,
            criterion.rule,
            settings.basis,
            year,
            kept,
            figure.year,
            target,
            upper,
            base,
            base_year,
            gap,
            None if climb is None or base is None else expected(base, climb),
            figure.decimals,
            _PRESENT,
            notes,
        ),
    )
    return _tuple(Judgement, (verdict, grade, reason, criterion, figure.source))


def _unmet_grade(
    case: Case, rule: Rule, value_year: int, weighed: _Weighed, settings: JudgingSettings
) -> Grade | None:
    if settings.basic_tolerance is not None and _is_basic(weighed, settings):
        return _BASIC
    if _was_met_before(case, rule, value_year, settings):
        return _LOST
    if settings.basis is _FINAL and case.year >= case.criterion.end_year:
        return None
    return _BEHIND


def _is_basic(weighed: _Weighed, settings: JudgingSettings) -> bool:
    """Whether what is missing to the target (or to the line) is within the tolerance."""
    tolerance = settings.basic_tolerance
    if tolerance is None:
        return False
    _, _, (_, held_against, _, gap), value, base, climb, _, _ = weighed
    short = -gap
    if base is not None and climb is not None:
        due = expected(base, climb)
        if abs(value - due) < short:
            held_against, short = due, abs(value - due)
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
            met, kind, _, _, _, _, final_met, _ = weighed
            return final_met if year == first and kind is ReasonKind.PACE else met
    return False


def _weigh(
    case: Case, rule: Rule, found: Found, year: int, settings: JudgingSettings
) -> _Weighed | ReasonKind:
    """Hold the figure against the target its basis names (a relative rule: the base)."""
    criterion, basis = case.criterion, settings.basis
    check, rule_kind, against_base, has_number = rule
    goal = None if against_base else criterion.final
    is_staged, notes = False, _NO_NOTES
    if settings.is_staged:
        goal, is_staged, notes = staged_goal(criterion, rule, goal, basis, year)
    figure, value, _ = found
    if against_base and goal is None and figure.year <= criterion.baseline_year:
        return _NOT_LATER
    stated, start = criterion.base_value, case.series.get(criterion.baseline_year)
    base = stated if stated is not None or start is None else start.value
    compared: Decimal | None = None
    if rule_kind is _INDICATOR:
        compared, notes = _compared(case, figure.year, year)
    if settings.is_unusual:
        value, base, more = _as_set(case, rule, found, settings, base)
        notes += more
    answer = check((criterion, goal, value, base, compared))
    if isinstance(answer, ReasonKind):
        return answer
    met, _, _, gap = answer
    kind = rule_kind if goal is None else _TARGET
    if (met and gap <= _ZERO) or criterion.definition_starts:
        notes += _further_notes(criterion, rule, kind, answer, figure.year)
    if basis is _PACE and has_number:
        return _on_pace(criterion, rule, answer, value, base, year, notes)
    final_met = met and (not is_staged or _meets_final(criterion, rule, value, base))
    return met, kind, answer, value, base, None, final_met, notes


def _trend_start(case: Case, value_year: int, trend: Trend) -> Decimal | None:
    """The value a yearly trend starts from; None where a year in between is missing.

    Through three values in a row the least-squares line rises just when the last is above
    the first, so that comparing these two decides it exactly.
    """
    back = 1 if trend is Trend.LAST_YEAR else 2
    values = [case.series.get(value_year - step) for step in range(1, back + 1)]
    known = [figure.value for figure in values if figure is not None]
    return known[-1] if len(known) == back and None not in known else None


def _base_year(criterion: Criterion, rule: Rule, value_year: int, settings: JudgingSettings) -> int:
    if settings.trend is _SINCE_BASE or not rule.against_base or rule.has_number:
        return criterion.baseline_year
    return value_year - (1 if settings.trend is Trend.LAST_YEAR else 2)


def _compared(case: Case, value_year: int, year: int) -> tuple[Decimal | None, tuple[Note, ...]]:
    other = compared_value(case, value_year, year)
    if other is None:
        return None, ()
    return other.value, (Note(NoteKind.COMPARED, other.year, other.value),)


def _as_set(
    case: Case, rule: Rule, found: Found, settings: JudgingSettings, base: Decimal | None
) -> tuple[Decimal, Decimal | None, tuple[Note, ...]]:
    """Value and base as the settings want them judged: from another year, or as printed."""
    figure, value, _ = found
    if settings.trend is not _SINCE_BASE and rule.against_base and not rule.has_number:
        base = _trend_start(case, figure.year, settings.trend)
    if settings.precision is not _PRINTED:
        return value, base, _NO_NOTES
    places = figure.decimals
    shown = None if base is None else printed(base, places)
    return printed(value, places), shown, (Note(NoteKind.PRINTED),)


def _further_notes(
    criterion: Criterion,
    rule: Rule,
    kind: ReasonKind,
    answer: Outcome,
    value_year: int,
) -> tuple[Note, ...]:
    """What must be said beside the comparison; asked for only where there may be some."""
    notes = _NO_NOTES
    met, _, _, gap = answer
    if met and gap < 0:
        notes = (*notes, Note(NoteKind.WITHIN_TOLERANCE, criterion.tolerance))
    if met and not gap and kind is _BASE and not rule.has_number:
        notes = (*notes, Note(NoteKind.AT_BOUND))
    if rule.against_base and criterion.definition_starts:
        first = criterion.baseline_year
        crossed = [start for start in criterion.definition_starts if first < start <= value_year]
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
    notes: tuple[Note, ...],
) -> _Weighed | ReasonKind:
    """Met when on the line, past it, or already past the final target."""
    past_final = answer[0]
    if past_final:
        notes += _PAST_FINAL
    if base is None:
        if not past_final:
            return ReasonKind.NO_BASE
        return past_final, _PACE_KIND, answer, value, base, None, past_final, notes
    climb = line(criterion, answer, base, year)
    if climb is None:
        return past_final, rule.kind, answer, value, base, None, past_final, notes
    met = past_final or is_on_line(criterion, answer, value, base, climb)
    return met, _PACE_KIND, answer, value, base, climb, past_final, notes


def _meets_final(criterion: Criterion, rule: Rule, value: Decimal, base: Decimal | None) -> bool:
    goal = None if rule.against_base else criterion.final
    answer = rule.check((criterion, goal, value, base, None))
    return not isinstance(answer, ReasonKind) and answer[0]


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
        grade = _decided_grade(case, settings)
    elif _last_decision(case.decisions, case.year, case.criterion.baseline_year):
        grade = Grade.LOST
    else:
        in_end_year = case.year >= case.criterion.end_year
        grade = None if settings.basis is _FINAL and in_end_year else Grade.BEHIND
    reason = _reason(case, settings, ReasonKind.DECISION, found)
    source = None if found is None else found[0].source
    return Judgement(_MET if decided else _UNMET, grade, reason, case.criterion, source)


def _decided_grade(case: Case, settings: JudgingSettings) -> Grade | None:
    if case.year < case.criterion.end_year:
        return _EARLY
    return None if settings.basis is _FINAL else _ON_TRACK


def _last_decision(decisions: Mapping[int, bool], before: int, since: int) -> bool:
    earlier = [year for year in decisions if since <= year < before]
    return bool(earlier) and decisions[max(earlier)]


def _without_value(case: Case, settings: JudgingSettings) -> Judgement:
    figure = case.series.get(case.year)
    reason = _reason(case, settings, ReasonKind.NO_VALUE, None)
    if figure is not None:
        reason = reason._replace(blank=figure.blank)
    return Judgement(Verdict.NO_DATA, None, reason, case.criterion)


def _not_judged(
    case: Case, settings: JudgingSettings, kind: ReasonKind, found: Found | None
) -> Judgement:
    verdict = Verdict.NO_DATA if kind in _NO_DATA_KINDS else Verdict.NOT_ASSESSABLE
    rising = case.criterion.rule in (RuleKind.RISE, RuleKind.FALL)
    if kind is ReasonKind.NO_BASE and rising and settings.trend is not _SINCE_BASE:
        kind = ReasonKind.NO_EARLIER
    source = None if found is None else found[0].source
    reason = _reason(case, settings, kind, found)
    rule = RULES.get(case.criterion.rule)
    if found is not None and rule is not None and case.criterion.annual:
        numbers = (found[1], reason.base)
        more = annual_beside(case.criterion, rule, settings.basis, case.year, numbers)
        reason = reason._replace(notes=reason.notes + more)
    return Judgement(verdict, None, reason, case.criterion, source)


def _reason(case: Case, settings: JudgingSettings, kind: ReasonKind, found: Found | None) -> Reason:
    """The reason of a case that no number decided."""
    criterion = case.criterion
    base = base_value(case)
    goal = stated_goal(criterion, settings.basis, case.year)
    figure = None if found is None else found[0]
    return Reason(
        kind,
        criterion.rule,
        settings.basis,
        case.year,
        None if found is None else found[1],
        None if figure is None else figure.year,
        None if goal is None else goal.value,
        None if goal is None else goal.upper,
        base,
        None if base is None else criterion.baseline_year,
        None,
        None,
        None if figure is None else figure.decimals,
        _PRESENT,
        () if found is None else found[2],
    )
