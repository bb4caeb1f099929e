"""滞后指标与后几年展望 (mid-term): where the present speed leads, and which speed is needed."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from indicators.core.vocabulary import Frequency
from indicators.wording import numbers
from reports.document import Reference, Section
from reports.words.degree import is_better
from reports.words.standings import standing_of
from reports.words.writing import listed, paragraph
from units.printed_table import Align, Cell, Column, Row, Table, TextSize

if TYPE_CHECKING:
    from reports.document import Block
    from reports.facts import Item
    from reports.words.writing import Writing

KEY: Final = "outlook"
TITLE: Final = "滞后指标与后几年展望"
TABLE: Final = "outlook-table"
EASY, HARD = Decimal(1), Decimal("1.5")
TINY: Final = Decimal("0.05")
"""Would be printed as 0.0 times."""


class Speed:
    """Past and needed change per year of one indicator that has a final target number.

    Raises ``ValueError`` without value, base or final target.
    """

    def __init__(self, item: Item, end_year: int) -> None:
        final = final_number(item)
        if item.value is None or item.base is None or final is None:
            raise ValueError(f"{item.code} has no speed")
        self.item = item
        self.final = final
        self.past_years = (item.value_year or item.year) - item.criterion.baseline_year
        self.years_left = end_year - item.year
        self.past = (item.value - item.base) / self.past_years
        self.needed = (self.final - item.value) / self.years_left
        self.arrives = item.value + self.past * self.years_left
        self.is_reverse = not is_better(item, item.value, item.base)

    @property
    def times(self) -> Decimal | None:
        return None if self.is_reverse or not self.past else self.needed / self.past

    @property
    def word(self) -> str:
        """预期可实现 / 经努力可实现 / 难度较大 / 走势相反, by unrounded values."""
        return "走势相反" if self.times is None else _word(self.times)


def _word(times: Decimal) -> str:
    if times <= EASY:
        return "预期可实现"
    return "经努力可实现" if times <= HARD else "难度较大"


def final_number(item: Item) -> Decimal | None:
    """The number the plan ends in: stated, or reckoned from the base (下降六分之一); a band and a
    trend have none."""
    standing = standing_of(item)
    return None if standing is None else standing.final


def build(writing: Writing) -> Section | None:
    facts = writing.facts
    unmet = facts.distinct_unmet()
    if not unmet or facts.year >= facts.end_year:
        return None
    speeds = [Speed(item, facts.end_year) for item in unmet if _has_speed(item)]
    others = [item for item in unmet if not _has_speed(item)]
    blocks: list[Block] = []
    if speeds:
        blocks += [_text(writing, speeds), _table(writing, speeds)]
    if others:
        why: dict[str, list[str]] = {}
        for item in others:
            why.setdefault(_why_not(item), []).append(item.name)
        reasons = "；".join(f"{listed(names, 4)}{reason}" for reason, names in why.items())
        blocks.append(paragraph(f"{KEY}.others", f"{reasons}，不作推算。"))
    if speeds:
        limit = "测算按现有年均变化速度外推，仅供研判参考。"
        blocks.append(paragraph(f"{KEY}.limit", limit))
    return Section(
        KEY, f"{writing.words.unmet}指标与后{facts.end_year - facts.year}年展望", 1, tuple(blocks)
    )


def _has_speed(item: Item) -> bool:
    years = [year for year in item.series if item.figure(year) is not None]
    return (
        item.value is not None
        and item.base is not None
        and final_number(item) is not None
        and item.frequency is Frequency.YEARLY
        and item.value_year != item.criterion.baseline_year
        and len(years) >= 3
        and not item.is_small_base
    )


def _why_not(item: Item) -> str:
    """The first reason why an indicator's years cannot be carried on."""
    if item.frequency is Frequency.ELECTION:
        return "只随换届变化"
    if item.frequency is Frequency.CENSUS:
        return "只在普查年有数"
    if item.base is None:
        return f"缺{item.criterion.baseline_year}年基期值"
    if item.value is None or item.value_year == item.criterion.baseline_year:
        return f"缺{item.year}年数"
    if item.is_small_base:
        return "基数小、年度间波动大"
    if final_number(item) is None:
        return "没有以数值表示的终期目标"
    return "有数的年份不足3年"


def _text(writing: Writing, speeds: list[Speed]) -> Block:
    facts = writing.facts
    short_of = [s for s in speeds if s.word in ("经努力可实现", "难度较大", "走势相反")]
    hard = [s.item.name for s in speeds if s.word == "难度较大"]
    reverse = [s.item.name for s in speeds if s.word == "走势相反"]
    text = (
        f"设有终期目标值的{len(speeds)}项{writing.words.unmet}指标，按前{speeds[0].past_years}年平均速度"
        f"推算，到{facts.end_year}年"
    )
    all_alike = "" if len(speeds) == 1 else "均"
    if not short_of:
        text += f"{all_alike}可达到目标"
    elif len(short_of) == len(speeds):
        text += f"{all_alike}达不到目标"
    else:
        text += f"有{len(short_of)}项达不到目标"
    if hard and len(hard) == len(speeds) > 1:
        text += "，难度均较大"
    elif hard and len(hard) == len(short_of):
        text += f"，{listed(hard, 4)}难度较大"
    elif hard:
        text += f"，其中{listed(hard, 4)}难度较大"
    if reverse:
        text += f"，{listed(reverse, 4)}近年走势与目标相反，须先扭转"
    return paragraph(f"{KEY}.text", f"{text}（见", Reference(TABLE), "）。")


def _table(writing: Writing, speeds: list[Speed]) -> Table:
    facts = writing.facts
    columns: tuple[Column[Any], ...] = (
        Column("name", "指标", 30),
        Column("measure", "单位", 14, Align.CENTRE),
        Column("base", f"{facts.baseline_year}年", 13, Align.RIGHT),
        Column("value", f"{facts.year}年", 13, Align.RIGHT),
        Column("final", "终期目标", 13, Align.RIGHT),
        Column("past", f"前{speeds[0].past_years}年年均", 14, Align.RIGHT),
        Column("needed", f"后{speeds[0].years_left}年需年均", 15, Align.RIGHT),
        Column("times", "倍数", 10, Align.RIGHT),
        Column("arrives", f"按原速到{facts.end_year}年", 16, Align.RIGHT),
        Column("word", "研判", 18, Align.CENTRE),
    )
    return Table(
        key=TABLE,
        title=f"{writing.words.unmet}指标测算",
        columns=columns,
        rows=tuple(_row(speed) for speed in speeds),
        notes=(
            "倍数＝后几年需年均÷前几年年均，按修约前数值分档：不超过1为预期可实现，1—1.5（含）为经努力可实现，"
            "1.5以上为难度较大，走势与目标相反的单列。",
        ),
        size=TextSize.SMALL,
    )


def times_places(times: Decimal) -> int:
    """One decimal, more where it would tell another class than the one beside it, or nothing."""
    places = 2 if times < TINY else 1
    while places < numbers.MOST_DECIMALS and _word(numbers.rounded(times, places)) != _word(times):
        places += 1
    return places


def _row(speed: Speed) -> Row:
    item = speed.item
    places = item.places
    value, base = item.value, item.base
    times = speed.times
    limit = item.measure.possible_maximum
    arrives = max(speed.arrives if limit is None else min(speed.arrives, limit), Decimal(0))
    return Row(
        (
            Cell(item.name),
            Cell(item.measure.text),
            Cell("—" if base is None else numbers.number(base, places), value=base),
            Cell("—" if value is None else numbers.number(value, places), item.key, value=value),
            Cell(numbers.target_number(speed.final), value=speed.final),
            Cell(numbers.number(speed.past, 2), value=speed.past),
            Cell(numbers.number(speed.needed, 2), value=speed.needed),
            Cell(
                "—" if times is None else numbers.number(times, times_places(times)),
                value=times,
            ),
            Cell("—") if speed.is_reverse else Cell(numbers.number(arrives, places), value=arrives),
            Cell(speed.word),
        )
    )
