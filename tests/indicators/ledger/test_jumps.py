"""From which change on a figure is asked about: at each edge and one step beyond it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from indicators.ledger.checks import is_jump
from indicators.ledger.entries import LedgerIndicator

SHARE = LedgerIndicator("A", "入园率", "%", 100)
RARE = LedgerIndicator("B", "孕产妇死亡率", "1/10万", 100_000)
PEOPLE = LedgerIndicator("C", "接受救助的儿童人数", "人")
PAY = LedgerIndicator("D", "平均工资", "元/人·月")


@pytest.mark.parametrize(
    ("indicator", "previous", "value", "asked"),
    [
        # Per cent: more than twenty points, or more than half of what it was and five points.
        (SHARE, "60", "80", False),
        (SHARE, "60", "80.01", True),
        (SHARE, "60", "39.99", True),
        (SHARE, "20", "30", False),
        (SHARE, "20", "30.01", True),
        (SHARE, "4", "9", False),
        (SHARE, "4", "9.01", True),
        (SHARE, "0", "20", False),
        (SHARE, "0", "20.01", True),
        # Other rates: more than threefold either way; from none or to none says nothing.
        (RARE, "10", "30", False),
        (RARE, "10", "30.01", True),
        (RARE, "30.01", "10", True),
        (RARE, "0", "30", False),
        (RARE, "30", "0", False),
        # Counts: more than double, unless it is a handful.
        (PEOPLE, "50", "100", False),
        (PEOPLE, "50", "101", True),
        (PEOPLE, "2", "9", False),
        (PEOPLE, "2", "10", True),
        (PAY, "3000", "6000", False),
        (PAY, "3000", "6001", True),
        (PAY, "2", "5", True),
    ],
)
def test_a_jump(indicator: LedgerIndicator, previous: str, value: str, asked: bool) -> None:
    assert is_jump(Decimal(value), Decimal(previous), indicator) is asked
