"""Verdicts and rates by domain, as the text's first table and as an annex."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from indicators.core.vocabulary import MissingRule, Rounding
from indicators.wording.labels import KINDS, NO_DATA, NOT_ASSESSABLE
from reports.core.sources import COMBINED
from units.printed_table import Align, Cell, Column, Row, RowKind, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assessments.core.tally import Tally
    from reports.facts import Item, PlanFacts
    from reports.words.writing import Writing


def rate_table(writing: Writing, key: str, *, live: bool = False) -> Table:
    """``live``: counts as formulas over the indicator tables of the annexes; the rates of the
    text are explained there."""
    facts = writing.facts
    rows: list[Row] = []
    for plan in facts.plans:
        name = KINDS[plan.kind] + ("纲要" if "纲要" in plan.title else "规划")
        for domain, tally in plan.domains:
            items = facts.of_domain(plan.kind, domain)
            source = f"{plan.kind}:verdict:{domain}" if live and facts.counts_all else ""
            group = f"{plan.kind}"
            cells = _counted(writing, tally, items, source)
            rows.append(Row((Cell(name), Cell(domain), *cells), group=group, key=domain))
        cells = _summed(writing, plan, key)
        told = [plan.kind.value] if len(facts.plans) > 1 else [plan.kind.value, COMBINED]
        rows.append(
            Row(
                (Cell(name), Cell("小计"), *cells),
                RowKind.TOTAL,
                key=f"sum-{plan.kind}",
                explains=tuple(told) if live else (),
            )
        )
    domains = sum(len(plan.domains) for plan in facts.plans)
    if len(facts.plans) > 1:
        cells = _grand(writing)
        rows.append(
            Row(
                (Cell("合计"), Cell(f"{domains}个领域"), *cells),
                RowKind.TOTAL,
                key="sum",
                explains=(COMBINED,) if live else (),
            )
        )
    return Table(
        key=key,
        title=f"各领域指标完成情况（{facts.year}年）",
        columns=_columns(writing),
        rows=tuple(rows),
        unit="项，%",
        notes=(writing.denominator_rule(),),
        captioned=not live,
    )


def _numbers(writing: Writing, tally: Tally, items: Sequence[Item]) -> list[int]:
    if writing.facts.is_midterm:
        early = sum(1 for item in items if item.is_met and item.grade == "early")
        numbers = [tally.total, early, tally.met - early, tally.unmet, tally.no_data]
        if writing.facts.combined.not_assessable:
            numbers.append(tally.not_assessable)
        return numbers
    return [tally.total, tally.met, tally.unmet, tally.no_data, tally.not_assessable]


def _labels(writing: Writing) -> list[tuple[str, ...]]:
    """Which printed verdicts each count column holds, after the total."""
    words = writing.words
    labels = [(words.unmet,), (NO_DATA,), (NOT_ASSESSABLE,)]
    if writing.facts.is_midterm:
        if not writing.facts.combined.not_assessable:
            labels.pop()
        met = dict.fromkeys((words.staged, words.basic, words.met))
        return [(words.early,), tuple(met), *labels]
    met = dict.fromkeys((words.met, words.early, words.staged, words.basic))
    return [tuple(met), *labels]


def _counted(writing: Writing, tally: Tally, items: Sequence[Item], source: str) -> list[Cell]:
    numbers = _numbers(writing, tally, items)
    formulas = [""] * len(numbers)
    if source:
        formulas = [f"=COUNTA({{{source}}})"]
        for labels in _labels(writing):
            counts = [f'COUNTIF({{{source}}},"{label}")' for label in labels]
            formulas.append("=" + "+".join(counts))
    cells = [_count(n, f) for n, f in zip(numbers, formulas, strict=True)]
    return [*cells, _rate(writing, tally)]


def _summed(writing: Writing, plan: PlanFacts, table: str) -> list[Cell]:
    items = writing.facts.of_plan(plan.kind)
    keys = [column.key for column in _columns(writing)][2:-1]
    numbers = _numbers(writing, plan.tally, items)
    cells = [
        _count(number, f"=SUM({{{table}:{key}:{plan.kind}}})")
        for number, key in zip(numbers, keys, strict=True)
    ]
    return [*cells, _rate(writing, plan.tally)]


def _grand(writing: Writing) -> list[Cell]:
    keys = [column.key for column in _columns(writing)][2:-1]
    numbers = _numbers(writing, writing.facts.combined, writing.facts.items)
    cells = []
    for number, key in zip(numbers, keys, strict=True):
        parts = "+".join(f"{{{key}@sum-{plan.kind}}}" for plan in writing.facts.plans)
        cells.append(_count(number, f"={parts}"))
    return [*cells, _rate(writing, writing.facts.combined)]


def _columns(writing: Writing) -> tuple[Column[Any], ...]:
    """Widths in mm; a mid-term tells the early ones apart, and what nobody can assess only
    where there is any."""
    words, staged = writing.words, writing.facts.is_midterm
    full = not staged or bool(writing.facts.combined.not_assessable)
    narrow = staged and full
    early: Column[Any] = Column("early", words.early, 14 if narrow else 16, Align.RIGHT)
    undecided: Column[Any] = Column(
        "not_assessable", NOT_ASSESSABLE, 14 if narrow else 18, Align.RIGHT
    )
    counts = (
        *((early,) if staged else ()),
        Column("met", words.staged if staged else words.met, 15 if full else 18, Align.RIGHT),
        Column("unmet", words.unmet, 11 if narrow else 14, Align.RIGHT),
        Column("no_data", NO_DATA, 15 if full else 14, Align.RIGHT),
        *((undecided,) if full else ()),
    )
    return (
        Column("plan", writing.document, 18 if narrow else 20, Align.CENTRE, merge=True),
        Column("domain", "领域", 37 if narrow else 42),
        Column("total", "指标数", 15, Align.RIGHT),
        *counts,
        Column("rate", words.rate, 17, Align.RIGHT),
    )


def _count(number: int, formula: str) -> Cell:
    return Cell(str(number), value=Decimal(number), formula=formula, number_format="0")


def _rate(writing: Writing, tally: Tally) -> Cell:
    settings = writing.facts.settings
    met = "({early}+{met})" if writing.facts.is_midterm else "{met}"
    whole = f"({met}+{{unmet}}"
    whole += "+{no_data})" if settings.missing is MissingRule.UNMET else ")"
    function = "ROUND" if settings.rounding is Rounding.HALF_UP else "TRUNC"
    formula = f'=IF({whole}=0,"—",{function}({met}*100/{whole},{settings.decimals}))'
    places = "0." + "0" * settings.decimals if settings.decimals else "0"
    if tally.rate is None:
        return Cell("—", formula=formula, number_format=places)
    return Cell(tally.rate, value=Decimal(tally.rate), formula=formula, number_format=places)
