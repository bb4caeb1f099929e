"""The settings of an assessment: every choice that can change a number, as plain data.

They are stored as JSON with the assessment, printed with its result, and together
with place, plans, stage and year they are the question that the assessment answers.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, fields
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from assessments.core.tally import CountingRules
from indicators.core.case import JudgingSettings, Precision, ToleranceKind
from indicators.core.vocabulary import Basis, DenominatorRule, MissingRule, Rounding, Stage, Trend

if TYPE_CHECKING:
    from collections.abc import Mapping

_WHOLE: Final = Decimal(100)


class TargetsOf(StrEnum):
    """Whose targets a place is held against."""

    OWN = "own"
    ABOVE = "above"
    BOTH = "both"


class MissingWeight(StrEnum):
    """What a missing indicator does to the composite."""

    RESCALE = "rescale"
    ZERO = "zero"


def is_too_wide(tolerance: Decimal | None, kind: str | None) -> bool:
    """Whether a tolerance lets in what lies as far off as the target is large: a typing error."""
    return kind == ToleranceKind.PERCENT_OF_TARGET and tolerance is not None and tolerance >= _WHOLE


@dataclass(frozen=True, slots=True)
class Options:
    """All settings; the defaults are those of the command."""

    basis: Basis = Basis.FINAL
    targets_of: TargetsOf = TargetsOf.OWN
    denominator: DenominatorRule = DenominatorRule.ALL
    missing: MissingRule = MissingRule.EXCLUDE
    rounding: Rounding = Rounding.HALF_UP
    decimals: int = 2
    basic_tolerance: Decimal | None = None
    basic_tolerance_kind: ToleranceKind = ToleranceKind.PERCENT_OF_TARGET
    basic_counts: bool = False
    precision: Precision = Precision.UNROUNDED
    composite_missing: MissingWeight = MissingWeight.RESCALE
    label_met: str = ""
    label_unmet: str = ""
    label_basic: str = ""
    trend: Trend = Trend.BASE

    def judging(self) -> JudgingSettings:
        return JudgingSettings(
            basis=self.basis,
            basic_tolerance=self.basic_tolerance,
            basic_tolerance_kind=self.basic_tolerance_kind,
            basic_counts=self.basic_counts,
            precision=self.precision,
            trend=self.trend,
        )

    def counting(self) -> CountingRules:
        return CountingRules(
            denominator=self.denominator,
            missing=self.missing,
            rounding=self.rounding,
            decimals=self.decimals,
        )

    def to_json(self) -> dict[str, str | int | bool | None]:
        """Plain values; decimals as text without trailing zeros. ``trend`` stands there only
        where it was chosen, so that questions asked before it existed stay the same."""
        plain: dict[str, str | int | bool | None] = {}
        for name, value in asdict(self).items():
            if value is Trend.BASE:
                continue
            if isinstance(value, Decimal):
                plain[name] = format(value.normalize(), "f")
            elif isinstance(value, StrEnum):
                plain[name] = value.value
            else:
                plain[name] = value
        return plain


def default_basis(stage: Stage) -> Basis:
    """A mid-term is held against the mid-term targets, everything else against the final ones."""
    return Basis.MIDTERM if stage is Stage.MIDTERM else Basis.FINAL


def options_from_json(plain: Mapping[str, str | int | bool | None]) -> Options:
    """Settings as they were stored; names that are not known any more are refused.

    Raises ``ValueError`` for an unknown name or value.
    """
    known = {field.name for field in fields(Options)}
    unknown = sorted(set(plain) - known)
    if unknown:
        raise ValueError(f"unknown settings: {', '.join(unknown)}")
    default = Options()

    def text(name: str, fallback: str) -> str:
        return str(plain.get(name, fallback) or fallback)

    tolerance = plain.get("basic_tolerance")
    return Options(
        basis=Basis(text("basis", default.basis)),
        targets_of=TargetsOf(text("targets_of", default.targets_of)),
        denominator=DenominatorRule(text("denominator", default.denominator)),
        missing=MissingRule(text("missing", default.missing)),
        rounding=Rounding(text("rounding", default.rounding)),
        decimals=int(plain.get("decimals", default.decimals) or 0),
        basic_tolerance=None if tolerance in (None, "") else Decimal(str(tolerance)),
        basic_tolerance_kind=ToleranceKind(
            text("basic_tolerance_kind", default.basic_tolerance_kind)
        ),
        basic_counts=bool(plain.get("basic_counts", default.basic_counts)),
        precision=Precision(text("precision", default.precision)),
        composite_missing=MissingWeight(text("composite_missing", default.composite_missing)),
        label_met=text("label_met", ""),
        label_unmet=text("label_unmet", ""),
        label_basic=text("label_basic", ""),
        trend=Trend(text("trend", default.trend)),
    )


def question_hash(
    *, region_code: str, round_name: str, kind: str, stage: Stage, year: int, options: Options
) -> str:
    """The fingerprint of a question: the same question gives the same text anywhere."""
    question = [region_code, round_name, kind, stage.value, year, options.to_json()]
    canonical = json.dumps(question, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
