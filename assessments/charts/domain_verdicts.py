"""How many indicators of every domain got which verdict, as stacked bars."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assessments.charts.data import ChartData


def build(
    *, title: str, labels: Sequence[str], counts: Mapping[str, Mapping[str, int]]
) -> ChartData:
    """``counts``: domain → label → number; labels that never occur are left out."""
    used = [label for label in labels if any(row.get(label) for row in counts.values())]
    return {
        "kind": "stacked_bar",
        "title": title,
        "unit": "项",
        "decimals": 0,
        "categories": list(counts),
        "series": [
            {"name": label, "values": [str(row.get(label, 0)) for row in counts.values()]}
            for label in used
        ],
        "target": None,
    }
