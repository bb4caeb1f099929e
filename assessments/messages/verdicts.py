"""Why an indicator is met, unmet or not judged: one Chinese sentence from the typed reason.

The words are the rule's own (``indicators/core/rules``), chosen by where the value stands;
here they are put together with how the value is opened and what else must be said.
"""

from __future__ import annotations

from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from assessments.messages.openings import LACKS, Wording, decided, note_of, opening
from indicators.core.reasons import Judgement, Note, NoteKind, Reason, ReasonKind
from indicators.core.standing import standing
from indicators.wording import numbers
from indicators.wording.labels import PRECISIONS
from indicators.wording.standings import Told, standing_slots, unchecked_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def explain(judgement: Judgement, wording: Wording) -> str:
    """The one sentence that says why; every verdict has one."""
    reason = judgement.reason
    lack = LACKS.get(reason.kind)
    if lack is not None:
        beside = note_of(reason, NoteKind.ANNUAL_TARGET)
        more = f"；{_annual(beside, reason, wording)}" if beside else ""
        return f"{lack(reason, wording)}{more}。"
    if reason.kind is ReasonKind.DECISION:
        return decided(judgement, wording) + "。"
    place = standing(judgement)
    if place is None:
        raise ValueError(f"a reason of kind {reason.kind} must carry value, target and gap")
    facts = told_of(judgement, wording)
    main = place.form.words.explanation[place.situation].format_map(standing_slots(facts))
    head = opening(reason, wording, numbers.quantity(place.value, facts.measure, facts.places))
    return "；".join([head + main, *_asides(reason, wording), *_beyond(judgement, wording)]) + "。"


def _beyond(judgement: Judgement, wording: Wording) -> list[str]:
    """What the plan's own words ask and the rule did not check."""
    reason, criterion = judgement.reason, judgement.criterion
    by_last_year = (reason.base_year or 0) > criterion.baseline_year
    facts = unchecked_text(criterion.spec, wording.target_words, by_last_year=by_last_year)
    return [facts] if facts else []


def told_of(judgement: Judgement, wording: Wording) -> Told:
    """What the words of a judged value are made from. Raises ``ValueError`` without a value."""
    reason, place = judgement.reason, standing(judgement)
    if place is None:
        raise ValueError(f"nothing stands anywhere for a reason of kind {reason.kind}")
    compared = note_of(reason, NoteKind.COMPARED)
    basic = note_of(reason, NoteKind.BASIC)
    size = None if basic is None else basic.first
    return Told(
        criterion=judgement.criterion,
        standing=place,
        year=reason.year,
        base_year=reason.base_year,
        decimals=reason.decimals,
        wish=wording.target_words,
        compared=wording.compared_name,
        compared_year=None if compared is None else int(compared.first or reason.year),
        basic=(size, bool(basic.second)) if basic and isinstance(size, Decimal) else None,
    )


def _asides(reason: Reason, wording: Wording) -> list[str]:
    """What must be said besides, each as a clause of its own."""
    asides = []
    for note in reason.notes:
        aside = _ASIDES.get(note.kind)
        text = "" if aside is None else aside(note, reason, wording)
        if text:
            asides.append(text)
    return asides


def _small_base(note: Note, _reason: Reason, _wording: Wording) -> str:
    counts = "、".join(
        f"{name}{numbers.exact(number)}"
        for name, number in (("分子", note.first), ("分母", note.second))
        if isinstance(number, Decimal)
    )
    return f"基数小（{counts}），宜结合三年平均看待"


def _annual(note: Note, reason: Reason, wording: Wording) -> str:
    """The target of the year, a range with both its ends, and whether it is reached."""
    ends = [end for end in (note.first, note.second) if isinstance(end, Decimal)]
    goal = "—".join(numbers.target(end, wording.measure) for end in ends)
    return f"{reason.year}年度目标{goal}，{'已达到' if note.third else '未达到'}"


_ASIDES: Final[Mapping[NoteKind, Callable[[Note, Reason, Wording], str]]] = MappingProxyType(
    {
        NoteKind.NO_MIDTERM_TARGET: lambda _n, reason, _w: (
            "没有中期目标，按时序进度判断"
            if reason.kind is ReasonKind.PACE
            else "没有中期目标，按终期目标判断"
        ),
        NoteKind.NO_ANNUAL_TARGET: lambda _n, reason, _w: (
            f"{reason.year}年没有年度目标，按终期目标判断"
        ),
        NoteKind.ANNUAL_TARGET: _annual,
        NoteKind.WORST_PART: lambda note, _r, _w: f"{note.second}个地区中{note.first}个有数据",
        NoteKind.SMALL_BASE: _small_base,
        NoteKind.DEFINITION_CHANGED: lambda note, _r, _w: (
            f"{note.first}年起口径调整，与基期不完全可比"
        ),
        NoteKind.PRINTED: lambda _n, _r, _w: PRECISIONS["printed"],
        NoteKind.NO_ACHIEVEMENT: lambda _n, _r, _w: "目标与基期值相同，不计算实现程度",
    }
)
