"""What is read for the entry grid of one submission, from the catalogue and from what was said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Final

from django.db.models import QuerySet

from indicators.models import Evidence, Observation, PlanIndicator, Submission, SubmissionValue
from indicators.selectors.catalogue_state import catalogue_token_of
from indicators.selectors.gates import Gate, is_flagged, value_gates
from indicators.selectors.ledger_context import LedgerBasis, grid_basis, place_catalogue
from indicators.selectors.windows import with_extension

YEARS_BEFORE: Final = 3
Place = tuple[int, str, int]  # indicator, breakdown, year


@dataclass(frozen=True, slots=True)
class GridData:
    """Everything read for a grid; figures are in the measure of the unit's plan.

    ``submissions`` and ``gates`` by year; ``flags``: reason of the flag on a value as it stands,
    by the value's key; ``evidence``: pieces beside an indicator (0: the submission as a whole).
    """

    submission: Submission
    basis: LedgerBasis
    rows: tuple[PlanIndicator, ...]
    years: tuple[int, ...]
    submissions: Mapping[int, Submission] = field(default_factory=dict)
    gates: Mapping[int, Gate] = field(default_factory=dict)
    values: Mapping[Place, SubmissionValue] = field(default_factory=dict)
    approved: Mapping[Place, Observation] = field(default_factory=dict)
    flags: Mapping[int, str] = field(default_factory=dict)
    evidence: Mapping[int, int] = field(default_factory=dict)

    def factor(self, code: str) -> Fraction | None:
        return self.basis.factors.get(code)


def grid_frame(submission: Submission) -> GridData:
    """What the catalogue asks of the unit and the approved figures to check against; nothing of
    what the unit says."""
    unit, year = submission.unit, submission.reporting_round.reference_year
    place = place_catalogue(
        region=unit.region, reference_year=year, token=catalogue_token_of(submission)
    )
    return GridData(
        submission,
        grid_basis(unit=unit, place=place),
        tuple(place.rows),
        tuple(range(year - YEARS_BEFORE, year + 1)),
    )


def grid_data(
    submission: Submission, *, as_office: bool = False, is_shown: bool = True
) -> GridData:
    """``is_shown`` False: without what a page only shows, earlier years' approved values and how
    many pieces of evidence lie beside; no check and no count asks for them."""
    frame = grid_frame(submission)
    own = list(unit_submissions(frame, frame.years))
    values = list(said_values(own))
    gates = value_gates(own, as_office=as_office, values=values)
    data = grid_said(frame, own, values, gates)
    if not is_shown:
        return data
    region = submission.unit.region
    approved = Observation.objects.filter(region=region, reference_year__in=frame.years)
    beside = Evidence.objects.filter(submission=submission)
    return replace(
        data,
        approved={(o.indicator_id, o.breakdown, o.reference_year): o for o in approved},
        evidence=Counter(pk or 0 for pk in beside.values_list("indicator_id", flat=True)),
    )


def unit_submissions(frame: GridData, years: Iterable[int]) -> QuerySet[Submission]:
    """The unit's submissions of the years, with all that says whether they may change."""
    rows = Submission.objects.filter(
        unit=frame.submission.unit, reporting_round__reference_year__in=years
    )
    related = rows.select_related("reporting_round__region", "unit__region")
    return with_extension(related).order_by("pk")


def said_values(submissions: Iterable[Submission]) -> QuerySet[SubmissionValue]:
    """All values of the submissions with what the office said of them. One query."""
    rows = SubmissionValue.objects.filter(submission__in=submissions)
    return rows.select_related("mark").order_by("pk")


def grid_said(
    frame: GridData,
    submissions: Sequence[Submission],
    values: Iterable[SubmissionValue],
    gates: Mapping[int, Gate],
) -> GridData:
    """The frame with what the unit says in these submissions. ``gates``: by submission."""
    found = list(values)
    return replace(
        frame,
        submissions={s.reporting_round.reference_year: s for s in submissions},
        gates={s.reporting_round.reference_year: gates[s.pk] for s in submissions},
        values={(v.indicator_id, v.breakdown, v.reference_year): v for v in found},
        # A newer figure has answered the flag.
        flags={v.pk: v.mark.reason for v in found if is_flagged(v) and v.mark.version >= v.version},
    )


def grid_after(data: GridData, saved: Iterable[SubmissionValue]) -> GridData:
    """The same after values were saved: their flags, if any, are answered."""
    rows = {(v.indicator_id, v.breakdown, v.reference_year): v for v in saved}
    answered = {v.pk for v in rows.values()}
    flags = {pk: reason for pk, reason in data.flags.items() if pk not in answered}
    return replace(data, values={**data.values, **rows}, flags=flags)
