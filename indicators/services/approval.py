"""From what units said to what is approved.

A lead's value becomes the observation. A supporting unit's value does only as
long as no lead's stands approved; otherwise it stays beside it as a contradiction.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from typing import Final

from indicators.choices import ObservationSource
from indicators.models import Submission, SubmissionValue
from indicators.selectors.duties import DutyBook, duty_book
from indicators.services.observations import ApprovedFigure, UpsertCounts, observations_upsert
from units.models import User

_ROWS: Final = 2_000
_KEPT: Final = {field.attname for field in SubmissionValue._meta.concrete_fields}
_FIELDS: Final = tuple(
    field.name
    for field in fields(ApprovedFigure)
    if field.name in _KEPT and field.name != "submission_id"
)
"""What an approved figure takes from the value that a unit reported."""


def approved_values_write(*, submissions: Sequence[Submission], by: User | None) -> UpsertCounts:
    """Write the observations of submissions that were just approved, in one go."""
    rows = Submission.objects.filter(pk__in=[s.pk for s in submissions]).select_related(
        "reporting_round__region"
    )
    regions = {s.reporting_round.region_id: s.reporting_round.region for s in rows}
    years = {s.reporting_round.reference_year for s in rows}
    book = duty_book(regions=regions.values(), years=years)
    # Supporting units come first, so that a lead's figure of the same key wins.
    figures = sorted(_figures([s.pk for s in rows], book), key=lambda f: not f.keep_units)
    return observations_upsert(figures=figures, source=ObservationSource.APPROVAL, by=by)


def _figures(submission_ids: Iterable[int], book: DutyBook) -> Iterator[ApprovedFigure]:
    rows = SubmissionValue.objects.filter(submission__in=submission_ids).values_list(
        "submission__reporting_round__region_id",
        "submission__unit_id",
        "submission_id",
        "changed_at",
        *_FIELDS,
    )
    for region_id, unit_id, submission_id, said_at, *rest in rows.iterator(chunk_size=_ROWS):
        content = dict(zip(_FIELDS, rest, strict=True))
        duty = book.duty(region_id, content["reference_year"], content["indicator_id"])
        is_lead = duty is None or not duty.leads or unit_id in duty.leads
        yield ApprovedFigure(
            region_id=region_id,
            unit_id=unit_id,
            submission_id=submission_id,
            said_at=said_at,
            keep_units=frozenset() if is_lead or duty is None else duty.leads,
            **content,
        )
