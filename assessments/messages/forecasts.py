"""What is to be expected: sentences from a forecast, a mean over years, a sum of places."""

from __future__ import annotations

from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from assessments.core.aggregation import Aggregated, Method, SexGap
from indicators.core.forecast import LEAST_VALUES, Forecast, Outlook
from indicators.core.vocabulary import Direction
from indicators.wording import numbers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from indicators.core.case import Criterion
    from indicators.core.verdict_history import VerdictHistory

_OUTLOOKS: Final[Mapping[Outlook, str]] = MappingProxyType(
    {
        Outlook.REACHED: "目标已经达到",
        Outlook.ACHIEVABLE: "预期能够实现目标",
        Outlook.WITH_EFFORT: "经努力可以实现目标",
        Outlook.HARD: "实现难度较大",
        Outlook.REVERSED: "近年走势与目标相反，须先扭转",
    }
)
TOO_FEW: Final = f"有数据的年份不足{LEAST_VALUES}个，不作推算。"


def forecast_sentence(
    forecast: Forecast | None, criterion: Criterion, decimals: int | None = None
) -> str:
    """``按2020—2025年趋势推算，2030年预计73.2%（68.2%—78.1%），预期能够实现目标。``"""
    if forecast is None:
        return TOO_FEW
    measure = criterion.measure.text
    places = 1 if decimals is None else decimals
    middle, low, high = (
        numbers.quantity(value, measure, places)
        for value in (forecast.projected, forecast.low, forecast.high)
    )
    sentence = (
        f"按{forecast.first_year}—{forecast.last_year}年趋势推算，"
        f"{forecast.target_year}年预计{middle}（{low}—{high}）"
    )
    if forecast.outlook is None:
        return f"{sentence}。"
    return f"{sentence}，{_OUTLOOKS[forecast.outlook]}{_needed(forecast, criterion, places)}。"


def _needed(forecast: Forecast, criterion: Criterion, places: int) -> str:
    """What each year must bring, and how many times the present pace that is."""
    if forecast.required is None or forecast.target is None:
        return ""
    measure = criterion.measure.text
    higher = criterion.direction is Direction.HIGHER_IS_BETTER
    verb = numbers.change_verb(forecast.required, measure, higher_is_better=higher)
    yearly = numbers.difference(forecast.required, measure, max(places, 1))
    goal = numbers.target(forecast.target, measure)
    sentence = f"；要达到{goal}，此后每年需{verb}{yearly}"
    if forecast.ratio is None or forecast.ratio <= 1:
        return sentence
    return f"{sentence}，是以往年均的{numbers.number(forecast.ratio, 1)}倍"


def history_sentence(history: VerdictHistory) -> str:
    """When it was first met, lost, met again; empty where it was never met."""
    if history.first_met is None:
        return ""
    sentence = f"{history.first_met}年首次达标"
    lost, recovered = history.lost, history.recovered
    if lost:
        sentence += "，" + "、".join(f"{year}年" for year in lost) + "回落"
    if recovered:
        sentence += "，" + "、".join(f"{year}年" for year in recovered) + "重新达标"
    if history.met_since is not None and history.met_years > 1:
        if history.has_gaps:
            sentence += f"，{history.met_since}年以来有数据的年份都达标"
        else:
            sentence += f"，{history.met_since}年起连续{history.met_years}年达标"
    return f"{sentence}。"


def coverage_text(aggregated: Aggregated, noun: str) -> str:
    """``6个区中5个有数据``; that it cannot be added is said instead where so."""
    if aggregated.method is Method.NOT_ADDABLE:
        return f"各{noun}的数不能相加，也没有分子分母，不能由下级汇总"
    if aggregated.is_complete:
        return f"{aggregated.parts}个{noun}都有数据"
    return f"{aggregated.parts}个{noun}中{aggregated.with_data}个有数据"


def sex_gap_sentence(gap: SexGap, measure: str, decimals: int | None = None) -> str:
    """The two values first, then the difference."""
    men = numbers.quantity(gap.male, measure, decimals)
    women = numbers.quantity(gap.female, measure, decimals)
    if not gap.gap:
        return f"男性、女性均为{men}。"
    side = "高" if gap.gap > Decimal(0) else "低"
    away = numbers.difference(gap.gap, measure, decimals)
    return f"男性、女性分别为{men}和{women}，女性{side}{away}。"


LEVEL_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "province": "省",
        "city": "市",
        "county": "区县",
        "township": "乡镇街道",
        "village": "村社区",
        "nation": "地区",
    }
)


def below_sentence(total: Aggregated, noun: str, measure: str, decimals: int) -> str:
    """``所辖6个区县中5个有数据；按其分子、分母合计为95.2%（952÷1000）。``"""
    if total.method is Method.NOT_ADDABLE or total.value is None:
        return f"所辖{coverage_text(total, noun)}。"
    shown = numbers.quantity(
        total.value, measure, max(decimals, 2) if total.numerator else decimals
    )
    if total.method is Method.SUM:
        return f"所辖{coverage_text(total, noun)}；相加为{shown}。"
    counts = ""
    if total.numerator is not None and total.denominator is not None:
        counts = f"（{numbers.exact(total.numerator)}÷{numbers.exact(total.denominator)}）"
    return f"所辖{coverage_text(total, noun)}；按其分子、分母合计为{shown}{counts}。"
