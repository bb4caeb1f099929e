"""Why an indicator is met, unmet or not judged: one Chinese sentence from the typed reason.

Each sentence gives the value, its year, the target and the gap. A new rule adds one
function and one line in ``_SENTENCES``.
"""

from __future__ import annotations

from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from assessments.messages.openings import (
    LACKS,
    Wording,
    decided,
    note_of,
    opening,
)
from indicators.core.reasons import Judgement, Note, NoteKind, Reason, ReasonKind
from indicators.core.vocabulary import Direction, RuleKind, Verdict
from indicators.wording import numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class _Told(NamedTuple):
    """A reason with its judgement and the words around it."""

    judgement: Judgement
    reason: Reason
    wording: Wording
    value: Decimal
    target: Decimal
    gap: Decimal

    @property
    def is_met(self) -> bool:
        """Whether the target itself is met, 基本达标 apart."""
        return self.gap >= 0 or self.note(NoteKind.WITHIN_TOLERANCE) is not None

    @property
    def measure(self) -> str:
        return self.wording.measure

    def note(self, kind: NoteKind) -> Note | None:
        return note_of(self.reason, kind)

    def distance(self, difference: Decimal) -> str:
        """A difference, to the decimals the value is printed with."""
        places = numbers.apart(self.value, self.reason.decimals, self.target)
        return numbers.difference(difference, self.measure, places)

    def goal(self) -> str:
        return numbers.target(self.target, self.measure)


def explain(judgement: Judgement, wording: Wording) -> str:
    """The one sentence that says why; every verdict has one."""
    reason = judgement.reason
    lack = LACKS.get(reason.kind)
    if lack is not None:
        beside = note_of(reason, NoteKind.ANNUAL_TARGET)
        more = f"；{_annual(beside, reason.year, wording.measure)}" if beside else ""
        return f"{lack(reason, wording)}{more}。"
    if reason.kind is ReasonKind.DECISION:
        return decided(judgement, wording) + "。"
    if reason.value is None or reason.target is None or reason.gap is None:
        raise ValueError(f"a reason of kind {reason.kind} must carry value, target and gap")
    told = _Told(judgement, reason, wording, reason.value, reason.target, reason.gap)
    if reason.kind is ReasonKind.PACE:
        main = _on_pace(told)
    elif reason.kind is ReasonKind.TARGET and reason.rule not in _TARGET_RULES:
        direction = wording.criterion.direction
        main = _at_most(told) if direction is Direction.LOWER_IS_BETTER else _at_least(told)
    else:
        main = _SENTENCES[reason.rule](told)
    parts = [opening(reason, wording, told.value, told.target) + main, *_asides(told)]
    return "；".join(parts) + "。"


def _at_least(told: _Told) -> str:
    goal = told.goal()
    if not told.gap:
        return f"，刚好达到目标{goal}"
    if told.gap > 0:
        return f"，高于目标{goal}，超出{told.distance(told.gap)}"
    return f"，低于目标{goal}，{_short(told)}"


def _at_most(told: _Told) -> str:
    goal = told.goal()
    if not told.gap:
        return f"，刚好在上限{goal}"
    if told.gap > 0:
        return f"，低于上限{goal}，好于目标{told.distance(told.gap)}"
    return f"，高于上限{goal}，{_short(told, '超出')}"


def _short(told: _Told, verb: str = "还差") -> str:
    """The shortfall, and that it is accepted where it is."""
    accepted = told.note(NoteKind.WITHIN_TOLERANCE)
    if accepted is None or not isinstance(accepted.first, Decimal):
        return f"{verb}{told.distance(told.gap)}"
    allowed = numbers.difference(accepted.first, told.measure)
    return f"相差{told.distance(told.gap)}，在可接受的{allowed}以内"


def _around(told: _Told) -> str:
    width = told.wording.criterion.tolerance or Decimal(0)
    low = numbers.target(told.target - width, told.measure)
    high = numbers.target(told.target + width, told.measure)
    if told.gap >= 0:
        return f"，在{told.goal()}左右（认定区间{low}—{high}）"
    away = told.distance(told.value - told.target)
    over = told.distance(told.gap)
    return f"，偏离{told.goal()}左右的目标{away}，超出认定区间{low}—{high}有{over}"


def _within_range(told: _Told) -> str:
    upper = told.reason.upper or told.target
    edges = f"{told.goal()}—{numbers.target(upper, told.measure)}"
    if told.gap >= 0:
        return f"，在目标区间{edges}内"
    if told.value < told.target:
        return f"，低于目标区间{edges}，还差{told.distance(told.gap)}"
    return f"，高于目标区间{edges}，超出{told.distance(told.gap)}"


def _trend(told: _Told) -> str:
    """逐步提高, 降低: what is said is the change since the base year."""
    change = told.value - told.target
    wish = f"“{told.wording.target_words}”" if told.wording.target_words else _wish(told)
    base_text = numbers.quantity(told.target, told.measure, _base_decimals(told))
    if told.note(NoteKind.AT_BOUND) is not None:
        return f"，与{told.reason.base_year}年相同，已是最好水平，视为符合{wish}的要求"
    since = f"，比{told.reason.base_year}年{base_text}"
    if not change:
        return f"，与{told.reason.base_year}年{base_text}持平，未做到{wish}"
    verb = numbers.change_verb(change, told.measure, higher_is_better=_higher(told))
    moved = f"{since}{verb}{told.distance(change)}"
    return f"{moved}，符合{wish}的要求" if told.gap > 0 else f"{moved}，未做到{wish}"


def _wish(told: _Told) -> str:
    return "“提高”" if _higher(told) else "“降低”"


def _higher(told: _Told) -> bool:
    return told.wording.criterion.direction is Direction.HIGHER_IS_BETTER


def _base_decimals(told: _Told) -> int | None:
    """The base with the decimals of the value where they show it in full."""
    base = told.reason.base
    decimals = told.reason.decimals
    if base is None or decimals is None:
        return decimals
    return decimals if not numbers.is_shortened(base, decimals) else None


def _share_of_base(told: _Told) -> str:
    """下降六分之一: the change in per cent, and the bound that follows from the base."""
    base = told.reason.base
    if base is None:
        return _at_most(told)
    words = told.wording.target_words
    wish = f"“{words}”" if words else "按基期值推算"
    bound = "不高于" if told.wording.criterion.direction is Direction.LOWER_IS_BETTER else "不低于"
    base_text = numbers.quantity(base, told.measure, _base_decimals(told))
    moved = f"，比{told.reason.base_year}年{base_text}{_relative(told.value, base)}"
    asked = f"{wish}（即{bound}{numbers.target(told.target, told.measure)}）的要求"
    if told.is_met:
        return f"{moved}，达到{asked}"
    return f"{moved}，距{asked}还差{told.distance(told.gap)}"


def _relative(value: Decimal, base: Decimal) -> str:
    if value == base:
        return "持平"
    if not base:
        return "上升" if value > base else "下降"
    share = abs(value - base) * 100 / abs(base)
    return f"{'上升' if value > base else '下降'}{numbers.number(share, 1)}%"


def _change(told: _Told) -> str:
    base = told.reason.base
    points = told.wording.criterion.change_points
    if base is None or points is None:
        return _at_least(told)
    asked_verb = numbers.change_verb(points, told.measure, higher_is_better=_higher(told))
    asked = f"{asked_verb}{numbers.difference(points, told.measure)}"
    change = told.value - base
    verb = numbers.change_verb(change, told.measure, higher_is_better=_higher(told))
    since = f"{told.reason.base_year}年{numbers.quantity(base, told.measure, _base_decimals(told))}"
    moved = f"，比{since}{verb}{told.distance(change)}" if change else f"，与{since}持平"
    if told.is_met:
        return f"{moved}，达到{asked}的要求"
    return f"{moved}，距{asked}的要求还差{told.distance(told.gap)}"


def _indicator(told: _Told) -> str:
    compared = told.note(NoteKind.COMPARED)
    name = f"“{told.wording.compared_name}”" if told.wording.compared_name else "对照指标"
    year = told.reason.value_year if compared is None else compared.first
    other = f"{name}{year}年的{numbers.quantity(told.target, told.measure)}"
    if not told.gap:
        return f"，与{other}相同，符合不低于的要求"
    if told.gap > 0:
        return f"，高于{other}{told.distance(told.gap)}"
    return f"，低于{other}，还差{told.distance(told.gap)}"


def _on_pace(told: _Told) -> str:
    reason, end_year = told.reason, told.wording.criterion.end_year
    goal = f"{end_year}年目标{told.goal()}"
    if told.note(NoteKind.PAST_FINAL) is not None:
        return f"，已达到{goal}"
    if reason.expected is None:
        return f"，距{goal}还差{told.distance(told.gap)}"
    lead = told.value - reason.expected
    line = f"时序进度{numbers.quantity(reason.expected, told.measure, told.reason.decimals)}"
    rest = f"距{goal}还差{told.distance(told.gap)}"
    if not lead:
        return f"，正好在{line}，{rest}"
    side = "高" if lead > 0 else "低"
    behind = "" if told.judgement.verdict is Verdict.MET else "，进度滞后"
    return f"，比{line}{side}{told.distance(lead)}{behind}，{rest}"


def _asides(told: _Told) -> list[str]:
    """What must be said besides, each as a clause of its own."""
    said = []
    for note in told.reason.notes:
        aside = _ASIDES.get(note.kind)
        if aside is not None:
            text = aside(note, told)
            if text:
                said.append(text)
    return said


def _achievement_aside(_note: Note, told: _Told) -> str:
    if told.reason.rule in (RuleKind.RISE, RuleKind.FALL):
        return ""
    return "目标与基期值相同，不计算实现程度"


def _small_base_aside(note: Note, _told: _Told) -> str:
    counts = "、".join(
        f"{name}{numbers.exact(number)}"
        for name, number in (("分子", note.first), ("分母", note.second))
        if isinstance(number, Decimal)
    )
    return f"基数小（{counts}），宜结合三年平均看待"


def _annual(note: Note, year: int, measure: str) -> str:
    """The target of the year, a range with both its ends, and whether it is reached."""
    ends = [end for end in (note.first, note.second) if isinstance(end, Decimal)]
    goal = "—".join(numbers.target(end, measure) for end in ends)
    return f"{year}年度目标{goal}，{'已达到' if note.third else '未达到'}"


_ASIDES: Final[Mapping[NoteKind, Callable[[Note, _Told], str]]] = MappingProxyType(
    {
        NoteKind.NO_MIDTERM_TARGET: lambda _note, _told: "没有中期目标，按终期目标判断",
        NoteKind.NO_ANNUAL_TARGET: lambda _note, told: (
            f"{told.reason.year}年没有年度目标，按终期目标判断"
        ),
        NoteKind.ANNUAL_TARGET: lambda note, told: _annual(note, told.reason.year, told.measure),
        NoteKind.WORST_PART: lambda note, _told: f"{note.second}个地方中{note.first}个有数据",
        NoteKind.SMALL_BASE: _small_base_aside,
        NoteKind.DEFINITION_CHANGED: lambda note, _told: (
            f"{note.first}年起口径调整，与基期不完全可比"
        ),
        NoteKind.PRINTED: lambda _note, _told: "按印出的数值判断",
        NoteKind.NO_ACHIEVEMENT: _achievement_aside,
    }
)
_SENTENCES: Final[Mapping[RuleKind, Callable[[_Told], str]]] = MappingProxyType(
    {
        RuleKind.AT_LEAST: _at_least,
        RuleKind.AT_MOST: _at_most,
        RuleKind.AROUND: _around,
        RuleKind.RANGE: _within_range,
        RuleKind.RISE: _trend,
        RuleKind.FALL: _trend,
        RuleKind.AT_MOST_OF_BASELINE: _share_of_base,
        RuleKind.AT_LEAST_OF_BASELINE: _share_of_base,
        RuleKind.CHANGE_AT_LEAST: _change,
        RuleKind.AT_LEAST_INDICATOR: _indicator,
    }
)
_TARGET_RULES: Final = (RuleKind.AT_LEAST, RuleKind.AT_MOST, RuleKind.AROUND, RuleKind.RANGE)
