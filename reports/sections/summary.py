"""摘要: what the plans are, how many indicators reached their aim, what remains."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from indicators.core.vocabulary import Direction, Verdict
from reports.core.sources import COMBINED
from reports.document import Section, Text
from reports.words.degree import is_better
from reports.words.midterm import comparable, then, words_then
from reports.words.numbers import percent_change
from reports.words.provenance import provenance
from reports.words.sentences import filled
from reports.words.slots import slots
from reports.words.writing import listed, paragraph, some

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.document import Paragraph, Run
    from reports.facts import Item, PlanFacts
    from reports.words.writing import Writing

KEY: Final = "summary"
TITLE: Final = "摘　要"
GAINS: Final = 3
MOST_UNMET: Final = 8
MOST_DOMAINS: Final = 5
_ENDING: Final = "报告逐项说明差距，并对下一步工作提出建议。"


def build(writing: Writing) -> Section:
    blocks = [_what(writing), _counts(writing)]
    gains = _gains(writing)
    if gains is not None:
        blocks.append(gains)
    rest = _rest(writing)
    if rest is not None:
        blocks.append(rest)
    return Section(KEY, TITLE, 1, tuple(blocks), numbered=False)


def _what(writing: Writing) -> Paragraph:
    facts = writing.facts
    titles = "和".join(f"《{plan.title}》" for plan in facts.plans)
    shorts = "".join(writing.short(plan) for plan in facts.plans)
    if len(facts.plans) == 1:
        named = f"（以下简称{shorts}）"
    else:
        named = f"（以下分别简称{shorts}，合称“{writing.both}”）"
    role = stage_year(writing)
    found = provenance(facts.distinct())
    basis = f"依据{found.basis}，" if found.valued else ""
    return paragraph(
        f"{KEY}.what",
        f"{titles}{named}以{facts.baseline_year}年为基期，自{facts.start_year}年起实施。{role}"
        f"本报告{basis}对照{writing.aim}逐项判定，说明差距，提出建议。",
    )


def stage_year(writing: Writing) -> str:
    """What year of the plans it is, said only of the true mid-term or last year of all."""
    facts = writing.facts
    if facts.is_midterm and all(plan.midterm_year == facts.year for plan in facts.plans):
        return f"{facts.year}年是{writing.both}实施的中期年。"
    if facts.stage == "final" and all(plan.end_year == facts.year for plan in facts.plans):
        return f"{facts.year}年是{writing.both}实施的终期年。"
    return ""


def _counts(writing: Writing) -> Paragraph:
    facts, made, domains = writing.facts, writing.whole, writing.domains
    runs: list[Run | str] = [
        f"{writing.both}{len(domains)}个领域{writing.summed_up(made, '监测指标')}",
        "，",
        *writing.rate_clause(made.tally, COMBINED),
        "。",
        writing.base_said(),
        writing.caution(),
    ]
    if len(facts.plans) > 1:
        runs.append("其中，")
        for number, plan in enumerate(facts.plans):
            runs += _plan_counts(writing, plan)
            runs.append("；" if number + 1 < len(facts.plans) else "。")
    full = [name for name, each in domains if each.is_all and each.tally.total > 1]
    if full and len(full) < len(domains):
        runs.append(f"{_some(full)}的指标全部{writing.words.met_said}。")
    elif full and len(domains) > 1:
        runs.append(f"各领域指标全部{writing.words.met_said}。")
    return paragraph(f"{KEY}.counts", *runs)


def _some(names: list[str]) -> str:
    if len(names) <= MOST_DOMAINS:
        return "、".join(names) + (f"{len(names)}个领域" if len(names) > 1 else "")
    return f"{'、'.join(names[:4])}等{len(names)}个领域"


def _plan_counts(writing: Writing, plan: PlanFacts) -> list[Run | str]:
    text = writing.summed_up(writing.of_plan(plan), "", fully=False)
    return [
        f"{writing.short(plan)}{len(plan.domains)}个领域{text}，",
        *writing.rate_clause(plan.tally, plan.kind.value),
    ]


def _gains(writing: Writing) -> Paragraph | None:
    """The key indicators that moved most since the base year, by plan."""
    picked = []
    for plan in writing.facts.plans:
        items = [i for i in writing.facts.of_plan(plan.kind) if i.is_key and _gain(i) is not None]
        items.sort(key=lambda item: -(_gain(item) or 0))
        picked += [item for item in items if item not in picked][:GAINS]
    seen: dict[str, Item] = {}
    for item in picked:
        seen.setdefault(item.code, item)
    if not seen:
        return None
    runs: list[Run] = [Text(f"与{writing.facts.baseline_year}年相比，")]
    for number, item in enumerate(seen.values()):
        if number:
            runs.append(Text("；"))
        down = item.direction is Direction.LOWER_IS_BETTER
        word = "降至" if down else "{moved_base}到"
        runs += filled(f"{{name}}由{{base}}{word}{{value}}", slots(item), item.key)
    runs.append(Text("。"))
    return paragraph(f"{KEY}.gains", *runs)


def _gain(item: Item) -> float | None:
    """How far a met yearly indicator moved the right way; None where it did not."""
    if not item.is_met or item.value is None or item.base is None or item.is_carried:
        return None
    if item.is_small_base or not is_better(item, item.value, item.base):
        return None
    growth = percent_change(item.value, item.base)
    return None if growth is None or not item.measure.is_rate else abs(float(growth))


def _rest(writing: Writing) -> Paragraph | None:
    facts = writing.facts
    unmet = facts.distinct_unmet()
    allowed = writing.allowed_said()
    if not unmet:
        return paragraph(f"{KEY}.rest", writing.none_unmet(), allowed)
    if len(unmet) == facts.combined.unmet == 1:
        share = writing.unmet_share()
        only, among = ("只有", "") if share.is_only else ("", "")
        if share.blank:
            among = f"有数据并可评价的{share.n}项中，"
        text = f"{among}{only}{unmet[0].name}1项{writing.words.unmet}。"
        ending = _ENDING.replace("逐项", "")
        return paragraph(f"{KEY}.rest", text, *_before(writing, unmet), allowed, ending)
    names = some([item.name for item in unmet], MOST_UNMET)
    named = f"，包括{names}。" if len(unmet) > MOST_UNMET else f"：{names}。"
    text = f"{len(unmet)}项{writing.statistic}{writing.words.unmet}{named}"
    if len(unmet) < facts.combined.unmet:
        text = (
            f"{writing.words.unmet}的{facts.combined.unmet}项扣除同时列入{writing.both}的重复，"
            f"实为{len(unmet)}项统计指标{named}"
        )
    return paragraph(f"{KEY}.rest", text, *_before(writing, unmet), allowed, _ENDING)


def _before(writing: Writing, unmet: Sequence[Item]) -> list[str]:
    """How the unmet ones stood at the mid-term, in its words, without naming again what stands in
    order."""
    earlier = comparable(writing)
    if earlier is None:
        return []
    words, texts = words_then(writing, earlier), []
    before = [item.name for item in then(earlier, unmet, Verdict.UNMET)]
    fell = [item.name for item in then(earlier, unmet, Verdict.MET)]
    if before:
        first = [item.name for item in unmet[: len(before)]] == before
        who = f"其中{listed(before, 5)}"
        if len(unmet) == 1:
            who = "该指标"
        elif first and len(before) > 1:
            who = "这些指标" if len(before) == len(unmet) else f"前{len(before)}项"
        texts.append(f"{who}在{earlier.year}年中期评估时也{words.unmet}。")
    if fell:
        who = "该指标" if len(unmet) == 1 else listed(fell, 5)
        turned = f"{writing.facts.year}年转为{writing.words.unmet}"
        texts.append(f"{who}{earlier.year}年中期评估时{words.met_said}，{turned}。")
    return texts
