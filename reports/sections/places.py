"""区县对比报告: the places one level below side by side, in the order of their codes."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from assessments.charts import CHARTS
from assessments.messages.rates import rate_rule
from indicators.core.vocabulary import Verdict
from indicators.wording.labels import KINDS, NO_DATA, NOT_ASSESSABLE
from reports.document import Reference, Section
from reports.words.quantifiers import Proportion
from reports.words.writing import listed, paragraph
from units.printed_table import Align, Cell, Column, Row, Table, TextSize

if TYPE_CHECKING:
    from assessments.charts import Chart
    from assessments.core.tally import Tally
    from reports.document import Block
    from reports.facts import Item, Place
    from reports.words.writing import Writing

KEY: Final = "places"
TABLE: Final = "place-rates"
WEAK_TABLE: Final = "place-weak"
CHART: Final = "place-chart"
MOST_WEAK: Final = 15
MOST_IN_CHART: Final = 20


def build(writing: Writing) -> Section:
    facts = writing.facts
    if not facts.places:
        none = paragraph(
            f"{KEY}.none",
            f"{facts.region}以下各地区还没有同一轮次、同一年份、同一设置的评估结果，不能对比。请先对各地区作同样的评估。",
        )
        return Section(KEY, "总体情况", 1, (none,))
    blocks: list[Block] = [_counts(writing), _rates(writing)]
    if len(facts.places) <= MOST_IN_CHART:
        blocks.append(_chart(writing))
    return Section(KEY, "总体情况", 1, tuple(blocks))


def _counts(writing: Writing) -> Block:
    places = writing.facts.places
    rates = [Decimal(p.combined.rate) for p in places if p.combined.rate is not None]
    text = f"{writing.facts.region}所辖{len(places)}个地区按同一设置评估。"
    if rates:
        low, high = min(rates), max(rates)
        word = writing.words.rate
        alike = "均" if len(rates) > 1 else ""
        text += f"{word}在{low}%—{high}%之间，" if low != high else f"{word}{alike}为{low}%，"
    full = [p.name for p in places if _is_free_of_unmet(p.combined)]
    some = [p for p in places if p.combined.unmet]
    if full:
        text += f"{listed(full, 5, '个地区')}没有{writing.words.unmet}指标，"
    if some:
        total = sum(p.combined.unmet for p in some)
        text += f"{len(some)}个地区共有{total}项次{writing.words.unmet}，"
    return paragraph(f"{KEY}.counts", f"{text}各地区情况见", Reference(TABLE), "。")


def _is_free_of_unmet(tally: Tally) -> bool:
    """Said of a place only where less than a fifth of its indicators lack a verdict."""
    share = Proportion(tally.unmet, tally.met + tally.unmet, tally.no_data + tally.not_assessable)
    return share.is_none and share.is_well_covered


def _rates(writing: Writing) -> Table:
    facts = writing.facts
    full = _has_undecided(writing)
    each = 15 if full else 16
    columns: tuple[Column[Any], ...] = (
        Column("place", "地区", 22 if full else 34),
        *(
            Column(f"{p.kind}", f"{KINDS[p.kind]}{writing.words.rate}", 20, Align.RIGHT)
            for p in facts.plans
        ),
        Column("total", "指标数", each, Align.RIGHT),
        Column("met", writing.words.met_counted, each, Align.RIGHT),
        Column("unmet", writing.words.unmet, each, Align.RIGHT),
        Column("no_data", NO_DATA, each, Align.RIGHT),
        *((Column("not_assessable", NOT_ASSESSABLE, 16, Align.RIGHT),) if full else ()),
        Column("rate", writing.words.rate, 18 if len(facts.plans) > 1 else 38, Align.RIGHT),
    )
    return Table(
        key=TABLE,
        title=f"各地区指标完成情况（{facts.year}年）",
        columns=columns,
        rows=tuple(_rate_row(writing, place) for place in facts.places),
        unit="项，%",
        notes=(
            _rule(writing),
            "按行政区划代码排列，不是名次；各地区规划目标不同的，不宜直接比较高低。",
        ),
    )


def _rule(writing: Writing) -> str:
    """How the rates are made. What is missing differs by place and stands in the table, so that it
    is said without a number; nothing of what no place has."""
    facts = writing.facts
    rule = rate_rule(
        writing.settings_said(facts.settings),
        no_data=None if any(place.combined.no_data for place in facts.places) else 0,
        not_assessable=None if _has_undecided(writing) else 0,
        year=facts.year,
        end_year=facts.end_year,
        words=writing.words,
    )
    return f"{rule}。"


def _has_undecided(writing: Writing) -> bool:
    return any(place.combined.not_assessable for place in writing.facts.places)


def _rate_row(writing: Writing, place: Place) -> Row:
    tally = place.combined
    plans = [_rate(place.plans.get(plan.kind.value)) for plan in writing.facts.plans]
    numbers = [tally.total, tally.met, tally.unmet, tally.no_data]
    if _has_undecided(writing):
        numbers.append(tally.not_assessable)
    counts = [Cell.whole(number) for number in numbers]
    return Row((Cell(place.name), *plans, *counts, _rate(tally)), key=place.code)


def _rate(tally: Tally | None) -> Cell:
    if tally is None or tally.rate is None:
        return Cell("—")
    return Cell(tally.rate, value=Decimal(tally.rate))


def _chart(writing: Writing) -> Chart:
    facts = writing.facts
    places = [place for place in facts.places if place.combined.rate is not None]
    return CHARTS["region_rates"](
        title=f"各地区指标{writing.words.rate}（{facts.year}年）",
        decimals=facts.settings.decimals,
        places=[place.name for place in places],
        rates={writing.words.rate: [Decimal(place.combined.rate or 0) for place in places]},
        key=CHART,
    )


def build_indicators(writing: Writing) -> Section | None:
    """Which indicators are unmet in most places."""
    facts = writing.facts
    weak = [(item, _unmet_in(item, facts.places)) for item in facts.distinct()]
    weak = [(item, names) for item, names in weak if names]
    if not weak:
        return None
    weak.sort(key=lambda pair: (-len(pair[1]), pair[0].number))
    shared = [
        item.name
        for item, names in weak
        if Proportion(len(names), len(facts.places)).is_half_or_more
    ]
    text = f"{len(weak)}项指标至少在一个地区{writing.words.unmet}"
    if shared:
        text += f"，其中{listed(shared, 5)}在半数以上地区{writing.words.unmet}"
    columns: tuple[Column[Any], ...] = (
        Column("name", "指标", 56),
        Column("count", "地区数", 16, Align.RIGHT),
        Column("places", f"{writing.words.unmet}的地区", 84),
    )
    rows = tuple(
        Row(
            (
                Cell(item.name),
                Cell(str(len(names)), value=Decimal(len(names))),
                Cell("、".join(names)),
            )
        )
        for item, names in weak[:MOST_WEAK]
    )
    is_cut = len(weak) > MOST_WEAK
    table = Table(
        WEAK_TABLE,
        f"各指标{writing.words.unmet}的地区",
        columns,
        rows,
        notes=(f"按地区数由多到少只列前{MOST_WEAK}项，共{len(weak)}项。",) if is_cut else (),
        size=TextSize.SMALL,
    )
    words = paragraph(f"{KEY}.weak", f"{text}（见", Reference(WEAK_TABLE), "）。")
    return Section(f"{KEY}.indicators", f"{writing.words.unmet}指标分布", 1, (words, table))


def _unmet_in(item: Item, places: tuple[Place, ...]) -> list[str]:
    return [place.name for place in places if place.verdicts.get(item.key) is Verdict.UNMET]


def build_notes(writing: Writing) -> Section | None:
    """Where data are missing, so that nobody reads a gap as a result."""
    places = [place for place in writing.facts.places if place.combined.no_data]
    if not places:
        return None
    names = [f"{place.name}{place.combined.no_data}项" for place in places]
    text = f"部分地区缺数：{listed(names, 10, '个地区')}。缺数的指标不能说明好坏，应先补报再比较。"
    return Section(f"{KEY}.notes", "数据情况", 1, (paragraph(f"{KEY}.notes.text", text),))
