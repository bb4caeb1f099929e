"""综合实现程度: the weighted mean of achievements, each between 0 and 100.

An indicator without data, or that nobody can assess, is left out and the weights of the
others count in full, or it counts as 0: a setting, printed with the number. Where
achievement is undefined (target = base, 定性, 逐步提高) the verdict stands in: 100 or 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from assessments.core.options import MissingWeight
from indicators.core.vocabulary import PlanKind, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

HUNDRED: Final = Decimal(100)
ZERO: Final = Decimal(0)
_PLACES: Final = Decimal("0.000001")


class Share(NamedTuple):
    """One indicator's part. ``achievement``: percent, uncapped, None when undefined."""

    kind: PlanKind
    domain: str
    weight: Decimal
    verdict: Verdict
    achievement: Decimal | None


@dataclass(frozen=True, slots=True)
class Composite:
    """``value``: per cent, six decimals, None where nothing weighs anything.

    ``measured``: indicators that count with their own achievement; ``by_verdict``: those
    that count as 100 or 0 because their achievement is undefined; ``missing``: those
    without data or not assessable, treated as the setting says.
    """

    value: Decimal | None
    measured: int
    by_verdict: int
    missing: int


@dataclass(frozen=True, slots=True)
class Composites:
    """By domain, by plan (over all its indicators) and in total."""

    domains: Mapping[tuple[PlanKind, str], Composite]
    plans: Mapping[PlanKind, Composite]
    total: Composite


def composite(shares: Iterable[Share], missing: MissingWeight) -> Composite:
    """The weighted mean; the order of the shares does not matter."""
    total, weights = ZERO, ZERO
    measured = by_verdict = absent = 0
    for share in shares:
        if share.verdict in (Verdict.NO_DATA, Verdict.NOT_ASSESSABLE):
            absent += 1
            weights += share.weight if missing is MissingWeight.ZERO else ZERO
            continue
        if share.achievement is None:
            by_verdict += 1
            reached = HUNDRED if share.verdict is Verdict.MET else ZERO
        else:
            measured += 1
            reached = min(max(share.achievement, ZERO), HUNDRED)
        total += share.weight * reached
        weights += share.weight
    value = (total / weights).quantize(_PLACES, rounding=ROUND_HALF_UP) if weights else None
    return Composite(value, measured, by_verdict, absent)


def composites(shares: Iterable[Share], missing: MissingWeight) -> Composites:
    """The composite of every domain, every plan and the whole."""
    everyone = list(shares)
    domains: dict[tuple[PlanKind, str], list[Share]] = {}
    plans: dict[PlanKind, list[Share]] = {}
    for share in everyone:
        domains.setdefault((share.kind, share.domain), []).append(share)
        plans.setdefault(share.kind, []).append(share)
    return Composites(
        domains={key: composite(group, missing) for key, group in domains.items()},
        plans={kind: composite(group, missing) for kind, group in plans.items()},
        total=composite(everyone, missing),
    )
