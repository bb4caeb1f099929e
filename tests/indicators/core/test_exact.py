"""Six decimals, cut on the strict side; ratios, cut to what can be kept."""

from __future__ import annotations

from decimal import Decimal

import pytest

from indicators.core.exact import LARGEST, not_above, not_below, percent


def test_a_bound_is_rounded_to_its_strict_side() -> None:
    assert not_above(Decimal("8.3333339")) == Decimal("8.333333")
    assert not_above(Decimal("-8.3333331")) == Decimal("-8.333334")
    assert not_below(Decimal("8.3333331")) == Decimal("8.333334")
    assert not_below(Decimal("-8.3333339")) == Decimal("-8.333333")


@pytest.mark.parametrize(
    ("top", "bottom", "share"),
    [
        ("1", "0", None),
        ("0", "5", "0"),
        ("5", "10", "50"),
        ("2", "3", "66.666667"),
        ("1", "3", "33.333333"),
        ("0.0000000050", "1", "0.000001"),
        ("0.0000000150", "1", "0.000002"),
        ("999999999", "100", "999999999"),
        ("1000000000", "100", str(LARGEST)),
        ("-1000000000", "100", str(-LARGEST)),
    ],
)
def test_a_share_has_six_decimals_and_an_end(top: str, bottom: str, share: str | None) -> None:
    found = percent(Decimal(top), Decimal(bottom))
    assert found == (None if share is None else Decimal(share))
