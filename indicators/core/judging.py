"""A case → verdict, grade and the typed reason.

Order of checks: no value → no_data; no target, base, compared value or decision where
one is needed → not_assessable; else judged. The reason carries every number a sentence
about the verdict needs.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

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
from indicators.core.goals import Staged, annual_beside, staged_goal, stated_goal
from indicators.core.pace import Line, is_past, line
from indicators.core.reasons import Judgement, Note, NoteKind, Reason, ReasonKind
from indicators.core.rules.spec import Facts, Outcome
from indicators.core.vocabulary import Basis, BlankReason, Grade, Trend, Verdict

_NO_DATA = (ReasonKind.NO_VALUE, ReasonKind.NOT_LATER_THAN_BASE)


class Weighed(NamedTuple):
    """A figure held against what its basis asks.

    ``met``: what the basis asks is reached. ``outcome``: the rule's own answer. ``value``,
    ``base``: as judged. ``line``: under pace, where there is one. ``is_final_reached``: the
    number the plan ends in is reached, no tolerance needed.
    """

    met: bool
    kind: ReasonKind
    outcome: Outcome
    value: Decimal
    base: Decimal | None
    line: Line | None = None
    is_final_reached: bool = False
    notes: tuple[Note, ...] = ()


def judge(case: Case, settings: JudgingSettings = DEFAULT_SETTINGS) -> Judgement:
    """The verdict of one case.

    Raises ``ValueError`` for a background indicator: it is shown, never judged.
    """
    spec = case.criterion.spec
    if not spec.is_judged:
        raise ValueError(f"an indicator of rule {spec.kind} is never judged")
    if spec.is_decided:
        return _judge_decision(case, settings)
    found = find(case, case.year)
    if found is None:
        return _without_value(case, settings)
    weighed = _weigh(case, found, case.year, settings)
    if isinstance(weighed, ReasonKind):
        return _not_judged(case, settings, weighed, found)
    return _judged(case, found, weighed, settings)


def state_on_line(on_pace: Judgement) -> Grade | None:
    """Of a judgement under pace: early, on track or behind; None where nothing was judged.

    What has no line of its own (a band, a trend, a comparison, a decision) is on track where
    it is met.
    """
    if on_pace.verdict is Verdict.UNMET:
        return Grade.BEHIND
    if on_pace.verdict is not Verdict.MET:
        return None
    return Grade.EARLY if on_pace.grade is Grade.EARLY else Grade.ON_TRACK


def _judged(case: Case, found: Found, weighed: Weighed, settings: JudgingSettings) -> Judgement:
    criterion, figure, outcome = case.criterion, found.figure, weighed.outcome
    grade = _grade(case, figure.year, weighed, settings)
    is_counted_basic = grade is Grade.BASIC and settings.basic_counts
    base_year = None
    if weighed.base is not None:
        base_year = _base_year(criterion, figure.year, settings)
    reason = Reason(
        kind=weighed.kind,
        rule=criterion.rule,
        basis=settings.basis,
        year=case.year,
        value=found.value,
        value_year=figure.year,
        target=outcome.target,
        upper=outcome.upper,
        base=weighed.base,
        base_year=base_year,
        gap=outcome.gap,
        expected=None if weighed.line is None else weighed.line.expected,
        decimals=figure.decimals,
        notes=_notes(case, found, weighed, settings),
    )
    if grade is Grade.BASIC:
        reason = reason._replace(notes=(*reason.notes, _basic_note(settings)))
    verdict = Verdict.MET if weighed.met or is_counted_basic else Verdict.UNMET
    return Judgement(verdict, grade, reason, criterion, figure.source)


def _grade(
    case: Case, value_year: int, weighed: Weighed, settings: JudgingSettings
) -> Grade | None:
    """The finer word: of met, early or on_track; of unmet, basic, lost or behind."""
    is_over = case.year >= case.criterion.end_year
    is_final_say = is_over and settings.basis is Basis.FINAL
    if weighed.met:
        if not is_over and _is_early(case.criterion, weighed):
            return Grade.EARLY
        return None if is_final_say else Grade.ON_TRACK
    if _is_basic(weighed, settings):
        return Grade.BASIC
    if _was_met_before(case, value_year, settings):
        return Grade.LOST
    return None if is_final_say else Grade.BEHIND


def _is_early(criterion: Criterion, weighed: Weighed) -> bool:
    """The final number is reached, and was not yet in the base year: no 提前 for what was so
    from the start, nor where no number ends the plan (bands, trends, comparisons)."""
    if criterion.spec.way is None or not weighed.is_final_reached:
        return False
    return weighed.base is None or not _reaches_final(criterion, weighed.base, weighed.base)


def _is_basic(weighed: Weighed, settings: JudgingSettings) -> bool:
    """Whether what is missing to the target (or to the line) is within the tolerance."""
    tolerance = settings.basic_tolerance
    if tolerance is None:
        return False
    held_against, short = weighed.outcome.target, -weighed.outcome.gap
    if weighed.line is not None:
        due = weighed.line.expected
        if abs(weighed.value - due) < short:
            held_against, short = due, abs(weighed.value - due)
    if settings.basic_tolerance_kind is ToleranceKind.POINTS:
        return short <= tolerance
    return short * 100 <= tolerance * abs(held_against)


def _basic_note(settings: JudgingSettings) -> Note:
    is_share = settings.basic_tolerance_kind is ToleranceKind.PERCENT_OF_TARGET
    return Note(NoteKind.BASIC, settings.basic_tolerance, int(is_share))


def _was_met_before(case: Case, before: int, settings: JudgingSettings) -> bool:
    """Whether the last earlier year with data was met, judged by the same standard.

    Every base value lies on the line that starts there: the base year itself was met
    under pace only when already past the final target.
    """
    first = case.criterion.baseline_year
    for year in range(before - 1, first - 1, -1):
        found = find_own(case, year)
        if found is None:
            continue
        weighed = _weigh(case, found, year, settings)
        if isinstance(weighed, ReasonKind):
            return False
        if year == first and weighed.kind is ReasonKind.PACE:
            return weighed.outcome.met
        return weighed.met
    return False


def _weigh(case: Case, found: Found, year: int, settings: JudgingSettings) -> Weighed | ReasonKind:
    """Hold the figure against what its basis names (a relative rule: the base)."""
    criterion, value_year = case.criterion, found.figure.year
    spec = criterion.spec
    staged = staged_goal(criterion, settings.basis, year)
    is_relative = spec.against is ReasonKind.BASE and staged.goal is None
    if is_relative and value_year <= criterion.baseline_year:
        return ReasonKind.NOT_LATER_THAN_BASE
    value, base = _as_set(case, found, settings)
    compared = None
    notes = staged.notes
    if spec.against is ReasonKind.INDICATOR:
        other = compared_value(case, value_year, year)
        if other is not None:
            compared = other.value
            notes = (*notes, Note(NoteKind.COMPARED, other.year, other.value))
    answer = spec.check(Facts(criterion, staged.goal, value, base, compared))
    if isinstance(answer, ReasonKind):
        return answer
    if staged.on_line:
        return _on_pace(criterion, answer, value, base, year, notes)
    return Weighed(
        met=answer.met,
        kind=spec.against if staged.goal is None else ReasonKind.TARGET,
        outcome=answer,
        value=value,
        base=base,
        is_final_reached=_is_final_reached(criterion, answer, value, base, staged),
        notes=notes,
    )


def _is_final_reached(
    criterion: Criterion, answer: Outcome, value: Decimal, base: Decimal | None, staged: Staged
) -> bool:
    if criterion.spec.way is None:
        return False
    return _reaches_final(criterion, value, base) if staged.is_of_stage else answer.gap >= 0


def _reaches_final(criterion: Criterion, value: Decimal, base: Decimal | None) -> bool:
    """Whether the value is at the plan's final number or past it; a tolerance does not help."""
    is_target = criterion.spec.against is ReasonKind.TARGET
    goal = criterion.final if is_target else None
    answer = criterion.spec.check(Facts(criterion, goal, value, base))
    return not isinstance(answer, ReasonKind) and is_past(criterion, value, answer.target)


def _on_pace(
    criterion: Criterion,
    answer: Outcome,
    value: Decimal,
    base: Decimal | None,
    year: int,
    notes: tuple[Note, ...],
) -> Weighed | ReasonKind:
    """Met when on the line, past it, or already past the final target."""
    if base is None and not answer.met:
        return ReasonKind.NO_BASE
    climb = None if base is None else line(criterion, answer, base, year)
    has_years = criterion.end_year > criterion.baseline_year
    return Weighed(
        met=answer.met or (climb is not None and climb.is_reached_by(value)),
        kind=ReasonKind.PACE if has_years else criterion.spec.against,
        outcome=answer,
        value=value,
        base=base,
        line=climb,
        is_final_reached=answer.gap >= 0,
        notes=notes,
    )


def _as_set(case: Case, found: Found, settings: JudgingSettings) -> tuple[Decimal, Decimal | None]:
    """Value and base as the settings want them judged: from another year, or as printed."""
    value, base = found.value, base_value(case)
    if _follows_years(case.criterion, settings):
        base = _trend_start(case, found.figure.year, settings.trend)
    if settings.precision is Precision.PRINTED:
        places = found.figure.decimals
        value, base = printed(value, places), None if base is None else printed(base, places)
    return value, base


def _follows_years(criterion: Criterion, settings: JudgingSettings) -> bool:
    """Whether 逐步提高 and 降低 are held against earlier years instead of the base."""
    return settings.trend is not Trend.BASE and criterion.spec.is_trend


def _years_back(trend: Trend) -> int:
    return 1 if trend is Trend.LAST_YEAR else 2


def _trend_start(case: Case, value_year: int, trend: Trend) -> Decimal | None:
    """The value a yearly trend starts from; None where a year in between is missing.

    Through three values in a row the least-squares line rises just when the last is above
    the first, so that comparing these two decides it exactly.
    """
    start = None
    for step in range(1, _years_back(trend) + 1):
        figure = case.series.get(value_year - step)
        if figure is None or figure.value is None:
            return None
        start = figure.value
    return start


def _base_year(criterion: Criterion, value_year: int, settings: JudgingSettings) -> int:
    if _follows_years(criterion, settings):
        return value_year - _years_back(settings.trend)
    return criterion.baseline_year


def _notes(
    case: Case, found: Found, weighed: Weighed, settings: JudgingSettings
) -> tuple[Note, ...]:
    """What must be said beside the comparison."""
    criterion, outcome = case.criterion, weighed.outcome
    notes = [*found.notes, *weighed.notes]
    if settings.precision is Precision.PRINTED:
        notes.append(Note(NoteKind.PRINTED))
    if outcome.met and outcome.gap < 0:
        notes.append(Note(NoteKind.WITHIN_TOLERANCE, criterion.tolerance))
    is_relative = weighed.kind is ReasonKind.BASE
    if outcome.met and not outcome.gap and is_relative and criterion.spec.is_passed:
        notes.append(Note(NoteKind.AT_BOUND))
    if criterion.definition_starts and criterion.spec.against is ReasonKind.BASE:
        first, last = criterion.baseline_year, found.figure.year
        crossed = [start for start in criterion.definition_starts if first < start <= last]
        if crossed:
            notes.append(Note(NoteKind.DEFINITION_CHANGED, max(crossed)))
    if weighed.kind is ReasonKind.PACE and outcome.met:
        notes.append(Note(NoteKind.PAST_FINAL))
    notes += annual_beside(criterion, settings.basis, case.year, weighed.value, weighed.base)
    if weighed.base == outcome.target and criterion.spec.has_number:
        notes.append(Note(NoteKind.NO_ACHIEVEMENT))
    return tuple(notes)


def _judge_decision(case: Case, settings: JudgingSettings) -> Judgement:
    """A qualitative indicator: what a person decided for this year."""
    found = find(case, case.year)
    decided = case.decisions.get(case.year)
    if decided is None:
        figure = case.series.get(case.year)
        if found is None and (figure is None or figure.blank is not BlankReason.PRESENT):
            return _without_value(case, settings)
        return _not_judged(case, settings, ReasonKind.NO_DECISION, found)
    verdict = Verdict.MET if decided else Verdict.UNMET
    is_final_say = settings.basis is Basis.FINAL and case.year >= case.criterion.end_year
    if not decided and _was_decided(case.decisions, case.year, case.criterion.baseline_year):
        grade: Grade | None = Grade.LOST
    elif is_final_say:
        grade = None
    else:
        grade = Grade.ON_TRACK if decided else Grade.BEHIND
    reason = _reason(case, settings, ReasonKind.DECISION, found)
    source = None if found is None else found.figure.source
    return Judgement(verdict, grade, reason, case.criterion, source)


def _was_decided(decisions: Mapping[int, bool], before: int, since: int) -> bool:
    """Whether the last decision before found the demand met."""
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
    verdict = Verdict.NO_DATA if kind in _NO_DATA else Verdict.NOT_ASSESSABLE
    if kind is ReasonKind.NO_BASE and _follows_years(case.criterion, settings):
        kind = ReasonKind.NO_EARLIER
    reason = _reason(case, settings, kind, found)
    if found is not None:
        beside = annual_beside(case.criterion, settings.basis, case.year, found.value, reason.base)
        reason = reason._replace(notes=reason.notes + beside)
    source = None if found is None else found.figure.source
    return Judgement(verdict, None, reason, case.criterion, source)


def _reason(case: Case, settings: JudgingSettings, kind: ReasonKind, found: Found | None) -> Reason:
    """The reason of a case that no number decided."""
    criterion = case.criterion
    base = base_value(case)
    goal = stated_goal(criterion, settings.basis, case.year)
    reason = Reason(
        kind=kind,
        rule=criterion.rule,
        basis=settings.basis,
        year=case.year,
        target=None if goal is None else goal.value,
        upper=None if goal is None else goal.upper,
        base=base,
        base_year=None if base is None else criterion.baseline_year,
    )
    if found is None:
        return reason
    figure = found.figure
    return reason._replace(
        value=found.value, value_year=figure.year, decimals=figure.decimals, notes=found.notes
    )
