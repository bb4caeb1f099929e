"""One sentence about one indicator: the situation first, then the phrase, then the numbers."""

from __future__ import annotations

from string import Formatter
from typing import TYPE_CHECKING, Final

from indicators.core.vocabulary import Grade, Verdict
from indicators.wording import labels
from reports.document import Number, Text
from reports.words import phrases
from reports.words.slots import slots

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reports.document import Run
    from reports.facts import Item
    from reports.words.phrase_picker import PhrasePicker
    from reports.words.phrases import Phrase

NUMBER_SLOTS: Final = frozenset(
    (
        *("value", "base", "since", "before", "change", "over", "gap", "lack", "part", "whole"),
        *("most", "three", "times", "drop", "growth", "then", "expected", "pace_gap", "final_gap"),
    )
)


def sentence(
    item: Item, picker: PhrasePicker, *, missing_as_unmet: bool = False
) -> tuple[Run, ...]:
    """What the facts say of one indicator, as runs whose numbers know their source."""
    if item.verdict is Verdict.NO_DATA:
        return (Text(no_data_text(item, missing_as_unmet=missing_as_unmet)),)
    if item.verdict is Verdict.NOT_ASSESSABLE:
        why = phrases.WHY_NOT.get(str(item.reason.get("kind")), "待核实")
        return (Text(phrases.NOT_ASSESSABLE.format(name=item.name, reason=why)),)
    found = slots(item)
    phrase = _phrase(item, found, picker)
    return filled(phrase.words, found, item.key)


def no_data_text(item: Item, *, missing_as_unmet: bool) -> str:
    why = f"（{labels.blank(str(item.reason.get('blank') or ''))}）"
    counted = "按未达标计" if missing_as_unmet else "不计入达标率分母"
    return phrases.NO_DATA.format(name=item.name, year=item.year, reason=why, counted=counted)


def filled(words: str, found: Mapping[str, str], source: str) -> tuple[Run, ...]:
    """The phrase with its slots filled; numbers carry ``source``."""
    runs: list[Run] = []
    text = ""
    for literal, slot, _, _ in Formatter().parse(words):
        text += literal
        if not slot:
            continue
        if slot in NUMBER_SLOTS:
            if text:
                runs.append(Text(text))
                text = ""
            runs.append(Number(found[slot], source))
        else:
            text += found[slot]
    if text:
        runs.append(Text(text))
    return tuple(runs)


def _phrase(item: Item, found: Mapping[str, str], picker: PhrasePicker) -> Phrase:
    candidates = [p for p in _candidates(item) if p.fits(found)]
    if not candidates:
        candidates = [p for p in phrases.ANY if p.fits(found)] or [phrases.FALLBACK]
    by_name = {phrase.name: phrase for phrase in candidates}
    return by_name[picker.pick(item.code, list(by_name))]


def _candidates(item: Item) -> Sequence[Phrase]:
    if item.grade is Grade.EARLY and item.rule in phrases.EARLY_RULES:
        return (*phrases.EARLY, *phrases.MET[item.rule])
    if item.is_met:
        if item.expected is not None:
            return (*phrases.ON_LINE, *phrases.MET[item.rule])
        return phrases.MET.get(item.rule, phrases.ANY)
    if item.expected is not None and item.grade is Grade.BEHIND:
        return phrases.BEHIND
    return phrases.UNMET.get(item.rule, phrases.AT_LEAST_UNMET)
