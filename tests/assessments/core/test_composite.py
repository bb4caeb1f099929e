"""综合实现程度, and a city's value from its districts."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assessments.core.aggregation import Method, aggregated, sex_gap
from assessments.core.composite import Share, composite, composites
from assessments.core.options import MissingWeight
from indicators.core.case import Figure
from indicators.core.vocabulary import PlanKind, Verdict, measure


def share(achievement: str | None, verdict: Verdict = Verdict.MET, weight: str = "1") -> Share:
    value = None if achievement is None else Decimal(achievement)
    return Share(PlanKind.WOMEN, "妇女与健康", Decimal(weight), verdict, value)


HALF = [share("100"), share("50", Verdict.UNMET), share(None, Verdict.NO_DATA, "2")]


@pytest.mark.parametrize(
    ("missing", "value"),
    [
        pytest.param(MissingWeight.RESCALE, "75", id="缺数的权重重新分配"),
        pytest.param(MissingWeight.ZERO, "37.5", id="缺数的按零计"),
    ],
)
def test_what_missing_ones_do_is_a_setting(missing: MissingWeight, value: str) -> None:
    result = composite(HALF, missing)
    assert result.value == Decimal(value)
    assert (result.measured, result.by_verdict, result.missing) == (2, 0, 1)


def test_achievement_is_capped_between_nothing_and_everything() -> None:
    shares = [share("140"), share("-20", Verdict.UNMET)]
    assert composite(shares, MissingWeight.RESCALE).value == Decimal(50)


def test_undefined_achievement_counts_by_verdict() -> None:
    shares = [share(None), share(None, Verdict.UNMET)]
    result = composite(shares, MissingWeight.RESCALE)
    assert (result.value, result.by_verdict) == (Decimal(50), 2)


def test_nothing_to_weigh_has_no_value() -> None:
    assert composite([share(None, Verdict.NO_DATA)], MissingWeight.RESCALE).value is None
    assert composite([share("80", weight="0")], MissingWeight.RESCALE).value is None


def test_by_domain_by_plan_and_in_total() -> None:
    other = Share(PlanKind.CHILDREN, "儿童与教育", Decimal(3), Verdict.MET, Decimal(100))
    result = composites([share("60", Verdict.UNMET), other], MissingWeight.RESCALE)
    assert result.plans[PlanKind.WOMEN].value == Decimal(60)
    assert result.domains[PlanKind.CHILDREN, "儿童与教育"].value == Decimal(100)
    assert result.total.value == Decimal(90)


def district(numerator: str | None, denominator: str | None, value: str | None = None) -> Figure:
    def number(text: str | None) -> Decimal | None:
        return None if text is None else Decimal(text)

    return Figure(2020, number(value), number(numerator), number(denominator))


def test_a_citys_rate_is_sum_over_sum_never_the_mean() -> None:
    parts = [district("90", "100", "90"), district("10", "1000", "1")]
    result = aggregated(parts, measure("%"), 100)
    assert result.value == Decimal("9.090909")
    assert (result.numerator, result.denominator, result.is_complete) == (100, 1100, True)


def test_coverage_is_said() -> None:
    parts = [district("1", "2"), None, district(None, None, "55")]
    result = aggregated(parts, measure("%"), 100)
    assert (result.with_data, result.parts, result.is_complete) == (1, 3, False)


def test_rates_without_counts_cannot_be_added() -> None:
    result = aggregated([district(None, None, "55")], measure("%"), 100)
    assert (result.method, result.value) == (Method.NOT_ADDABLE, None)


def test_counts_are_summed_and_ages_are_not() -> None:
    parts = [district(None, None, "8.1"), district(None, None, "1.9")]
    assert aggregated(parts, measure("万人"), 1).value == Decimal("10.0")
    assert aggregated(parts, measure("岁"), 1).method is Method.NOT_ADDABLE
    assert aggregated([None, None], measure("人"), 1).value is None


def test_gap_and_ratio_by_sex() -> None:
    gap = sex_gap(Decimal("98.2"), Decimal("97.9"))
    assert gap is not None
    assert (gap.gap, gap.ratio) == (Decimal("0.3"), Decimal("100.306435"))
    assert sex_gap(Decimal(1), None) is None
    zero = sex_gap(Decimal(1), Decimal(0))
    assert zero is not None
    assert zero.ratio is None
