"""A dozen typical cases: what simple formulas say of them, and what the judging core says."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Final

from assessments.messages import Wording, explain
from indicators.core.case import Case, Figure, criterion, judged_value
from indicators.core.judging import judge
from indicators.core.vocabulary import RuleKind, Verdict
from indicators.wording import numbers
from indicators.wording.labels import VERDICTS

MET, UNMET, UNKNOWN = VERDICTS[Verdict.MET], VERDICTS[Verdict.UNMET], "算不出"
BAND: Final = Decimal("0.15")
HUNDRED: Final = Decimal(100)
YEARS: Final = (2010, 2020)


@dataclass(frozen=True, slots=True)
class Example:
    """One case. Numbers as text; an empty one is missing. ``counts``: numerator, denominator."""

    title: str
    rule: RuleKind
    measure: str
    value: str
    target: str = ""
    base: str = ""
    tolerance: str = ""
    factor: str = ""
    counts: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class FormulaRow:
    """What each formula says; ``verdict`` and ``explanation`` are ours."""

    title: str
    share: str
    band: str
    growth: str
    verdict: str
    explanation: str


EXAMPLES: Final = (
    Example("越高越好，已超过目标", RuleKind.AT_LEAST, "%", "90", "85", "60"),
    Example("越低越好，高于目标", RuleKind.AT_MOST, "1/10万", "25", "20", "30"),
    Example("越低越好，已低于目标", RuleKind.AT_MOST, "1/10万", "16.9", "20", "30"),
    Example("离目标还差 13 个百分点", RuleKind.AT_LEAST, "%", "82", "95", "60"),
    Example("进步很大，仍没到目标", RuleKind.AT_LEAST, "%", "80", "90", "60"),
    Example("保持在左右，偏离太多", RuleKind.AROUND, "%", "57", "50", "49", tolerance="5"),
    Example("已到 100%，要求逐步提高", RuleKind.RISE, "%", "100", base="100"),
    Example("要求逐步提高，略有下降", RuleKind.RISE, "%", "49.9", base="50"),
    Example("要求逐步降低，确实降低", RuleKind.FALL, "‰", "4.1", base="9.8"),
    Example(
        "以基期下降六分之一，刚好", RuleKind.AT_MOST_OF_BASELINE, "‰", "10", base="12", factor="5/6"
    ),
    Example("目标是 0，做到了 0", RuleKind.AT_MOST, "例", "0", "0", "3"),
    Example("没有报数", RuleKind.AT_MOST, "1/10万", "", "20", "30"),
    Example(
        "印出来 95.00%，分子分母不到",
        RuleKind.AT_LEAST,
        "%",
        "95.00",
        "95",
        "90",
        counts=("18999", "20000"),
    ),
)


def formula_rows() -> list[FormulaRow]:
    """Every example, computed now."""
    return [_row(example) for example in EXAMPLES]


def _row(example: Example) -> FormulaRow:
    verdict, explanation = _ours(example)
    value = Decimal(example.value or 0)  # what a spreadsheet makes of an empty cell
    target = Decimal(example.target or example.base or 0)
    base = Decimal(example.base or 0)
    return FormulaRow(
        example.title, _share(value, target), _band(value, target), _growth(value, base), verdict,
        explanation,
    )  # fmt: skip


def _share(value: Decimal, target: Decimal) -> str:
    """数值 ÷ 目标 ≥ 100% counts as met."""
    if not target:
        return UNKNOWN
    share = value * HUNDRED / target
    return f"{share:.1f}%，{MET if share >= HUNDRED else UNMET}"


def _signed(percent: Decimal) -> str:
    """With the sign of print, which is no hyphen; nothing before a zero."""
    return f"{numbers.signed(percent, 1)}%"


def _band(value: Decimal, target: Decimal) -> str:
    """Within 15 per cent of the target counts as met."""
    if not target:
        return UNKNOWN
    away = (value - target) / target
    return f"{_signed(away * HUNDRED)}，{MET if abs(away) <= BAND else UNMET}"


def _growth(value: Decimal, base: Decimal) -> str:
    """Grown since the base year counts as met."""
    if not base:
        return UNKNOWN
    grown = (value - base) * HUNDRED / base
    return f"{_signed(grown)}，{MET if grown > 0 else UNMET}"


def _ours(example: Example) -> tuple[str, str]:
    stated = criterion(
        example.rule,
        example.measure,
        target=example.target or None,
        tolerance=example.tolerance or None,
        years=YEARS,
    )
    if example.factor:
        stated = replace(stated, factor=Fraction(example.factor))
    series: dict[int, Figure] = {}
    if example.base:
        series[YEARS[0]] = Figure(YEARS[0], Decimal(example.base))
    if example.value:
        top, bottom = (Decimal(text) if text else None for text in example.counts)
        value = judged_value(Decimal(example.value), top, bottom, stated.scale)
        series[YEARS[1]] = Figure(YEARS[1], value, top, bottom)
    judgement = judge(Case(stated, YEARS[1], series))
    return judgement.verdict.value, explain(judgement, Wording(stated))
