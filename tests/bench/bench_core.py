"""How many verdicts a second one core gives, typed reason included.

Run with ``python -m tests.bench.bench_core``. The mix is that of a county judged by the
nation's plan: numeric, trend and factor rules, one value in eight missing, one in five
unmet, so that earlier years are looked at too.
"""

from __future__ import annotations

import gc
import random
import sys
import time
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Final

from indicators.core.case import (
    Case,
    Criterion,
    Figure,
    Goal,
    JudgingSettings,
    criterion,
    judged_value,
)
from indicators.core.judging import judge
from indicators.core.reasons import Judgement
from indicators.core.vocabulary import Basis, RuleKind

if TYPE_CHECKING:
    from collections.abc import Callable

PLACES: Final = 100
YEARS: Final = range(2010, 2021)
FLOOR: Final = 80_000
UNDER_WAY: Final = 2018
"""Pace is asked for while a plan runs, where its line is a division; the others at its end."""


def standards() -> list[Criterion]:
    """102 criteria in the mix of the 2011–2020 catalogue."""
    mix: list[Criterion] = []
    for number in range(102):
        if number % 10 < 4:
            mix.append(criterion(RuleKind.RISE, "%"))
        elif number % 10 < 7:
            up = criterion(RuleKind.AT_LEAST, "%", target="85")
            mix.append(replace(up, midterm=Goal(Decimal(70))))
        elif number % 10 < 8:
            mix.append(criterion(RuleKind.AT_MOST, "1/10万", target="20"))
        elif number % 10 < 9:
            mix.append(criterion(RuleKind.FALL, "‰"))
        else:
            sixth = criterion(RuleKind.AT_MOST_OF_BASELINE, "1/10万")
            mix.append(replace(sixth, factor=Fraction(5, 6)))
    return mix


def rows(seed: int = 7) -> list[tuple[Criterion, list[tuple[int, str, str | None, str | None]]]]:
    """What a database would hand over: year, value and counts, per place and indicator."""
    rng = random.Random(seed)  # noqa: S311 - a repeatable mix, no secret
    made = []
    for _ in range(PLACES):
        for standard in standards():
            series: list[tuple[int, str, str | None, str | None]] = []
            level = rng.uniform(40, 95) if standard.scale <= 100 else rng.uniform(8, 30)
            for year in YEARS:
                if rng.random() < 0.125:
                    continue
                level += rng.uniform(-1.0, 1.6) if standard.scale <= 100 else rng.uniform(-1, 0.6)
                denominator = rng.randint(3000, 90000)
                numerator = max(0, round(level * denominator / standard.scale))
                counts = standard.scale > 1 and rng.random() < 0.5
                series.append(
                    (
                        year,
                        f"{max(level, 0):.2f}",
                        str(numerator) if counts else None,
                        str(denominator) if counts else None,
                    )
                )
            made.append((standard, series))
    return made


def build(
    made: list[tuple[Criterion, list[tuple[int, str, str | None, str | None]]]],
) -> list[Case]:
    """Rows → cases, as a selector does it."""
    cases = []
    for standard, series in made:
        figures = {}
        for year, text, numerator, denominator in series:
            top = Decimal(numerator) if numerator is not None else None
            bottom = Decimal(denominator) if denominator is not None else None
            value = judged_value(Decimal(text), top, bottom, standard.scale)
            figures[year] = Figure(year, value, top, bottom, 2)
        cases.append(Case(standard, 2020, figures))
    return cases


def seconds(work: Callable[[], object]) -> float:
    """Best of nine runs, in seconds of process CPU."""
    best = float("inf")
    for _ in range(9):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def judge_all(cases: list[Case], settings: JudgingSettings) -> list[Judgement]:
    """Every case once, results kept."""
    return [judge(case, settings) for case in cases]


def with_annual_targets(cases: list[Case]) -> list[Case]:
    """The cases of standards with a mid-term target get one for each of the last years."""
    standards = {
        id(case.criterion): replace(
            case.criterion, annual=tuple((year, Goal(Decimal(70))) for year in YEARS[-5:])
        )
        for case in cases
        if case.criterion.midterm is not None
    }
    return [
        case._replace(criterion=standards.get(id(case.criterion), case.criterion)) for case in cases
    ]


def reference() -> float:
    """Millions of exact decimal comparisons a second here and now, to weigh the rest by."""
    one, other = Decimal("94.95"), Decimal("95")

    def compare() -> None:
        for _ in range(1_000_000):
            one >= other  # noqa: B015 - timed, not used

    return 1 / seconds(compare)


def main() -> None:
    """Print the throughput per basis and of the building of cases."""
    made = rows()
    start = time.process_time()
    cases = build(made)
    building = time.process_time() - start
    gc.disable()  # as the worker does while it judges: these tuples hold no cycles
    figures = sum(len(case.series) for case in cases)
    out = sys.stdout.write
    out(f"{len(cases)} cases, {figures} figures; built at {figures / building:,.0f} figures/s\n")
    out(f"this machine now: {reference():.1f} million comparisons of decimals/s\n")
    for basis in Basis:
        settings = JudgingSettings(basis=basis)
        year = UNDER_WAY if basis is Basis.PACE else YEARS[-1]
        asked = [case._replace(year=year) for case in cases]
        if basis is Basis.ANNUAL:
            asked = with_annual_targets(asked)
        rate = len(asked) / seconds(partial(judge_all, asked, settings))
        counts = Counter(judgement.verdict.value for judgement in judge_all(asked, settings))
        told = ", ".join(f"{verdict} {count}" for verdict, count in counts.most_common())
        out(f"{basis:8} {year} {rate:10,.0f} verdicts/s  {rate / FLOOR:.2f} × floor  {told}\n")


if __name__ == "__main__":
    main()
