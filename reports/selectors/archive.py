"""What an archive package holds besides the report: tables of plain text, and original files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Q

from assessments.models import Override, Result
from assessments.selectors.documents import decimal_text, result_document
from indicators.models import (
    Evidence,
    Ledger,
    Observation,
    ObservationRevision,
    Submission,
    SubmissionEvent,
    Target,
)
from reports.selectors.report_process import summaries_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.db.models import QuerySet

    from assessments.models import Assessment


class ArchiveSheet(NamedTuple):
    """``head`` and ``rows`` of texts; one CSV file and one sheet of the workbook."""

    name: str
    head: tuple[str, ...]
    rows: list[tuple[str, ...]]


class Archived(NamedTuple):
    """The tables of a package, and its original files: path in the package → storage key."""

    sheets: list[ArchiveSheet]
    originals: dict[str, str]


def archived(assessment: Assessment) -> Archived:
    """What the package of the run holds; of a finalised one as it was kept then."""
    kept = (assessment.records or {}).get("archive")
    if kept is None:
        return _today(assessment)
    sheets = [
        ArchiveSheet(name, tuple(head), [tuple(row) for row in rows])
        for name, head, rows in kept["sheets"]
    ]
    return Archived(sheets, kept["originals"])


def archive_record(assessment: Assessment) -> Any:
    """What is kept of it with a run that is finalised."""
    return _today(assessment)._asdict()


def _today(assessment: Assessment) -> Archived:
    return Archived([*_sheets(assessment), _evidence(assessment)], _originals(assessment))


def _sheets(assessment: Assessment) -> list[ArchiveSheet]:
    """Every table but that of the evidence, in a fixed number of queries."""
    results = list(
        Result.objects.filter(assessment=assessment)
        .select_related(
            "plan_indicator__indicator",
            "plan_indicator__plan",
            "plan_indicator__compare_with",
            "observation",
        )
        .order_by("whose", "order")
    )
    return [
        _sheet("results", [result_document(row) for row in results]),
        _sheet("rules", [_rule(row) for row in results]),
        _sheet("targets", _targets(results)),
        _sheet("values", _values(assessment, results)),
        _sheet("revisions", _revisions(results, assessment)),
        _sheet("submissions", _submissions(assessment, results)),
        _sheet("summaries", _summaries(assessment)),
        _sheet("overrides", _overrides(assessment)),
    ]


def _originals(assessment: Assessment) -> dict[str, str]:
    """The ledgers that the judged values and their bases came from, each once."""
    judged = Observation.objects.filter(pk__in=_observed(assessment))
    kept = (judged | _bases(assessment)).filter(ledger__isnull=False)
    wanted = kept.values_list("ledger_id", flat=True).distinct()
    ledgers = Ledger.objects.filter(pk__in=wanted).select_related("file")
    once: dict[str, tuple[str, str]] = {}
    for ledger in ledgers.order_by("reference_year", "pk"):
        file = ledger.file
        path = f"ledgers/{ledger.reference_year or 0}_{file.sha256[:12]}_{file.name}"
        once.setdefault(file.sha256, (path, file.key))
    return dict(once.values())


def _evidence(assessment: Assessment) -> ArchiveSheet:
    """The list of evidence files behind the judged values; the files stay in the private store."""
    rows = (
        Evidence.objects.filter(submission__in=_submissions_of(assessment))
        .select_related("file", "indicator", "submission__unit", "submission__reporting_round")
        .order_by("submission__reporting_round__reference_year", "pk")
    )
    return _sheet(
        "evidence",
        [
            {
                "unit": row.submission.unit.name,
                "reference_year": row.submission.reporting_round.reference_year,
                "indicator_code": row.indicator.code if row.indicator else "",
                "title": row.title,
                "file": row.file.name,
                "size": row.file.size,
                "sha256": row.file.sha256,
            }
            for row in rows
        ],
    )


def _observed(assessment: Assessment) -> list[int]:
    rows = Result.objects.filter(assessment=assessment, observation__isnull=False)
    return list(rows.values_list("observation_id", flat=True))


def _bases(assessment: Assessment) -> QuerySet[Observation]:
    """The approved figures of the years that values are compared with."""
    pairs = Result.objects.filter(assessment=assessment, base_year__isnull=False).values_list(
        "plan_indicator__indicator", "base_year"
    )
    wanted = Q(pk__in=[])
    by_year: dict[int, set[int]] = {}
    for indicator, year in pairs:
        if year is not None:
            by_year.setdefault(year, set()).add(indicator)
    for year, indicators in by_year.items():
        wanted |= Q(reference_year=year, indicator__in=indicators)
    return Observation.objects.filter(wanted, region=assessment.region)


def _submissions_of(assessment: Assessment) -> list[int]:
    rows = Observation.objects.filter(pk__in=_observed(assessment), submission__isnull=False)
    return list(rows.values_list("submission_id", flat=True).distinct())


def _rule(row: Result) -> dict[str, Any]:
    plan_indicator = row.plan_indicator
    return {
        "indicator_code": plan_indicator.indicator.code,
        "kind": plan_indicator.plan.kind,
        "whose": row.whose,
        "plan": plan_indicator.plan.title,
        "rule": row.rule,
        "measure": row.measure,
        "scale": plan_indicator.indicator.scale,
        "frequency": plan_indicator.indicator.frequency,
        "baseline_year": plan_indicator.baseline_year,
        "base_value": decimal_text(plan_indicator.base_value),
        "tolerance": decimal_text(plan_indicator.tolerance),
        "factor": plan_indicator.factor,
        "change_points": decimal_text(plan_indicator.change_points),
        "compare_with": plan_indicator.compare_with.code if plan_indicator.compare_with else "",
        "aggregate": plan_indicator.aggregate,
        "is_key": plan_indicator.is_key,
        "target_text": row.target_text,
        "source": plan_indicator.source,
        "is_verified": plan_indicator.is_verified,
    }


def _targets(results: Iterable[Result]) -> Iterator[dict[str, Any]]:
    plan_indicators = {row.plan_indicator_id: row.plan_indicator for row in results}
    for target in Target.objects.filter(plan_indicator__in=plan_indicators).order_by(
        "plan_indicator", "year"
    ):
        row = plan_indicators[target.plan_indicator_id]
        yield {
            "indicator_code": row.indicator.code,
            "kind": row.plan.kind,
            "stage": target.stage,
            "year": target.year,
            "value": decimal_text(target.value),
            "upper": decimal_text(target.upper),
        }


def _values(assessment: Assessment, results: list[Result]) -> Iterator[dict[str, Any]]:
    rows = Observation.objects.filter(
        region=assessment.region,
        indicator__in={row.plan_indicator.indicator_id for row in results},
        reference_year__lte=assessment.year,
    ).select_related("indicator", "unit", "approved_by", "ledger__file")
    for row in rows.order_by("indicator__code", "reference_year", "breakdown"):
        yield {**_figure(row), "ledger_sha256": row.ledger.file.sha256 if row.ledger else ""}


def _revisions(results: list[Result], assessment: Assessment) -> Iterator[dict[str, Any]]:
    """Figures that were ever corrected: each state they had."""
    rows = ObservationRevision.objects.filter(
        region=assessment.region,
        indicator__in={row.plan_indicator.indicator_id for row in results},
        reference_year__lte=assessment.year,
    ).select_related("indicator", "unit", "approved_by")
    corrected = set(
        rows.filter(revision__gt=1).values_list("indicator_id", "reference_year", "breakdown")
    )
    for row in rows.order_by("indicator__code", "reference_year", "breakdown", "revision"):
        if (row.indicator_id, row.reference_year, row.breakdown) in corrected:
            yield {**_figure(row), "why": row.why}


def _figure(row: Observation | ObservationRevision) -> dict[str, Any]:
    return {
        "indicator_code": row.indicator.code,
        "reference_year": row.reference_year,
        "breakdown": row.breakdown,
        "value": decimal_text(row.value),
        "numerator": decimal_text(row.numerator),
        "denominator": decimal_text(row.denominator),
        "text": row.text,
        "blank_reason": row.blank_reason,
        "remark": row.remark,
        "source": row.source,
        "source_text": row.source_text,
        "unit": row.unit.name if row.unit else "",
        "sheet": row.sheet,
        "cell": row.cell,
        "revision": row.revision,
        "approved_at": row.approved_at.isoformat(timespec="seconds"),
        "approved_by": row.approved_by.display_name if row.approved_by else "",
    }


def _submissions(assessment: Assessment, results: list[Result]) -> Iterator[dict[str, Any]]:
    wanted = {row.observation.submission_id for row in results if row.observation is not None}
    submissions = Submission.objects.filter(pk__in=[pk for pk in wanted if pk])
    events = SubmissionEvent.objects.filter(submission__in=submissions).select_related(
        "submission__unit", "submission__reporting_round", "by"
    )
    for event in events.order_by(
        "submission__reporting_round__reference_year", "submission__unit__code", "at", "pk"
    ):
        yield {
            "unit": event.submission.unit.name,
            "reference_year": event.submission.reporting_round.reference_year,
            "act": event.act,
            "at": event.at.isoformat(timespec="seconds"),
            "by": event.by.display_name if event.by else "",
            "reason": event.reason,
        }


def _summaries(assessment: Assessment) -> Iterator[dict[str, Any]]:
    for summary in summaries_of(assessment):
        yield {"unit": summary.unit, "reference_year": assessment.year, "text": summary.text}


def _overrides(assessment: Assessment) -> Iterator[dict[str, Any]]:
    rows = Override.objects.filter(assessment=assessment).select_related(
        "plan_indicator__indicator", "plan_indicator__plan", "made_by"
    )
    for row in rows.order_by("plan_indicator__indicator__code", "whose"):
        yield {
            "indicator_code": row.plan_indicator.indicator.code,
            "kind": row.plan_indicator.plan.kind,
            "whose": row.whose,
            "verdict": row.verdict,
            "reason": row.reason,
            "made_by": row.made_by.display_name if row.made_by else "",
            "made_at": row.made_at.isoformat(timespec="seconds"),
        }


def _sheet(name: str, rows: Iterable[dict[str, Any]]) -> ArchiveSheet:
    listed = list(rows)
    head = tuple(listed[0]) if listed else ("empty",)
    return ArchiveSheet(name, head, [tuple(_text(row[key]) for key in head) for row in listed])


def _text(value: Any) -> str:
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, bool) else str(value)
