"""A rate of few cases, told by its cases (phrase book 2, §2.8): this year's, the year before's and
three years together, then what the year's value was judged; never points, per cent or 提前."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from indicators.core.pace import is_past
from indicators.core.vocabulary import Direction
from indicators.wording import counts
from reports.document import Number, Text
from reports.words.numbers import missing_count, target_value_text, three_years, value_text
from reports.words.standings import standing_of, verdict_word

if TYPE_CHECKING:
    from indicators.wording.verdicts import Words
    from reports.document import Run
    from reports.facts import Item

_CASES: Final = "例"


def cases_text(item: Item) -> str:
    """“孕产妇死亡1例”, “2024年无孕产妇死亡报告”: of what is counted, and of the rate only where
    nobody named that."""
    name, cases = item.numerator_name or f"{item.name}分子", item.numerator or Decimal(0)
    if not cases and counts.noun_of(name) == _CASES:
        return f"{item.value_year}年无{counts.bare_name(name)}报告"
    return counts.counted(name, cases)


def small_base_runs(item: Item, words: Words, *, is_named: bool = True) -> tuple[Run, ...]:
    """The sentences about one such indicator, in place of those of its rule."""
    if item.numerator is None or item.value is None:
        return ()
    year = item.value_year or item.year
    together = three_years(item)
    whole = Decimal(0) if together is None else _cases(item, together[0], together[1])
    if together is not None and not whole:
        none = "均无报告" if _noun(item) == _CASES else "均为0"
        head = f"{together[0]}—{year}年{none}"
        runs: list[Run] = [Text(f"{item.name if is_named else ''}{head}")]
    else:
        said = _reported(item, item.numerator)
        runs = [Text(f"{item.name if is_named else ''}{year}年"), Number(said, item.key)]
        runs.append(Text("".join(f"，{each}" for each in _beside(item, year))))
    if together is not None and whole:
        first, last, rate = together
        counted = counts.count(whole, _noun(item))
        runs.append(Text(f"；{first}—{last}年共{counted}，合并计算为"))
        runs.append(Number(value_text(item, rate), item.key))
    if item.value:
        runs += [Text(f"。按{year}年值"), Number(value_text(item, item.value), item.key)]
    else:
        runs.append(Text(f"。按{year}年情况"))
    verdict = verdict_word(item, words)
    side = "" if together is None else _side(item, together[2])
    return (*runs, Text(f"判为{verdict}{side}。"))


def to_reach(item: Item) -> str:
    """How many cases would do, where the year's value does not."""
    lack = missing_count(item)
    if lack is None or lack <= 0 or item.numerator is None or item.denominator is None:
        return ""
    if item.direction is not Direction.LOWER_IS_BETTER:
        return f"按当年分母计算还差{counts.count(Decimal(lack), _noun(item))}。"
    most = item.numerator - lack
    whole = counts.bare_name(item.denominator_name) or "分母"
    if most <= 0:
        thing = counts.bare_name(item.numerator_name) or "报告"
        return f"按{item.value_year}年{whole}计算，须无{thing}方可达到。"
    return f"按{item.value_year}年{whole}计算，不超过{counts.count(most, _noun(item))}即可达到。"


def _noun(item: Item) -> str:
    return counts.noun_of(item.numerator_name)


def _reported(item: Item, cases: Decimal) -> str:
    """“报告1例”, “无报告”; what is no case is counted plainly."""
    if _noun(item) != _CASES:
        return f"为{counts.count(cases, _noun(item))}"
    return f"报告{counts.count(cases, _CASES)}" if cases else "无报告"


def _cases(item: Item, first: int, last: int) -> Decimal:
    return sum(
        (_numerator(item, year) or Decimal(0) for year in range(first, last + 1)), Decimal(0)
    )


def _numerator(item: Item, year: int) -> Decimal | None:
    figure = item.series.get(year)
    return None if figure is None else figure.numerator


def _beside(item: Item, year: int) -> list[str]:
    """The cases of the year before and, where it is what counts, of the base year."""
    base = item.criterion.baseline_year
    found = standing_of(item)
    is_since = found is not None and (found.form.is_trend or item.criterion.factor is not None)
    years = [year - 1] if item.last_year is not None else []
    years += [base] if is_since and base not in (year, *years) else []
    beside = []
    for each in years:
        cases = _numerator(item, each)
        if cases is None:
            continue
        same = cases == item.numerator and cases and item.figure(each) != item.value
        beside.append(f"{each}年{_reported(item, cases)}{'（分母变化）' if same else ''}")
    return beside


def _side(item: Item, rate: Decimal) -> str:
    """Where three years together stand to the number that the plan ends in, or to its target."""
    found = standing_of(item)
    if found is None or found.form.is_trend or found.form.is_band:
        return ""
    mark = found.target if found.final is None else found.final
    goal = target_value_text(item, mark)
    is_lower = item.direction is Direction.LOWER_IS_BETTER
    if rate == mark or is_past(item.criterion, rate, mark):
        return f"，三年合并值{f'在{goal}以内' if is_lower else f'不低于{goal}'}"
    return f"，三年合并值{'高于' if is_lower else '低于'}{goal}"
