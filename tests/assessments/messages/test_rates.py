"""The rate of a run in words, and the rule that it follows."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from enum import StrEnum
from typing import Any

import pytest

from assessments.messages import rates
from assessments.options import Options, Setting, settings_of

# What is told beside the rate, not in its rule.
NOT_OF_THE_RATE = {"composite_missing"}


def other_values(row: Setting) -> list[Any]:
    """Values of a setting beside its default."""
    if issubclass(row.kind, StrEnum):
        return [value for value in row.kind if value != row.default]
    return {
        bool: [True],
        int: range(row.most),
        Decimal: [Decimal(5)],
        str: ["实现"],
    }[row.kind]  # type: ignore[return-value]


@pytest.mark.parametrize(
    "name", [name for name in settings_of(Options) if name not in NOT_OF_THE_RATE]
)
def test_a_setting_that_changes_a_rate_is_told_in_its_rule(name: str) -> None:
    """Whoever adds a setting is reminded of the sentence below every rate."""
    row = settings_of(Options)[name]
    usual = Options(basic_tolerance=Decimal(10))
    told = rates.rate_rule(usual.to_json())
    for value in other_values(row):
        if value == row.default:
            continue
        changed = replace(usual, **{name: value})
        assert rates.rate_rule(changed.to_json()) != told, (name, value)


def test_the_straight_line_has_a_rule_of_its_own() -> None:
    assert "达标" not in rates.rate_rule({"basis": "pace"})


def test_a_rate_never_stands_alone() -> None:
    assert rates.rate("96.08", 98, 102) == "96.08%（98/102）"
    assert rates.rate(None, 0, 0) == "—（分母为0）"
    assert rates.rate_sentence({"basis": "pace"}, "97.26", 142, 146) == (
        "达到进度占比为97.26%（142/146）"
    )


@pytest.mark.parametrize(
    ("rule", "facts", "text"),
    [
        (
            {"basis": "final"},
            {"no_data": 0, "not_assessable": 0, "end_year": 2030},
            "达标率＝达标÷（达标＋未达标）×100%；统计范围为全部监测指标；对照2030年终期目标；"
            "按修约前数值判定；四舍五入，保留2位小数",
        ),
        (
            {
                "basis": "annual",
                "missing": "unmet",
                "rounding": "truncate",
                "decimals": 0,
                "precision": "printed",
                "basic_tolerance": "5",
                "basic_tolerance_kind": "percent_of_target",
                "label_basic": "基本实现",
            },
            {"no_data": 3, "not_assessable": 1, "year": 2024, "end_year": 2030},
            "达标率＝（提前达标＋达标）÷（提前达标＋达标＋未达标＋无数据）×100%；统计范围为全部监测指标；"
            "3项无数据的按未达标计入分母；1项无法评价的不计入分母；"
            "对照2024年度目标（没有年度目标的对照2030年终期目标）；按公布值（修约后）判定；"
            "只舍不入，取整数；距目标不超过目标值的5%的为基本实现，不计入达标",
        ),
        (
            {"basis": "pace", "denominator": "monitorable"},
            {"no_data": 9, "not_assessable": 0},
            "达到进度占比＝（已提前达到＋进度正常）÷（已提前达到＋进度正常＋滞后）×100%；"
            "统计范围为可监测（有数据）指标；对照时序进度；按修约前数值判定；四舍五入，保留2位小数",
        ),
    ],
)
def test_the_rule_of_a_rate_names_what_it_hangs_on(
    rule: dict[str, str], facts: dict[str, int], text: str
) -> None:
    assert rates.rate_rule(rule, **facts) == text
