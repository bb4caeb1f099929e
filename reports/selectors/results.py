"""The result page of one assessment: rows as they are filtered, counts of every choice."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Prefetch

from assessments.choices import VerdictChoices
from assessments.models import Result
from indicators.choices import PlanKindChoices, ResponsibilityChoices
from indicators.core.vocabulary import RULE_DIRECTIONS, Direction, RuleKind
from indicators.models import Responsibility

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import QueryDict

    from assessments.models import Assessment

_LOWER: Final = Direction.LOWER_IS_BETTER
_NOT_SHOWN: Final = (
    "numerator",
    "denominator",
    "expected",
    "achievement",
    "plan_indicator__source",
    "plan_indicator__factor",
    "plan_indicator__tolerance",
    "plan_indicator__change_points",
    "plan_indicator__base_value",
    "plan_indicator__plan__title",
)
# What needs attention stands on top; inside a verdict the plan's own order.
_RANK: Final = {
    VerdictChoices.UNMET.value: 0,
    VerdictChoices.NOT_ASSESSABLE.value: 1,
    VerdictChoices.MET.value: 2,
    VerdictChoices.NO_DATA.value: 3,
}


@dataclass(frozen=True, slots=True)
class Row:
    """One result with what the table prints beside it."""

    result: Result
    name: str
    domain: str
    kind: str
    measure: str
    leads: str
    is_verified: bool
    is_key: bool
    code: str

    @property
    def difference(self) -> Decimal | None:
        """Value less target, as people read it: below a ceiling is minus."""
        gap = self.result.gap
        if gap is not None and RULE_DIRECTIONS[RuleKind(self.result.rule)] is _LOWER:
            return -gap
        return gap

    def has_text(self, text: str) -> bool:
        return text in self.name or text in self.leads or text == self.code


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address asks for; unknown words count as nothing asked."""

    verdict: str = ""
    kind: str = ""
    domain: str = ""
    text: str = ""

    def fits(self, row: Row) -> bool:
        return self.fits_but_verdict(row) and self.verdict in ("", row.result.verdict)

    def fits_but_verdict(self, row: Row) -> bool:
        return (
            self.kind in ("", row.kind)
            and self.domain in ("", row.domain)
            and (not self.text or row.has_text(self.text))
        )

    @property
    def is_set(self) -> bool:
        return bool(self.verdict or self.kind or self.domain or self.text)


def filters_from(query: QueryDict) -> Filters:
    verdict, kind = query.get("verdict", ""), query.get("plan", "")
    return Filters(
        verdict=verdict if verdict in VerdictChoices.values else "",
        kind=kind if kind in PlanKindChoices.values else "",
        domain=query.get("domain", ""),
        text=query.get("q", "").strip(),
    )


def result_rows(assessment: Assessment, whose: str = "") -> list[Row]:
    """All results of an assessment, what needs attention on top. Two queries."""
    leads = Responsibility.objects.filter(kind=ResponsibilityChoices.LEAD).select_related("unit")
    results = (
        Result.objects.filter(assessment=assessment, whose=whose)
        .select_related(
            "plan_indicator__indicator", "plan_indicator__plan", "plan_indicator__domain"
        )
        .defer("reason", *_NOT_SHOWN)
        .prefetch_related(
            Prefetch("plan_indicator__responsibilities", queryset=leads, to_attr="leads")
        )
        .order_by("order")
    )
    rows = [_row(result) for result in results]
    return sorted(rows, key=lambda row: _RANK[row.result.verdict])


def _row(result: Result) -> Row:
    line = result.plan_indicator
    leads: Iterable[Responsibility] = getattr(line, "leads", ())
    return Row(
        result=result,
        name=line.name,
        domain=line.domain.name,
        kind=line.plan.kind,
        measure=line.printed_measure,
        leads="、".join(duty.unit.label for duty in leads),
        is_verified=line.is_verified,
        is_key=line.is_key,
        code=line.indicator.code,
    )


def verdict_choices(rows: Iterable[Row], filters: Filters) -> list[dict[str, Any]]:
    """Every verdict that occurs, with how many rows the other filters leave of it."""
    rows = list(rows)
    occurring = {row.result.verdict for row in rows}
    counts = Counter(row.result.verdict for row in rows if filters.fits_but_verdict(row))
    order = sorted(occurring, key=lambda verdict: _RANK[verdict])
    return [
        {"value": verdict, "label": VerdictChoices(verdict).label, "count": counts[verdict]}
        for verdict in order
    ]


def domain_groups(summary: dict[str, Any]) -> list[dict[str, Any]]:
    """Plans of the summary, each with its domains, for the table of domains."""
    composite = summary.get("composite") or {"plans": [], "domains": []}
    by_plan = {each["kind"]: _decimal(each["value"]) for each in composite["plans"]}
    by_domain = {
        (each["kind"], each["domain"]): _decimal(each["value"]) for each in composite["domains"]
    }
    return [
        {
            "kind": plan["kind"],
            "label": PlanKindChoices(plan["kind"]).label,
            "tally": plan,
            "composite": by_plan.get(plan["kind"]),
            "domains": [
                {**domain, "composite": by_domain.get((domain["kind"], domain["domain"]))}
                for domain in summary.get("domains", [])
                if domain["kind"] == plan["kind"]
            ],
        }
        for plan in summary.get("plans", [])
    ]


def composite_of(summary: dict[str, Any]) -> dict[str, Any] | None:
    """The composite of the whole with a decimal as value; None for runs made before it."""
    total = (summary.get("composite") or {}).get("total")
    return None if total is None else {**total, "value": _decimal(total["value"])}


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
