"""Values cross plans and places with their measure, exactly or not at all."""

from __future__ import annotations

from decimal import Decimal

import pytest

from indicators.core.quantities import Quantity


@pytest.mark.parametrize(
    ("value", "measure", "wanted", "same"),
    [
        ("540000000", "人", "亿人", "5.4"),
        ("5.4", "亿人", "万人", "54000"),
        ("8.31", "万人", "人", "83100"),
        ("0.000001", "亿人", "人", "100"),
        ("9.6", "%", "‰", "96"),
        ("96.2", "%", "%", "96.2"),
        ("83.1", "岁", "岁", "83.1"),
    ],
)
def test_multiples_and_scales_convert_exactly(
    value: str, measure: str, wanted: str, same: str
) -> None:
    assert Quantity(Decimal(value), measure).converted(wanted) == Decimal(same)


@pytest.mark.parametrize(
    ("measure", "wanted"), [("人", "户"), ("%", "人"), ("岁", "年"), ("元/人·月", "元"), ("", "%")]
)
def test_other_things_do_not_convert(measure: str, wanted: str) -> None:
    assert Quantity(Decimal(3), measure).converted(wanted) is None
