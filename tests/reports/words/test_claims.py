"""No sentence of a report says what its numbers do not: random results, every phrase tried."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.services.judging import reason_json
from indicators.core.judging import judge
from indicators.core.rules.words import REACHED
from indicators.core.standing import standing
from indicators.core.vocabulary import Frequency, PlanKind
from reports.facts import Item
from reports.words.phrase_picker import PhrasePicker
from reports.words.sentences import FALLBACK, sentence
from tests.indicators.core.claims import false_claims, understood
from tests.indicators.core.random_cases import cases, truth

if TYPE_CHECKING:
    from indicators.core.case import Case, JudgingSettings
    from indicators.core.reasons import Judgement


def result(case: Case, judgement: Judgement) -> Item:
    """The judgement as a report reads it."""
    reason = judgement.reason
    reached = {}
    for year, figure in case.series.items():
        place = standing(judge(case._replace(year=year)))
        if figure.value is not None and place is not None:
            reached[year] = place.situation in REACHED
    return Item(
        key="women.A",
        plan=PlanKind.WOMEN,
        number=1,
        code="A",
        name="甲",
        domain="妇女与健康",
        measure=case.criterion.measure,
        criterion=case.criterion,
        verdict=judgement.verdict,
        year=case.year,
        grade=judgement.grade,
        value=reason.value,
        value_year=reason.value_year,
        base=reason.base,
        base_year=reason.base_year,
        target=reason.target,
        upper=reason.upper,
        target_text="规划原文",
        compared="全国水平",
        expected=reason.expected,
        gap=reason.gap,
        reason=reason_json(reason),
        places=2 if reason.decimals is None else reason.decimals,
        series=case.series,
        met_years=reached,
    )


@settings(max_examples=500, deadline=None, derandomize=True)
@given(cases(), st.integers(0, 30))
def test_a_sentence_claims_nothing_that_is_not_so(
    drawn: tuple[Case, JudgingSettings], seed: int
) -> None:
    case, chosen = drawn
    judgement = judge(case, chosen)
    if standing(judgement) is None:
        return
    row = result(case, judgement)
    text = "".join(run.text for run in sentence(row, PhrasePicker(str(seed))))
    lies = list(false_claims(text, truth(case, judgement)))
    assert not lies, "；".join(lies)
    assert understood(text) > text.startswith("甲为"), text
    assert "{" not in text
    assert "None" not in text


@settings(max_examples=150, deadline=None, derandomize=True)
@given(cases(), st.integers(0, 30))
def test_a_carried_value_always_says_its_year(
    drawn: tuple[Case, JudgingSettings], seed: int
) -> None:
    case, chosen = drawn
    judgement = judge(case, chosen)
    if standing(judgement) is None:
        return
    standard = replace(case.criterion, frequency=Frequency.ELECTION)
    row = replace(result(case, judgement), criterion=standard, year=case.year + 1)
    text = "".join(run.text for run in sentence(row, PhrasePicker(str(seed))))
    assert f"（{case.year}年换届数据）" in text
    assert text != FALLBACK.words.format(name="甲", value="", when="")
