"""Two runs of one place beside each other, indicator by indicator."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import F
from django.db.models.functions import Abs

from assessments.messages.settings import differing
from assessments.models import Assessment, Result

if TYPE_CHECKING:
    from django.db.models import QuerySet

_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Pair:
    """One indicator in both runs; None where a run does not judge it. ``is_above``: judged by
    the targets of the place above."""

    name: str
    code: str
    measure: str
    left: Result | None
    right: Result | None
    is_above: bool = False

    @property
    def is_moved(self) -> bool:
        left, right = self.left, self.right
        if left is None or right is None:
            return True
        return (left.verdict, left.grade, left.value, left.target, left.base) != (
            right.verdict,
            right.grade,
            right.value,
            right.target,
            right.base,
        )

    @property
    def is_turned(self) -> bool:
        """Whether the verdict itself differs."""
        left = self.left.verdict if self.left else ""
        return left != (self.right.verdict if self.right else "")


@dataclass(frozen=True, slots=True)
class Comparison:
    """``settings``: those that differ, each with both values in words."""

    rows: list[Pair]
    settings: list[tuple[str, str, str]]

    @property
    def turned(self) -> int:
        return sum(row.is_turned for row in self.rows)

    @property
    def moved(self) -> int:
        return sum(row.is_moved for row in self.rows)


def others_of(assessment: Assessment) -> QuerySet[Assessment]:
    """Computed runs of the same place and round: of the same year first, then of those near it."""
    rows = Assessment.objects.filter(region=assessment.region, computed_at__isnull=False)
    same = rows.filter(round=assessment.round).exclude(pk=assessment.pk)
    near = Abs(F("year") - assessment.year)
    return same.select_related("region", "round").listed().order_by(near, "-year", "-pk")[:_SHOWN]


def compared(left: Assessment, right: Assessment) -> Comparison:
    """Matched by plan indicator and whose target; verdicts that turned stand on top. One query."""
    pairs: dict[tuple[int, str], dict[int, Result]] = {}
    rows = Result.objects.filter(assessment__in=[left, right]).select_related(
        "plan_indicator__indicator"
    )
    for row in rows.defer("reason").order_by("whose", "order"):
        pairs.setdefault((row.plan_indicator_id, row.whose), {})[row.assessment_id] = row
    compared_rows = [_pair(found, left.pk, right.pk) for found in pairs.values()]
    compared_rows.sort(key=lambda pair: (not pair.is_turned, not pair.is_moved))
    return Comparison(compared_rows, differing(left.settings, right.settings))


def _pair(found: dict[int, Result], left: int, right: int) -> Pair:
    row = next(iter(found.values()))
    code = row.plan_indicator.indicator.code
    return Pair(row.name, code, row.measure, found.get(left), found.get(right), bool(row.whose))
