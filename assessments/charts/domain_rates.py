"""The compliance rate of every domain as horizontal bars."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessments.charts.text import decimal_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from assessments.charts.data import ChartData


def build(
    *, title: str, name: str, decimals: int, rates: Sequence[tuple[str, Decimal | None]]
) -> ChartData:
    """``name``: what the rate is called. ``rates``: pairs of domain and percentage; None where
    the denominator is 0."""
    return {
        "kind": "bar",
        "title": title,
        "unit": "%",
        "decimals": decimals,
        "categories": [name for name, _ in rates],
        "series": [{"name": name, "values": [decimal_text(rate) for _, rate in rates]}],
        "target": None,
    }
