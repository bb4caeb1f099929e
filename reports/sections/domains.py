"""各领域目标实现情况: one paragraph per domain, one table per plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reports.document import Reference, Section
from reports.tables.indicators import key_table
from reports.words.domain import lead_in
from reports.words.domain import paragraph as domain_runs
from reports.words.writing import paragraph, strong

if TYPE_CHECKING:
    from reports.document import Block
    from reports.facts import PlanFacts
    from reports.words.writing import Writing

KEY: Final = "domains"
TITLES: Final = {
    "final": "各领域目标实现情况",
    "midterm": "各领域进展情况",
    "annual": "各领域实施情况",
}


def build(writing: Writing) -> Section:
    plans = writing.facts.plans
    title = TITLES[writing.facts.stage]
    if len(plans) == 1:
        return Section(KEY, title, 1, tuple(_plan(writing, plans[0])))
    parts = tuple(
        Section(f"{KEY}.{plan.kind}", writing.short(plan), 2, tuple(_plan(writing, plan)))
        for plan in plans
    )
    return Section(KEY, title, 1, parts)


def _plan(writing: Writing, plan: PlanFacts) -> list[Block]:
    facts = writing.facts
    blocks: list[Block] = []
    leads = writing.picker(f"{KEY}.{plan.kind}.leads")
    for number, (domain, made) in enumerate(writing.of_domains(plan), 1):
        items = facts.of_domain(plan.kind, domain)
        key = f"{KEY}.{plan.kind}.{domain}"
        lead = strong(f"{number}. {lead_in(domain, made, items, writing.words, leads)}")
        runs = domain_runs(
            items,
            writing.picker(key),
            writing.words,
            missing_as_unmet=facts.counts_missing_as_unmet,
        )
        blocks.append(paragraph(key, lead, *runs))
    table = key_table(writing, plan, f"key-{plan.kind}")
    if table is not None:
        blocks.append(
            paragraph(
                f"{KEY}.{plan.kind}.table",
                "主要指标完成情况见",
                Reference(table.key),
                "，全部指标见",
                Reference(f"indicators-{plan.kind}"),
                "。",
            )
        )
        blocks.append(table)
    return blocks
