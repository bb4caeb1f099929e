"""工作亮点: what the numbers show to have gone well; how it was done is the units' to tell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from indicators.core.vocabulary import Frequency, Verdict
from reports.document import Section, Text
from reports.words.degree import GREAT, allows_adverb, degree, is_better, verb
from reports.words.midterm import comparable, then, words_then
from reports.words.numbers import percent_change, value_text
from reports.words.quantifiers import Proportion
from reports.words.sentences import filled
from reports.words.slots import slots
from reports.words.writing import TO_COME, paragraph, some, strong

if TYPE_CHECKING:
    from reports.document import Paragraph, Run
    from reports.facts import Item
    from reports.words.writing import Writing

KEY: Final = "highlights"
TITLE: Final = "工作亮点"
SHOWN: Final = 4
LONG_RUN: Final = 5


def build(writing: Writing) -> Section:
    made = [_turned(writing), _moved(writing), _kept(writing)]
    blocks: list[Paragraph] = []
    for part in made:
        if part is not None:
            head, runs = part
            number = "一二三"[len(blocks)]
            key = f"{KEY}.{len(blocks) + 1}"
            blocks.append(paragraph(key, strong(f"（{number}）{head}。"), *runs))
    blocks.append(_practice(writing))
    return Section(KEY, TITLE, 1, tuple(blocks))


def _practice(writing: Writing) -> Paragraph:
    return paragraph(
        f"{KEY}.practice",
        f"（{TO_COME}：取得上述进展的具体做法，由有关单位提供，须有事实、时间和可核对的数字）",
    )


def _turned(writing: Writing) -> tuple[str, list[Run]] | None:
    """Behind at the mid-term, met at the end by the same rules."""
    facts, earlier = writing.facts, comparable(writing)
    if earlier is None:
        return None
    behind = then(earlier, facts.distinct(), Verdict.UNMET)
    turned = [item for item in behind if item.is_met]
    if not turned:
        return None
    words, noun = words_then(writing, earlier), writing.statistic
    share = Proportion(len(turned), len(behind))
    whole = (
        f"{earlier.year}年中期评估{words.unmet}的{noun}中，{len(turned)}项到"
        f"{facts.year}年{writing.words.met_said}。"
    )
    runs: list[Run] = [Text(whole)]
    shown = [
        i
        for i in turned
        if i.figure(earlier.year) is not None and not (i.is_carried or i.is_small_base)
    ]
    if len(turned) > len(shown[:SHOWN]) > 0:
        runs[0] = Text(f"{whole}其中，")
    for item in shown[:SHOWN]:
        found = slots(item)
        past = item.figure(earlier.year)
        if past is None or "value" not in found:
            continue
        found |= {"then": value_text(item, past), "then_year": str(earlier.year)}
        down = item.value is not None and item.value < past
        found["way"] = "降至" if down else f"{verb(item, item.value or past, past)}到"
        runs += filled("{name}由{then_year}年的{then}{way}{value}；", found, item.key)
    if isinstance(runs[-1], Text) and runs[-1].text == "；":
        runs[-1] = Text("。")
    if share.is_all:
        return f"中期{words.unmet}的{share.n}项{noun}全部{writing.words.met_said}", runs
    return f"中期{words.unmet}的{share.n}项{noun}中{share.k}项{writing.words.met_said}", runs


def _moved(writing: Writing) -> tuple[str, list[Run]] | None:
    """The rates that moved most since the base year."""
    rates = []
    for item in writing.facts.distinct():
        if not item.is_met or item.value is None or item.base is None or not allows_adverb(item):
            continue
        growth = percent_change(item.value, item.base)
        better = is_better(item, item.value, item.base)
        if (
            growth is not None
            and better
            and item.measure.is_rate
            and (degree(item, item.value, item.base, since_base=True) == GREAT)
        ):
            rates.append((abs(item.value - item.base) / item.measure.scale, item))
    if not rates:
        return None
    best = [item for _, item in sorted(rates, key=lambda pair: -pair[0])[:SHOWN]]
    runs: list[Run] = [Text("其中，")] if len(rates) > len(best) else []
    for number, item in enumerate(best):
        words = "{name}由{base}" + ("降至" if _fell(item) else "{moved_base}到") + "{value}{when}"
        ending = "。" if number + 1 == len(best) else "；"
        runs += filled(words + ending, slots(item), item.key)
    return f"{len(rates)}项{writing.statistic}比{writing.facts.baseline_year}年大幅改善", runs


def _fell(item: Item) -> bool:
    return item.value is not None and item.base is not None and item.value < item.base


def _kept(writing: Writing) -> tuple[str, list[Run]] | None:
    """Met in every year for long."""
    long_kept = []
    for item in writing.facts.distinct():
        years = range(writing.facts.year - LONG_RUN + 1, writing.facts.year + 1)
        yearly = item.frequency is Frequency.YEARLY and item.is_met
        if yearly and all(item.met_years.get(year) for year in years) and item.target is not None:
            long_kept.append(item)
    if len(long_kept) < LONG_RUN:
        return None
    names = [item.name for item in long_kept if item.is_key] or [i.name for i in long_kept]
    text = f"包括{some(names, SHOWN)}{'' if len(names) > SHOWN else '等'}。"
    return f"{len(long_kept)}项{writing.statistic}连续{LONG_RUN}年达到要求", [Text(text)]
