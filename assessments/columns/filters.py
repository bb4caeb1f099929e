"""What a dashboard page is asked for: the filters of the address, and links that keep them."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from assessments.choices import AssessmentStage, VerdictChoices
from assessments.core.verdict_changes import VerdictChange
from assessments.selectors.run_book import BOTH
from indicators.choices import PlanKindChoices
from units.text import whole

if TYPE_CHECKING:
    from django.http import QueryDict

_YEARS: Final = range(1949, 2101)


@dataclass(frozen=True, slots=True)
class Filters:
    """Empty means: as the page chooses. What an address says wrongly counts as not said."""

    region: str = ""
    round: str = ""
    year: int | None = None
    stage: str = ""
    plan: str = ""
    unit: int | None = None
    domain: str = ""
    verdict: str = ""
    change: str = ""
    indicator: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> Filters:
        year = _number(query.get("year", ""))
        return cls(
            region=query.get("region", ""),
            round=query.get("round", ""),
            year=year if year in _YEARS else None,
            stage=_one_of(query.get("stage", ""), AssessmentStage.values),
            plan=_one_of(query.get("plan", ""), PlanKindChoices.values),
            unit=_number(query.get("unit", "")),
            domain=query.get("domain", ""),
            verdict=_one_of(query.get("verdict", ""), VerdictChoices.values),
            change=_one_of(query.get("change", ""), [change.value for change in VerdictChange]),
            indicator=query.get("indicator", ""),
        )

    @property
    def kind(self) -> str:
        """women, children or both."""
        return self.plan or BOTH

    def with_plan(self, kind: str) -> Filters:
        return replace(self, plan=kind)

    def query(self, **changes: Any) -> str:
        """``?…`` with these changes; what is empty is left out."""
        pairs = replace(self, **changes).pairs()
        return f"?{urlencode(pairs)}" if pairs else "?"

    def pairs(self) -> list[tuple[str, str]]:
        """Names and values of the filters that are set."""
        return [
            (name, str(value))
            for name in _NAMES
            if (value := getattr(self, name)) not in ("", None)
        ]


_NAMES: Final = tuple(field.name for field in fields(Filters))


def _one_of(text: str, known: list[str]) -> str:
    return text if text in known else ""


def _number(text: str) -> int | None:
    return whole(text) if len(text) < 10 else None
