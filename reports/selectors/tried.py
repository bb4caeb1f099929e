"""Before and after of a what-if, row by row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assessments.services.trying import TARGETED, Change
from indicators.choices import PlanKindChoices
from reports import messages

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assessments.selectors.plans import Sheet
    from assessments.services.judging import Judged, ResultRow


@dataclass(frozen=True, slots=True)
class TriedRow:
    """One plan indicator as it is and as it would be. ``change``: what was typed."""

    sheet: Sheet
    before: ResultRow
    after: ResultRow
    change: Change

    @property
    def is_moved(self) -> bool:
        now, then = self.before, self.after
        return (now.verdict, now.grade) != (then.verdict, then.grade)

    @property
    def takes_target(self) -> bool:
        return self.sheet.criterion.rule in TARGETED


def tried_rows(before: Judged, after: Judged, changes: Mapping[int, Change]) -> list[TriedRow]:
    return [
        TriedRow(sheet, now, then, changes.get(sheet.row.pk, Change()))
        for sheet, now, then in zip(before.sheets, before.rows, after.rows, strict=True)
    ]


def tried_tallies(before: dict[str, Any], after: dict[str, Any]) -> list[dict[str, Any]]:
    """Rates of both plans and together, before and after."""
    told = [
        {"label": PlanKindChoices(now["kind"]).label, "before": now, "after": then}
        for now, then in zip(before["plans"], after["plans"], strict=True)
    ]
    if len(told) > 1:
        told.append(
            {"label": messages.TOGETHER, "before": before["combined"], "after": after["combined"]}
        )
    return told
