"""Indicator tables: the key ones in the text, all of them in an annex per plan."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from indicators.core.vocabulary import Basis, Frequency, RuleKind, Verdict
from reports.document import Align, Cell, Column, Row, RowKind, Table, TextSize
from reports.names import short_unit
from reports.numbering import chinese_number
from reports.words.numbers import (
    base_goal_text,
    count_text,
    counted_noun,
    goal_table_text,
    has_number_of_its_own,
    is_count,
    is_relative,
    percent_change,
    plain,
    short,
    table_change,
    three_years,
    value_text,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from reports.facts import Item, PlanFacts, Tally
    from reports.words.writing import Writing

MOST_KEY: Final = 16
REGULAR_ROWS: Final = 40
"""More rows than this fill over three pages, and the type becomes smaller."""
CIRCLED: Final = "①②③④⑤⑥⑦⑧⑨⑩"
SHARED: Final = "※"
_STAGED: Final = MappingProxyType(
    {Basis.PACE: ("时序值", "距阶段目标"), Basis.ANNUAL: ("年度目标", "距年度目标")}
)
_UP_DOWN: Final = '"{up}"0.0"%";"下降"0.0"%";"持平"'


def key_table(writing: Writing, plan: PlanFacts, key: str) -> Table | None:
    """The plan's key indicators, the unmet ones always among them."""
    items = writing.facts.of_plan(plan.kind)
    unmet = [item for item in items if item.is_unmet]
    wanted = [
        item for item in items if item.is_key and not item.is_unmet and item.value is not None
    ]
    chosen = sorted([*unmet, *wanted[: max(MOST_KEY - len(unmet), 0)]], key=lambda i: i.number)
    if not chosen:
        return None
    year, base = writing.facts.year, plan.baseline_year
    columns = (
        Column("name", "指标", 40),
        Column("measure", "单位", 16, Align.CENTRE),
        Column("base", f"{base}年", 15, Align.RIGHT),
        Column("before", f"{year - 1}年", 15, Align.RIGHT),
        Column("value", f"{year}年", 15, Align.RIGHT),
        Column("target", "目标", 20, Align.CENTRE),
        Column("since", f"比{base}年", 18, Align.RIGHT),
        Column("verdict", "判定", 17, Align.CENTRE),
    )
    notes = Notes(writing, chosen)
    rows = tuple(
        Row(
            (
                Cell(notes.name(item)),
                Cell(item.measure.text),
                year_cell(item, base),
                year_cell(item, year - 1),
                value_cell(item),
                Cell(goal_table_text(item)),
                since_cell(item, "value", "base"),
                verdict_cell(writing, item),
            )
        )
        for item in chosen
    )
    return Table(
        key=key,
        title=f"{writing.short(plan)}主要指标完成情况",
        columns=columns,
        rows=rows,
        notes=notes.texts(),
        size=TextSize.SMALL,
    )


def full_table(writing: Writing, plan: PlanFacts, key: str) -> Table:
    """Every indicator of the plan, by domain."""
    items = writing.facts.of_plan(plan.kind)
    notes = Notes(writing, items)
    columns = _staged_columns(writing) if _is_staged(writing) else _columns(writing, plan)
    rows: list[Row] = []
    for number, (domain, tally) in enumerate(plan.domains, 1):
        title = f"{chinese_number(number)}、{domain}（{_counted(writing, tally)}）"
        rows.append(Row((Cell(title),), RowKind.GROUP, group=domain))
        rows += [
            Row(
                tuple(_cell(writing, notes, item, column.key) for column in columns),
                group=domain,
                key=item.code,
            )
            for item in writing.facts.of_domain(plan.kind, domain)
        ]
    return Table(
        key=key,
        title=f"《{plan.title}》监测指标完成情况表",
        columns=columns,
        rows=tuple(rows),
        notes=(*notes.texts(), "差值、增幅按未舍入数计算。“—”表示当年无数据或不可比。"),
        source=_sources(items, writing.facts.region),
        size=TextSize.SMALL if len(rows) > REGULAR_ROWS else TextSize.REGULAR,
        captioned=False,
    )


def _counted(writing: Writing, tally: Tally) -> str:
    """“12项，达标11项”, with what could not be judged."""
    parts = [f"{tally.total}项", f"{writing.words.met}{tally.met}项"]
    if tally.no_data:
        parts.append(f"无数据{tally.no_data}项")
    if tally.not_assessable:
        parts.append(f"无法评价{tally.not_assessable}项")
    return "，".join(parts)


def _columns(writing: Writing, plan: PlanFacts) -> tuple[Column, ...]:
    year, base = writing.facts.year, plan.baseline_year
    middle = plan.midterm_year if plan.midterm_year < year - 1 else max(year - 2, base)
    return (
        Column("number", "序号", 9, Align.CENTRE),
        Column("name", "监测指标", 52),
        Column("measure", "单位", 15, Align.CENTRE),
        Column(f"y{base}", f"{base}年", 15, Align.RIGHT),
        Column(f"y{middle}", f"{middle}年", 15, Align.RIGHT),
        Column(f"y{year - 1}", f"{year - 1}年", 15, Align.RIGHT),
        Column("value", f"{year}年", 15, Align.RIGHT),
        Column("target", "终期目标", 24, Align.CENTRE),
        Column("change", "比上年", 15, Align.RIGHT),
        Column("since", f"比{base}年", 18, Align.RIGHT),
        Column("verdict", "判定", 14, Align.CENTRE),
        Column("lead", "牵头单位", 18),
    )


def _is_staged(writing: Writing) -> bool:
    """Whether another target stands beside the final one."""
    return writing.facts.is_midterm or writing.facts.settings.basis is Basis.ANNUAL


def _staged_columns(writing: Writing) -> tuple[Column, ...]:
    year, base = writing.facts.year, writing.facts.baseline_year
    stage, gap = _STAGED.get(writing.facts.settings.basis, ("中期目标", "距阶段目标"))
    return (
        Column("number", "序号", 9, Align.CENTRE),
        Column("name", "监测指标", 48),
        Column("measure", "单位", 15, Align.CENTRE),
        Column(f"y{base}", f"{base}年", 15, Align.RIGHT),
        Column(f"y{year - 1}", f"{year - 1}年", 15, Align.RIGHT),
        Column("value", f"{year}年", 15, Align.RIGHT),
        Column("stage", stage, 18, Align.CENTRE),
        Column("target", "终期目标", 20, Align.CENTRE),
        Column("gap", gap, 17, Align.RIGHT),
        Column("since", f"比{base}年", 18, Align.RIGHT),
        Column("verdict", "判定", 17, Align.CENTRE),
        Column("lead", "牵头单位", 18),
    )


def _cell(writing: Writing, notes: Notes, item: Item, column: str) -> Cell:
    """One cell of the full table by its column's key."""
    if column.startswith("y"):
        return year_cell(item, int(column[1:]))
    base = f"y{item.criterion.baseline_year}"
    makers = {
        "number": lambda: Cell(str(item.number)),
        "name": lambda: Cell(notes.name(item)),
        "measure": lambda: Cell(item.measure.text),
        "value": lambda: value_cell(item),
        "target": lambda: Cell(final_goal(item) if _is_staged(writing) else goal_table_text(item)),
        "stage": lambda: Cell(stage_goal(writing, item)),
        "gap": lambda: Cell(stage_gap(writing, item)),
        "change": lambda: change_cell(item),
        "since": lambda: since_cell(item, "value", base),
        "verdict": lambda: verdict_cell(writing, item),
        "lead": lambda: Cell(short_unit(item.lead) or "—"),
    }
    return makers[column]()


def year_cell(item: Item, year: int) -> Cell:
    """A year's figure; what is elected stays in force until the next election."""
    if year == item.criterion.baseline_year and item.base is not None:
        return _number_cell(item, item.base, f"{item.key}.{year}")
    value = item.figure(year)
    if value is None and item.frequency is Frequency.ELECTION:
        earlier = [y for y in item.series if y < year and item.figure(y) is not None]
        value = item.figure(max(earlier)) if earlier else None
    if value is None:
        return Cell("—")
    return _number_cell(item, value, f"{item.key}.{year}")


def value_cell(item: Item) -> Cell:
    if item.value is None:
        return Cell("—")
    return _number_cell(item, item.value, item.key)


def _number_cell(item: Item, value: Decimal, source: str) -> Cell:
    places = "0." + "0" * item.places if item.places else "0"
    return Cell(plain(value, item.places), source, value=value, number_format=places)


def since_cell(item: Item, new: str, old: str) -> Cell:
    if item.value_year == item.criterion.baseline_year:
        return Cell("—")
    return _change(item, item.value, item.base, new, old)


def change_cell(item: Item) -> Cell:
    before = item.last_year
    if before is None:
        return Cell("—")
    return _change(item, item.value, before, "value", f"y{item.year - 1}")


def _change(item: Item, now: Decimal | None, then: Decimal | None, new: str, old: str) -> Cell:
    """The change as text, and as a formula over the two cells where both hold numbers."""
    text = table_change(item, now, then)
    if now is None or then is None or text in ("—", "持平"):
        return Cell(text)
    if is_relative(item.measure) or is_count(item.measure):
        growth = percent_change(now, then)
        if growth is None:
            return Cell(text)
        up = "增长" if is_count(item.measure) else "上升"
        return Cell(
            text,
            value=growth,
            formula=f"=({{{new}}}-{{{old}}})/{{{old}}}*100",
            number_format=_UP_DOWN.format(up=up),
        )
    places = "0." + "0" * item.places if item.places else "0"
    return Cell(
        text,
        value=now - then,
        formula=f"={{{new}}}-{{{old}}}",
        number_format=f"{places};－{places}",
    )


def verdict_cell(writing: Writing, item: Item) -> Cell:
    return Cell(writing.words.verdict(item), strong=item.verdict is not Verdict.MET)


def final_goal(item: Item) -> str:
    """The final target, whatever the assessment was held against."""
    final = item.criterion.final
    if has_number_of_its_own(item):
        return base_goal_text(item)
    if final is None or item.rule in (RuleKind.RISE, RuleKind.FALL, RuleKind.QUALITATIVE):
        return goal_table_text(item)
    sign = {RuleKind.AT_MOST: "≤", RuleKind.AT_LEAST: "≥"}.get(item.rule, "")
    if item.rule is RuleKind.AROUND:
        return f"{short(final.value)}左右"
    return f"{sign}{short(final.value)}"


def stage_goal(writing: Writing, item: Item) -> str:
    """Where the line stands, or the target of the year or of the mid-term."""
    if item.expected is not None:
        return plain(item.expected, item.places)
    annual = item.annual_target
    if writing.facts.settings.basis is Basis.ANNUAL and annual and annual.upper is not None:
        return f"{short(annual.value)}—{short(annual.upper)}"
    stage = _stage(writing, item)
    return "—" if stage is None else short(stage)


def stage_gap(writing: Writing, item: Item) -> str:
    stage = _stage(writing, item)
    if stage is None or item.value is None:
        return "—"
    return plain(item.value - stage, item.places)


def _stage(writing: Writing, item: Item) -> Decimal | None:
    if item.expected is not None:
        return item.expected
    if writing.facts.settings.basis is Basis.ANNUAL:
        annual = item.annual_target
        return None if annual is None or annual.upper is not None else annual.value
    return item.midterm_target


class Notes:
    """Marks behind names, and what they mean below the table."""

    def __init__(self, writing: Writing, items: Sequence[Item]) -> None:
        self.writing = writing
        self.marks: dict[str, str] = {}
        self.lines: list[str] = []
        carried: dict[tuple[int, str], list[Item]] = {}
        for item in items:
            if item.is_carried and item.value_year is not None:
                kind = "换届" if item.frequency is Frequency.ELECTION else "普查"
                carried.setdefault((item.value_year, kind), []).append(item)
        for (year, kind), group in carried.items():
            self._add(group, f"为{year}年{kind}数据，“比上年”不计算。")
        small = [item for item in items if item.is_small_base and item.numerator]
        if small:
            self._add(small, f"基数小：{'；'.join(_small(item) for item in small)}。")
        self.has_shared = any(item.is_shared for item in items)

    def _add(self, group: Sequence[Item], text: str) -> None:
        if len(self.lines) >= len(CIRCLED):
            return
        mark = CIRCLED[len(self.lines)]
        self.lines.append(f"{mark}{text}")
        for item in group:
            self.marks[item.code] = self.marks.get(item.code, "") + mark

    def name(self, item: Item) -> str:
        shared = SHARED if item.is_shared else ""
        return f"{item.name}{self.marks.get(item.code, '')}{shared}"

    def texts(self) -> tuple[str, ...]:
        shared = f"{SHARED}同时列入{self.writing.both}。" if self.has_shared else ""
        return (*self.lines, shared) if shared else tuple(self.lines)


def _small(item: Item) -> str:
    """“孕产妇死亡率1例，2018—2020年合并计算为14.02/10万”."""
    noun = counted_noun(item.numerator_name)
    cases = count_text(item.numerator, noun) if item.numerator is not None else ""
    together = three_years(item)
    if together is None:
        return f"{item.name}{cases}"
    first, last, rate = together
    return f"{item.name}{cases}，{first}—{last}年合并计算为{value_text(item, rate)}"


def _sources(items: Sequence[Item], region: str) -> str:
    leads = list(dict.fromkeys(item.lead for item in items if item.lead))
    if not leads:
        return ""
    shown = "、".join(short_unit(lead) for lead in leads[:4])
    return f"{shown}{'等部门' if len(leads) > 4 else ''}报送，经审核采用。"
