"""The reviewed causes and measures of a run, found for each of its indicators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessments.selectors.remedies import remedies_approved
from reports.facts import ReviewedRemedy
from reports.names import full_width

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assessments.models import Assessment
    from indicators.models import PlanIndicator


class ReviewedRemedies:
    """``lead_codes``: plan indicator → the code of its lead unit. A statistic that two plans share
    was asked for once: the text of one stands for the other of the same unit and measure."""

    def __init__(self, assessment: Assessment, lead_codes: Mapping[int, str]) -> None:
        self._by_row = remedies_approved(assessment)
        self._lead_codes = lead_codes
        self._shared = {
            (row.plan_indicator.indicator_id, row.plan_indicator.printed_measure, code): row
            for row in self._by_row.values()
            if (code := row.unit.code if row.unit else "")
        }

    def of(self, row: PlanIndicator) -> ReviewedRemedy | None:
        key = (row.indicator_id, row.printed_measure, self._lead_codes.get(row.pk, ""))
        found = self._by_row.get(row.pk) or self._shared.get(key)
        if found is None or found.complete_by is None:
            return None
        texts = (full_width(found.cause), full_width(found.actions))
        return ReviewedRemedy(*texts, found.complete_by, found.value_to_reach)
