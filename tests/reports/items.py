"""Items of a report without a database, with the numbers of the model report."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from indicators.core.case import Criterion, Figure, Goal
from indicators.core.vocabulary import Frequency, PlanKind, RuleKind, Verdict, measure
from reports.facts import Item


def figures(values: dict[int, str], scale: int = 100) -> dict[int, Figure]:
    """Figures by year; “44588/58400” gives numerator and denominator."""
    made = {}
    for year, text in values.items():
        if "/" in text:
            top, bottom = (Decimal(part) for part in text.split("/"))
            made[year] = Figure(year, top * scale / bottom, top, bottom, 2)
        else:
            made[year] = Figure(year, Decimal(text), decimals=2)
    return made


def item(
    name: str,
    *,
    rule: str = "at_least",
    unit: str = "%",
    target: str | None = "80",
    values: dict[int, str],
    verdict: Verdict = Verdict.MET,
    year: int = 2020,
    frequency: Frequency = Frequency.YEARLY,
    factor: str | None = None,
    tolerance: str | None = None,
    **more: Any,
) -> Item:
    meaning = measure(unit)
    series = figures(values, meaning.scale)
    value_year = max((y for y in series if y <= year), default=None)
    last = series.get(value_year) if value_year else None
    base = series.get(2010)
    kind = RuleKind(rule)
    goal = Decimal(target) if target is not None else (base.value if base else None)
    if factor and base and base.value is not None:
        goal = base.value * Decimal(Fraction(factor).numerator) / Fraction(factor).denominator
    criterion = Criterion(
        rule=kind,
        measure=meaning,
        baseline_year=2010,
        end_year=2020,
        scale=meaning.scale,
        final=Goal(goal) if target is not None and goal is not None else None,
        tolerance=Decimal(tolerance) if tolerance else None,
        factor=Fraction(factor) if factor else None,
        frequency=frequency,
    )
    value = last.value if last else None
    gap = None if value is None or goal is None else value - goal
    return Item(
        key=f"women.{name}",
        plan=PlanKind.WOMEN,
        number=1,
        code=more.pop("code", name),
        name=name,
        domain=more.pop("domain", "妇女与健康"),
        measure=meaning,
        criterion=criterion,
        verdict=verdict,
        year=year,
        value=value,
        numerator=last.numerator if last else None,
        denominator=last.denominator if last else None,
        value_year=value_year,
        base=base.value if base else None,
        base_year=2010 if base else None,
        target=goal,
        gap=gap,
        places=more.pop("places", 2),
        series=series,
        **more,
    )


def screening(**more: Any) -> Item:
    """妇女常见病定期筛查率 of the model report: 76.35%, 2132 people short of 80%."""
    return item(
        "妇女常见病定期筛查率",
        values={2010: "58.359375", 2019: "77.12", 2020: "44588/58400"},
        verdict=Verdict.UNMET,
        numerator_name="实查人数",
        denominator_name="应查人数",
        **more,
    )


def injuries(**more: Any) -> Item:
    """18岁以下儿童伤害死亡率: 13 cases, one too many."""
    return item(
        "18岁以下儿童伤害死亡率",
        rule="at_most_of_baseline",
        unit="1/10万",
        target=None,
        factor="5/6",
        values={
            2010: "14/116200",
            2018: "14/125600",
            2019: "15/127100",
            2020: "13/128600",
        },
        verdict=Verdict.UNMET,
        numerator_name="18岁以下伤害死亡数",
        denominator_name="18岁以下人口数",
        **more,
    )
