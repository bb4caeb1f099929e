"""What stands beside a figure that is still being typed: told by where it stands."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from assessments.messages.drafts import draft_words
from indicators.core.case import Case, Criterion, Figure, JudgingSettings, criterion
from indicators.core.judging import judge
from indicators.core.vocabulary import RuleKind

UP = criterion(RuleKind.AT_LEAST, "%", target="95")
DOWN = criterion(RuleKind.AT_MOST, "1/10万", target="20")
BAND = criterion(RuleKind.RANGE, "%", target="45", upper="55")
ABOUT = criterion(RuleKind.AROUND, "%", target="50", tolerance="5")


@pytest.mark.parametrize(
    ("standard", "value", "told"),
    [
        (UP, "96", "高 1.00个百分点"),
        (UP, "94", "差 1.00个百分点"),
        (UP, "95", ""),
        (replace(UP, tolerance=Decimal(2)), "94", "差 1.00个百分点"),
        (DOWN, "18", "低 2.00个十万分点"),
        (DOWN, "22", "高 2.00个十万分点"),
        (BAND, "53", "在区间内，距边界 2.00个百分点"),
        (BAND, "57", "高出上限 2.00个百分点"),
        (BAND, "42", "低于下限 3.00个百分点"),
        (ABOUT, "54", "在区间内，距边界 1.00个百分点"),
        (ABOUT, "56", "高出上限 1.00个百分点"),
    ],
)
def test_the_side_is_that_of_the_number(standard: Criterion, value: str, told: str) -> None:
    figure = Figure(2020, Decimal(value), decimals=2)
    judgement = judge(Case(standard, 2020, {2020: figure}), JudgingSettings())
    assert draft_words(judgement, standard) == told
