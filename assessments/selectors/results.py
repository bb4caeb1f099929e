"""The result page of one assessment: rows as they are filtered, counts of every choice."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from assessments.choices import VerdictChoices
from assessments.models import Result
from assessments.selectors.result_lines import leads_today, lines_of
from indicators.choices import PlanKindChoices
from indicators.core.rules import RULES
from indicators.core.vocabulary import Direction, RuleKind
from indicators.wording import numbers
from indicators.wording.verdicts import pace_word

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import QueryDict

    from assessments.models import Assessment
    from assessments.selectors.result_lines import ResultLine
    from indicators.wording.verdicts import Words

_LOWER: Final = Direction.LOWER_IS_BETTER
# What needs attention stands on top; inside a verdict the plan's own order.
_RANK: Final = {
    VerdictChoices.UNMET.value: 0,
    VerdictChoices.NOT_ASSESSABLE.value: 1,
    VerdictChoices.MET.value: 2,
    VerdictChoices.NO_DATA.value: 3,
}


def printed(row: ResultLine, words: Words) -> dict[str, Any]:
    """The fields as a mapping, which a template reads in half the time, and four more.

    ``words``: of the run. ``result``: this row, for tags that ask for one.
    ``difference``: value less what it is held against, the line's number under pace, as people
    read it (below a ceiling is minus).
    ``computed_label``: the verdict computed before an evaluator's other one, in words;
    ``pace_label``: where the value stands on the line, empty where it is not known.
    """
    return {
        **row._asdict(),
        "result": row,
        "difference": _above_line(row) if words.is_pace else _above_target(row),
        "computed_label": words.plain(row.computed_verdict) if row.computed_verdict else "",
        "pace_label": pace_word(row.pace_state) if row.pace_state else "",
    }


def has_uneven(rows: Iterable[ResultLine], words: Words) -> bool:
    """Whether some row's printed difference is not that of its two printed numbers."""
    compared = ((row, row.expected if words.is_pace else row.target) for row in rows)
    return any(
        row.value is not None
        and goal is not None
        and row.decimals is not None
        and not row.target_upper
        and numbers.is_uneven(row.value, goal, row.decimals)
        for row, goal in compared
    )


def _above_target(row: ResultLine) -> Decimal | None:
    gap, spec = row.gap, RULES[RuleKind(row.rule)]
    if gap is not None and spec.direction_towards(row.base, row.target) is _LOWER:
        return -gap
    return gap


def _above_line(row: ResultLine) -> Decimal | None:
    if row.value is None or row.expected is None:
        return _above_target(row)
    return row.value - row.expected


@dataclass(frozen=True, slots=True)
class ResultFilters:
    """What the address asks for; unknown words count as nothing asked."""

    verdict: str = ""
    kind: str = ""
    domain: str = ""
    text: str = ""

    @property
    def is_set(self) -> bool:
        return bool(self.verdict or self.kind or self.domain or self.text)

    def fits(self, row: ResultLine) -> bool:
        return self.fits_but_verdict(row) and self.verdict in ("", row.verdict)

    def fits_but_verdict(self, row: ResultLine) -> bool:
        return (
            self.kind in ("", row.kind)
            and self.domain in ("", row.domain)
            and (not self.text or row.has_text(self.text))
        )


def filters_from(query: QueryDict) -> ResultFilters:
    verdict, kind = query.get("verdict", ""), query.get("plan", "")
    return ResultFilters(
        verdict=verdict if verdict in VerdictChoices.values else "",
        kind=kind if kind in PlanKindChoices.values else "",
        domain=query.get("domain", ""),
        text=query.get("q", "").strip(),
    )


def result_rows(assessment: Assessment, whose: str = "") -> list[ResultLine]:
    """All results of an assessment as they were stored, what needs attention on top. Two queries.

    What 0.1 stored keeps no leads and marks; of such rows today's are shown.
    """
    today = leads_today(assessment.pk)
    rows = lines_of(Result.objects.filter(assessment=assessment, whose=whose).order_by("order"))
    led = [
        row._replace(lead=today.get(row.plan_indicator_id, (0, ""))[1]) if row.lead is None else row
        for row in rows
    ]
    return sorted(led, key=lambda row: _RANK[row.verdict])


def measures_of(assessment: Assessment) -> dict[str, str]:
    """Indicator code → the measure its results are in."""
    rows = Result.objects.filter(assessment=assessment)
    return dict(rows.values_list("plan_indicator__indicator__code", "measure"))


def verdict_choices(
    rows: Iterable[ResultLine], filters: ResultFilters, words: Words
) -> list[dict[str, Any]]:
    """Every verdict that occurs, in the run's words, with how many rows the other filters leave
    of it."""
    rows = list(rows)
    occurring = {row.verdict for row in rows}
    counts = Counter(row.verdict for row in rows if filters.fits_but_verdict(row))
    order = sorted(occurring, key=lambda verdict: _RANK[verdict])
    return [
        {"value": verdict, "label": words.filter(verdict), "count": counts[verdict]}
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
