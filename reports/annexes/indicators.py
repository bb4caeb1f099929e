"""附件：监测指标完成情况表, one per plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.document import Annex, Orientation
from reports.tables.indicators import full_table

if TYPE_CHECKING:
    from reports.words.writing import Writing


def build(writing: Writing) -> list[Annex]:
    return [
        Annex(
            f"indicators-{plan.kind}",
            f"{writing.short(plan)}监测指标完成情况表",
            Orientation.LANDSCAPE,
            (full_table(writing, plan, plan.kind.value),),
        )
        for plan in writing.facts.plans
    ]
