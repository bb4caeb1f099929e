"""What a target's words ask and its rule does not check."""

from __future__ import annotations

import pytest

from indicators.core.rules import RULES
from indicators.core.target_text import Unchecked, says_the_trend, unchecked
from indicators.core.vocabulary import RuleKind


@pytest.mark.parametrize(
    ("rule", "text", "left_out"),
    [
        ("at_most", "低于2%", [Unchecked.STRICT]),
        ("at_most", "不高于2%", []),
        ("at_most", "控制在4‰以下", []),
        ("at_least_indicator", "高于全国平均水平", [Unchecked.STRICT]),
        ("at_least_indicator", "一般不低于党员总数中女性比例", []),
        ("rise", "高于2020年", []),
        ("rise", "不低于上一年", [Unchecked.NOT_STRICT, Unchecked.LAST_YEAR]),
        ("rise", "保持2020年水平", [Unchecked.NOT_STRICT]),
        ("at_least_of_baseline", "保持2020年水平", []),
        ("at_least", "达到95%以上并逐年提高", [Unchecked.YEARLY]),
        ("at_least", "十年累计培训10万人次", [Unchecked.SUM]),
        ("at_least_of_baseline", "年均增长5%", [Unchecked.GROWTH]),
        ("range", "高于40%低于60%", []),
        ("qualitative", "逐年提高", []),
        ("rise", "", []),
    ],
)
def test_what_the_rule_leaves_out(rule: str, text: str, left_out: list[Unchecked]) -> None:
    assert list(unchecked(RULES[RuleKind(rule)], text)) == left_out


def test_against_last_year_is_checked_where_the_assessment_does_so() -> None:
    rise = RULES[RuleKind.RISE]
    assert unchecked(rise, "比上年提高", by_last_year=True) == ()
    assert unchecked(rise, "比上年提高") == (Unchecked.LAST_YEAR,)
    share = RULES[RuleKind.AT_LEAST]
    assert unchecked(share, "逐年提高", by_last_year=True) == (Unchecked.YEARLY,)


@pytest.mark.parametrize(
    ("rule", "text", "says"),
    [
        ("rise", "提高", True),
        ("rise", "逐步提高", True),
        ("rise", "降低", False),
        ("fall", "缩小", True),
        ("fall", "明显缩小", False),
        ("fall", "持续下降", False),
        ("rise", "稳步提高", False),
        ("rise", "发挥作用", False),
        ("rise", "", False),
        ("at_least", "提高", False),
    ],
)
def test_words_that_say_the_trend_and_nothing_more(rule: str, text: str, says: bool) -> None:
    assert says_the_trend(RULES[RuleKind(rule)], text) is says
