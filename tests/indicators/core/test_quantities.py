"""Values cross plans and places with their measure, exactly or not at all."""

from __future__ import annotations

from decimal import Decimal

import pytest

from indicators.core.quantities import Quantity, readable


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


@pytest.mark.parametrize(
    ("measure", "values", "read_in"),
    [
        ("亿人", ("0.0042", "0.0844"), "万人"),
        ("亿人", ("0.00009999", "0.0844"), "人"),
        ("亿人", ("0.0001", "0"), "万人"),
        ("万人", ("0", "0"), "万人"),
        ("人", ("10000", "99999"), "万人"),
        ("人", ("9999", "99999"), "人"),
        ("%", ("0.1", "2"), "%"),
    ],
)
def test_a_row_reads_in_the_multiple_of_its_smallest(
    measure: str, values: tuple[str, ...], read_in: str
) -> None:
    assert readable(measure, [Decimal(value) for value in values]) == read_in
