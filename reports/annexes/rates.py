"""附件：各领域指标完成情况汇总表, with live formulas in the workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reports.document import Annex, Orientation
from reports.tables.rates import rate_table

if TYPE_CHECKING:
    from reports.words.writing import Writing

KEY: Final = "rate-summary"


def build(writing: Writing) -> list[Annex]:
    table = rate_table(writing, f"{KEY}-table", live=True)
    return [Annex(KEY, "各领域指标完成情况汇总表", Orientation.PORTRAIT, (table,))]
