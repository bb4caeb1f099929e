"""总体情况: how it was judged, what came out, and the place's background figures."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from assessments.charts import CHARTS
from indicators.core.rules.spec import Need
from indicators.core.vocabulary import Basis, Frequency, Verdict
from indicators.wording import numbers
from indicators.wording.labels import VERDICTS
from indicators.wording.verdicts import RATE
from reports.core.sources import COMBINED
from reports.document import Reference, Section
from reports.tables.rates import rate_table
from reports.words.quantifiers import is_concentrated
from reports.words.writing import counted, listed, not_met, paragraph, strong

if TYPE_CHECKING:
    from reports.document import Block, Paragraph, Run
    from reports.words.writing import Writing

KEY: Final = "overview"
TITLE: Final = "总体情况"
TABLE: Final = "rates"
CHART: Final = "domain-rates"
MOST_CLASSES: Final = 2
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
        return (
            f"对照中期目标逐项判定；没有设中期目标的，对照{end}年终期目标判定。"
            f"已达到终期目标的为{words.early}。"
        )
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
    carried = [item for item in writing.facts.distinct() if item.is_carried]
    if not carried:
        return ""
    kinds = {item.frequency for item in carried}
    what = "换届" if kinds == {Frequency.ELECTION} else "换届或普查"
    names = listed([item.name for item in carried], 3)
    return f"{names}不逐年产生，采用最近一次{what}数据，并注明年份。"


def _unverified(writing: Writing) -> str:
    open_count = sum(1 for item in writing.facts.distinct() if not item.is_verified)
    return f"另有{open_count}项指标的目标尚待与{writing.document}原文核对。" if open_count else ""


def _result(writing: Writing) -> list[Block]:
    facts = writing.facts
    return [
        paragraph(f"{KEY}.result.text", strong(_headline(writing)), *_story(writing)),
        rate_table(writing, TABLE),
        CHARTS["domain_rates"](
            title=f"各领域指标{writing.words.rate}（{facts.year}年）",
            name=writing.words.rate,
            decimals=facts.settings.decimals,
            rates=[
                (name, Decimal(tally.rate))
                for plan in facts.plans
                for name, tally in plan.domains
                if tally.rate is not None
            ],
            key=CHART,
        ),
    ]


def _headline(writing: Writing) -> str:
    """One sentence by the printed rate: from 95 on, from 85 on, below."""
    combined = writing.facts.combined
    both = writing.both
    if combined.rate is None:
        return f"{both}指标暂无可判定的数据。"
    judged = combined.met + combined.unmet
    blank = combined.total - judged
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
    if writing.facts.stage != "final" or writing.facts.year < writing.facts.end_year:
        return f"{judged}项可评价的指标中，{combined.met}项{writing.reached}。"
    if combined.met == combined.total:
        return f"{both}目标全部实现。"
    if rate >= _GOOD:
        return f"{both}绝大部分目标如期实现。"
    return f"{both}大部分目标实现。" if rate >= _FAIR else "目标完成情况不够理想。"


def _story(writing: Writing) -> list[Run | str]:
    facts, combined, words = writing.facts, writing.facts.combined, writing.words
    runs: list[Run | str] = []
    if facts.is_midterm:
        early = sum(1 for i in facts.items if i.is_met and i.grade == "early")
        on_line = combined.met - early
        on_line_word = words.met if words.is_pace else "达到阶段要求"
        met = ((early, words.early), (on_line, on_line_word))
        told = counted(*met, *not_met(combined, words))
        runs.append(f"{combined.total}项指标中，{told}")
    else:
        runs += _since_midterm(writing)
        runs.append(f"{facts.year}年，{combined.total}项指标中，{writing.told(combined)}")
    runs += [
        f"，{words.rate}为",
        writing.rate_run(combined, COMBINED),
        f"（{combined.met}/{combined.denominator}）。",
    ]
    runs.append(_where_unmet(writing))
    runs += ["各领域情况见", Reference(TABLE), "、", Reference(CHART), "。"]
    return runs


def _since_midterm(writing: Writing) -> list[Run | str]:
    """What changed since the mid-term; unmet and without data are told apart."""
    facts, earlier = writing.facts, writing.facts.earlier
    if earlier is None or earlier.combined.rate is None:
        return []
    then = earlier.combined
    met_word, unmet_word = VERDICTS[Verdict.MET], VERDICTS[Verdict.UNMET]
    text = f"{earlier.year}年中期评估时，{then.total}项指标{met_word}{then.met}项，{RATE}为"
    runs: list[Run | str] = [text, f"{then.rate}%（{then.met}/{then.denominator}）。"]
    if then.total != facts.combined.total or then.denominator != facts.combined.denominator:
        return [*runs, "两次评估的分母不同，不宜直接比较。"]
    now = {f"{item.plan}:{item.code}": item.verdict for item in facts.items}
    was = earlier.verdicts
    met = Verdict.MET
    gained = sum(1 for key, verdict in now.items() if verdict is met and was.get(key) is not met)
    fell = [verdict for key, verdict in now.items() if verdict is not met and was.get(key) is met]
    lost = sum(1 for verdict in fell if verdict is Verdict.UNMET)
    blank = len(fell) - lost
    net = facts.combined.met - then.met
    parts = (
        f"新增{met_word}{gained}项" if gained else "",
        f"{lost}项由{met_word}转为{unmet_word}" if lost else "",
        f"{blank}项由{met_word}转为缺数" if blank else "",
        f"净增{net}项" if net > 0 and fell else "",
    )
    moved = "，".join(part for part in parts if part)
    since = facts.year - earlier.year
    return [*runs, f"此后{since}年{moved}。" if moved else f"此后{since}年没有变化。"]


def _where_unmet(writing: Writing) -> str:
    facts = writing.facts
    domains = [(name, tally) for plan in facts.plans for name, tally in plan.domains]
    weak = [name for name, tally in domains if tally.unmet]
    if not weak:
        return ""
    full = [name for name, tally in domains if tally.met == tally.total]
    held = sorted((tally.unmet for _, tally in domains if tally.unmet), reverse=True)
    shown = "、".join(weak[:5])
    ending = "领域" if len(weak) == 1 else f"{len(weak)}个领域"
    where = "集中在" if len(weak) <= MOST_CLASSES and is_concentrated(held) else "分布在"
    if facts.combined.unmet == 1:
        where = "在"
    text = f"{writing.words.unmet}的{facts.combined.unmet}项{where}{shown}"
    text += f"等{ending}" if len(weak) > 5 else ending
    if len(full) + len(weak) == len(domains) and full:
        return f"{text}，其余{len(full)}个领域全部{writing.words.met_said}。"
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
