"""Reporting rounds: opening them, their dates, and later days for single units."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from indicators.choices import SubmissionAct
from indicators.messages import collecting as messages
from indicators.models import ReportingRound, RoundExtension, Submission, SubmissionEvent
from indicators.selectors.duties import duty_book
from units.audit import audit_record
from units.choices import AuditAction
from units.models import MemberUnit, Region, User
from units.text import field_text

_OPENS: Final = (3, 1)
_CLOSES: Final = (7, 31)


@dataclass(frozen=True, slots=True)
class Opened:
    """``started``: how many of the rounds are new; ``units``: how many units were added."""

    rounds: tuple[ReportingRound, ...]
    started: int
    units: int


def usual_dates(reference_year: int) -> tuple[datetime.date, datetime.date]:
    """Data of a year are collected from March to July of the next."""
    year = reference_year + 1
    return datetime.date(year, *_OPENS), datetime.date(year, *_CLOSES)


@transaction.atomic
def reporting_rounds_open(
    *,
    regions: Iterable[Region],
    reference_year: int,
    opens_on: datetime.date,
    closes_on: datetime.date,
    by: User,
) -> Opened:
    """Open the year for the places, or set the dates of open ones; a submission per unit.

    Units that neither lead nor support anything in the year get no submission.
    """
    _check(reference_year, opens_on, closes_on)
    places = list(regions)
    before = {
        known.region_id: known
        for known in ReportingRound.objects.filter(region__in=places, reference_year=reference_year)
    }
    standing = {known.pk for known in before.values()}
    units_before = Submission.objects.filter(reporting_round__in=standing).count()
    made = _made(
        places,
        {reference_year: (opens_on, closes_on)},
        update_conflicts=True,
        unique_fields=["region", "reference_year"],
        update_fields=["opens_on", "closes_on"],
    )
    rounds = list(made)
    book = duty_book(regions=places, years=[reference_year])
    of_region = {r.region_id: r for r in rounds}
    units = MemberUnit.objects.filter(region__in=places, is_active=True)
    submissions_ensure(
        pairs=[
            (of_region[unit.region_id], unit)
            for unit in units
            if book.has_duty(unit.pk, reference_year)
        ],
        by=by,
    )
    for place in places:
        audit_record(
            action=AuditAction.SUBMIT,
            user=by,
            region=place,
            subject=f"{place} {reference_year}",
            detail={"old": _dates(before.get(place.pk)), "new": _dates(of_region[place.pk])},
        )
    added = Submission.objects.filter(reporting_round__in=rounds).count()
    return Opened(tuple(rounds), len(rounds) - len(standing), added - units_before)


@transaction.atomic
def reporting_rounds_ensure(
    *, regions: Iterable[Region], reference_years: Iterable[int]
) -> dict[tuple[int, int], ReportingRound]:
    """The rounds of the places and years, made with the usual dates where missing.

    Keys are (region, year).
    """
    places = list(regions)
    years = sorted(set(reference_years))
    dates = {year: usual_dates(year) for year in years}
    for year in years:
        _check(year, *dates[year])
    rounds = _made(places, dates, ignore_conflicts=True)
    return {(r.region_id, r.reference_year): r for r in rounds}


def _made(
    places: Sequence[Region],
    dates: Mapping[int, tuple[datetime.date, datetime.date]],
    **on_conflict: Any,
) -> QuerySet[ReportingRound]:
    """The rounds of the places in these years, opening and closing so where they are new."""
    fresh = [
        ReportingRound(region=place, reference_year=year, opens_on=opens, closes_on=closes)
        for place in places
        for year, (opens, closes) in dates.items()
    ]
    ReportingRound.objects.bulk_create(fresh, **on_conflict)
    rounds = ReportingRound.objects.filter(region__in=places, reference_year__in=list(dates))
    return rounds.select_related("region")


@transaction.atomic
def submissions_ensure(
    *, pairs: Sequence[tuple[ReportingRound, MemberUnit]], by: User | None
) -> dict[tuple[int, int], Submission]:
    """The submissions of (round, unit) pairs, opened where missing. Keys are (round, unit) ids."""
    for reporting_round, unit in pairs:
        if unit.region_id != reporting_round.region_id:
            raise ValidationError(
                messages.UNIT_ELSEWHERE.format(unit=unit, region=reporting_round.region),
                code="unit_elsewhere",
            )
    wanted = {(r.pk, u.pk) for r, u in pairs}
    rounds = ReportingRound.objects.select_for_update(no_key=True).order_by("pk")
    list(rounds.filter(pk__in={r for r, _ in wanted}).values_list("pk", flat=True))
    known = _submissions(wanted)
    missing = wanted - known.keys()
    if missing:
        Submission.objects.bulk_create(
            [Submission(reporting_round_id=r, unit_id=u) for r, u in sorted(missing)]
        )
        known = _submissions(wanted)
        SubmissionEvent.objects.bulk_create(
            [
                SubmissionEvent(submission=known[pair], act=SubmissionAct.OPENED, by=by)
                for pair in sorted(missing)
            ]
        )
    return known


@transaction.atomic
def extension_set(
    *,
    reporting_round: ReportingRound,
    unit: MemberUnit,
    closes_on: datetime.date,
    reason: str,
    by: User,
) -> RoundExtension:
    """Give one unit a later closing day, with the reason."""
    if closes_on <= reporting_round.closes_on:
        raise ValidationError(
            messages.EXTENSION_EARLY.format(
                day=messages.day(closes_on), closes=messages.day(reporting_round.closes_on)
            ),
            code="early",
        )
    reason = field_text(RoundExtension, "reason", reason)
    if not reason:
        raise ValidationError(messages.EXTENSION_REASON, code="reason")
    if unit.region_id != reporting_round.region_id:
        raise ValidationError(
            messages.UNIT_ELSEWHERE.format(unit=unit, region=reporting_round.region),
            code="unit_elsewhere",
        )
    before = RoundExtension.objects.filter(reporting_round=reporting_round, unit=unit).first()
    extension, _ = RoundExtension.objects.update_or_create(
        reporting_round=reporting_round,
        unit=unit,
        defaults={"closes_on": closes_on, "reason": reason},
    )
    audit_record(
        action=AuditAction.SUBMIT,
        user=by,
        region=reporting_round.region,
        subject=f"{unit} {reporting_round.reference_year}",
        detail={
            "old": before.closes_on if before else reporting_round.closes_on,
            "new": closes_on,
            "reason": reason,
        },
    )
    return extension


def _dates(known: ReportingRound | None) -> str:
    return f"{known.opens_on}—{known.closes_on}" if known is not None else ""


def _check(year: int, opens_on: datetime.date, closes_on: datetime.date) -> None:
    if not 1949 <= year <= timezone.localdate().year:
        raise ValidationError(messages.ROUND_YEAR.format(year=year), code="year")
    if closes_on < opens_on:
        raise ValidationError(
            messages.ROUND_DATES.format(
                opens=messages.day(opens_on), closes=messages.day(closes_on)
            ),
            code="dates",
        )


def _submissions(wanted: set[tuple[int, int]]) -> dict[tuple[int, int], Submission]:
    rows = Submission.objects.filter(
        reporting_round__in={r for r, _ in wanted}, unit__in={u for _, u in wanted}
    ).select_related("reporting_round__region", "unit__region")
    found = {(s.reporting_round_id, s.unit_id): s for s in rows}
    return {pair: found[pair] for pair in wanted if pair in found}
