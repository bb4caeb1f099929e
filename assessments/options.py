"""The settings of an assessment: every choice that can change a number or a word of its result.

This is the one table. Form, serializer, command, words, stored JSON, fingerprint of the question
and comparison of runs are made from it: a new setting is a new line here (and its use).
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from decimal import Decimal
from enum import StrEnum
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Self

from assessments.core.options import MissingWeight, TargetsOf, default_basis
from assessments.core.tally import CountingRules
from indicators.core.case import JudgingSettings, Precision, ToleranceKind
from indicators.core.values import plain
from indicators.core.vocabulary import Basis, DenominatorRule, MissingRule, Rounding, Trend
from indicators.wording import labels

if TYPE_CHECKING:
    from collections.abc import Mapping

    from indicators.core.vocabulary import Stage

TOLERANCE_DIGITS: Final = 9
TOLERANCE_PLACES: Final = 3
_LONGEST_WORD: Final = 12
_MOST_DECIMALS: Final = 6
_KEY: Final = "setting"


class Effect(StrEnum):
    """What a setting changes: verdicts, what is counted and weighed, or only how it is printed."""

    VERDICT = "verdict"
    COUNT = "count"
    PRINT = "print"


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the table of settings.

    ``kind``: the type of its value; ``words``: its values as people read them. ``most``: the
    largest number, or the longest text. ``help``: stands below the field of the form. ``needs``:
    the setting without which it says nothing; ``is_unit``: it is the unit of that one, and said
    with it. ``by_stage``: left open, it follows from the stage. ``is_first``: stored ever since
    the first version; any other stands in the JSON only where it is not the default, so that the
    questions asked before it existed keep their fingerprint.
    """

    default: Any
    label: str
    effect: Effect
    kind: type
    words: Mapping[Any, str] = field(default_factory=dict)
    help: str = ""
    most: int = 0
    needs: str = ""
    is_unit: bool = False
    by_stage: bool = False
    is_first: bool = False
    name: str = ""

    def read(self, stored: object) -> Any:
        """A value as JSON, form or command give it; raises ``ValueError`` for one that is none."""
        if stored is None or (stored == "" and self.kind is not str):
            return self.default
        if self.kind is Decimal:
            return Decimal(str(stored))
        return self.kind(stored)

    def plain(self, value: Any) -> str | int | bool | None:
        """A value as JSON keeps it; decimals as text without trailing zeros."""
        if isinstance(value, Decimal):
            return plain(value)
        return value.value if isinstance(value, StrEnum) else value

    def says(self, options: Any) -> bool:
        """Whether the setting means anything beside the others."""
        return not self.needs or getattr(options, self.needs) is not None

    def by(self, options: Any, stage: Stage) -> Any:
        """Its value; nothing where it is what the stage gives of itself."""
        value = getattr(options, self.name)
        return None if self.by_stage and value == default_basis(stage) else value


def setting(default: Any, label: str, effect: Effect, **more: Any) -> Any:
    """A field of the table; ``kind`` where the default does not show it."""
    kind = more.pop("kind", type(default))
    return field(default=default, metadata={_KEY: Setting(default, label, effect, kind, **more)})


_TABLES: Final[dict[type[Any], Mapping[str, Setting]]] = {}


def settings_of(table: type[Any]) -> Mapping[str, Setting]:
    """Name → setting, in the order of the table."""
    if table not in _TABLES:
        rows = {each.name: replace(each.metadata[_KEY], name=each.name) for each in fields(table)}
        _TABLES[table] = MappingProxyType(rows)
    return _TABLES[table]


_first = partial(setting, is_first=True)


@dataclass(frozen=True, slots=True)
class Options:
    """All settings; the defaults are those of the command."""

    basis: Basis = _first(
        Basis.FINAL,
        "对照目标",
        Effect.VERDICT,
        words=labels.BASES,
        help="不选就按评估类型定：中期评估对照中期目标（规划没有设的，对照时序进度），终期评估对照终期目标，"
        "规划到期前的年度监测对照时序进度。",
        by_stage=True,
    )
    targets_of: TargetsOf = _first(
        TargetsOf.OWN,
        "目标层级（本级／上级）",
        Effect.VERDICT,
        words=labels.TARGETS_OF,
        help="选两级，本级、上级各出一套结果。",
    )
    denominator: DenominatorRule = _first(
        DenominatorRule.ALL,
        "达标率统计范围",
        Effect.COUNT,
        words=labels.DENOMINATORS,
    )
    missing: MissingRule = _first(
        MissingRule.EXCLUDE,
        "无数据的指标",
        Effect.COUNT,
        words=labels.MISSING,
    )
    rounding: Rounding = _first(
        Rounding.HALF_UP,
        "达标率修约方式",
        Effect.PRINT,
        words=labels.ROUNDINGS,
    )
    decimals: int = _first(2, "达标率小数位数", Effect.PRINT, most=_MOST_DECIMALS)
    basic_tolerance: Decimal | None = _first(
        None,
        "“基本达标”容差",
        Effect.VERDICT,
        kind=Decimal,
        words={None: "不设这一档"},
        help="空着就不设“基本达标”这一档。",
    )
    basic_tolerance_kind: ToleranceKind = _first(
        ToleranceKind.PERCENT_OF_TARGET,
        "容差的单位",
        Effect.VERDICT,
        words=labels.TOLERANCES,
        needs="basic_tolerance",
        is_unit=True,
    )
    basic_counts: bool = _first(
        default=False,
        label="“基本达标”计入达标",
        effect=Effect.VERDICT,
        words={True: "计入", False: "不计入"},
        needs="basic_tolerance",
    )
    precision: Precision = _first(
        Precision.UNROUNDED,
        "判定所用数值",
        Effect.VERDICT,
        words=labels.PRECISIONS,
        help="94.996% 公布为 95.00%，目标 95% 时两种判法不同。",
    )
    composite_missing: MissingWeight = _first(
        MissingWeight.RESCALE,
        "缺数指标在综合实现程度中的处理",
        Effect.COUNT,
        words={
            MissingWeight.RESCALE: "缺数的不计，权重重新分配",
            MissingWeight.ZERO: "缺数的按零计",
        },
    )
    label_met: str = _first(
        "", "“达标”表述为", Effect.PRINT, words={"": labels.VERDICTS["met"]}, most=_LONGEST_WORD
    )
    label_unmet: str = _first(
        "", "“未达标”表述为", Effect.PRINT, words={"": labels.VERDICTS["unmet"]}, most=_LONGEST_WORD
    )
    label_basic: str = _first(
        "", "“基本达标”表述为", Effect.PRINT, words={"": labels.GRADES["basic"]}, most=_LONGEST_WORD
    )
    trend: Trend = setting(
        Trend.BASE,
        "逐步提高、降低的比较对象",
        Effect.VERDICT,
        words=labels.TRENDS,
        help="只用于没有写数值的目标。",
    )

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
        """Plain values as they are stored and printed."""
        plain = {}
        for name, row in settings_of(type(self)).items():
            value = getattr(self, name)
            if row.is_first or value != row.default:
                plain[name] = row.plain(value)
        return plain

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """Settings as they were stored; what is not named is the default.

        Raises ``ValueError`` for an unknown name or value.
        """
        table = settings_of(cls)
        unknown = sorted(set(stored) - set(table))
        if unknown:
            raise ValueError(f"unknown settings: {', '.join(unknown)}")
        return cls(**{name: table[name].read(value) for name, value in stored.items()})

    @classmethod
    def from_answers(cls, answers: Mapping[str, Any], stage: Stage) -> Self:
        """Settings as a form, the API or a command gives them, among other things; what is left
        open follows from the stage or is the default."""
        given = {name: answers.get(name) for name in settings_of(cls)}
        given["basis"] = given["basis"] or default_basis(stage)
        return cls.from_json(given)

    def unlike(self, other: Self, stage: Stage, other_stage: Stage) -> list[str]:
        """What two runs of different stages judge or count differently, by its label; what each
        has from its stage is alike."""
        found = []
        for row in settings_of(type(self)).values():
            if row.effect is Effect.PRINT or not (row.says(self) and row.says(other)):
                continue
            if row.by(self, stage) != row.by(other, other_stage):
                found.append(row.label)
        return found

    @property
    def rules(self) -> tuple[Any, ...]:
        """What two runs must share to be compared: all that changes a verdict or a count."""
        return tuple(
            getattr(self, name)
            for name, row in settings_of(type(self)).items()
            if row.effect is not Effect.PRINT and row.says(self)
        )
