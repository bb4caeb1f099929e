"""Indicator tables: the key ones in the text, all of them in an annex per plan."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import partial
from itertools import zip_longest
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from indicators.core.goals import staged_goal
from indicators.core.vocabulary import Basis, Verdict
from indicators.wording import labels, numbers
from indicators.wording.goals import band_number
from reports.core.sources import year_source
from reports.names import departments, short_unit
from reports.numbering import chinese_number
from reports.words.attained import is_basic, is_within
from reports.words.numbers import (
    is_count,
    is_told_by_growth,
    percent_change,
    table_change,
    three_years,
    value_text,
)
from reports.words.provenance import provenance
from reports.words.small_base import cases_text
from reports.words.standings import (
    final_goal_text,
    goal_table_text,
    standing_of,
    told_of,
    verdict_word,
)
from units.printed_table import (
    Align,
    Cell,
    Column,
    Row,
    RowKind,
    Table,
    TextSize,
    rows_of,
    table_of,
    text,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from indicators.core.case import Goal
    from reports.facts import Item, PlanFacts
    from reports.words.attained import Attained
    from reports.words.writing import Writing

MOST_KEY: Final = 16
REGULAR_ROWS: Final = 40
"""More rows than this fill over three pages, and the type becomes smaller."""
CIRCLED: Final = "①②③④⑤⑥⑦⑧⑨⑩"
SHARED: Final = "※"
_STAGED: Final = MappingProxyType(
    {Basis.PACE: ("时序值", "距时序值"), Basis.ANNUAL: ("年度目标", "距年度目标")}
)
_UP_DOWN: Final = '"{up}"0.0"%";"下降"0.0"%";"持平"'


def key_table(writing: Writing, plan: PlanFacts, key: str) -> Table | None:
    """The plan's key indicators, the unmet ones always among them."""
    chosen = _chosen(writing.facts.of_plan(plan.kind))
    if not chosen:
        return None
    year, base = writing.facts.year, plan.baseline_year
    earlier = [base, year - 1] if base < year - 1 else [base] if base < year else []
    columns: tuple[Column[Any], ...] = (
        Column("name", "指标", 40 + 14 * (2 - len(earlier)) + (0 if earlier else 22)),
        Column("measure", "单位", 15, Align.CENTRE),
        *(Column(f"y{one}", f"{one}年", 14, Align.RIGHT) for one in earlier),
        Column("value", f"{year}年", 14, Align.RIGHT),
        Column("target", "目标", 21, Align.CENTRE),
        *((Column("since", f"比{base}年", 22, Align.RIGHT),) if earlier else ()),
        Column("verdict", "判定", 16, Align.CENTRE),
    )
    notes = Notes(writing, chosen, has_last_year=False)
    uneven = [item for item in chosen if earlier and _looks_uneven(item)]
    rounded_note = (numbers.UNEVEN,) if uneven else ()
    return table_of(
        key,
        f"{writing.short(plan)}主要指标完成情况",
        shown_by_key(columns, writing, notes, is_final=False),
        chosen,
        notes=[*notes.texts(), *rounded_note],
        size=TextSize.SMALL,
    )


def _chosen(items: Sequence[Item]) -> list[Item]:
    """The unmet ones and those met by a tolerance only, then key ones from every domain in turn,
    so that none takes the table."""
    unmet = [item for item in items if item.is_unmet or is_basic(item) or is_within(item)]
    by_domain: dict[str, list[Item]] = {}
    for item in items:
        if item.is_key and item not in unmet and item.value is not None:
            by_domain.setdefault(item.domain, []).append(item)
    in_turn = [item for round_ in zip_longest(*by_domain.values()) for item in round_ if item]
    wanted = in_turn[: max(MOST_KEY - len(unmet), 0)]
    return sorted([*unmet, *wanted], key=lambda item: item.number)


def _looks_uneven(item: Item) -> bool:
    """Whether the printed difference is not that of the two printed numbers."""
    if item.value is None or item.base is None or item.value_year == item.criterion.baseline_year:
        return False
    if is_told_by_growth(item, item.base):
        return False
    return numbers.is_uneven(item.value, item.base, item.places)


def full_table(writing: Writing, plan: PlanFacts, key: str) -> Table:
    """Every indicator of the plan, by domain."""
    items = writing.facts.of_plan(plan.kind)
    made = _staged_columns(writing) if _is_staged(writing) else _columns(writing, plan)
    notes = Notes(writing, items, has_last_year=any(column.key == "change" for column in made))
    columns = shown_by_key(made, writing, notes, is_final=True)
    rows: list[Row] = []
    for number, (domain, reached) in enumerate(writing.of_domains(plan), 1):
        title = f"{chinese_number(number)}、{domain}（{_counted(writing, reached)}）"
        rows.append(Row((Cell(title),), RowKind.GROUP, group=domain))
        in_domain = writing.facts.of_domain(plan.kind, domain)
        rows += rows_of(columns, in_domain, lambda item: {"group": item.domain, "key": item.code})
    return Table(
        key=key,
        title=f"《{plan.title}》监测指标完成情况表",
        columns=tuple(columns),
        rows=tuple(rows),
        notes=(*notes.texts(), "差值、增幅按修约前数值计算。“—”表示当年无数据或不可比。"),
        source=_sources(items, writing.facts.region),
        size=TextSize.SMALL if len(rows) > REGULAR_ROWS else TextSize.REGULAR,
        captioned=False,
    )


def _counted(writing: Writing, made: Attained) -> str:
    """“12项，达标11项”, with what could not be judged; what is nought is left out."""
    words, tally = writing.words, made.tally
    counts = [(count, word) for count, word in made.classes(words) if count]
    if len(counts) == 1:
        every = "全部" if made.is_all else "均"
        return f"{tally.total}项，{every if tally.total > 1 else ''}{counts[0][1]}"
    # With nothing else left over, the unmet are what the met leave.
    shown = counts[:1] if made.plain + tally.unmet == tally.total else counts
    return "，".join([f"{tally.total}项", *(f"{word}{count}项" for count, word in shown)])


def _columns(writing: Writing, plan: PlanFacts) -> tuple[Column[Any], ...]:
    year, base = writing.facts.year, plan.baseline_year
    middle = plan.midterm_year if plan.midterm_year < year - 1 else year - 2
    earlier = sorted({each for each in (base, middle, year - 1) if base <= each < year})
    changes = [("change", "比上年", 19)] if base < year else []
    changes += [("since", f"比{base}年", 21)] if base < year - 1 else []
    free = 14 * (3 - len(earlier)) + 40 - sum(width for _, _, width in changes)
    return (
        Column("number", "序号", 9, Align.CENTRE),
        Column("name", "监测指标", 47 + free),
        Column("measure", "单位", 15, Align.CENTRE),
        *(Column(f"y{one}", f"{one}年", 14, Align.RIGHT) for one in earlier),
        Column("value", f"{year}年", 14, Align.RIGHT),
        Column("target", "终期目标", 22, Align.CENTRE),
        *(Column(key, heading, width, Align.RIGHT) for key, heading, width in changes),
        Column("verdict", "判定", 16, Align.CENTRE),
        Column("lead", "牵头单位", 20),
    )


def _is_staged(writing: Writing) -> bool:
    """Whether another target stands beside the final one; a mid-term without any has none."""
    if writing.facts.settings.basis is Basis.ANNUAL:
        return True
    items = writing.facts.items
    return writing.facts.is_midterm and any(_stage_goal(writing, item) != "—" for item in items)


def _staged_columns(writing: Writing) -> tuple[Column[Any], ...]:
    year, base = writing.facts.year, writing.facts.baseline_year
    earlier = sorted({each for each in (base, year - 1) if base <= each < year})
    stage, gap = _STAGED.get(writing.facts.settings.basis, ("中期目标", "距中期目标"))
    return (
        Column("number", "序号", 9, Align.CENTRE),
        Column("name", "监测指标", 48 + 15 * (2 - len(earlier))),
        Column("measure", "单位", 15, Align.CENTRE),
        *(Column(f"y{one}", f"{one}年", 15, Align.RIGHT) for one in earlier),
        Column("value", f"{year}年", 15, Align.RIGHT),
        Column("stage", stage, 16, Align.CENTRE),
        Column("target", "终期目标", 21, Align.CENTRE),
        Column("gap", gap, 16, Align.RIGHT),
        Column("since", f"比{base}年", 21, Align.RIGHT),
        Column("verdict", "判定", 16, Align.CENTRE),
        Column("lead", "牵头单位", 18),
    )


def shown_by_key(
    columns: Sequence[Column[Item]], writing: Writing, notes: Notes, *, is_final: bool
) -> list[Column[Item]]:
    """The columns with what each shows, by its key. ``is_final``: the target is the final one,
    else what the value was held against."""
    target = final_goal_text if is_final else goal_table_text
    keys = [column.key for column in columns]
    shows: dict[str, Callable[[Item], Cell]] = {
        "number": lambda item: Cell.whole(item.number),
        "name": lambda item: Cell(notes.name(item)),
        "measure": lambda item: Cell(item.measure.text),
        "value": _value_cell,
        "target": lambda item: Cell(target(item)),
        "stage": lambda item: Cell(_stage_goal(writing, item)),
        "gap": lambda item: Cell(_stage_gap(writing, item)),
        "change": lambda item: _change(item, item.last_year, item.year - 1, keys),
        "since": lambda item: _since(item, keys),
        "verdict": lambda item: _verdict_cell(writing, item),
        "lead": lambda item: text(short_unit(item.lead)),
    }
    shows |= {key: partial(_year_cell, year=int(key[1:])) for key in keys if key[0] == "y"}
    return [replace(column, show=shows[column.key]) for column in columns]


def _year_cell(item: Item, year: int) -> Cell:
    """A year's own figure: what is carried stands in no other year's column."""
    if year == item.criterion.baseline_year and item.base is not None:
        return _number_cell(item, item.base, year_source(item.key, year))
    return _number_cell(item, item.figure(year), year_source(item.key, year))


def _value_cell(item: Item) -> Cell:
    """The judged value; one that is carried with its own year, one that only the base year has
    not at all."""
    if not item.is_used:
        return Cell("—")
    cell = _number_cell(item, item.value, item.key)
    if not item.is_carried:
        return cell
    of_year = f"（{item.value_year}年）"
    number_format = f'{cell.number_format}"{of_year}"'
    return replace(cell, text=cell.text + of_year, number_format=number_format)


def _number_cell(item: Item, value: Decimal | None, source: str) -> Cell:
    if value is None:
        return Cell("—")
    places = _format(item.places)
    return Cell(numbers.number(value, item.places), source, value=value, number_format=places)


def _format(places: int) -> str:
    return "0." + "0" * places if places else "0"


def _since(item: Item, keys: Sequence[str]) -> Cell:
    base = item.criterion.baseline_year
    return Cell("—") if item.value_year == base else _change(item, item.base, base, keys)


def _change(item: Item, then: Decimal | None, year: int, keys: Sequence[str]) -> Cell:
    """The change since a year as text, and as a formula over the two cells where the table has
    both and they hold numbers."""
    now, old = item.value, f"y{year}"
    words = table_change(item, now, then)
    if now is None or then is None or words in ("—", "持平"):
        return Cell(words)
    change, formula = now - then, f"={{value}}-{{{old}}}"
    places = _format(item.places)
    number_format = f"{places};{numbers.MINUS}{places}"
    if is_told_by_growth(item, then):
        growth = percent_change(now, then)
        if growth is None:
            return Cell(words)
        change, formula = growth, f"=({{value}}-{{{old}}})/{{{old}}}*100"
        number_format = _UP_DOWN.format(up="增长" if is_count(item.measure) else "上升")
    formula = formula if old in keys else ""
    return Cell(words, value=change, formula=formula, number_format=number_format)


def _verdict_cell(writing: Writing, item: Item) -> Cell:
    word = verdict_word(item, writing.words)
    return Cell(word, strong=item.verdict is not Verdict.MET)


def _stage_goal(writing: Writing, item: Item) -> str:
    """Where the line stands, or the target of the year or of the mid-term."""
    if item.expected is not None:
        line = numbers.number(item.expected, _line_places(item))
        return line if writing.words.is_pace else f"{line}（时序）"
    goal, spec = _goal_of_stage(writing, item), item.criterion.spec
    if goal is None:
        return "—"
    if spec.is_band:
        return str(band_number(spec, goal.value, goal.upper, ""))
    return numbers.target_number(goal.value)


def _stage_gap(writing: Writing, item: Item) -> str:
    stage = _stage(writing, item)
    if stage is None or item.value is None or item.is_small_base:
        return "—"
    return numbers.number(item.value - stage, _line_places(item))


def _line_places(item: Item) -> int:
    """As many decimals as the sentence about it prints."""
    standing = standing_of(item)
    return item.places if standing is None else told_of(item, standing).line_places


def _stage(writing: Writing, item: Item) -> Decimal | None:
    if item.expected is not None:
        return item.expected
    goal = _goal_of_stage(writing, item)
    return None if goal is None or item.criterion.spec.is_band else goal.value


def _goal_of_stage(writing: Writing, item: Item) -> Goal | None:
    """What the plan sets for the year or for the mid-term, and the rule can be held against; the
    line has no such number."""
    if writing.words.is_pace:
        return None
    is_annual = writing.facts.settings.basis is Basis.ANNUAL
    basis = Basis.ANNUAL if is_annual else Basis.MIDTERM
    staged = staged_goal(item.criterion, basis, item.year)
    return staged.goal if staged.is_of_stage else None


class Notes:
    """Marks behind names, and what they mean below the table."""

    def __init__(
        self, writing: Writing, items: Sequence[Item], *, has_last_year: bool = True
    ) -> None:
        self.writing = writing
        self.marks: dict[str, str] = {}
        self.lines: list[str] = []
        carried: dict[tuple[int, str], list[Item]] = {}
        for item in items:
            if item.is_carried and item.is_used and item.value_year is not None:
                kind = labels.carried(item.frequency, item.value_year)
                carried.setdefault((item.value_year, kind), []).append(item)
        for (year, kind), group in carried.items():
            not_compared = "，“比上年”不计算" if has_last_year else ""
            self._add(group, f"为{year}年{kind}{not_compared}。")
        small = [item for item in items if item.is_small_base and item.numerator is not None]
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
    """“孕产妇死亡1例，2018—2020年合并计算为14.02/10万”: cases are of what is counted, and of the
    rate only where nobody named that."""
    cases = cases_text(item)
    together = three_years(item)
    if together is None:
        return cases
    first, last, rate = together
    return f"{cases}，{first}—{last}年合并计算为{value_text(item, rate)}"


def _sources(items: Sequence[Item], region: str) -> str:
    """Only of what units sent; what was loaded is not said to be reported by anybody."""
    sent = (item.origin.unit for item in items if item.is_used and item.origin.unit)
    units = list(dict.fromkeys(sent))
    found = provenance(items)
    if not found.reported:
        return "导入的历年数据。" if found.valued else ""
    approved = "，经审核采用" if found.approved == found.reported else ""
    rest = f"；{found.loaded}项采用导入的历年数据" if found.loaded else ""
    return f"{departments([short_unit(unit) for unit in units], 4)}报送{approved}{rest}。"
