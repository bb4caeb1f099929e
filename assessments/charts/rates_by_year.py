"""The plans' compliance rates over the years as lines."""

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
    decimals: int,
    years: Sequence[int],
    rates: Mapping[str, Sequence[Decimal | None]],
) -> ChartData:
    """``rates``: plan → one percentage per year, None where nothing was assessed."""
    return {
        "kind": "line",
        "title": title,
        "unit": "%",
        "decimals": decimals,
        "categories": [f"{year}年" for year in years],
        "series": [
            {"name": name, "values": [decimal_text(value) for value in values]}
            for name, values in rates.items()
        ],
        "target": None,
    }
