"""A domain's paragraph (phrase book §6): a first sentence that judges, then the indicators."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from indicators.core.rules.words import Situation
from indicators.core.vocabulary import Direction, Grade, Verdict
from indicators.wording import numbers
from indicators.wording.labels import LEFT_OUT, NO_DATA, counted_blank
from reports.document import Number, Text
from reports.words.attained import counted, is_attained
from reports.words.degree import (
    CLEAR,
    GREAT,
    NEARLY_SAME,
    SAME,
    allows_adverb,
    degree,
    is_better,
    verb,
)
from reports.words.numbers import percent_change, points_text, target_value_text, value_text
from reports.words.phrase_picker import PhrasePicker
from reports.words.quantifiers import Proportion, is_first
from reports.words.sentences import USUAL, WHY_NOT, sentence
from reports.words.standings import standing_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indicators.wording.verdicts import Words
    from reports.document import Run
    from reports.facts import Item
    from reports.words.attained import Attained

MOST_ITEMS: Final = 7
LEAST_ITEMS: Final = 4
MOST_UNMET: Final = 5
LONGEST_NAMED: Final = 14
SHORT_WORD: Final = 3
STEADY: Final = "各项指标与上年基本持平"
"""A longer name makes a lead unreadable."""


def lead_in(
    domain: str,
    made: Attained,
    items: Sequence[Item],
    words: Words,
    picker: PhrasePicker | None = None,
) -> str:
    """“妇女与健康：12项指标达标11项，妇女常见病定期筛查率尚有差距。”

    ``picker`` is that of all leads of a plan, so that they do not all end alike.
    """
    if items and all(item.is_only_base for item in items):
        return f"{domain}：{made.tally.total}项指标只有基期年数据，不作评价。"
    found = finding(items, words, picker or PhrasePicker(domain))
    return f"{domain}：{counts_text(made, words)}{'，' if found else ''}{found}。"


def counts_text(made: Attained, words: Words) -> str:
    """“12项指标达标11项”; what is nought is not counted, and one is not 全部."""
    tally = made.tally
    head, many = f"{tally.total}项指标", tally.total > 1
    if not tally.met + tally.unmet:
        why = NO_DATA if tally.no_data == tally.total else "无数据或无法评价"
        return f"{head}{'均' if many else ''}{why}，不作评价"
    counts = [pair for pair in made.classes(words) if pair[0]]
    if len(counts) == 1:
        every = "全部" if made.is_all else "均"
        return f"{head}{every if many else ''}{counts[0][1]}"
    if len(words.met_said) <= SHORT_WORD and made.plain + tally.unmet == tally.total:
        return f"{head}{words.met_said}{made.plain}项"
    return f"{head}中，{counted(*counts)}"


def finding(items: Sequence[Item], words: Words, picker: PhrasePicker | None = None) -> str:
    """The weightiest thing the data say of a domain, in a few characters; may be nothing."""
    picker = picker or PhrasePicker("")
    if sum(1 for item in items if item.verdict in (Verdict.MET, Verdict.UNMET)) * 2 < len(items):
        return ""
    lost = [i for i in items if i.is_unmet and i.grade is Grade.LOST and not i.is_small_base]
    if len(lost) == 1:
        return f"{lost[0].name}{words.turned_unmet}"
    unmet = [item for item in items if item.is_unmet]
    improved = [item for item in items if item.is_met and _is_clear(item)]
    if unmet:
        short = "、".join(item.name for item in unmet[:2])
        rest = "等" if len(unmet) > 2 else ""
        ending = picker.pick("unmet", ("尚有差距", "仍有缺口", "还需努力"))
        gained = (
            f"{len(improved)}项比{items[0].criterion.baseline_year}年明显改善，"
            if len(improved) * 3 >= len(items)
            else ""
        )
        return f"{gained}{short}{rest}{ending}"
    new = [item for item in items if item.is_met and _is_new(item)]
    if len(new) == 1:
        return f"{new[0].name}首次{words.met_said}"
    if len(improved) >= 2:
        return _improved(improved, picker)
    if len(improved) == 1:
        only = improved[0]
        moved = verb(only, only.value or Decimal(0), only.base or Decimal(0))
        return f"{only.name}比{only.criterion.baseline_year}年明显{moved}"
    return STEADY if is_steady(items) else ""


def is_steady(items: Sequence[Item]) -> bool:
    """Whether every judged yearly value stands beside one of last year, nearly the same."""
    judged = [item for item in items if item.verdict in (Verdict.MET, Verdict.UNMET)]
    beside = [
        degree(item, item.value, item.last_year, since_base=False)
        for item in judged
        if item.value is not None and item.last_year is not None
    ]
    same = sum(word in (SAME, NEARLY_SAME) for word in beside)
    return Proportion(same, len(judged), len(items) - len(judged)).is_all


def _improved(improved: Sequence[Item], picker: PhrasePicker) -> str:
    """Several clearly better than in the base year; the one that moved most may be named."""
    count = f"{len(improved)}项"
    most = max(improved, key=_moved)
    since = f"比{most.criterion.baseline_year}年"
    forms = {"base": f"{count}{since}明显改善", "end": f"{count}{since}有明显进步"}
    if len(most.name) <= LONGEST_NAMED and most.measure.is_rate:
        forms["named"] = f"{most.name}等{count}{since}明显改善"
    return forms[picker.pick(most.code, list(forms))]


def _moved(item: Item) -> Decimal:
    growth = percent_change(item.value or Decimal(0), item.base or Decimal(0))
    return Decimal(0) if growth is None else abs(growth)


def _is_new(item: Item) -> bool:
    """首次: of the final target, so never where the line alone is reached, nor of few cases."""
    return (
        item.expected is None
        and not item.is_small_base
        and is_first(item.met_years, item.criterion.baseline_year, item.value_year or 0)
    )


def _is_clear(item: Item) -> bool:
    if item.value is None or item.base is None or not allows_adverb(item):
        return False
    word = degree(item, item.value, item.base, since_base=True)
    return word in (CLEAR, GREAT) and is_better(item, item.value, item.base) is True


def chosen(items: Sequence[Item]) -> list[Item]:
    """Three to seven indicators worth a sentence, the unmet ones last."""
    unmet = [item for item in items if item.is_unmet][:MOST_UNMET]
    room = max(MOST_ITEMS - len(unmet), LEAST_ITEMS)
    met = sorted((item for item in items if item.is_met), key=lambda i: -_weight(i))[:room]
    return [*sorted(met, key=lambda i: i.number), *unmet]


def _weight(item: Item) -> Decimal:
    weight = Decimal(0)
    if not is_attained(item):
        weight += 100  # a tolerance is never passed over
    if item.is_key:
        weight += 40
    if item.value is not None and item.target is not None:
        exact = numbers.number(item.value, item.places) == numbers.number(item.target, item.places)
        weight += 30 if exact and item.value != 100 else 0
    if _is_new(item):
        weight += 30
    if item.value is not None and item.base is not None:
        growth = percent_change(item.value, item.base)
        if growth is not None:
            weight += min(abs(growth), Decimal(60)) / 2
    return weight


def paragraph(
    items: Sequence[Item], picker: PhrasePicker, words: Words = USUAL, *, missing_as_unmet: bool
) -> tuple[Run, ...]:
    """The sentences of a domain; two alike neighbours are said together once."""
    picked = chosen(items)
    runs: list[Run] = []
    index = 0
    joined = 0
    while index < len(picked):
        pair = picked[index : index + 2]
        if joined < 2 and len(picked) > LEAST_ITEMS and len(pair) == 2 and _alike(*pair):
            runs.extend(_together(*pair))
            joined += 1
            index += 2
            continue
        runs.extend(sentence(picked[index], picker, words))
        index += 1
    more = [item for item in items if item.is_unmet][MOST_UNMET:]
    if more:
        runs.append(Text(f"{_named(more)}也未达到要求。"))
    return (*runs, *_blanks(items, missing_as_unmet=missing_as_unmet))


def _blanks(items: Sequence[Item], *, missing_as_unmet: bool) -> tuple[Run, ...]:
    """What could not be judged, said once for the domain with its effect on the rate."""
    texts = []
    counted = counted_blank(missing_as_unmet=missing_as_unmet)
    none = [item for item in items if item.verdict is Verdict.NO_DATA]
    blank = [item for item in none if not item.is_only_base]
    if blank:
        # Where the lead says it of all of them already, only the effect is left to say.
        why = "" if len(blank) == len(items) else f"{items[0].year}年无数据，"
        texts.append(f"{_named(blank)}{why}{counted}。")
    early = [item for item in none if item.is_only_base]
    if early:
        base = items[0].criterion.baseline_year
        why = f"只有{base}年（基期年）数据，暂不判定，"
        texts.append(f"{_named(early)}{'' if len(early) == len(items) else why}{counted}。")
    for why, group in _undecided(items).items():
        texts.append(f"{_named(group)}无法评价（{why}），{LEFT_OUT}。")
    return tuple(Text(text) for text in texts)


def _undecided(items: Sequence[Item]) -> dict[str, list[Item]]:
    groups: dict[str, list[Item]] = {}
    for item in items:
        if item.verdict is Verdict.NOT_ASSESSABLE:
            why = WHY_NOT.get(str(item.reason.get("kind")), "待核实")
            groups.setdefault(why, []).append(item)
    return groups


def _named(items: Sequence[Item]) -> str:
    names = "、".join(item.name for item in items[:3])
    return f"{names}等{len(items)}项" if len(items) > 3 else names


def _alike(one: Item, two: Item) -> bool:
    """Same measure, rule and verdict, both with room to the target, nothing else to say."""
    if one.measure.text != two.measure.text or one.rule is not two.rule:
        return False
    return all(_is_plain_met(item) for item in (one, two))


def _is_plain_met(item: Item) -> bool:
    """Past a number of the plan and by no great way, with nothing else to be said."""
    if item.is_carried or item.is_small_base or item.grade is not None or _is_new(item):
        return False
    place = standing_of(item)
    if place is None or place.situation is not Situation.PAST:
        return False
    return place.form.takes_target and place.gap < 20


def _together(one: Item, two: Item) -> tuple[Run, ...]:
    """“甲、乙分别为96.24%和97.91%，高出目标11.24个和7.91个百分点。”"""
    values = [Number(value_text(item, item.value or Decimal(0)), item.key) for item in (one, two)]
    head: tuple[Run, ...] = (
        Text(f"{one.name}、{two.name}分别为"),
        values[0],
        Text("和"),
        values[1],
    )
    targets = [item.target or Decimal(0) for item in (one, two)]
    if one.direction is Direction.LOWER_IS_BETTER:
        limits = [target_value_text(item, t) for item, t in zip((one, two), targets, strict=True)]
        if limits[0] == limits[1]:
            return (*head, Text(f"，均控制在{limits[0]}以内。"))
        return (*head, Text(f"，控制在{limits[0]}和{limits[1]}以内。"))
    over = [
        points_text(item, (item.value or t) - t)
        for item, t in zip((one, two), targets, strict=True)
    ]
    return (
        *head,
        Text("，高出目标"),
        Number(_bare(over[0]), one.key),
        Text("和"),
        Number(over[1], two.key),
        Text("。"),
    )


def _bare(points: str) -> str:
    """“11.24个百分点” → “11.24个” where the second of two carries the whole word."""
    return points.removesuffix("百分点").removesuffix("千分点")
