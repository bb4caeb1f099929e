"""The tables of the leader's page."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Final, TypeVar

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import mark_safe

from assessments.core.verdict_changes import VerdictChange
from assessments.messages.rates import rate
from indicators.wording import numbers
from indicators.wording.labels import KINDS, NO_DATA, NOT_ASSESSABLE
from units.printed_table import MISSING, Cell, Column, number_column, text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from django.utils.safestring import SafeString

    from assessments.columns.filters import Filters
    from assessments.core.tally import Tally
    from assessments.models import Assessment
    from assessments.selectors.result_lines import Counts, DomainTally
    from indicators.selectors.reporting import LateUnit

DOMAINS: Final = "{count} 个领域"
URGENT: Final = "需重点督促的指标（{count}项）"
CHANGED: Final = "与{year}年相比"
RATES: Final = "逐年{rate}"
LATE: Final = "{year}年度逾期未报"
NO_ROUND: Final = "填报"
INDICATORS: Final = "监测指标"
RowT = TypeVar("RowT")


@cache
def _list_address() -> str:
    return reverse("reports:dashboard_indicators")


def list_url(filters: Filters, **changes: object) -> str:
    """The indicators behind a count; a page has forty such links."""
    return _list_address() + filters.query(**changes)


def rate_shown(tally: Tally) -> Cell:
    if tally.rate is None:
        return Cell(MISSING)
    return Cell(tally.rate, unit="%", value=Decimal(tally.rate))


def share_shown(tally: Tally) -> Cell:
    return Cell(f"{tally.met}/{tally.denominator}")


def tally_columns(
    run: Assessment, tally_of: Callable[[RowT], Tally | None]
) -> dict[str, Column[RowT]]:
    """What is counted of a place or domain; none is 0, for the dash says that nothing is known."""
    shows: dict[str, tuple[str, Callable[[Tally], Cell]]] = {
        "share": (f"{run.words.met_counted}/分母", share_shown),
        "unmet": (run.words.unmet, lambda tally: Cell.whole(tally.unmet)),
        "no_data": (NO_DATA, lambda tally: Cell.whole(tally.no_data)),
        "open": (NOT_ASSESSABLE, lambda tally: Cell.whole(tally.not_assessable)),
        "rate": (run.words.rate, rate_shown),
    }

    def column(key: str) -> Column[RowT]:
        heading, show = shows[key]

        def shown(row: RowT) -> Cell:
            tally = tally_of(row)
            return Cell(MISSING) if tally is None else show(tally)

        return number_column(key, heading, show=shown)

    return {key: column(key) for key in shows}


def domain_columns(run: Assessment, filters: Filters) -> list[Column[DomainTally]]:
    return [
        Column("plan", "规划", show=lambda row: text(KINDS[row.kind]), width=15),
        Column(
            "domain",
            "领域",
            show=lambda row: text(row.domain, list_url(filters, plan=row.kind, domain=row.domain)),
            width=42,
        ),
        *tally_columns(run, lambda row: row.tally).values(),
    ]


def domain_body(rows: Sequence[DomainTally], run: Assessment, filters: Filters) -> SafeString:
    """The domains plan by plan as table rows: link, bar, n/m, unmet, rate.

    Written out here: in a template these are half the page's time.
    """
    heads = [run.words.met_counted, run.words.unmet, run.words.rate]
    drawn: list[str] = []
    kind = ""
    for row in rows:
        if row.kind != kind:
            kind = row.kind
            drawn.append(_group_row(KINDS[kind], *heads))
        drawn.append(_domain_row(row, run, list_url(filters, plan=kind, domain=row.domain)))
    return mark_safe("\n".join(drawn))  # noqa: S308 - escaped row by row


def _group_row(plan: str, met: str, unmet: str, rate_name: str) -> str:
    return (
        f'<tr class="group"><th scope="rowgroup">{plan}</th>'
        '<td class="note w-bar">各类指标所占比重</td>'
        f'<td class="num note">{escape(met)}/分母</td><td class="num note">{escape(unmet)}</td>'
        f'<td class="num note">{escape(rate_name)}</td></tr>'
    )


def _domain_row(row: DomainTally, run: Assessment, url: str) -> str:
    tally, is_pace = row.tally, run.words.is_pace
    tone = f" figure-{'warn' if is_pace else 'bad'} strong" if tally.unmet else ""
    rate = MISSING if tally.rate is None else f'{tally.rate}<span class="unit">%</span>'
    return (
        f'<tr><th scope="row"><a href="{escape(url)}">{escape(row.domain)}</a></th>'
        f'<td><svg class="bar" role="img" aria-label="{escape(bar_words(tally, run))}">'
        f"{_bar(tally, is_pace=is_pace)}</svg></td>"
        f'<td class="num">{tally.met}/{tally.denominator}</td>'
        f'<td class="num{tone}">{tally.unmet or MISSING}</td><td class="num">{rate}</td></tr>'
    )


def _bar(tally: Tally, *, is_pace: bool) -> str:
    """The parts of a domain's bar: met, unmet and without verdict, in this order."""
    parts = (
        ("met", tally.met),
        ("behind" if is_pace else "unmet", tally.unmet),
        ("none", tally.no_data + tally.not_assessable),
    )
    whole = tally.total or 1
    drawn, start = [], 0
    for kind, count in parts:
        if count:
            x, width = _percent(start, whole), _percent(count, whole)
            drawn.append(f'<rect class="bar-{kind}" x="{x}" width="{width}" height="100%"/>')
        start += count
    return "".join(drawn)


def _percent(part: int, whole: int) -> str:
    hundredths = (10_000 * part) // whole
    return f"{hundredths // 100}.{hundredths % 100:02d}%"


def bar_words(tally: Tally, run: Assessment) -> str:
    return run.words.counts(tally.met, tally.unmet, tally.no_data, tally.not_assessable)


@dataclass(frozen=True, slots=True)
class ChangeLine:
    words: str
    count: int
    change: str


def change_lines(found: Mapping[int, VerdictChange], run: Assessment) -> list[ChangeLine]:
    met, unmet = run.words.met, run.words.unmet
    counts = {change: list(found.values()).count(change) for change in VerdictChange}
    return [
        ChangeLine(
            f"{unmet} → {met}", counts[VerdictChange.IMPROVED], VerdictChange.IMPROVED.value
        ),
        ChangeLine(f"{met} → {unmet}", counts[VerdictChange.LOST], VerdictChange.LOST.value),
        ChangeLine("首次有数据", counts[VerdictChange.FIRST], VerdictChange.FIRST.value),
        ChangeLine("上年有数据，本年缺", counts[VerdictChange.GONE], VerdictChange.GONE.value),
    ]


def change_columns(filters: Filters) -> list[Column[ChangeLine]]:
    return [
        Column("words", "变化", show=lambda row: text(row.words), width=53),
        number_column(
            "count",
            "项数",
            show=lambda row: Cell(
                f"{row.count}",
                unit=" 项",
                value=Decimal(row.count),
                href=list_url(filters, change=row.change) if row.count else "",
            ),
        ),
    ]


def late_columns() -> list[Column[LateUnit]]:
    return [
        Column("unit", "单位", show=lambda row: text(row.unit.label), width=38),
        Column("state", "情况", show=_late_state, width=38),
        number_column(
            "days",
            "逾期",
            show=lambda row: Cell(f"{row.days}", unit=" 天", value=Decimal(row.days)),
        ),
    ]


def late_names(rest: Sequence[LateUnit]) -> str:
    """The others by name, so that nobody late goes unnamed."""
    return "、".join(row.unit.label for row in rest)


def more_late(rest: Sequence[LateUnit]) -> list[str]:
    return [f"另有 {len(rest)} 家：{late_names(rest)}"] if rest else []


def _late_state(row: LateUnit) -> Cell:
    if row.state == "returned":
        return text("退回未改")
    return text(f"已填 {row.filled} 项，未送审" if row.filled else "未开始")


@dataclass(frozen=True, slots=True)
class YearRates:
    """One plan's tallies over the years; None where a year has no comparable assessment."""

    name: str
    tallies: Sequence[Tally | None]


def rate_columns(name: str, years: Sequence[int]) -> list[Column[YearRates]]:
    def of_year(index: int) -> Column[YearRates]:
        return number_column(
            str(years[index]),
            f"{years[index]}年",
            show=lambda row: _year_rate(row.tallies[index]),
            width=30,
        )

    return [
        Column("name", name, show=lambda row: text(row.name), width=27),
        *(of_year(index) for index in range(len(years))),
    ]


def _year_rate(tally: Tally | None) -> Cell:
    if tally is None or tally.rate is None:
        return Cell(MISSING)
    return Cell(rate(tally.rate, tally.met, tally.denominator))


def headline(run: Assessment, counts: Counts) -> str:
    """The answer as the page's title."""
    both = counts.combined
    if not both.denominator:
        return f"{run.year}年还没有可以评价的指标"
    words = f"{both.met} 项{run.words.met_said_counted}，{both.unmet} 项{run.words.unmet}"
    return f"{run.year}年：{both.met + both.unmet} 项有结论的指标中 {words}"


def points_words(difference: Decimal | None, year: int) -> str:
    """比2023年 +3.2 个百分点"""
    if difference is None:
        return ""
    places = max(-int(difference.as_tuple().exponent), 0)
    return f"比{year}年 {numbers.signed(difference, places)} 个百分点"
