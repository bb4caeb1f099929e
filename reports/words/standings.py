"""Where a result of a report stands, and what it is held against: asked of its rule."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from indicators.core.reasons import NoteKind, ReasonKind
from indicators.core.standing import Held, Standing, stand
from indicators.wording.goals import Aim, goal_as_duty, goal_in_sentence, goal_in_table
from indicators.wording.standings import Told

if TYPE_CHECKING:
    from indicators.wording.verdicts import Words
    from reports.facts import Item


def kind_of(item: Item) -> ReasonKind:
    """What decided: as the reason says, else as the rule does."""
    stated = item.reason.get("kind")
    if stated:
        return ReasonKind(str(stated))
    return item.criterion.spec.against if item.expected is None else ReasonKind.PACE


def verdict_word(item: Item, words: Words) -> str:
    """The word for one result, by what it was held against."""
    if kind_of(item) is ReasonKind.PACE:
        return words.verdict_on_line(item.verdict, item.grade)
    return words.verdict(item.verdict, item.grade)


def standing_of(item: Item) -> Standing | None:
    """None where no number decided."""
    if item.value is None or item.target is None or not (item.is_met or item.is_unmet):
        return None
    if item.criterion.spec.is_decided:
        return None
    return stand(
        Held(
            criterion=item.criterion,
            kind=kind_of(item),
            verdict=item.verdict,
            grade=item.grade,
            year=item.year,
            value=item.value,
            target=item.target,
            upper=item.upper,
            base=item.base,
            expected=item.expected,
            decimals=item.places,
            is_of_base_year=item.value_year == item.criterion.baseline_year,
            is_printed=note_of(item, NoteKind.PRINTED) is not None,
        )
    )


def told_of(item: Item, standing: Standing) -> Told:
    """What the words of the result are filled from."""
    compared, basic = note_of(item, NoteKind.COMPARED), note_of(item, NoteKind.BASIC)
    return Told(
        criterion=item.criterion,
        standing=standing,
        year=item.year,
        base_year=item.base_year or item.criterion.baseline_year,
        decimals=item.places,
        wish=item.target_text,
        compared=item.compared,
        compared_year=int(compared[1]) if compared else None,
        basic=(Decimal(basic[1]), basic[2] == "1") if basic else None,
    )


def note_of(item: Item, kind: NoteKind) -> list[str] | None:
    """A note of the stored reason: its kind, three numbers and a name, as texts."""
    notes = item.reason.get("notes")
    for note in notes if isinstance(notes, list | tuple) else ():
        if note[0] == kind:
            return [str(part) for part in note]
    return None


def aim_of(item: Item) -> Aim:
    """What the value was held against."""
    return Aim(
        item.criterion,
        item.target,
        item.upper,
        kind_of(item),
        wish=item.target_text,
        compared=item.compared,
    )


def final_aim(item: Item) -> Aim:
    """What the rule asks in the plan's last year, whatever the assessment was held against; with
    no number and no words where the plan sets a target for its mid-term or a year only."""
    found, final, spec = standing_of(item), item.criterion.final, item.criterion.spec
    target = found.final if found is not None else None
    if target is None and final is not None:
        target = final.value
    if target is None and kind_of(item) is not ReasonKind.TARGET:
        target = None if spec.takes_target else item.target
    upper = item.upper if final is None else final.upper
    is_of_stage_only = spec.takes_target and target is None and has_stage_goal(item)
    wish = "" if is_of_stage_only else item.target_text
    return Aim(item.criterion, target, upper, wish=wish, compared=item.compared)


def has_stage_goal(item: Item) -> bool:
    """Whether the plan sets a number for its mid-term or for single years."""
    return item.criterion.midterm is not None or bool(item.criterion.annual)


def goal_table_text(item: Item) -> str:
    """The target as a table prints it: ≥85, 100, ≤20, 50左右, 高于2010年."""
    return goal_in_table(aim_of(item))


def final_goal_text(item: Item) -> str:
    """The final target as a table prints it."""
    return goal_in_table(final_aim(item))


def goal_phrase(item: Item) -> str:
    """“80%的目标”, “20/10万的控制目标”, “高于2010年的要求” (phrase book §1)."""
    return goal_in_sentence(aim_of(item))


def duty_phrase(item: Item) -> str:
    """What the lead unit is to bring about: 达到80%的目标, 控制在20/10万以内, …

    While the plan runs that is what it asks in its last year: a stage's year is over.
    """
    return goal_as_duty(aim_of(item) if due_year(item) is None else final_aim(item))


def due_year(item: Item) -> int | None:
    """By when: the plan's last year; None where that is over too."""
    return item.criterion.end_year if item.year < item.criterion.end_year else None


def share_goal(item: Item) -> str:
    """The target behind “比2010年下降16.1%，距…”: the base year is not said twice."""
    return goal_phrase(item).removeprefix(f"比{item.criterion.baseline_year}年")
