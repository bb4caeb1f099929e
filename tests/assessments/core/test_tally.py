"""Counts and compliance rates as real reports print them."""

from __future__ import annotations

import pytest

from assessments.core.rounding import rate_text
from assessments.core.tally import CountingRules, TallyEntry, combined, count, is_counted, tally
from indicators.core.vocabulary import (
    DenominatorRule,
    MissingRule,
    PlanKind,
    Rounding,
    RuleKind,
    Verdict,
)

HALF_UP, TRUNCATE = Rounding.HALF_UP, Rounding.TRUNCATE


@pytest.mark.parametrize(
    ("part", "whole", "decimals", "rounding", "text"),
    [
        pytest.param(98, 102, 2, HALF_UP, "96.08", id="湖里区"),
        pytest.param(26, 29, 2, TRUNCATE, "89.65", id="平顶山妇女-舍去"),
        pytest.param(51, 53, 2, TRUNCATE, "96.22", id="平顶山儿童-舍去"),
        pytest.param(26, 29, 2, HALF_UP, "89.66", id="平顶山妇女-四舍五入"),
        pytest.param(51, 53, 2, HALF_UP, "96.23", id="平顶山儿童-四舍五入"),
        pytest.param(31, 33, 1, HALF_UP, "93.9", id="统计局一位小数"),
        pytest.param(1, 8, 1, HALF_UP, "12.5", id="恰好"),
        pytest.param(1, 8, 0, HALF_UP, "13", id="半数进位"),
        pytest.param(1, 8, 0, TRUNCATE, "12", id="半数舍去"),
        pytest.param(54, 54, 2, HALF_UP, "100.00", id="全部达标"),
        pytest.param(0, 7, 2, HALF_UP, "0.00", id="无一达标"),
        pytest.param(0, 0, 2, HALF_UP, None, id="分母为零没有率"),
    ],
)
def test_rate_as_printed(
    part: int, whole: int, decimals: int, rounding: Rounding, text: str | None
) -> None:
    assert rate_text(part, whole, decimals, rounding) == text


@pytest.mark.parametrize(("part", "whole", "decimals"), [(5, 4, 2), (-1, 4, 2), (1, 2, 7)])
def test_impossible_shares_are_refused(part: int, whole: int, decimals: int) -> None:
    with pytest.raises(ValueError, match=r"no share|decimals"):
        rate_text(part, whole, decimals, HALF_UP)


def entry(
    verdict: Verdict, rule: RuleKind = RuleKind.AT_LEAST, *, is_key: bool = False
) -> TallyEntry:
    return TallyEntry(PlanKind.WOMEN, "妇女与健康", rule, is_key, verdict)


# 8 met (3 key, 1 qualitative), 2 unmet (1 key), 3 without data (1 key), 1 not assessable.
DISTRICT = [
    *[entry(Verdict.MET, is_key=True)] * 3,
    *[entry(Verdict.MET)] * 4,
    entry(Verdict.MET, RuleKind.QUALITATIVE),
    entry(Verdict.UNMET, is_key=True),
    entry(Verdict.UNMET),
    entry(Verdict.NO_DATA, is_key=True),
    *[entry(Verdict.NO_DATA)] * 2,
    entry(Verdict.NOT_ASSESSABLE, RuleKind.QUALITATIVE),
]


@pytest.mark.parametrize(
    ("denominator", "missing", "met", "of", "no_data", "rate"),
    [
        pytest.param("all", "exclude", 8, 10, 3, "80.00", id="全部-缺数不计"),
        pytest.param("all", "unmet", 8, 13, 3, "61.54", id="全部-缺数按未达标"),
        pytest.param("all", "separate", 8, 10, 3, "80.00", id="全部-缺数单列"),
        pytest.param("key", "exclude", 3, 4, 1, "75.00", id="重点"),
        pytest.param("key", "unmet", 3, 5, 1, "60.00", id="重点-缺数按未达标"),
        pytest.param("quantitative", "exclude", 7, 9, 3, "77.78", id="可量化"),
        pytest.param("monitorable", "unmet", 8, 10, 0, "80.00", id="可监测"),
    ],
)
def test_denominator_and_missing_rules(
    denominator: str, missing: str, met: int, of: int, no_data: int, rate: str
) -> None:
    rules = CountingRules(DenominatorRule(denominator), MissingRule(missing))
    result = tally(DISTRICT, rules)
    assert (result.met, result.denominator, result.no_data, result.rate) == (met, of, no_data, rate)
    assert sum(is_counted(each, rules) for each in DISTRICT) == result.denominator


def test_not_assessable_is_never_in_a_denominator() -> None:
    for denominator in DenominatorRule:
        for missing in MissingRule:
            rules = CountingRules(denominator, missing)
            assert not is_counted(entry(Verdict.NOT_ASSESSABLE, is_key=True), rules)


def test_background_stands_in_no_count() -> None:
    result = tally([entry(Verdict.MET, RuleKind.BACKGROUND)], CountingRules())
    assert (result.total, result.rate) == (0, None)


def test_an_indicator_in_both_plans_counts_in_each() -> None:
    rules = CountingRules()
    both = [
        TallyEntry(kind, "与教育", RuleKind.AT_LEAST, is_key=True, verdict=Verdict.MET)
        for kind in PlanKind
    ]
    counted = count(both, rules)
    assert counted.combined.met == 2
    assert counted.combined == combined(counted.plans.values(), rules)
    assert len(counted.domains) == 2
