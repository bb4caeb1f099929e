"""Where a value stands to what is asked of it: decided once, by numbers.

Explanations, sentences of reports and words on pages are chosen by it and by nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from indicators.core.case import Criterion, printed
from indicators.core.pace import is_past
from indicators.core.reasons import Judgement, NoteKind, ReasonKind
from indicators.core.rules import RULES
from indicators.core.rules.measures import edges
from indicators.core.rules.spec import Facts, RuleSpec
from indicators.core.rules.words import REACHED, Situation
from indicators.core.vocabulary import Direction, Grade, RuleKind, Verdict


@dataclass(frozen=True, slots=True)
class Held:
    """A judged value and what it was held against, as a result keeps them."""

    criterion: Criterion
    kind: ReasonKind
    verdict: Verdict
    grade: Grade | None
    year: int
    value: Decimal
    target: Decimal
    upper: Decimal | None = None
    base: Decimal | None = None
    expected: Decimal | None = None
    decimals: int | None = None
    is_printed: bool = False
    is_of_base_year: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """``situation``: what is said first. ``place``: to the target itself, whatever the basis.
    ``form``: the rule whose words fit (a number that a stage sets for 逐步提高 is a limit).

    ``value``, ``base``: as judged. ``low``, ``high``: ends of a band. ``final``: the number the
    plan ends in, None where there is none. ``gap``: distance from the target (of a band: from
    the end that was crossed), ``final_gap`` from the final number, ``lead`` from the line; all
    positive on the good side.
    """

    situation: Situation
    place: Situation
    form: RuleSpec
    value: Decimal
    target: Decimal
    gap: Decimal
    base: Decimal | None = None
    expected: Decimal | None = None
    lead: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    final: Decimal | None = None
    final_gap: Decimal | None = None


def standing(judgement: Judgement) -> Standing | None:
    """Of a fresh judgement; None where no number or person decided."""
    reason = judgement.reason
    if reason.value is None or reason.target is None or reason.gap is None:
        return None
    return stand(
        Held(
            criterion=judgement.criterion,
            kind=reason.kind,
            verdict=judgement.verdict,
            grade=judgement.grade,
            year=reason.year,
            value=reason.value,
            target=reason.target,
            upper=reason.upper,
            base=reason.base,
            expected=reason.expected,
            decimals=reason.decimals,
            is_of_base_year=reason.value_year == judgement.criterion.baseline_year,
            is_printed=any(note.kind is NoteKind.PRINTED for note in reason.notes),
        )
    )


def is_reached(judgement: Judgement) -> bool | None:
    """Whether what is asked in the end is reached, a tolerance apart; None where not judged."""
    place = standing(judgement)
    return None if place is None else place.situation in REACHED


def stand(held: Held) -> Standing:
    """The one decision."""
    criterion = held.criterion
    form = form_of(criterion, held.kind)
    value = printed(held.value, held.decimals) if held.is_printed else held.value
    if form.is_band:
        return _in_band(held, form, value)
    gap = _ahead(criterion, value, held.target)
    place = _place(held, form, value, gap)
    final = _final(held)
    lead = None if held.expected is None else _ahead(criterion, value, held.expected)
    made = Standing(
        situation=place,
        place=place,
        form=form,
        value=value,
        target=held.target,
        gap=gap,
        base=held.base,
        expected=held.expected,
        lead=lead,
        final=final,
        final_gap=None if final is None else _ahead(criterion, value, final),
    )
    return replace(made, situation=_situation(held, made))


def form_of(criterion: Criterion, kind: ReasonKind | None) -> RuleSpec:
    """The rule whose words fit: a number that a stage sets for 逐步提高 is a limit."""
    spec = criterion.spec
    if kind is not ReasonKind.TARGET or spec.against is ReasonKind.TARGET:
        return spec
    lower = criterion.direction is Direction.LOWER_IS_BETTER
    return RULES[RuleKind.AT_MOST if lower else RuleKind.AT_LEAST]


def _ahead(criterion: Criterion, value: Decimal, mark: Decimal) -> Decimal:
    lower = criterion.direction is Direction.LOWER_IS_BETTER
    return mark - value if lower else value - mark


def _in_band(held: Held, form: RuleSpec, value: Decimal) -> Standing:
    low, high = edges(held.criterion, (held.target, held.upper))
    if value < low:
        place, gap = Situation.BELOW, value - low
    elif value > high:
        place, gap = Situation.ABOVE, high - value
    else:
        gap = min(value - low, high - value)
        place = Situation.INSIDE if gap else Situation.EDGE
    basic = held.grade is Grade.BASIC
    return Standing(
        situation=Situation.BASIC if basic else place,
        place=place,
        form=form,
        value=value,
        target=held.target,
        gap=gap,
        base=held.base,
        low=low,
        high=high,
    )


def _place(held: Held, form: RuleSpec, value: Decimal, gap: Decimal) -> Situation:
    if gap > 0:
        return Situation.PAST
    if not gap:
        if not form.is_passed:
            return Situation.EXACT
        lower = held.criterion.direction is Direction.LOWER_IS_BETTER
        best = 0 if lower else held.criterion.measure.possible_maximum
        return Situation.AT_BOUND if value == best else Situation.EQUAL
    tolerance = held.criterion.tolerance if form.takes_tolerance else None
    if tolerance is not None and -gap <= tolerance:
        return Situation.TOLERATED
    return Situation.SHORT


def _final(held: Held) -> Decimal | None:
    """The number the plan ends in, as its rule states it or reckons it from the base."""
    spec = held.criterion.spec
    if spec.way is None:
        return None
    goal = held.criterion.final if spec.against is ReasonKind.TARGET else None
    answer = spec.check(Facts(held.criterion, goal, held.value, held.base))
    return None if isinstance(answer, ReasonKind) else answer.target


def _situation(held: Held, made: Standing) -> Situation:
    if held.grade is Grade.BASIC:
        lead = made.lead
        return Situation.NEAR_LINE if lead is not None and -lead < -made.gap else Situation.BASIC
    is_open = held.year < held.criterion.end_year
    began = _began_past(held, made)
    if held.is_of_base_year:
        return made.place  # nothing is kept or reached early in the year all starts from
    if is_open and made.gap >= 0 and made.final_gap is not None and made.final_gap >= 0:
        return Situation.KEPT if began else Situation.EARLY
    if held.kind is not ReasonKind.PACE:
        return made.place
    if made.lead is not None and made.place in (Situation.TOLERATED, Situation.SHORT):
        return _on_line(made.lead, made.place)
    if began and made.place is Situation.SHORT:
        return Situation.FALLEN
    return made.place


def _began_past(held: Held, made: Standing) -> bool:
    if held.base is None or made.final is None:
        return False
    return is_past(held.criterion, held.base, made.final)


def _on_line(lead: Decimal, place: Situation) -> Situation:
    if lead > 0:
        return Situation.AHEAD
    if not lead:
        return Situation.ON_LINE
    return Situation.TOLERATED if place is Situation.TOLERATED else Situation.BEHIND
