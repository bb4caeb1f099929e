"""Charts of the registry as plain data, and as blocks."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assessments.charts import CHARTS, Chart, ChartKind, ChartTarget, Series
from reports.builders.chart import axis_range


def test_a_year_without_a_value_is_a_gap_not_a_zero() -> None:
    data = CHARTS["target_path"](
        title="筛查率",
        unit="%",
        decimals=2,
        years=[2018, 2019, 2020],
        actual={2018: Decimal("70.480000"), 2020: Decimal("76.35")},
        target=Decimal("80.000000"),
        target_name="目标80%",
    ).data
    assert data["series"][0]["values"] == ["70.48", None, "76.35"]
    assert data["target"] == {"name": "目标80%", "value": "80"}


@pytest.mark.parametrize(
    ("kind", "values", "target", "ends"),
    [
        (ChartKind.BAR, ["66", "76"], "80", ("0", "90")),
        (ChartKind.LINE, ["66", "76"], "80", ("64", "82")),
        (ChartKind.BAR, ["91.67", "100"], None, ("0", "100")),
        (ChartKind.LINE, ["5.31", "2.05"], "10", ("2", "11")),
        (ChartKind.LINE, ["100", "100"], None, None),
        (ChartKind.BAR, [None], None, ("0", "1")),
    ],
)
def test_axes_hold_all_values(kind, values, target, ends) -> None:
    numbers = tuple(None if v is None else Decimal(v) for v in values)
    chart = Chart(
        "c",
        kind,
        "图",
        tuple(str(i) for i in range(len(values))),
        (Series("甲", numbers),),
        ChartTarget("目标", Decimal(target)) if target else None,
    )
    low, high = axis_range(chart)
    assert low < high
    for number in numbers:
        assert number is None or low <= number <= high
    if ends is not None:
        assert (low, high) == tuple(Decimal(end) for end in ends)
