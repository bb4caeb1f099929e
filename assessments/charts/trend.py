"""One indicator over the years, with its target as a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessments.charts.text import decimal_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from assessments.charts.data import ChartData


def build(
    *,
    title: str,
    unit: str,
    decimals: int,
    years: Sequence[int],
    values: Mapping[int, Decimal],
    target: Decimal | None = None,
    target_name: str = "",
) -> ChartData:
    """A line over ``years``; a year without a value stays a gap."""
    return {
        "kind": "line",
        "title": title,
        "unit": unit,
        "decimals": decimals,
        "categories": [f"{year}年" for year in years],
        "series": [
            {"name": "实际值", "values": [decimal_text(values.get(year)) for year in years]}
        ],
        "target": None
        if target is None
        else {"name": target_name, "value": format(target.normalize(), "f")},
    }
