"""The filters above a table: their words, their options, and what is chosen in one line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from assessments.choices import AssessmentStage
from assessments.columns.words import change_words, run_title
from indicators.wording.labels import KINDS
from indicators.wording.verdicts import RATE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assessments.columns.filters import Filters
    from assessments.selectors.result_lines import ResultLine
    from assessments.selectors.run_book import Run, RunBook


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Select:
    """``name``: in the address. An option with an empty value chooses nothing."""

    name: str
    label: str
    options: Sequence[Option]

    @property
    def chosen(self) -> str:
        """The label of what is chosen; empty where nothing is."""
        return next((o.label for o in self.options if o.is_chosen and o.value), "")

    @property
    def html(self) -> SafeString:
        """The options, written out here: a long list is slow in a template."""
        return mark_safe("".join(map(_option_html, self.options)))  # noqa: S308 - escaped


def _option_html(option: Option) -> str:
    chosen = " selected" if option.is_chosen else ""
    return f'<option value="{escape(option.value)}"{chosen}>{escape(option.label)}</option>'


def _select(name: str, label: str, pairs: Iterable[tuple[str, str]], chosen: str) -> Select:
    return Select(name, label, [Option(value, word, value == chosen) for value, word in pairs])


def place_select(filters: Filters, places: Iterable[tuple[str, str]]) -> Select:
    return _select("region", "地区", places, filters.region)


def round_select(filters: Filters, book: RunBook) -> Select:
    return _select(
        "round",
        "轮次",
        [(name, f"{name.replace('-', '—')}年") for name in book.rounds],
        filters.round,
    )


def year_select(filters: Filters, book: RunBook) -> Select:
    latest = book.latest_year(filters.round)

    def label(year: int) -> str:
        if year in book.open_years:
            return f"{year}年（填报中）"
        if book.is_thin(filters.round, year):
            return f"{year}年（多数无数据）"
        if book.is_read_only and not book.is_final(filters.round, year):
            return f"{year}年（未定稿）"
        return f"{year}年（最近完整年份）" if year == latest else f"{year}年"

    return _select(
        "year",
        "年份",
        [(str(y), label(y)) for y in book.years(filters.round)],
        str(filters.year or ""),
    )


def value_year_select(years: Iterable[int], chosen: int | None) -> Select:
    """The years of one indicator's values."""
    return _select("year", "年份", [(str(y), f"{y}年") for y in years], str(chosen or ""))


def stage_select(filters: Filters, book: RunBook) -> Select:
    stages = book.stages(filters.round, filters.year) if filters.year else ()
    chosen = filters.stage if filters.stage in stages else next(iter(stages), "")
    return _select("stage", "评估", [(s, AssessmentStage(s).label) for s in stages], chosen)


def plan_select(filters: Filters) -> Select:
    return _select("plan", "规划", [("", "两规划"), *KINDS.items()], filters.plan)


def unit_select(filters: Filters, units: Iterable[tuple[int, str]]) -> Select:
    pairs = [("", "全部单位"), *((str(pk), name) for pk, name in units)]
    return _select("unit", "牵头单位", pairs, str(filters.unit or ""))


def domain_select(filters: Filters, domains: Iterable[str]) -> Select:
    pairs = [("", "全部领域"), *((name, name) for name in dict.fromkeys(domains))]
    return _select("domain", "领域", pairs, filters.domain)


def verdict_select(filters: Filters, run: Run) -> Select:
    words = [
        (verdict, run.words.plain(verdict))
        for verdict in ("met", "unmet", "no_data", "not_assessable")
    ]
    return _select("verdict", "结论", [("", "全部结论"), *words], filters.verdict)


def change_select(filters: Filters, run: Run) -> Select:
    return _select(
        "change", "比上年", [("", "不限"), *change_words(run.words).items()], filters.change
    )


def indicator_select(filters: Filters, offered: Sequence[ResultLine]) -> Select:
    pairs = [("", RATE), *((row.code, row.name) for row in offered)]
    return _select("indicator", "比什么", pairs, filters.indicator)


def chosen_words(selects: Sequence[Select], run: Run | None) -> str:
    """The filter in words, for the head of an exported table."""
    parts = [f"{select.label}：{select.chosen}" for select in selects if select.chosen]
    if run is not None:
        parts.append(f"依据：{run_title(run)}")
    return "；".join(parts)
