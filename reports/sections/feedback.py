"""单位反馈单: what the assessment says of the indicators that one unit leads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from indicators.core.vocabulary import Verdict
from reports.document import Reference, Section
from reports.sections.problems import unmet_blocks
from reports.tables.indicators import Notes, shown_by_key
from reports.words.attained import attained_of
from reports.words.degree import verb
from reports.words.numbers import change_text, value_said
from reports.words.remedies import split_remedied
from reports.words.watch import is_near, is_worse_than_base, is_worsening
from reports.words.writing import listed, paragraph
from units.printed_table import Align, Column, TextSize, table_of

if TYPE_CHECKING:
    from reports.document import Block
    from reports.facts import Item
    from reports.words.writing import Writing
    from units.printed_table import Table

KEY: Final = "feedback"
TABLE: Final = "feedback-table"


def build(writing: Writing) -> Section:
    items = writing.facts.items
    blocks: list[Block] = [_counts(writing)]
    if items:
        blocks.append(_table(writing))
    return Section(KEY, "总体情况", 1, tuple(blocks))


def _counts(writing: Writing) -> Block:
    facts = writing.facts
    items = facts.items
    if not items:
        return paragraph(f"{KEY}.none", f"{facts.unit}没有牵头的监测指标。")
    text = writing.counts_said(attained_of(items))
    return paragraph(
        f"{KEY}.counts",
        f"你单位在{writing.both}中牵头{len(items)}项监测指标，对照{writing.aim}，{facts.year}年{text}（见",
        Reference(TABLE),
        "）。请核对数值、口径和判定，有异议的书面提出并附依据。",
    )


def _table(writing: Writing) -> Table:
    facts = writing.facts
    year, base = facts.year, facts.baseline_year
    columns: list[Column[Item]] = [
        Column("name", "指标", 42),
        Column("measure", "单位", 14, Align.CENTRE),
        Column(f"y{base}", f"{base}年", 14, Align.RIGHT),
        Column(f"y{year - 1}", f"{year - 1}年", 14, Align.RIGHT),
        Column("value", f"{year}年", 14, Align.RIGHT),
        *((Column[Item]("stage", "时序值", 16, Align.RIGHT),) if writing.words.is_pace else ()),
        Column("target", "终期目标" if writing.words.is_pace else "目标", 21, Align.CENTRE),
        Column("since", f"比{base}年", 21, Align.RIGHT),
        Column("verdict", "判定", 16, Align.CENTRE),
    ]
    notes = Notes(writing, facts.items, has_last_year=False)
    return table_of(
        TABLE,
        f"牵头指标判定结果（{year}年）",
        shown_by_key(columns, writing, notes, is_final=False),
        facts.items,
        notes=notes.texts(),
        row_more=lambda item: {"key": item.key},
        size=TextSize.SMALL,
    )


def build_gaps(writing: Writing) -> Section | None:
    """The unmet ones in full, then what to watch."""
    facts = writing.facts
    blocks = list(unmet_blocks(writing))
    watched = [i for i in facts.items if is_near(i) or is_worsening(i) or is_worse_than_base(i)]
    if watched:
        text = "；".join(f"{item.name}{_worry(item)}" for item in watched[:6])
        rest = f"等{len(watched)}项" if len(watched) > 6 else ""
        blocks.append(
            paragraph(
                f"{KEY}.watch",
                f"以下指标虽已{writing.words.met_said}，仍须持续关注：{text}{rest}。",
            )
        )
    if not blocks:
        return None
    return Section(f"{KEY}.gaps", "需要整改和关注的指标", 1, tuple(blocks))


def _worry(item: Item) -> str:
    """Why a met indicator is to be watched: the change the wrong way, or the small margin."""
    value = item.value
    before = item.last_year if is_worsening(item) else None
    when = "上年"
    if before is None and is_worse_than_base(item):
        before, when = item.base, f"{item.criterion.baseline_year}年"
    if value is not None and before is not None:
        word = verb(item, value, before, fell_back=True)
        return f"比{when}{word}{change_text(item, value, before)}"
    return f"为{value_said(item)}，离目标线较近" if value is not None else ""


def build_wanted(writing: Writing) -> Section | None:
    """What the office wants of the unit, drawn from what is missing."""
    items = writing.facts.items
    wanted = []
    written, open_ones = split_remedied(item for item in items if item.is_unmet)
    if open_ones:
        names = listed([item.name for item in open_ones], 4)
        wanted.append(f"对{names}说明成因，提出措施、时限和应达值")
    if written:
        wanted.append(f"按时限落实{listed([item.name for item in written], 4)}的措施")
    none = [item for item in items if item.verdict is Verdict.NO_DATA]
    blank = [item.name for item in none if not item.is_awaited]
    if blank:
        wanted.append(f"补报{listed(blank, 4)}的数据，确实没有的说明原因")
    undecided = [item.name for item in items if item.verdict is Verdict.NOT_ASSESSABLE]
    if undecided:
        wanted.append(f"提供{listed(undecided, 4)}的认定依据或基期数据")
    counts = [item.name for item in items if item.lacks_cases]
    if counts:
        wanted.append(f"{listed(counts, 4)}同时报送分子、分母")
    if not wanted:
        return None
    text = paragraph(f"{KEY}.wanted.text", f"请{'；'.join(wanted)}。")
    return Section(f"{KEY}.wanted", "需要反馈的事项", 1, (text,))
