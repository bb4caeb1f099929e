"""No explanation says what its numbers do not: random cases, read by a reader of its own."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.messages import Wording, explain
from indicators.core.case import Case, JudgingSettings
from indicators.core.judging import judge
from indicators.core.standing import standing
from tests.indicators.core.claims import Truth, false_claims, understood
from tests.indicators.core.random_cases import cases, truth


@settings(max_examples=500, deadline=None, derandomize=True)
@given(cases(), st.sampled_from(["", "规划原文"]))
def test_an_explanation_claims_nothing_that_is_not_so(
    drawn: tuple[Case, JudgingSettings], wish: str
) -> None:
    case, chosen = drawn
    judgement = judge(case, chosen)
    if standing(judgement) is None:
        return
    sentence = explain(judgement, Wording(case.criterion, wish, "全国水平"))
    lies = list(false_claims(sentence, truth(case, judgement)))
    assert not lies, "；".join(lies)
    assert understood(sentence) > 1, sentence
    assert "{" not in sentence
    assert "None" not in sentence


@pytest.mark.parametrize(
    "false",
    [
        "2015年为79%，高于目标80%，超出1个百分点。",
        "2015年为79%，低于目标80%，还差2个百分点。",
        "2015年为78%，低于目标80%，还差1个百分点。",
        "2015年为79%，刚好达到目标80%。",
        "2015年为79%，提前达到2020年目标80%，刚好等于目标。",
        "2015年为79%，与目标80%相差1个百分点，在允许的1个百分点容差内。",
        "2015年为79%，慢于时序进度（70%，低9个百分点），进度滞后。",
        "2015年为79%，快于时序进度（75%，高4个百分点）。",
        "2015年为79%，与时序进度（70%）持平。",
        "2015年为79%，比2010年（60%）下降19个百分点。",
        "2015年为79%，比2010年（60%）提高18个百分点。",
        "2015年为79%，比2011年（60%）提高19个百分点。",
        "2015年为79%，2010年（60%）已达到2020年目标80%。",
        "2015年为79%，恰好达到提高若干点的要求。",
        "2015年为79%，基本达到目标80%（差1个百分点，容差为1个百分点）。",
        "2015年为79%，比“全国水平”（2015年79%）高0个百分点。",
    ],
)
def test_the_reader_finds_what_is_not_so(false: str) -> None:
    case = Truth(
        value=Decimal(79),
        year=2015,
        end_year=2020,
        lower=False,
        target=Decimal(80),
        base=Decimal(60),
        base_year=2010,
        final_exact=Fraction(80),
        line=Fraction(70),
        compared=Decimal(79),
        tolerance=Decimal("0.5"),
    )
    assert list(false_claims(false, case))
    told = "2015年为79%，快于时序进度（70%，高9个百分点），距2020年目标80%还差1个百分点。"
    assert list(false_claims(told, case)) == []
