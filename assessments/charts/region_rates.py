"""The compliance rates of several places side by side."""

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
    places: Sequence[str],
    rates: Mapping[str, Sequence[Decimal | None]],
) -> ChartData:
    """``rates``: series name (合计, a plan) → one percentage per place."""
    return {
        "kind": "bar",
        "title": title,
        "unit": "%",
        "decimals": decimals,
        "categories": list(places),
        "series": [
            {"name": name, "values": [decimal_text(value) for value in values]}
            for name, values in rates.items()
        ],
        "target": None,
    }
