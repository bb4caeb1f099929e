"""The filters above a table: their words, their options, and what is chosen in one line."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from assessments.choices import AssessmentStage, VerdictChoices
from assessments.columns.words import run_title

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from assessments.columns.filters import Filters
    from assessments.models import Assessment
    from assessments.selectors.run_book import RunBook


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


_WORDS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "region": ("地区", ""),
        "round": ("轮次", ""),
        "year": ("年份", ""),
        "stage": ("评估", ""),
        "plan": ("规划", "两规划"),
        "unit": ("牵头单位", "全部单位"),
        "domain": ("领域", "全部领域"),
        "verdict": ("结论", "全部结论"),
        "change": ("比上年", "不限"),
        "indicator": ("比什么", ""),
    }
)
"""Each select's label, and what choosing nothing is called where that can be chosen."""


def select(
    name: str,
    pairs: Iterable[tuple[object, str]],
    filters: Filters,
    chosen: object = None,
    *,
    without: str = "",
) -> Select:
    """``pairs``: values and words; ``chosen``: what is chosen where the filter does not say it;
    ``without``: what choosing nothing is called on this page."""
    label, usual = _WORDS[name]
    nothing = without or usual
    value = str((getattr(filters, name) if chosen is None else chosen) or "")
    offered = [(str(each), word) for each, word in pairs]
    options = [("", nothing), *offered] if nothing else offered
    return Select(name, label, [Option(each, word, each == value) for each, word in options])


def round_select(filters: Filters, book: RunBook) -> Select:
    rounds = ((name, f"{name.replace('-', '—')}年") for name in book.rounds)
    return select("round", rounds, filters)


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

    return select("year", ((year, label(year)) for year in book.years(filters.round)), filters)


def value_year_select(years: Iterable[int], filters: Filters, chosen: int | None) -> Select:
    """The years of one indicator's values."""
    return select("year", ((year, f"{year}年") for year in years), filters, chosen or "")


def stage_select(filters: Filters, book: RunBook) -> Select:
    stages = book.stages(filters.round, filters.year) if filters.year else ()
    chosen = filters.stage if filters.stage in stages else next(iter(stages), "")
    return select("stage", ((s, AssessmentStage(s).label) for s in stages), filters, chosen)


def verdict_select(filters: Filters, run: Assessment) -> Select:
    words = ((verdict, run.words.filter(verdict)) for verdict in VerdictChoices.values)
    return select("verdict", words, filters)


def chosen_words(selects: Sequence[Select], run: Assessment | None) -> str:
    """The filter in words, for the head of an exported table."""
    parts = [f"{select.label}：{select.chosen}" for select in selects if select.chosen]
    if run is not None:
        parts.append(f"依据：{run_title(run)}")
    return "；".join(parts)
