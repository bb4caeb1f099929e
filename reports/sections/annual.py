"""Opening of the yearly 统计监测报告: what was monitored and what came out, without praise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reports.core.sources import COMBINED
from reports.document import Reference, Section
from reports.sections.overview import TABLE, basis_sentence
from reports.tables.rates import rate_table
from reports.words.provenance import provenance
from reports.words.writing import listed, paragraph

if TYPE_CHECKING:
    from reports.document import Run
    from reports.words.writing import Writing

KEY: Final = "annual"
TITLE: Final = "监测结果"


def build(writing: Writing) -> Section:
    facts, found = writing.facts, provenance(writing.facts.distinct())
    basis = f"依据{found.basis}，" if found.valued else ""
    titles = "".join(f"《{plan.title}》" for plan in facts.plans)
    shorts = "".join(writing.short(plan) for plan in facts.plans)
    named = (
        f"（以下分别简称{shorts}，合称“{writing.both}”）"
        if len(facts.plans) > 1
        else f"（以下简称{shorts}）"
    )
    opening = (
        f"为反映{titles}{named}的实施进程，{basis}对{facts.year}年"
        f"各领域情况作综合分析。各项指标{basis_sentence(writing)}"
    )
    made = writing.whole
    text = writing.summed_up(made, "监测指标")
    if writing.is_open and made.tally.met:
        text = f"{made.tally.total}项监测指标中，{writing.finely(made)}"
    counts: list[Run | str] = [
        f"结果显示：{text}，",
        *writing.rate_clause(made.tally, COMBINED),
        "（见",
        Reference(TABLE),
        "）。",
    ]
    counts.append(writing.caution())
    unmet = facts.distinct_unmet()
    if unmet:
        names = listed([item.name for item in unmet], 6)
        counts.append(f"{writing.words.unmet}的是{names}。")
    return Section(
        KEY,
        TITLE,
        1,
        (
            paragraph(f"{KEY}.what", opening),
            paragraph(f"{KEY}.counts", *counts),
            rate_table(writing, TABLE),
        ),
    )
