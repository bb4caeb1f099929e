"""How the met of a count are met: by the number itself, or only within what is allowed.

Totals, headlines, quantifiers and tables ask here and never ``is_met``: what a tolerance let
through is counted, yet is not 全部 and has not 达到 its target.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from assessments.core.tally import Tally
from indicators.core.rules.words import Situation
from indicators.core.vocabulary import Grade, Verdict
from indicators.wording.labels import NO_DATA, NOT_ASSESSABLE
from reports.words.standings import standing_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indicators.wording.verdicts import Words
    from reports.facts import Item

WITHIN: Final = "在规划允许的容差内"


def is_basic(item: Item) -> bool:
    """Met only by the run's tolerance, which it counts as met."""
    return item.is_met and item.grade is Grade.BASIC


def is_within(item: Item) -> bool:
    """Met only by the tolerance that the plan itself allows."""
    if not item.is_met or item.grade is Grade.BASIC:
        return False
    found = standing_of(item)
    return found is not None and found.situation is Situation.TOLERATED


def is_attained(item: Item) -> bool:
    """Met by the number itself: at or past what it was held against."""
    return item.is_met and not is_basic(item) and not is_within(item)


@dataclass(frozen=True, slots=True)
class Attained:
    """``early``, ``basic``, ``within``: parts of the tally's met; ``basic_unmet``: of its unmet,
    what is 基本达标 in a run that does not count it."""

    tally: Tally
    early: int = 0
    basic: int = 0
    within: int = 0
    basic_unmet: int = 0

    @property
    def allowed(self) -> int:
        """Met by a tolerance only."""
        return self.basic + self.within

    @property
    def plain(self) -> int:
        """Met by the number itself, the early ones among them."""
        return self.tally.met - self.allowed

    @property
    def on_time(self) -> int:
        """Met by the number itself, the early ones apart."""
        return self.plain - self.early

    @property
    def is_all(self) -> bool:
        """Whether 全部 may be said (of one: that it is met)."""
        return self.plain == self.tally.total > 0

    @property
    def blank(self) -> int:
        """Without data, or not to be judged."""
        return self.tally.no_data + self.tally.not_assessable

    @property
    def judged(self) -> Attained:
        """Of those with a verdict alone."""
        return replace(self, tally=replace(self.tally, no_data=0, not_assessable=0))

    def classes(self, words: Words, reached: str = "") -> tuple[tuple[int, str], ...]:
        """Every class with its count, the early ones among the met; they add up to the total."""
        return ((self.plain, reached or words.met_said), *self._others(words))

    def finest(self, words: Words) -> tuple[tuple[int, str], ...]:
        """As ``classes``, the early ones apart."""
        return (
            (self.early, words.early),
            (self.on_time, words.staged_counted),
            *self._others(words),
        )

    def _others(self, words: Words) -> tuple[tuple[int, str], ...]:
        return (
            (self.basic, words.basic),
            (self.within, WITHIN),
            (self.tally.unmet, words.unmet),
            (self.tally.no_data, NO_DATA),
            (self.tally.not_assessable, NOT_ASSESSABLE),
        )


def counted(*classes: tuple[int, str]) -> str:
    """“98项达标，4项未达标”; what is nought is left out."""
    return "，".join(f"{count}项{word}" for count, word in classes if count)


def attained(tally: Tally, items: Sequence[Item]) -> Attained:
    """``items``: those the tally was counted over; what it left out is left out here too."""
    return _made(tally, [item for item in items if item.is_counted])


def attained_of(items: Sequence[Item]) -> Attained:
    """Of items as they are, counted or not: those of one unit."""
    found = Counter(item.verdict for item in items)
    tally = Tally(
        met=found[Verdict.MET],
        unmet=found[Verdict.UNMET],
        no_data=found[Verdict.NO_DATA],
        not_assessable=found[Verdict.NOT_ASSESSABLE],
        denominator=len(items),
        rate=None,
    )
    return _made(tally, items)


def _made(tally: Tally, items: Sequence[Item]) -> Attained:
    return Attained(
        tally=tally,
        early=sum(1 for item in items if item.is_met and item.grade is Grade.EARLY),
        basic=sum(1 for item in items if is_basic(item)),
        within=sum(1 for item in items if is_within(item)),
        basic_unmet=sum(1 for item in items if item.is_unmet and item.grade is Grade.BASIC),
    )
