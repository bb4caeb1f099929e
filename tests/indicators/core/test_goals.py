"""The sign before a target says what would satisfy it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from indicators.core.goals import target_sign
from indicators.core.vocabulary import RuleKind


@pytest.mark.parametrize(
    ("rule", "target", "base", "sign"),
    [
        (RuleKind.AT_LEAST, "95", "90", "≥"),
        (RuleKind.AT_MOST, "20", None, "≤"),
        (RuleKind.RISE, "58.36", "58.36", "＞"),  # the base itself must be passed
        (RuleKind.RISE, "60", "58.36", "≥"),  # a number of the plan's own
        (RuleKind.RISE, "60", None, "≥"),
        (RuleKind.FALL, "12.05", "12.05", "＜"),
        (RuleKind.FALL, "11", "12.05", "≤"),
        (RuleKind.AT_MOST_OF_BASELINE, "10.04", "12.05", "≤"),
        (RuleKind.AT_LEAST_OF_BASELINE, "12", "10", "≥"),
        (RuleKind.CHANGE_AT_LEAST, "63.5", "60", "≥"),
        (RuleKind.CHANGE_AT_LEAST, "56.5", "60", "≤"),  # minus 3.5 points: a fall is asked for
        (RuleKind.AT_LEAST_INDICATOR, "80", None, "≥"),
        (RuleKind.AROUND, "50", None, ""),
        (RuleKind.RANGE, "103", None, ""),
        (RuleKind.QUALITATIVE, None, None, ""),
    ],
)
def test_the_sign_says_what_satisfies(
    rule: RuleKind, target: str | None, base: str | None, sign: str
) -> None:
    numbers = [None if text is None else Decimal(text) for text in (target, base)]
    assert target_sign(rule, *numbers) == sign


def test_at_the_best_possible_value_equality_is_asked() -> None:
    zero, whole = Decimal(0), Decimal(100)
    assert target_sign(RuleKind.FALL, zero, zero) == "≤"
    assert target_sign(RuleKind.RISE, whole, whole, whole) == "≥"
    assert target_sign(RuleKind.RISE, whole, whole) == "＞"
