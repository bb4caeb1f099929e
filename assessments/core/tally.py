"""Counts of verdicts and the compliance rate (达标率), with every rule named.

The denominator rule picks which indicators count; the missing rule then says what one
without data does among them. What nobody can assess is never in a denominator.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from assessments.core.rounding import rate_text
from indicators.core.rules import DECIDED, NOT_JUDGED
from indicators.core.vocabulary import (
    DenominatorRule,
    MissingRule,
    PlanKind,
    Rounding,
    RuleKind,
    Verdict,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_IN_DENOMINATOR: Final = (Verdict.MET, Verdict.UNMET)


class TallyEntry(NamedTuple):
    """What counting needs of one result. ``domain``: its key within the plan."""

    kind: PlanKind
    domain: str
    rule: RuleKind
    is_key: bool
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class CountingRules:
    """How an assessment counts and prints; every one is an explicit choice."""

    denominator: DenominatorRule = DenominatorRule.ALL
    missing: MissingRule = MissingRule.EXCLUDE
    rounding: Rounding = Rounding.HALF_UP
    decimals: int = 2


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of the picked indicators; ``rate``: per cent as printed, None over zero."""

    met: int
    unmet: int
    no_data: int
    not_assessable: int
    denominator: int
    rate: str | None

    @property
    def total(self) -> int:
        """How many indicators the denominator rule picked."""
        return self.met + self.unmet + self.no_data + self.not_assessable


def tally_from(stored: Mapping[str, object]) -> Tally:
    """A tally as an assessment's summary stores it."""
    names = ("met", "unmet", "no_data", "not_assessable", "denominator")
    met, unmet, no_data, open_, denominator = (int(str(stored[name])) for name in names)
    rate = stored["rate"]
    text = None if rate is None else str(rate)
    return Tally(met, unmet, no_data, open_, denominator, text)


def is_picked(entry: TallyEntry, rule: DenominatorRule) -> bool:
    """Whether the denominator rule lets this indicator take part at all."""
    if entry.rule in NOT_JUDGED:
        return False
    if rule is DenominatorRule.KEY:
        return entry.is_key
    if rule is DenominatorRule.QUANTITATIVE:
        return entry.rule not in DECIDED
    if rule is DenominatorRule.MONITORABLE:
        return entry.verdict is not Verdict.NO_DATA
    return True


def is_counted(entry: TallyEntry, rules: CountingRules) -> bool:
    """Whether this result stands in the denominator."""
    if not is_picked(entry, rules.denominator):
        return False
    if entry.verdict is Verdict.NO_DATA:
        return rules.missing is MissingRule.UNMET
    return entry.verdict in _IN_DENOMINATOR


def tally(entries: Iterable[TallyEntry], rules: CountingRules) -> Tally:
    """Count results; their order does not matter."""
    counts = dict.fromkeys(Verdict, 0)
    for entry in entries:
        if is_picked(entry, rules.denominator):
            counts[entry.verdict] += 1
    return _tally(counts, rules)


def _tally(counts: Mapping[Verdict, int], rules: CountingRules) -> Tally:
    met, unmet, no_data = counts[Verdict.MET], counts[Verdict.UNMET], counts[Verdict.NO_DATA]
    denominator = met + unmet
    if rules.missing is MissingRule.UNMET:
        denominator += no_data
    return Tally(
        met=met,
        unmet=unmet,
        no_data=no_data,
        not_assessable=counts[Verdict.NOT_ASSESSABLE],
        denominator=denominator,
        rate=rate_text(met, denominator, rules.decimals, rules.rounding),
    )


def combined(tallies: Iterable[Tally], rules: CountingRules) -> Tally:
    """The plans' counts added: an indicator in both plans counts in each."""
    counts = dict.fromkeys(Verdict, 0)
    for each in tallies:
        counts[Verdict.MET] += each.met
        counts[Verdict.UNMET] += each.unmet
        counts[Verdict.NO_DATA] += each.no_data
        counts[Verdict.NOT_ASSESSABLE] += each.not_assessable
    return _tally(counts, rules)


@dataclass(frozen=True, slots=True)
class Counted:
    """All counts of an assessment; keys in order of first appearance."""

    plans: Mapping[PlanKind, Tally]
    domains: Mapping[tuple[PlanKind, str], Tally]
    combined: Tally


def count(entries: Iterable[TallyEntry], rules: CountingRules) -> Counted:
    """Tallies by plan, by domain and combined.

    Plans and domains appear in the order in which the entries first name them.
    """
    by_plan: dict[PlanKind, list[TallyEntry]] = {}
    by_domain: dict[tuple[PlanKind, str], list[TallyEntry]] = {}
    for entry in entries:
        by_plan.setdefault(entry.kind, []).append(entry)
        by_domain.setdefault((entry.kind, entry.domain), []).append(entry)
    plans = {kind: tally(group, rules) for kind, group in by_plan.items()}
    domains = {key: tally(group, rules) for key, group in by_domain.items()}
    return Counted(plans=plans, domains=domains, combined=combined(plans.values(), rules))
