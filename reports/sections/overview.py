"""总体情况: how it was judged, what came out, and the place's background figures."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from assessments.charts import CHARTS
from indicators.core.rules.spec import Need
from indicators.core.target_text import unchecked
from indicators.core.vocabulary import Basis, Frequency, Trend
from indicators.wording import labels, numbers
from reports.core.sources import COMBINED
from reports.document import Reference, Section
from reports.tables.rates import rate_table
from reports.words.midterm import since_midterm
from reports.words.quantifiers import is_concentrated
from reports.words.writing import listed, paragraph, strong

if TYPE_CHECKING:
    from assessments.charts import Chart
    from reports.document import Block, Paragraph, Run
    from reports.words.attained import Attained
    from reports.words.writing import Writing

KEY: Final = "overview"
TITLE: Final = "总体情况"
TABLE: Final = "rates"
CHART: Final = "domain-rates"
MOST_CLASSES: Final = 2
MOST_DOMAINS: Final = 5
_GOOD, _FAIR = Decimal(95), Decimal(85)


def build(writing: Writing) -> Section:
    parts = [
        Section(f"{KEY}.rules", "评估依据和口径", 2, tuple(_rules(writing))),
        Section(f"{KEY}.result", "总体结论", 2, tuple(_result(writing))),
    ]
    background = _background(writing)
    if background is not None:
        parts.append(Section(f"{KEY}.base", "发展基础", 2, (background,)))
    return Section(KEY, TITLE, 1, tuple(parts))


def _rules(writing: Writing) -> list[Block]:
    facts = writing.facts
    plain_rules = (
        f"评估以{facts.baseline_year}年为基期、{facts.year}年为评估年，{basis_sentence(writing)}"
    )
    return [
        paragraph(f"{KEY}.rules.what", plain_rules, _kinds(writing), _shared(writing)),
        paragraph(
            f"{KEY}.rules.rate",
            writing.denominator_rule(),
            _carried(writing),
            _unverified(writing),
            _unchecked(writing),
            "差值、增幅按修约前数值计算，公布时四舍五入。",
        ),
    ]


def basis_sentence(writing: Writing) -> str:
    """What every indicator was held against; the sentence goes on after a comma or a name."""
    basis, words = writing.facts.settings.basis, writing.words
    end = writing.facts.end_year
    if basis is Basis.PACE:
        return (
            f"对照时序进度逐项判断：已达到{end}年终期目标的为{words.early}；未达到的，不落后于由基期到"
            f"终期目标的直线进度为{words.met}，落后的为{words.unmet}；没有目标值的，优于基期即为{words.met}。"
        )
    if basis is Basis.MIDTERM:
        early = f"已达到终期目标的为{words.early}。"
        if not writing.has_midterm_goals:
            return f"{writing.document}没有设中期目标，对照{end}年终期目标逐项判定。{early}"
        without = writing.without_midterm
        rest = f"；没有设中期目标的，{without}" if without else ""
        return f"对照中期目标逐项判定{rest}。{early}"
    if basis is Basis.ANNUAL:
        return (
            f"对照{writing.facts.year}年度目标逐项判定；没有设年度目标的，对照{end}年终期目标判定。"
            f"已达到终期目标的为{words.early}。"
        )
    return f"对照{writing.both}确定的终期目标逐项判定。"


def _kinds(writing: Writing) -> str:
    items = writing.facts.items
    specs = [item.criterion.spec for item in items]
    kinds = (
        ("设有明确目标值的{}项", sum(spec.takes_target for spec in specs)),
        ("要求以基期为基数升降一定比例的{}项", sum(Need.FACTOR in spec.needs for spec in specs)),
        ("要求比基期升降一定幅度的{}项", sum(Need.CHANGE_POINTS in spec.needs for spec in specs)),
        ("要求逐步提高或降低的{}项", sum(spec.is_trend for spec in specs)),
        ("要求不低于其他指标的{}项", sum(Need.COMPARED in spec.needs for spec in specs)),
        ("定性指标{}项", sum(spec.is_decided for spec in specs)),
    )
    return f"{len(items)}项指标中，{'，'.join(text.format(n) for text, n in kinds if n)}。"


def _shared(writing: Writing) -> str:
    names = [item.name for item in writing.facts.distinct() if item.is_shared]
    if not names:
        return ""
    distinct = len(writing.facts.distinct())
    return (
        f"{listed(names, 4)}同时列入{writing.both}，分别判定、分别计数；"
        f"扣除重复，实际监测{distinct}项统计指标。"
    )


def _carried(writing: Writing) -> str:
    carried = [item for item in writing.facts.distinct() if item.is_carried and item.is_used]
    if not carried:
        return ""
    kinds = {labels.carried(item.frequency, item.value_year or item.year) for item in carried}
    plain = labels.CARRIED[Frequency.YEARLY]
    sources = sorted(kind.removesuffix(plain) for kind in kinds - {plain})
    what = ("或".join(sources) or "有数年份的") + plain
    names = listed([item.name for item in carried], 3)
    return f"{names}不逐年产生，采用最近一次{what}，并注明年份。"


def _unverified(writing: Writing) -> str:
    open_count = sum(1 for item in writing.facts.distinct() if not item.is_verified)
    every = "均" if open_count == len(writing.facts.distinct()) > 1 else ""
    text = f"{open_count}项{writing.statistic}的目标{every}尚待与{writing.document}原文核对。"
    return text if open_count else ""


def _unchecked(writing: Writing) -> str:
    """Indicators whose target words ask what their rule does not check."""
    by_last_year = writing.facts.settings.trend is Trend.LAST_YEAR
    names = [
        item.name
        for item in writing.facts.distinct()
        if unchecked(item.criterion.spec, item.target_text, by_last_year=by_last_year)
    ]
    if not names:
        return ""
    return f"{listed(names, 4)}的目标原文含有所用规则没有判断的要求，判定以规则为准，待核对。"


def _result(writing: Writing) -> list[Block]:
    text = paragraph(f"{KEY}.result.text", strong(_headline(writing)), *_story(writing))
    table = rate_table(writing, TABLE)
    return [text, table, _chart(writing)] if _has_rates(writing) else [text, table]


def _has_rates(writing: Writing) -> bool:
    return any(made.tally.rate is not None for _, made in writing.domains)


def _chart(writing: Writing) -> Chart:
    return CHARTS["domain_rates"](
        title=f"各领域指标{writing.words.rate}（{writing.facts.year}年）",
        name=writing.words.rate,
        decimals=writing.facts.settings.decimals,
        rates=[
            (name, Decimal(made.tally.rate))
            for name, made in writing.domains
            if made.tally.rate is not None
        ],
        key=CHART,
    )


def _headline(writing: Writing) -> str:
    """One sentence by the printed rate: from 95 on, from 85 on, below."""
    combined, both, made = writing.facts.combined, writing.both, writing.whole
    if combined.rate is None:
        return f"{both}指标暂无可判定的数据。"
    judged, blank = made.judged.tally.total, made.blank
    if judged < blank:
        return (
            f"{both}{combined.total}项指标中{blank}项缺数或无法评价，"
            f"以下只就可评价的{judged}项说明。"
        )
    rate = Decimal(combined.rate)
    if writing.facts.is_midterm or writing.words.is_pace:
        if rate >= _GOOD:
            return f"{both}实施进展顺利。"
        return f"{both}实施进展总体顺利。" if rate >= _FAIR else f"{both}实施进度需要加快。"
    if writing.facts.stage != "final" or writing.is_open:
        return f"{both}{writing.summed_up(made.judged, '可评价的指标', fully=False)}。"
    if made.is_all:
        return f"{both}目标{'全部' if made.tally.total > 1 else '如期'}实现。"
    return _ended(writing, made)


def _ended(writing: Writing, made: Attained) -> str:
    """How a plan ended of which something is left: only what its number reached is 实现."""
    both, combined = writing.both, made.tally
    reached = Decimal(made.plain * 100) / combined.denominator
    if reached >= _GOOD:
        return f"{both}绝大部分目标如期实现。"
    if reached >= _FAIR:
        return f"{both}大部分目标实现。"
    if made.allowed and Decimal(combined.rate or 0) >= _FAIR:
        return f"{both}{writing.summed_up(made.judged, '可评价的指标', fully=False)}。"
    return f"{both}目标完成情况不够理想。"


def _story(writing: Writing) -> list[Run | str]:
    facts, made = writing.facts, writing.whole
    runs: list[Run | str] = [since_midterm(writing)]
    judged = made.judged
    if made.blank > judged.tally.total > 0:  # the headline has told of the rest
        counts = writing.finely(judged) if writing.is_open else writing.counts_said(judged)
        runs.append(f"这{judged.tally.total}项中，{counts}，")
    elif writing.is_open and made.tally.met:
        runs.append(f"{made.tally.total}项指标中，{writing.finely(made)}，")
    else:
        runs.append(f"{facts.year}年，{writing.summed_up(made)}，")
    runs += [*writing.rate_clause(made.tally, COMBINED), "。", _where_unmet(writing)]
    runs += ["各领域情况见", Reference(TABLE)]
    return [*runs, *(("、", Reference(CHART)) if _has_rates(writing) else ()), "。"]


def _where_unmet(writing: Writing) -> str:
    """Which domains hold the unmet; where all of them do, there is nothing to point at."""
    words, domains = writing.words, writing.domains
    unmet_counts = [(name, made.tally.unmet) for name, made in domains if made.tally.unmet]
    if not unmet_counts or len(domains) == 1:
        return ""
    unmet = writing.facts.combined.unmet
    if len(unmet_counts) == len(domains):
        return f"{len(domains)}个领域均有{words.unmet}的指标。"
    weak = [name for name, _ in unmet_counts]
    if len(weak) == 1:
        text = f"{words.unmet}的{unmet}项{'均' if unmet > 1 else ''}在{weak[0]}领域"
    else:
        where = len(weak) <= MOST_CLASSES and is_concentrated([count for _, count in unmet_counts])
        more = "等" if len(weak) > MOST_DOMAINS else ""
        shown = "、".join(weak[:MOST_DOMAINS])
        text = (
            f"{words.unmet}的{unmet}项{'集中' if where else '分布'}在{shown}{more}{len(weak)}个领域"
        )
    full = [name for name, made in domains if made.is_all]
    if full and len(full) + len(weak) == len(domains):
        return f"{text}，其余{len(full)}个领域全部{words.met_said}。"
    return f"{text}。"


def _background(writing: Writing) -> Paragraph | None:
    year = writing.facts.year
    parts = []
    for row in writing.facts.backgrounds:
        figure = row.series.get(year)
        if figure is not None and figure.value is not None:
            parts.append(row.name + numbers.spoken(figure.value, row.measure.text, row.places))
    if not parts:
        return None
    return paragraph(
        f"{KEY}.base.text", f"{year}年，{'，'.join(parts)}。以上为背景数据，不参与判断。"
    )
