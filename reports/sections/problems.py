"""存在的主要问题: every unmet indicator with its gap, then gaps between groups, then the data."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from assessments.charts import CHARTS
from indicators.core.rules.words import LINES
from indicators.core.vocabulary import (
    FEMALE,
    MALE,
    RURAL,
    URBAN,
    Direction,
    Frequency,
    Verdict,
)
from indicators.wording import counts, numbers
from indicators.wording.labels import PARTS
from reports.document import Number, Section, Text
from reports.words.degree import is_better, verb
from reports.words.numbers import (
    allowed_count,
    change_text,
    missing_count,
    points_text,
    target_value_text,
    three_years,
    value_said,
    value_text,
)
from reports.words.remedies import actions_sentence, cause_sentence
from reports.words.sentences import filled
from reports.words.slots import slots
from reports.words.small_base import small_base_runs, to_reach
from reports.words.standings import aim_of, standing_of
from reports.words.watch import is_worse_than_base, is_worsening, lacks_sex, watch_list
from reports.words.writing import TO_COME, paragraph, some, strong

if TYPE_CHECKING:
    from assessments.charts import Chart
    from reports.document import Block, Paragraph, Run
    from reports.facts import Item
    from reports.words.writing import Writing

KEY: Final = "problems"
TITLE: Final = "存在的主要问题"
CONCERNS, CONCERNS_TITLE = "concerns", "需要关注的问题"
MOST_CHARTS: Final = 4
LEAST_YEARS: Final = 4
MOST_NAMED: Final = 4
WIDE_GAP: Final = Decimal(3)


def build(writing: Writing) -> Section:
    made = [
        _unmet(writing),
        _allowed(writing),
        _weakening(writing),
        _between_groups(writing),
        _foundation(writing),
    ]
    return Section(KEY, TITLE, 1, tuple(part for part in made if part is not None))


def build_concerns(writing: Writing) -> Section:
    """The same facts in a yearly report."""
    return replace(build(writing), key=CONCERNS, heading=CONCERNS_TITLE)


def _unmet(writing: Writing) -> Section | None:
    facts = writing.facts
    items = facts.distinct_unmet()
    if not items:
        none = paragraph(f"{KEY}.none", writing.none_unmet())
        share = writing.unmet_share()
        whole = share.is_none and share.is_well_covered
        heading = f"没有{writing.words.unmet}指标" if whole else "缺数或无法评价的指标较多"
        return Section(f"{KEY}.unmet", heading if share.n else "没有可评价的指标", 2, (none,))
    heading = f"{len(items)}项{writing.statistic}{writing.words.unmet}"
    return Section(f"{KEY}.unmet", heading, 2, tuple(unmet_blocks(writing)))


def unmet_blocks(writing: Writing) -> list[Block]:
    """A paragraph for every unmet indicator, the first few with their years as a chart.

    A sheet for one unit leaves no place for a cause that is not written: it asks the unit for it.
    """
    blocks: list[Block] = []
    charts = 0
    for number, item in enumerate(writing.facts.distinct_unmet(), 1):
        head = strong(f"{number}. {item.name}。")
        cause = _cause(item, writing.facts.unit)
        runs = [*_how_far(item, writing), *_parts(item), *_trend(item), *cause]
        blocks.append(paragraph(f"{KEY}.unmet.{item.code}", head, *runs))
        chart = _chart(item) if charts < MOST_CHARTS else None
        if chart is not None:
            blocks.append(chart)
            charts += 1
    return blocks


def _allowed(writing: Writing) -> Section | None:
    """Counted as met though the number is not reached, each with its distance and its way."""
    items = writing.allowed()
    if not items:
        return None
    blocks = [
        paragraph(
            f"{KEY}.allowed.{item.code}",
            strong(f"{number}. {item.name}。"),
            *_how_far(item, writing),
            *_trend(item),
        )
        for number, item in enumerate(items, 1)
    ]
    return Section(
        f"{KEY}.allowed",
        f"{len(items)}项{writing.statistic}{writing.allowed_word}",
        2,
        tuple(blocks),
    )


def _how_far(item: Item, writing: Writing) -> list[Run]:
    """Value and distance, in the rule's own words of where it stands; few cases by themselves."""
    standing = standing_of(item)
    if standing is None:
        return [Text(item.explanation)]
    if item.is_small_base:
        return [
            *small_base_runs(item, writing.words, is_named=False),
            Text(to_reach(item)),
        ]
    words = standing.form.words.explanation[standing.situation]
    runs = filled(f"{{value_year}}年为{{value}}{words}。", slots(item), item.key)
    return [*runs, *([] if standing.situation in LINES else _cases(item))]


def _cases(item: Item) -> list[Run]:
    """The gap as people or cases, where the counts are kept."""
    noun = counts.noun_of(item.numerator_name)
    if item.numerator is None or item.denominator is None or not noun:
        return []  # an amount, or nobody knows of what: 30000 of what, and 2001 fewer of what?
    whole = counts.counted(item.denominator_name, item.denominator)
    text = f"{whole}，{counts.counted(item.numerator_name, item.numerator)}"
    lack = missing_count(item)
    most = allowed_count(item)
    if lack is None or lack <= 0:
        return [Text(f"{text}。")]
    size = Number(counts.count(Decimal(lack), noun), item.key)
    lower = item.direction is Direction.LOWER_IS_BETTER
    if item.criterion.spec.is_trend:
        should = "至少应减少" if lower else "至少应增加"
        return [Text(f"{text}；要优于基期水平，{should}"), size, Text("。")]
    if lower and most is not None:
        if not most:
            return [Text(f"{text}；须无{counts.bare_name(item.numerator_name)}方可达到要求。")]
        limit = counts.count(Decimal(most), noun)
        return [Text(f"{text}；不超过{limit}即达到要求，实际多"), size, Text("。")]
    return [Text(f"{text}，按目标还差"), size, Text("。")]


def _parts(item: Item) -> list[Run]:
    """By area and by sex, first the two values, then the difference."""
    runs: list[Run] = []
    for one, two, head, names in (
        (URBAN, RURAL, "分城乡看，", (PARTS[URBAN], PARTS[RURAL])),
        (MALE, FEMALE, "", ("男性", "女性")),
    ):
        first, second = _part(item, one), _part(item, two)
        if first is None or second is None:
            continue
        gap = points_text(item, first - second)
        runs.append(
            Text(
                f"{head}{names[0]}为{value_text(item, first)}，{names[1]}为"
                f"{value_text(item, second)}，相差{gap}。"
            )
        )
    return runs


def _part(item: Item, breakdown: str) -> Decimal | None:
    figure = item.parts.get(breakdown, {}).get(item.value_year or 0)
    return None if figure is None else figure.value


def _trend(item: Item) -> list[Run]:
    if item.is_small_base:
        return []
    runs: list[Run] = []
    before = item.last_year
    if before == 0 and item.value:
        runs.append(Text("上年为0。"))
        before = None
    if item.value is not None and before is not None and item.value != before:
        same = numbers.number(item.value, item.places) == numbers.number(before, item.places)
        word = verb(item, item.value, before)
        change = f"比上年{word}{change_text(item, item.value, before)}。"
        runs.append(Text("与上年持平。" if same else change))
    runs.append(Text(_against_the_plan(item)))
    together = three_years(item) if _is_rare(item) else None
    if together is not None:
        first, last, rate = together
        text = value_text(item, rate)
        runs.append(Text(f"{first}—{last}年合并计算为{text}"))
        runs.append(Text(_held_against(item, rate)))
    if item.is_carried:
        runs.append(Text("该指标只随换届变化。" if item.frequency == "election" else ""))
    return [run for run in runs if run.text]


def _against_the_plan(item: Item) -> str:
    """That it went the wrong way since the base year, where its distance does not say so."""
    standing = standing_of(item)
    if standing is None or standing.form.is_trend or item.value is None or item.base is None:
        return ""
    if is_better(item, item.value, item.base) is not False or item.is_carried:
        return ""
    moved = f"{verb(item, item.value, item.base)}{change_text(item, item.value, item.base)}"
    return f"比{item.base_year or item.criterion.baseline_year}年{moved}，走势与规划要求相反。"


def _is_rare(item: Item) -> bool:
    """A few dozen cases of a rare event: no small base, and three years together say more."""
    return item.measure.scale >= 10_000 and item.numerator is not None and item.numerator < 30


def _held_against(item: Item, rate: Decimal) -> str:
    if item.target is None or item.direction != "lower":
        return "。"
    limit = target_value_text(item, item.target)
    return f"，仍高于{limit}。" if rate > item.target else f"，在{limit}以内。"


def _cause(item: Item, unit: str) -> list[Text]:
    """The unit's own words; in its own sheet with the measures it gave."""
    if item.remedy is None:
        lead = item.lead or "牵头单位"
        return [] if unit else [Text(f"（{TO_COME}：成因，由{lead}提供）")]
    said = cause_sentence(item.remedy)
    return [Text(said + actions_sentence(item, item.remedy) if unit else said)]


def _chart(item: Item) -> Chart | None:
    """The years' values with the target as a line."""
    years = list(range(item.criterion.baseline_year, item.year + 1))
    values = {y: v for y in years if (v := item.figure(y)) is not None}
    if item.frequency is not Frequency.YEARLY:
        years = sorted(values)
    if len(values) < LEAST_YEARS or item.target is None:
        return None
    is_base = aim_of(item).form.is_trend and item.base is not None
    head = f"{item.base_year or item.criterion.baseline_year}年水平" if is_base else "目标"
    name = f"{head}{target_value_text(item, item.target)}"
    return CHARTS["target_path"](
        title=f"{item.name}（{years[0]}—{years[-1]}年）",
        unit=item.measure.text,
        decimals=item.places,
        years=years,
        actual=values,
        target=Decimal(numbers.target_number(item.target).replace(numbers.MINUS, "-")),
        target_name=name,
        key=f"trend-{item.code}",
    )


def _weakening(writing: Writing) -> Section | None:
    """Met, but worse than last year or than the base: named with their numbers."""
    items = [i for i in watch_list(writing.facts) if is_worsening(i) or is_worse_than_base(i)]
    if not items:
        return None
    items.sort(key=lambda item: not item.is_key)
    texts = []
    for item in items[:5]:
        if item.value is None:
            continue
        before, when = (
            (item.last_year, f"{item.year - 1}年")
            if is_worsening(item)
            else (item.base, f"{item.criterion.baseline_year}年")
        )
        if before is None:
            continue
        word = verb(item, item.value, before, fell_back=True)
        change = points_text(item, item.value - before)
        texts.append(f"{item.name}为{value_said(item)}，比{when}{word}{change}")
    head = f"{len(items)}项{writing.statistic}"
    text = f"{head}虽已{writing.words.met_said}，走势不利：{'；'.join(texts)}"
    text += "等。" if len(items) > len(texts) else "。"
    for item in items:
        if item.remedy is not None:
            text += f"{item.name}变差的{cause_sentence(item.remedy)}"
    return Section(
        f"{KEY}.weak",
        f"{head}走势不利",
        2,
        (paragraph(f"{KEY}.weak.text", text),),
    )


def _between_groups(writing: Writing) -> Section | None:
    gaps = []
    known = [i for i in writing.facts.distinct() if _part(i, URBAN) and _part(i, RURAL)]
    for item in known:
        if item.is_unmet:
            continue  # told with its gap already
        town, country = _part(item, URBAN), _part(item, RURAL)
        if town is None or country is None or item.measure.text != "%":
            continue
        behind = town - country if item.direction != "lower" else country - town
        if behind >= WIDE_GAP:
            gaps.append((behind, item, town, country))
    if not gaps:
        return None
    gaps.sort(key=lambda row: -row[0])
    texts = [
        f"{item.name}{PARTS[URBAN]}为{value_text(item, town)}，"
        f"{PARTS[RURAL]}为{value_text(item, country)}，相差{points_text(item, behind)}"
        for behind, item, town, country in gaps[:4]
    ]
    among = "在有分城乡数据的指标中，" if len(known) > 1 else ""
    text = f"{among}{'；'.join(texts)}。"
    return Section(
        f"{KEY}.groups",
        f"{len(gaps)}项{writing.statistic}城乡差距较大",
        2,
        (paragraph(f"{KEY}.groups.text", text),),
    )


def _foundation(writing: Writing) -> Section | None:
    text = _foundation_text(writing)
    return None if text is None else Section(f"{KEY}.data", "统计监测基础仍较薄弱", 2, (text,))


def _such(names: list[str]) -> str:
    """All of a few names, the first of many; their count stands before."""
    return f"{'包括' if len(names) > MOST_NAMED else '即'}{some(names, MOST_NAMED)}"


def _foundation_text(writing: Writing) -> Paragraph | None:
    facts = writing.facts
    distinct = facts.distinct()
    parts = []
    noun = writing.statistic
    none = [item for item in distinct if item.verdict is Verdict.NO_DATA]
    blank = [item.name for item in none if not item.is_only_base]
    if blank:
        parts.append(f"{len(blank)}项{noun}{facts.year}年无数据，{_such(blank)}")
    early = [item.name for item in none if item.is_only_base]
    if early:
        parts.append(f"{len(early)}项{noun}只有基期年数据，{_such(early)}")
    undecided = [i.name for i in distinct if i.verdict is Verdict.NOT_ASSESSABLE]
    if undecided:
        parts.append(f"{len(undecided)}项{noun}无法评价，{_such(undecided)}")
    small = [item.name for item in distinct if item.is_small_base]
    if small:
        parts.append(f"{len(small)}项比率分子、分母小，年度间波动较大，{_such(small)}")
    without_sex = [item for item in distinct if lacks_sex(item)]
    if without_sex:
        parts.append(f"{len(without_sex)}项按人统计的百分比指标没有分性别数据")
    if not parts:
        return None
    return paragraph(f"{KEY}.data.text", "；".join(parts) + "。")
