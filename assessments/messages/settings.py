"""The settings of an assessment in words."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from assessments.choices import (
    BasisChoices,
    DenominatorChoices,
    JudgedOn,
    MissingChoices,
    MissingWeight,
    RoundingChoices,
    TargetsOf,
    ToleranceChoices,
    TrendChoices,
)
from assessments.core.options import Options
from indicators.wording.labels import VERDICTS
from indicators.wording.rates import tolerance

if TYPE_CHECKING:
    from collections.abc import Mapping

_LABELS: Final[Mapping[str, tuple[str, Mapping[Any, str]]]] = MappingProxyType(
    {
        "basis": ("对照什么目标", dict(BasisChoices.choices)),
        "targets_of": ("谁的目标", dict(TargetsOf.choices)),
        "denominator": ("哪些指标算达标率", dict(DenominatorChoices.choices)),
        "missing": ("无数据的指标", dict(MissingChoices.choices)),
        "rounding": ("达标率的进位", dict(RoundingChoices.choices)),
        "decimals": ("达标率的小数位", {}),
        "basic_tolerance": ("基本达标的允许差", {None: "不设这一档"}),
        "basic_tolerance_kind": (
            "允许差的单位",
            dict(ToleranceChoices.choices),
        ),
        "basic_counts": ("基本达标的", {True: "算达标", False: "不算达标"}),
        "precision": ("按哪个数判断", dict(JudgedOn.choices)),
        "trend": (
            "逐步提高、降低与什么比",
            {None: TrendChoices.BASE.label, **dict(TrendChoices.choices)},
        ),
        "composite_missing": ("综合实现程度里缺数的", dict(MissingWeight.choices)),
        "label_met": ("“达标”表述为", {"": VERDICTS["met"]}),
        "label_unmet": ("未达标叫作", {"": "未达标"}),
        "label_basic": ("基本达标叫作", {"": "基本达标"}),
    }
)


SETTING_NAMES: Final = tuple(_LABELS)
_NUMBERED: Final = ("decimals", "basic_tolerance", "basic_counts")
_TELLING: Final = (
    *("targets_of", "denominator", "missing", "rounding", "decimals"),
    *("basic_tolerance", "basic_counts", "precision", "trend"),
)


def setting_words(name: str, value: Any, settings: Mapping[str, Any]) -> tuple[str, str]:
    """Label and value of one setting as people read them; a tolerance with its unit."""
    label, words = _LABELS.get(name, (name, {}))
    text = words.get(value, "" if value is None else str(value))
    if name == "basic_tolerance" and value is not None:
        text = tolerance({**settings, name: value})
    return label, text


def unusual_words(settings: Mapping[str, Any]) -> str:
    """What sets a run apart from one by the usual rules, its basis and wording apart."""
    usual = Options().to_json()
    told = []
    for name in _TELLING:
        value = settings.get(name)
        if value == usual.get(name):
            continue
        label, text = setting_words(name, value, settings)
        told.append(f"{label}：{text}" if name in _NUMBERED else text)
    return "；".join(told)
