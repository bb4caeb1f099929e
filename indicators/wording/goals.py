"""The target itself in words: in a table, in a sentence, as a duty. The words are the rule's."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final, NamedTuple

from indicators.core.case import Criterion
from indicators.core.goals import target_sign
from indicators.core.reasons import ReasonKind
from indicators.core.rules.measures import edges
from indicators.core.rules.spec import Need, RuleSpec
from indicators.core.standing import form_of
from indicators.core.vocabulary import Direction, measure
from indicators.wording import numbers
from indicators.wording.standings import asked_text

_UNIT_HERE: Final = "\x1f"  # of no text: where the unit of a number stands


class GoalNumber(NamedTuple):
    """A target with a number as a table prints it; pages print ``unit`` smaller."""

    number: str
    unit: str = ""
    after: str = ""

    def __str__(self) -> str:
        return f"{self.number}{self.unit}{self.after}"


@dataclass(frozen=True, slots=True)
class Aim:
    """What a value is held against. ``kind``: of the reason: a number of a stage is told as a
    limit, whatever the rule. ``wish``: the plan's own words; ``compared``: the other indicator."""

    criterion: Criterion
    target: Decimal | None = None
    upper: Decimal | None = None
    kind: ReasonKind | None = None
    wish: str = ""
    compared: str = ""

    @property
    def form(self) -> RuleSpec:
        return form_of(self.criterion, self.kind)

    @property
    def is_full(self) -> bool:
        """Whether nothing beyond the target is possible: 100%, or none at all."""
        if self.target is None or self.form.is_band:
            return False
        return not numbers.bounded_sign(self.sign, self.target, self.criterion.measure.text)

    @property
    def sign(self) -> str:
        return "≤" if self.criterion.direction is Direction.LOWER_IS_BETTER else "≥"


def goal_in_table(aim: Aim) -> str:
    """≥85, 100, ≤20, 50左右, 103—107, 高于2010年, 下降六分之一, 不低于“…”."""
    goal = aim.form.words.goal
    found = _filled(aim, goal.full_table if aim.is_full and goal.full_table else goal.table)
    return found or asked_text(aim.criterion) or aim.wish or numbers.DASH


def band_number(spec: RuleSpec, low: Decimal, high: Decimal | None, unit: str) -> GoalNumber:
    """103—107, 50%左右: the words are the rule's. ``low``, ``high``: as the plan states them; a
    stage may state the lower end only."""
    words, bare = spec.words.goal.table, numbers.target_number(low)
    slots = {"number": bare + _UNIT_HERE, "low_number": bare}
    if high is not None:
        slots["high_number"] = numbers.target_number(high) + _UNIT_HERE
    elif Need.UPPER in spec.needs:
        words = f"≥{slots['number']}"
    before, _, after = words.format_map(slots).partition(_UNIT_HERE)
    return GoalNumber(before, numbers.suffix(unit), after)


def stated_goal(
    spec: RuleSpec, direction: Direction, number: Decimal, upper: Decimal | None, unit: str
) -> GoalNumber:
    """A number that the plan states for a stage or a year, with all of its digits."""
    if spec.is_band:
        return band_number(spec, number, upper, unit)
    lower = direction is Direction.LOWER_IS_BETTER
    sign = "" if direction is Direction.NEITHER else "≤" if lower else "≥"
    if unit == numbers.YES_NO:
        return GoalNumber(numbers.quantity(number, unit))
    return GoalNumber(sign + numbers.exact(number, grouped=True), numbers.suffix(unit))


def goal_number(
    spec: RuleSpec,
    target: Decimal,
    upper: Decimal | None,
    unit: str,
    base: Decimal | None = None,
    on_line: Decimal | None = None,
) -> GoalNumber:
    """≥85%, ＞49%, 103—107, 50%左右: what a value is held against, as its result keeps it.

    ``unit``: the text of the measure. ``on_line``: the number of the year on the way there.
    """
    if spec.is_band:
        return band_number(spec, target, upper, unit)
    shown = target if on_line is None else on_line
    sign = target_sign(spec.kind, target, base, measure(unit).possible_maximum)
    return GoalNumber(
        numbers.bounded_sign(sign, shown, unit) + numbers.target_number(shown),
        numbers.suffix(unit),
    )


def goal_in_sentence(aim: Aim) -> str:
    """80%的目标, 20/10万的控制目标, 高于2010年的要求; the plan's own words where none fits."""
    goal = aim.form.words.goal
    words = goal.full_sentence if aim.is_full and goal.full_sentence else goal.sentence
    return _filled(aim, words) or f"“{aim.wish}”的要求"


def goal_as_duty(aim: Aim) -> str:
    """达到80%的目标, 控制在20/10万以内, 提高到2010年水平以上."""
    goal = aim.form.words.goal
    words = goal.full_duty if aim.is_full and goal.full_duty else goal.duty
    return _filled(aim, words) or f"达到“{aim.wish}”的要求"


def _filled(aim: Aim, words: str) -> str:
    """The words with their slots; nothing where a number for them is missing."""
    try:
        return words.format_map(_slots(aim))
    except KeyError:
        return ""


def _slots(aim: Aim) -> dict[str, str]:
    criterion, unit = aim.criterion, aim.criterion.measure.text
    found = {"base_year": str(criterion.baseline_year)}
    if aim.wish:
        found["wish"] = aim.wish
    if aim.compared:
        found["compared"] = f"“{aim.compared}”"
    asked = asked_text(criterion)
    if asked:
        found["asked"] = asked
    if aim.target is None:
        return found
    found["sign"] = numbers.bounded_sign(aim.sign, aim.target, unit)
    found["number"] = numbers.target_number(aim.target)
    found["goal"] = numbers.target(aim.target, unit)
    if aim.form.is_band:
        low, high = edges(criterion, (aim.target, aim.upper))
        found |= {"low_number": numbers.target_number(low), "low": numbers.target(low, unit)}
        found |= {"high_number": numbers.target_number(high), "high": numbers.target(high, unit)}
    return found
