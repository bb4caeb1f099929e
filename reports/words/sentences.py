"""One sentence about one indicator: the situation first, then the phrase, then the numbers."""

from __future__ import annotations

from string import Formatter
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from indicators.core.rules.words import Phrase, Situation
from indicators.core.vocabulary import Verdict
from indicators.wording import labels
from indicators.wording.verdicts import words_of
from reports.document import Number, Text
from reports.words.slots import slots
from reports.words.small_base import small_base_runs
from reports.words.standings import standing_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from indicators.wording.verdicts import Words
    from reports.document import Run
    from reports.facts import Item
    from reports.words.phrase_picker import PhrasePicker

NUMBER_SLOTS: Final = frozenset(
    (
        *("value", "base", "since", "before", "change", "gap", "lack", "part", "whole", "lead"),
        *("times", "drop", "growth", "then", "expected", "final_gap", "fell_value"),
    )
)
USUAL: Final = words_of()
FALLBACK: Final = Phrase("V0", "{name}为{value}{when}。")
NO_DATA: Final = "{name}{year}年无数据{reason}，{counted}。"
NOT_ASSESSABLE: Final = f"{{name}}无法评价（{{reason}}），{labels.LEFT_OUT}。"
WHY_NOT: Final = MappingProxyType(
    {
        "no_target": "没有可对照的目标值",
        "no_base": "缺基期值",
        "no_earlier": "缺以前年份的数据",
        "no_compared": "缺对照指标的数据",
        "no_decision": "待人工认定",
    }
)


def sentence(
    item: Item, picker: PhrasePicker, words: Words = USUAL, *, missing_as_unmet: bool = False
) -> tuple[Run, ...]:
    """What the facts say of one indicator, as runs whose numbers know their source.

    ``words``: what the run calls its verdicts.
    """
    if item.verdict is Verdict.NO_DATA:
        return (Text(no_data_text(item, missing_as_unmet=missing_as_unmet)),)
    if item.verdict is Verdict.NOT_ASSESSABLE:
        why = WHY_NOT.get(str(item.reason.get("kind")), "待核实")
        return (Text(NOT_ASSESSABLE.format(name=item.name, reason=why)),)
    if item.is_small_base and standing_of(item) is not None:
        return small_base_runs(item, words)
    found = slots(item)
    phrase = _phrase(item, found, picker)
    return filled(phrase.words, found, item.key)


def no_data_text(item: Item, *, missing_as_unmet: bool) -> str:
    why = f"（{labels.blank(str(item.reason.get('blank') or ''))}）"
    counted = labels.counted_blank(missing_as_unmet=missing_as_unmet)
    return NO_DATA.format(name=item.name, year=item.year, reason=why, counted=counted)


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
    """One that fits; a carried value only in words that say its year."""
    candidates = [phrase for phrase in _candidates(item) if phrase.fits(found)]
    if item.is_carried:
        candidates = [phrase for phrase in candidates if "when" in phrase.slots]
    candidates = [phrase for phrase in candidates if not phrase.is_last] or candidates
    by_name = {phrase.name: phrase for phrase in candidates or [FALLBACK]}
    return by_name[picker.pick(item.code, list(by_name))]


def _candidates(item: Item) -> Sequence[Phrase]:
    standing = standing_of(item)
    if standing is not None:
        return standing.form.words.phrases[standing.situation]
    phrases = item.criterion.spec.words.phrases
    return phrases.get(Situation.CONFIRMED if item.is_met else Situation.REJECTED, ())
