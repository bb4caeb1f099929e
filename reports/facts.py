"""What a report may say: one place's assessment as plain, frozen facts.

Sections and annexes read nothing else, so that a report can be written, tested and
rebuilt without a database. Values are in the measure that the plan prints.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assessments.options import Options
from indicators.core.figures import RARE_SCALE, is_small_base
from indicators.core.reasons import ReasonKind
from indicators.core.vocabulary import (
    Basis,
    DenominatorRule,
    Direction,
    Frequency,
    MissingRule,
    RuleKind,
    Verdict,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from assessments.core.tally import Tally
    from indicators.core.case import Criterion, Figure
    from indicators.core.quantities import Quantity
    from indicators.core.vocabulary import Grade, Measure, PlanKind


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an approved figure came from; empty texts where it is not known."""

    unit: str = ""
    text: str = ""
    ledger: str = ""
    sheet: str = ""
    cell: str = ""
    approver: str = ""
    is_derived: bool = False


@dataclass(frozen=True, slots=True)
class ReviewedRemedy:
    """Cause and measures as the lead unit wrote them and the office approved them; the value to
    reach in the plan's measure."""

    cause: str
    actions: str
    complete_by: date
    value_to_reach: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One result: a plan indicator with its verdict, its numbers and its history.

    ``number``: the serial number within its plan's table. ``series``: figures by year;
    ``parts``: by breakdown, then year. ``met_years``: whether each year with a figure of
    its own met the final target. ``key``: of the result, for links to its provenance.
    ``compared``: the name of the indicator compared with.
    ``above``: the same year's figure of the level above, with its name.
    """

    key: str
    plan: PlanKind
    number: int
    code: str
    name: str
    domain: str
    measure: Measure
    criterion: Criterion
    verdict: Verdict
    year: int
    grade: Grade | None = None
    is_key: bool = False
    is_verified: bool = True
    is_counted: bool = True
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    value_year: int | None = None
    base: Decimal | None = None
    base_year: int | None = None
    target: Decimal | None = None
    upper: Decimal | None = None
    target_text: str = ""
    compared: str = ""
    expected: Decimal | None = None
    gap: Decimal | None = None
    reason: Mapping[str, object] = field(default_factory=dict)
    explanation: str = ""
    places: int = 2
    series: Mapping[int, Figure] = field(default_factory=dict)
    parts: Mapping[str, Mapping[int, Figure]] = field(default_factory=dict)
    met_years: Mapping[int, bool] = field(default_factory=dict)
    objective: str = ""
    lead: str = ""
    lead_code: str = ""
    supports: tuple[str, ...] = ()
    definition: str = ""
    numerator_name: str = ""
    denominator_name: str = ""
    origin: Origin = field(default_factory=Origin)
    is_shared: bool = False
    above: tuple[str, Decimal] | None = None
    remedy: ReviewedRemedy | None = None

    @property
    def rule(self) -> RuleKind:
        return self.criterion.rule

    @property
    def direction(self) -> Direction:
        return self.criterion.direction

    @property
    def frequency(self) -> Frequency:
        return self.criterion.frequency

    @property
    def is_met(self) -> bool:
        return self.verdict is Verdict.MET

    @property
    def is_unmet(self) -> bool:
        return self.verdict is Verdict.UNMET

    @property
    def is_only_base(self) -> bool:
        """Has the base year's figure and none after it, so that nothing can be compared."""
        return self.reason.get("kind") == ReasonKind.NOT_LATER_THAN_BASE

    @property
    def is_used(self) -> bool:
        """Whether its value was judged, and not merely known from the base year."""
        return self.value is not None and not self.is_only_base

    @property
    def is_awaited(self) -> bool:
        """Of a census or an election, with a figure of the base year and none since: nobody can
        report one before the next."""
        return self.is_only_base and self.frequency is not Frequency.YEARLY

    @property
    def is_carried(self) -> bool:
        return self.value_year is not None and self.value_year != self.year

    @property
    def is_small_base(self) -> bool:
        """Too few cases for one year's rate to say much (phrase book 5.12)."""
        return is_small_base(self.numerator, self.denominator, self.measure.scale)

    @property
    def lacks_cases(self) -> bool:
        """A rate of a rare event without the cases behind it, so that nobody can tell how few."""
        has_both = self.numerator is not None and self.denominator is not None
        return self.measure.scale >= RARE_SCALE and self.value is not None and not has_both

    def figure(self, year: int) -> Decimal | None:
        """The value of a year, or None."""
        found = self.series.get(year)
        return None if found is None else found.value

    @property
    def last_year(self) -> Decimal | None:
        """The value one year before the assessed one; None for what is not yearly."""
        if self.is_carried or self.frequency is not Frequency.YEARLY:
            return None
        return self.figure(self.year - 1)


@dataclass(frozen=True, slots=True)
class Background:
    """A background indicator: shown, never judged."""

    name: str
    measure: Measure
    places: int
    series: Mapping[int, Figure]


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """A plan with its domains in printed order. ``is_borrowed``: of a level above, for a place
    that has none of its own."""

    kind: PlanKind
    title: str
    start_year: int
    midterm_year: int
    end_year: int
    baseline_year: int
    tally: Tally
    domains: tuple[tuple[str, Tally], ...]
    is_borrowed: bool = False


@dataclass(frozen=True, slots=True)
class Earlier:
    """The mid-term assessment of the same place and round, for a final report."""

    year: int
    combined: Tally
    verdicts: Mapping[str, Verdict]
    """By plan kind and indicator code, joined with a colon."""
    settings: Options = field(default_factory=lambda: Options(basis=Basis.MIDTERM))


@dataclass(frozen=True, slots=True)
class Reporting:
    """How the year's reporting went."""

    units: int = 0
    submitted: int = 0
    approved: int = 0
    returned: int = 0
    corrections: int = 0


@dataclass(frozen=True, slots=True)
class Summary:
    """A unit's approved year-end summary."""

    unit: str
    text: str


@dataclass(frozen=True, slots=True)
class CorrectedFigure:
    """A changed figure: what it was, what it is, why and when."""

    code: str
    name: str
    year: int
    before: Decimal | None
    after: Decimal | None
    why: str
    day: date


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a comparison: its tallies, and verdict, value and the number it was held
    against, as its own plan prints them, per indicator."""

    code: str
    name: str
    combined: Tally
    plans: Mapping[str, Tally]
    verdicts: Mapping[str, Verdict]
    values: Mapping[str, Quantity | None]
    years: Mapping[str, int | None] = field(default_factory=dict)
    targets: Mapping[str, Quantity | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """Everything one report is written from.

    ``unit``: the unit of a feedback sheet. ``places``: those below, for a comparison.
    ``unfrozen``: what an old finalised run did not keep, so that it is told as it is today.
    """

    stage: str
    year: int
    region: str
    region_level: str
    is_final: bool
    settings: Options
    plans: tuple[PlanFacts, ...]
    combined: Tally
    items: tuple[Item, ...]
    backgrounds: tuple[Background, ...] = ()
    earlier: Earlier | None = None
    reporting: Reporting = field(default_factory=Reporting)
    summaries: tuple[Summary, ...] = ()
    today: date | None = None
    is_demo: bool = False
    unit: str = ""
    places: tuple[Place, ...] = ()
    corrections: tuple[CorrectedFigure, ...] = ()
    unfrozen: tuple[str, ...] = ()

    @property
    def start_year(self) -> int:
        return min(plan.start_year for plan in self.plans)

    @property
    def end_year(self) -> int:
        return max(plan.end_year for plan in self.plans)

    @property
    def baseline_year(self) -> int:
        return min(plan.baseline_year for plan in self.plans)

    @property
    def is_midterm(self) -> bool:
        return self.stage == "midterm"

    def of_plan(self, kind: PlanKind) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.plan is kind)

    def of_domain(self, kind: PlanKind, domain: str) -> tuple[Item, ...]:
        return tuple(i for i in self.items if i.plan is kind and i.domain == domain)

    def unmet(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.is_unmet)

    def distinct_unmet(self) -> tuple[Item, ...]:
        """Unmet indicators, each statistic once."""
        return _distinct(self.unmet())

    def distinct(self) -> tuple[Item, ...]:
        """Each statistic once, though two plans may share it."""
        return _distinct(self.items)

    @property
    def counts_missing_as_unmet(self) -> bool:
        return self.settings.missing is MissingRule.UNMET

    @property
    def counts_all(self) -> bool:
        return self.settings.denominator is DenominatorRule.ALL


def _distinct(items: Sequence[Item]) -> tuple[Item, ...]:
    seen: dict[str, Item] = {}
    for item in items:
        seen.setdefault(item.code, item)
    return tuple(seen.values())
