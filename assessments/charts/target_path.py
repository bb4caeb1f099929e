"""An indicator's way to its target: actual values, pace, forecast with its range."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessments.charts.text import decimal_text

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from decimal import Decimal

    from assessments.charts.data import ChartData, SeriesData

NAMES = {
    "low": "下限",
    "high": "上限",
    "pace": "时序进度",
    "forecast": "趋势预测",
    "annual": "年度目标",
}


def build(
    *,
    title: str,
    unit: str,
    decimals: int,
    years: Sequence[int],
    actual: Mapping[int, Decimal | None],
    behind: Collection[int],
    lines: Mapping[str, Mapping[int, Decimal]],
    target: Decimal | None = None,
    target_name: str = "",
) -> ChartData:
    """``behind``: years that lag. ``lines``: by role (pace, forecast, low, high, annual); an empty
    one is left out."""

    def series(role: str, name: str, values: Mapping[int, Decimal | None]) -> SeriesData:
        texts = [decimal_text(values.get(year)) for year in years]
        return {"name": name, "values": texts, "role": role}

    actual_line = series("actual", "实际值", actual)
    actual_line["behind"] = [number for number, year in enumerate(years) if year in behind]
    drawn = [series(role, NAMES[role], values) for role, values in lines.items() if values]
    return {
        "kind": "line",
        "title": title,
        "unit": unit,
        "decimals": decimals,
        "categories": [f"{year}年" for year in years],
        "series": [actual_line, *drawn],
        "target": None
        if target is None
        else {"name": target_name, "value": format(target.normalize(), "f")},
    }
