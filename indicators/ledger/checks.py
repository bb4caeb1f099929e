"""Checks of entries against the measure, their own parts, each other and earlier years."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Final

from indicators.core.quotients import agrees
from indicators.core.reported import ReportedFigure
from indicators.core.values import MAX_DECIMALS, plain, round_half_up
from indicators.core.vocabulary import FEMALE, MALE, TOTAL
from indicators.ledger.entries import (
    EntryStatus,
    FigureKey,
    LedgerContext,
    LedgerEntry,
    LedgerIndicator,
)
from indicators.messages import ledger as messages
from indicators.wording.counts import noun_of

_MAY_BE_NEGATIVE: Final = ("差", "增", "变化", "净", "降")
_COUNTED: Final = frozenset("人 名 位 个 户 起 件 份 例 次 场次 人次 家 所 项 条 册 张 对".split())  # noqa: SIM905
_AVERAGES: Final = ("每", "平均", "人均", "比")
_MANY: Final = ("千", "万", "亿")
_RATE_DECIMALS: Final = 4
_FAR: Final = 10
_JUMP_POINTS: Final = Decimal(20)
_JUMP_SHARE: Final = Decimal("0.5")
_LEAST_STEP: Final = Decimal(5)
_JUMP_TIMES: Final = 2
_SMALL_BASE_TIMES: Final = 3
_SMALL_COUNT: Final = Decimal(10)
_PLAUSIBLE: Final = (
    ("寿命", "岁", 20, 120),
    ("教育年限", "年", 0, 30),
    ("平均工资", "元", 1000, 1_000_000),
)
# More than one in twenty dead is no rate of any place.
_DEADLY: Final = 20
_DATE_NUMBER: Final = re.compile(r"20[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])")
_NAMED_DOUBLES: Final = 5


def check_entry(entry: LedgerEntry, indicator: LedgerIndicator) -> None:
    """What one figure says against its measure and its own numerator and denominator."""
    value = entry.value
    if value is None:
        return
    _check_sign(entry, value, indicator)
    _check_maximum(entry, value, indicator)
    _check_plausible(entry, value, indicator)
    if entry.numerator is not None and entry.denominator is not None and not entry.errors:
        _check_parts(entry, value, entry.numerator, entry.denominator, indicator)
    usual = usual_decimals(indicator)
    decimals = _surplus(value, usual) if entry.is_computed else entry.decimals
    if decimals is not None and decimals > usual:
        entry.warnings += (
            messages.TOO_MANY_DECIMALS.format(
                value=plain(value),
                decimals=decimals,
                measure=indicator.measure,
                usual=messages.USUAL_DECIMALS.format(usual=usual)
                if usual
                else messages.USUALLY_WHOLE,
            ),
        )


def _surplus(value: Decimal, usual: int) -> int:
    """Decimals of a computed value, which may have any number of them, but for what is counted
    whole: no formula makes nine tenths of a person."""
    return -int(value.normalize().as_tuple().exponent) if not usual else 0


def usual_decimals(indicator: LedgerIndicator) -> int:
    """How many decimals make sense: none for things counted, four for rates."""
    meaning = indicator.meaning
    if meaning.is_rate:
        return _RATE_DECIMALS
    counted = meaning.multiple == 1 and meaning.base in _COUNTED
    if counted and not any(word in indicator.name for word in _AVERAGES):
        return 0
    return MAX_DECIMALS


def _check_sign(entry: LedgerEntry, value: Decimal, indicator: LedgerIndicator) -> None:
    if value < 0 and not any(word in indicator.name for word in _MAY_BE_NEGATIVE):
        entry.errors += (messages.NEGATIVE.format(raw=messages.shortened(entry.raw)),)


def _check_maximum(entry: LedgerEntry, value: Decimal, indicator: LedgerIndicator) -> None:
    maximum = indicator.meaning.possible_maximum
    if maximum is None or value <= maximum:
        return
    if value > maximum * _FAR:
        entry.errors += (
            messages.FAR_TOO_LARGE.format(
                raw=messages.shortened(entry.raw),
                maximum=plain(maximum),
                measure=indicator.measure,
            ),
        )
        return
    entry.warnings += (messages.ABOVE_MAXIMUM.format(value=plain(value), maximum=plain(maximum)),)


def _check_plausible(entry: LedgerEntry, value: Decimal, indicator: LedgerIndicator) -> None:
    """Wide bounds by what is measured: outside them a figure is more often a slip."""
    base, name = indicator.meaning.base or indicator.measure, indicator.name
    is_year = entry.raw.strip() == str(entry.reference_year) and not indicator.meaning.is_rate
    outside = any(
        word in name and base == wanted and not low <= value <= high
        for word, wanted, low, high in _PLAUSIBLE
    )
    is_deadly = "死亡率" in name and value * _DEADLY > indicator.meaning.scale
    if (is_year or outside or is_deadly or _looks_like_date(entry.raw)) and not entry.errors:
        raw = messages.shortened(entry.raw)
        entry.warnings += (messages.IMPLAUSIBLE.format(raw=raw, name=name),)


def _looks_like_date(raw: str) -> bool:
    """20241231."""
    found = _DATE_NUMBER.fullmatch(raw.strip())
    return found is not None


def _check_parts(
    entry: LedgerEntry,
    value: Decimal,
    numerator: Decimal,
    denominator: Decimal,
    indicator: LedgerIndicator,
) -> None:
    if denominator == 0:
        entry.errors += (messages.ZERO_DENOMINATOR,)
        return
    _check_whole(entry, "分子", indicator.numerator, numerator)
    _check_whole(entry, "分母", indicator.denominator, denominator)
    if indicator.scale == 1:
        if not indicator.numerator and not indicator.denominator:
            name = indicator.name
            entry.warnings += (messages.NO_PARTS.format(name=name, value=plain(value)),)
        return  # such counts name no quotient; the value stands on its own
    expected = numerator / denominator * indicator.scale
    if agrees(value, expected, entry.decimals):
        entry.ratio_question = ""
        return
    entry.warnings += (
        messages.AGAINST_PARTS.format(
            value=plain(value),
            numerator=plain(numerator),
            denominator=plain(denominator),
            scale=indicator.scale,
            expected=plain(round_half_up(expected, 4)),
        ),
    )


def _check_whole(entry: LedgerEntry, part: str, name: str, value: Decimal) -> None:
    """People, cases, institutions: a part that its name counts one by one."""
    noun = noun_of(name)
    if noun and value % 1 and not any(many in name for many in _MANY):
        entry.warnings += (
            messages.PART_NOT_WHOLE.format(part=part, name=name, value=plain(value), noun=noun),
        )


def check_together(
    entries: Iterable[LedgerEntry],
    context: LedgerContext,
    indicators: Mapping[str, LedgerIndicator],
    seen: Mapping[FigureKey, Decimal],
) -> None:
    """Doubles, totals against parts and jumps; then each entry's status.

    ``seen``: other years' figures of the same file, used where nothing approved is known.
    """
    live = [entry for entry in entries if entry.status is not EntryStatus.IGNORED]
    by_key: defaultdict[FigureKey, list[LedgerEntry]] = defaultdict(list)
    for entry in live:
        if entry.indicator_code in indicators:
            by_key[entry.key].append(entry)
    for same in by_key.values():
        if len(same) > 1:
            _mark_doubles(same)
    for key, same in by_key.items():
        _check_sexes(key, same[0], by_key, indicators)
        _check_earlier(key, same[0], by_key, context, indicators, seen)
    for entry in live:
        entry.status = _status(entry, context.stored)


def _mark_doubles(same: list[LedgerEntry]) -> None:
    """Each names some of the others: a file may say one figure forty thousand times."""
    first = same[: _NAMED_DOUBLES + 1]
    for entry in same:
        named = [other for other in first if other is not entry][:_NAMED_DOUBLES]
        places = "、".join(
            other.cell if other.sheet == entry.sheet else f"{other.sheet}!{other.cell}"
            for other in named
        )
        if len(same) - 1 > len(named):
            places = messages.AND_MORE.format(places=places, count=len(same) - 1)
        entry.errors += (messages.DUPLICATE.format(places=places),)


def _check_sexes(
    key: FigureKey,
    total: LedgerEntry,
    by_key: Mapping[FigureKey, list[LedgerEntry]],
    indicators: Mapping[str, LedgerIndicator],
) -> None:
    if key.breakdown != TOTAL or total.value is None:
        return
    male = by_key.get(key._replace(breakdown=MALE))
    female = by_key.get(key._replace(breakdown=FEMALE))
    if not male or not female or male[0].value is None or female[0].value is None:
        return
    low, high = sorted((male[0].value, female[0].value))
    meaning = indicators[key.indicator_code].meaning
    texts = {
        "total": plain(total.value),
        "male": plain(male[0].value),
        "female": plain(female[0].value),
    }
    averages = any(word in indicators[key.indicator_code].name for word in _AVERAGES)
    if meaning.base in _COUNTED and not averages:
        if total.value != low + high:
            total.warnings += (messages.NOT_SUM_OF_PARTS.format(**texts),)
    elif meaning.is_rate and not low <= total.value <= high:
        total.warnings += (messages.NOT_BETWEEN_PARTS.format(**texts),)


def _check_earlier(
    key: FigureKey,
    entry: LedgerEntry,
    by_key: Mapping[FigureKey, list[LedgerEntry]],
    context: LedgerContext,
    indicators: Mapping[str, LedgerIndicator],
    seen: Mapping[FigureKey, Decimal],
) -> None:
    """The year before: a jump is asked about, a small share that always was one is not."""
    if entry.value is None or entry.errors:
        return
    before = key._replace(reference_year=key.reference_year - 1)
    indicator = indicators[key.indicator_code]
    approved = context.known.get(before)
    # Only an approved share below one per cent answers the question whether this is one.
    if approved and 0 < approved * indicator.meaning.scale <= 100:
        entry.ratio_question = ""
    previous = approved if approved is not None else seen.get(before)
    if previous is None and before in by_key:
        previous = by_key[before][0].value
    if previous is None:
        return
    if is_jump(entry.value, previous, indicator):
        entry.warnings += (
            messages.JUMP.format(
                year=before.reference_year, previous=plain(previous), value=plain(entry.value)
            ),
        )


def is_jump(value: Decimal, previous: Decimal, indicator: LedgerIndicator) -> bool:
    """A change from one year to the next that is more often a slip than a fact."""
    step = abs(value - previous)
    if indicator.meaning.scale == 100:
        share = step / abs(previous) if previous else Decimal(0)
        return step > _JUMP_POINTS or (share > _JUMP_SHARE and step > _LEAST_STEP)
    low, high = sorted((abs(value), abs(previous)))
    if low == 0:
        return False  # from nothing to something is no ratio; small bases do it every year
    if indicator.meaning.is_rate:
        return high > low * _SMALL_BASE_TIMES
    if indicator.meaning.base in _COUNTED and high < _SMALL_COUNT:
        return False
    return high > low * _JUMP_TIMES


def _status(entry: LedgerEntry, stored: Mapping[FigureKey, ReportedFigure]) -> EntryStatus:
    held = stored.get(entry.key)
    if held is not None and held.says_nothing and not entry.is_blank:
        held = None  # taken back: the figure is new again
    if held is not None:
        entry.old_value = messages.number(held.value) or held.text
        entry.held = held
        is_same = _is_held(entry, held)
        entry.change = EntryStatus.UNCHANGED if is_same else EntryStatus.CHANGED
        if entry.change is EntryStatus.UNCHANGED:
            entry.old_reason = held.warning_reason
    if entry.errors:
        return EntryStatus.ERROR
    if entry.ratio_question:
        entry.warnings = (entry.ratio_question, *entry.warnings)
    return EntryStatus.WARNING if entry.warnings else entry.change


def _is_held(entry: LedgerEntry, held: ReportedFigure) -> bool:
    """Whether storing the entry would change nothing a person sees."""
    figure = replace(entry.figure, decimals=held.decimals, warning_reason=held.warning_reason)
    return figure == held
