"""Facts that cannot all be true: what is listed before an evaluation.

Pure checks on plain rows. Nothing here decides a verdict; each finding carries the two sides.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from indicators.core.case import DEFAULT_DECIMALS, quotient
from indicators.core.vocabulary import FEMALE, MALE, RURAL, TOTAL, URBAN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from indicators.core.vocabulary import Measure

_GROUPS: Final = ((FEMALE, MALE), (URBAN, RURAL))


class ContradictionKind(StrEnum):
    """What does not fit."""

    TWO_UNITS = "two_units"  # one fact, two units, two values
    PARTS_SUM = "parts_sum"  # counts of the parts do not add up to the total
    PARTS_RANGE = "parts_range"  # a total outside of what its parts allow
    QUOTIENT = "quotient"  # value ≠ numerator ÷ denominator
    TWO_PLANS = "two_plans"  # the two plans state two base values
    PLAN_BASE = "plan_base"  # the plan's base value ≠ the approved figure of the base year
    DEFINITION = "definition"  # the definition changed since the base year


class Said(NamedTuple):
    """One number somebody said. ``who``: unit, group or plan."""

    who: str
    value: Decimal
    decimals: int | None = None


class Contradiction(NamedTuple):
    """``sides``: what stands against each other; ``expected``: what the others imply."""

    kind: ContradictionKind
    code: str
    name: str
    measure: str
    year: int
    sides: tuple[Said, ...]
    expected: Decimal | None = None


class ComparedFigure(NamedTuple):
    """One figure: of which indicator, year and group, said by whom."""

    code: str
    name: str
    measure: Measure
    scale: int
    year: int
    breakdown: str
    who: str
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    decimals: int | None


def two_units(rows: Iterable[ComparedFigure]) -> list[Contradiction]:
    """One fact reported with two values by two units."""
    facts: defaultdict[tuple[str, int, str], list[ComparedFigure]] = defaultdict(list)
    for row in rows:
        if row.value is not None:
            facts[row.code, row.year, row.breakdown].append(row)
    found = []
    for group in facts.values():
        values = {row.value for row in group}
        if len(values) > 1 and len({row.who for row in group}) > 1:
            sides = tuple(
                Said(row.who, row.value, row.decimals) for row in group if row.value is not None
            )
            found.append(_found(ContradictionKind.TWO_UNITS, group[0], sides))
    return found


def parts_against_total(
    rows: Iterable[ComparedFigure], groups: Mapping[str, str]
) -> list[Contradiction]:
    """Parts by sex and by town or country against the total. ``groups``: words of breakdowns.

    Counts must add up; a rate must lie between those of its parts.
    """
    facts: defaultdict[tuple[str, int], dict[str, ComparedFigure]] = defaultdict(dict)
    for row in rows:
        facts[row.code, row.year][row.breakdown] = row
    found = []
    for by_group in facts.values():
        total = by_group.get(TOTAL)
        for pair in _GROUPS:
            parts = [by_group[key] for key in pair if key in by_group]
            if total is None or len(parts) != len(pair):
                continue
            clash = _sum_clash(total, parts) or _range_clash(total, parts)
            if clash is not None:
                kind, expected, pairs = clash
                sides = tuple(
                    Said(groups[row.breakdown], value, row.decimals) for row, value in pairs
                )
                found.append(_found(kind, total, sides, expected))
    return found


_Clash = tuple[ContradictionKind, "Decimal | None", "list[tuple[ComparedFigure, Decimal]]"]


def _sum_clash(total: ComparedFigure, parts: list[ComparedFigure]) -> _Clash | None:
    if total.measure.is_count:
        figures = [(row, row.value) for row in (total, *parts)]
    else:
        figures = [(row, row.denominator) for row in (total, *parts)]
    known = [(row, value) for row, value in figures if value is not None]
    if len(known) != len(figures):
        return None
    expected = sum((value for _, value in known[1:]), Decimal(0))
    if known[0][1] == expected:
        return None
    return ContradictionKind.PARTS_SUM, expected, known


def _range_clash(total: ComparedFigure, parts: list[ComparedFigure]) -> _Clash | None:
    if total.measure.is_count or total.value is None:
        return None
    known = [(row, row.value) for row in parts if row.value is not None]
    if len(known) != len(parts):
        return None
    values = [value for _, value in known]
    if min(values) <= total.value <= max(values):
        return None
    return ContradictionKind.PARTS_RANGE, None, [(total, total.value), *known]


def value_against_counts(rows: Iterable[ComparedFigure]) -> list[Contradiction]:
    """A reported rate that is not its numerator ÷ denominator, to the decimals reported."""
    found = []
    for row in rows:
        if row.value is None or row.numerator is None or not row.denominator or row.scale == 1:
            continue
        computed = quotient(row.numerator, row.denominator, row.scale)
        places = DEFAULT_DECIMALS if row.decimals is None else row.decimals
        unit = Decimal(1).scaleb(-places)
        if computed is not None and abs(computed - row.value) >= unit:
            found.append(
                _found(
                    ContradictionKind.QUOTIENT,
                    row,
                    (Said(row.who, row.value, row.decimals),),
                    computed,
                )
            )
    return found


def _found(
    kind: ContradictionKind,
    row: ComparedFigure,
    sides: tuple[Said, ...],
    expected: Decimal | None = None,
) -> Contradiction:
    return Contradiction(kind, row.code, row.name, row.measure.text, row.year, sides, expected)
