"""How a sentence about a verdict opens, and the whole sentence where no number decided."""

from __future__ import annotations

from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from indicators.core.case import Criterion
from indicators.core.reasons import Judgement, Note, NoteKind, Reason, ReasonKind
from indicators.core.rules.words import Situation
from indicators.core.vocabulary import Verdict
from indicators.wording import labels, numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class Wording(NamedTuple):
    """What a sentence needs besides the reason.

    ``target_words``: the target as the plan words it; ``compared_name``: the name of the
    indicator compared with.
    """

    criterion: Criterion
    target_words: str = ""
    compared_name: str = ""

    @property
    def measure(self) -> str:
        return self.criterion.measure.text


def note_of(reason: Reason, kind: NoteKind) -> Note | None:
    return next((note for note in reason.notes if note.kind is kind), None)


def _shown(reason: Reason, wording: Wording, value: Decimal) -> str:
    return numbers.quantity(value, wording.measure, reason.decimals)


def opening(reason: Reason, wording: Wording, text: str) -> str:
    """``2020年为78.6%``; a value of another year or of the worst part is named as such.

    ``text``: the value as printed.
    """
    worst = note_of(reason, NoteKind.WORST_PART)
    if worst is not None:
        return f"{reason.value_year}年以最差的{worst.text}计为{text}"
    if reason.value_year != reason.year:
        kept = labels.carried(wording.criterion.frequency, reason.value_year or reason.year)
        return f"沿用{reason.value_year}年{kept}，为{text}"
    return f"{reason.year}年为{text}"


def _opened(reason: Reason, wording: Wording, value: Decimal) -> str:
    return opening(reason, wording, _shown(reason, wording, value))


def decided(judgement: Judgement, wording: Wording) -> str:
    reason = judgement.reason
    is_met = judgement.verdict is Verdict.MET
    situation = Situation.CONFIRMED if is_met else Situation.REJECTED
    words = judgement.criterion.spec.words.explanation[situation]
    sentence = words.format(year=reason.year, wish=wording.target_words or "规划")
    if reason.value is None:
        return sentence
    return f"{sentence}；{reason.value_year}年为{_shown(reason, wording, reason.value)}"


def _no_value(reason: Reason, wording: Wording) -> str:
    return f"{reason.year}年无数据（{labels.blank(reason.blank)}），不作判断{_aim(reason, wording)}"


def _aim(reason: Reason, wording: Wording) -> str:
    """The target that still stands, where there is one."""
    if reason.target is None:
        return f"；规划要求“{wording.target_words}”" if wording.target_words else ""
    text = numbers.target(reason.target, wording.measure)
    if reason.upper is not None:
        text += f"—{numbers.target(reason.upper, wording.measure)}"
    return f"；目标为{text}"


def _not_later(reason: Reason, wording: Wording) -> str:
    return (
        f"{reason.year}年无数据：只有{wording.criterion.baseline_year}年（基期年）的数，"
        "没有基期以后的数可比，不作判断"
    )


def _lacking(what: str) -> Callable[[Reason, Wording], str]:
    def sentence(reason: Reason, wording: Wording) -> str:
        missing = what.format(base_year=wording.criterion.baseline_year, name=wording.compared_name)
        if reason.value is None:
            return f"{missing}，无法评价"
        return f"{_opened(reason, wording, reason.value)}，{missing}，无法评价"

    return sentence


def _undecided(reason: Reason, wording: Wording) -> str:
    words = f"“{wording.target_words}”" if wording.target_words else "定性要求"
    if reason.value is None:
        return f"{reason.year}年是否符合{words}，待人工认定"
    return f"{_opened(reason, wording, reason.value)}，是否符合{words}，待人工认定"


LACKS: Final[Mapping[ReasonKind, Callable[[Reason, Wording], str]]] = MappingProxyType(
    {
        ReasonKind.NO_VALUE: _no_value,
        ReasonKind.NOT_LATER_THAN_BASE: _not_later,
        ReasonKind.NO_TARGET: _lacking("缺目标值"),
        ReasonKind.NO_BASE: _lacking("缺基期值（{base_year}年）"),
        ReasonKind.NO_EARLIER: _lacking("前几年的数不全，看不出走势"),
        ReasonKind.NO_COMPARED: _lacking("缺对照指标{name}的数值"),
        ReasonKind.NO_DECISION: _undecided,
    }
)
