"""Verdicts and rates by domain, as the text's first table and as an annex."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from indicators.core.vocabulary import MissingRule, Rounding
from indicators.wording.labels import KINDS, NO_DATA, NOT_ASSESSABLE
from reports.core.sources import COMBINED
from reports.words.attained import WITHIN
from units.printed_table import Align, Cell, Column, Row, RowKind, Table

if TYPE_CHECKING:
    from collections.abc import Callable

    from assessments.core.tally import Tally
    from reports.facts import PlanFacts
    from reports.words.attained import Attained
    from reports.words.writing import Writing


def rate_table(writing: Writing, key: str, *, live: bool = False) -> Table:
    """``live``: counts as formulas over the indicator tables of the annexes; the rates of the
    text are explained there."""
    facts = writing.facts
    rows: list[Row] = []
    for plan in facts.plans:
        name = KINDS[plan.kind] + ("纲要" if "纲要" in plan.title else "规划")
        for domain, made in writing.of_domains(plan):
            source = f"{plan.kind}:verdict:{domain}" if live and facts.counts_all else ""
            group = f"{plan.kind}"
            cells = _counted(writing, made, source)
            rows.append(Row((Cell(name), Cell(domain), *cells), group=group, key=domain))
        cells = _summed(writing, plan, key)
        sources = [plan.kind.value] if len(facts.plans) > 1 else [plan.kind.value, COMBINED]
        rows.append(
            Row(
                (Cell(name), Cell("小计"), *cells),
                RowKind.TOTAL,
                key=f"sum-{plan.kind}",
                explains=tuple(sources) if live else (),
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
        notes=(writing.denominator_rule(), *_within(writing)),
        captioned=not live,
    )


def _within(writing: Writing) -> tuple[str, ...]:
    """What the met hold beside those that reached their number."""
    count = writing.whole.within
    column = next(each.title for each in _classes(writing) if each.key == "met")
    return (f"“{column}”中有{count}项{WITHIN}。",) if count else ()


@dataclass(frozen=True, slots=True)
class _Class:
    """One column of counts. ``labels``: the printed verdicts that it holds."""

    key: str
    title: str
    labels: tuple[str, ...]
    count: Callable[[Attained], int]


_MET: Final = ("early", "met", "basic")
"""The columns that the rate counts."""


def _classes(writing: Writing) -> list[_Class]:
    """Before the plans' last year the early ones stand apart; what a tolerance of the run let
    through, and what nobody can assess, only where there is any."""
    words, whole = writing.words, writing.whole
    splits = {"early": writing.is_open and words.early != words.met, "basic": whole.basic > 0}
    early = _Class("early", words.early, (words.early,), lambda made: made.early)
    basic = _Class("basic", words.basic, (words.basic,), lambda made: made.basic)
    apart = [each for each in (early, basic) if splits[each.key]]
    every = dict.fromkeys((*words.staged_kinds, words.met, words.early, words.basic))
    rest = tuple(label for label in every if label not in [each.title for each in apart])
    met = _Class(
        "met",
        words.staged_counted if splits["early"] else words.met,
        rest,
        lambda made: made.tally.met - sum(each.count(made) for each in apart),
    )
    unmet = _Class("unmet", words.unmet, (words.unmet,), lambda made: made.tally.unmet)
    none = _Class("no_data", NO_DATA, (NO_DATA,), lambda made: made.tally.no_data)
    undecided = _Class(
        "not_assessable",
        NOT_ASSESSABLE,
        (NOT_ASSESSABLE,),
        lambda made: made.tally.not_assessable,
    )
    is_full = whole.tally.not_assessable or not splits["early"]
    order = sorted((*apart, met), key=lambda each: _MET.index(each.key))
    return [*order, unmet, none, *([undecided] if is_full else [])]


def _counted(writing: Writing, made: Attained, source: str) -> list[Cell]:
    cells = [_count(made.tally.total, f"=COUNTA({{{source}}})" if source else "")]
    for each in _classes(writing):
        counts = [f'COUNTIF({{{source}}},"{label}")' for label in each.labels]
        cells.append(_count(each.count(made), "=" + "+".join(counts) if source else ""))
    return [*cells, _rate(writing, made.tally)]


def _summed(writing: Writing, plan: PlanFacts, table: str) -> list[Cell]:
    made = writing.of_plan(plan)

    def total(key: str) -> str:
        return f"=SUM({{{table}:{key}:{plan.kind}}})"

    cells = [_count(made.tally.total, total("total"))]
    cells += [_count(each.count(made), total(each.key)) for each in _classes(writing)]
    return [*cells, _rate(writing, plan.tally)]


def _grand(writing: Writing) -> list[Cell]:
    made = writing.whole

    def total(key: str) -> str:
        return "=" + "+".join(f"{{{key}@sum-{plan.kind}}}" for plan in writing.facts.plans)

    cells = [_count(made.tally.total, total("total"))]
    cells += [_count(each.count(made), total(each.key)) for each in _classes(writing)]
    return [*cells, _rate(writing, made.tally)]


_WIDTH: Final = 156
_NARROW: Final = MappingProxyType({"unmet": 11, "rate": 15})
_FROM: Final = 5
"""From so many classes on the columns are narrow."""


def _columns(writing: Writing) -> tuple[Column[Any], ...]:
    """Widths in mm, the whole line wide: the domain has what the counts leave."""
    counts = _classes(writing)
    is_narrow = len(counts) >= _FROM
    each = 14 if is_narrow else 16
    narrow = _NARROW if is_narrow else {}
    plan, total, rate = (18, 13, 15) if is_narrow else (20, 15, 17)
    left = _WIDTH - plan - total - rate - sum(narrow.get(one.key, each) for one in counts)
    return (
        Column("plan", writing.document, plan, Align.CENTRE, merge=True),
        Column("domain", "领域", left),
        Column("total", "指标数", total, Align.RIGHT),
        *(Column(one.key, one.title, narrow.get(one.key, each), Align.RIGHT) for one in counts),
        Column("rate", writing.words.rate, rate, Align.RIGHT),
    )


def _count(number: int, formula: str) -> Cell:
    return Cell(str(number), value=Decimal(number), formula=formula, number_format="0")


def _rate(writing: Writing, tally: Tally) -> Cell:
    settings = writing.facts.settings
    parts = [f"{{{each.key}}}" for each in _classes(writing) if each.key in _MET]
    met = f"({'+'.join(parts)})" if len(parts) > 1 else parts[0]
    whole = f"({met}+{{unmet}}"
    whole += "+{no_data})" if settings.missing is MissingRule.UNMET else ")"
    function = "ROUND" if settings.rounding is Rounding.HALF_UP else "TRUNC"
    formula = f'=IF({whole}=0,"—",{function}({met}*100/{whole},{settings.decimals}))'
    places = "0." + "0" * settings.decimals if settings.decimals else "0"
    if tally.rate is None:
        return Cell("—", formula=formula, number_format=places)
    return Cell(tally.rate, value=Decimal(tally.rate), formula=formula, number_format=places)
