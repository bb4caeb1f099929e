"""What the ledger reader must know of a unit (or, for a bulk file, of many places)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final

from indicators.choices import ResponsibilityChoices
from indicators.core.reported import ReportedFigure
from indicators.core.vocabulary import ResponsibilityKind, measure
from indicators.ledger.columns import LABELS, ColumnKey
from indicators.ledger.entries import (
    OTHER,
    FigureKey,
    LedgerContext,
    LedgerIndicator,
    LedgerPlace,
)
from indicators.ledger.heads import head_told
from indicators.models import (
    ColumnMapping,
    Indicator,
    Observation,
    PlanIndicator,
    Submission,
    SubmissionValue,
)
from indicators.selectors.catalogue_state import catalogue_token
from indicators.selectors.duties import DutyBook, duty_book, plan_indicators_of
from units.models import MemberUnit, Region
from units.services.member_units import unit_names

_ROWS = 5_000
_PLACES_KEPT: Final = 16
_FIGURE = tuple(f.name for f in fields(ReportedFigure))


@dataclass(frozen=True, slots=True)
class LedgerBasis:
    """The reader's context, and what storing its entries needs: rows behind codes.

    ``factors``: library figure = reported figure × factor, where a plan reports in another
    multiple (人 for the library's 万人).
    """

    context: LedgerContext
    indicator_ids: Mapping[str, int]
    factors: Mapping[str, Fraction]
    book: DutyBook
    regions: Mapping[str, Region]


@dataclass(frozen=True, slots=True)
class PlaceBasis:
    """What the ledgers of all units of a place and year share; read once for many files.

    All but ``known`` (approved figures) is the catalogue's.
    """

    region: Region
    reference_year: int
    library: list[Indicator]
    book: DutyBook
    rows: list[PlanIndicator]
    asked: dict[int, list[PlanIndicator]]
    units: list[MemberUnit]
    factors: Mapping[str, Fraction]
    known: Mapping[FigureKey, Decimal]


def place_basis(*, region: Region, reference_year: int) -> PlaceBasis:
    """The place's part of what a unit's ledger needs; a fixed number of queries."""
    place = place_catalogue(region=region, reference_year=reference_year)
    return replace(place, known=_known([region], place.factors))


def place_catalogue(*, region: Region, reference_year: int, token: str | None = None) -> PlaceBasis:
    """The catalogue's part of it, kept in this process while the catalogue stands still.

    ``token``: the catalogue's, where it has been read.
    """
    if token is None:
        token = catalogue_token()
    if not token:
        return _read_catalogue(region, reference_year)
    return _kept_catalogue(token, region, reference_year)


@lru_cache(maxsize=_PLACES_KEPT)
def _kept_catalogue(_token: str, region: Region, reference_year: int) -> PlaceBasis:
    return _read_catalogue(region, reference_year)


def _read_catalogue(region: Region, reference_year: int) -> PlaceBasis:
    library = _library()
    rows = plan_indicators_of(region=region, year=reference_year)
    asked = _asked(rows)
    factors = _factors(library, asked)
    return PlaceBasis(
        region=region,
        reference_year=reference_year,
        library=library,
        book=duty_book(regions=[region], years=[reference_year]),
        rows=rows,
        asked=asked,
        units=list(MemberUnit.objects.filter(region=region)),
        factors=factors,
        known=MappingProxyType({}),
    )


def grid_basis(*, unit: MemberUnit, place: PlaceBasis) -> LedgerBasis:
    """What checking typed figures of the unit needs: its own indicators, and what is known of
    them."""
    year, region = place.reference_year, place.region
    own = [i for i in place.library if place.book.kind(unit.pk, year, i.pk) is not None]
    context = LedgerContext(
        region_code=region.code,
        region_name=region.name,
        unit_code=unit.code,
        unit_names=tuple(unit_names(unit)),
        reference_year=year,
        indicators=_unit_indicators(unit, place, own),
        known=_known([region], place.factors, own),
    )
    return _basis(context, own, place.factors, place.book, [region])


def unit_basis(
    *,
    unit: MemberUnit,
    reference_year: int,
    place: PlaceBasis | None = None,
    said: Mapping[str, str] | None = None,
) -> LedgerBasis:
    """Everything about one unit's ledger of a year; ``place`` as read for other units before,
    ``said``: what a person said of this one file's columns."""
    region = unit.region
    if place is None or (place.region, place.reference_year) != (region, reference_year):
        place = place_basis(region=region, reference_year=reference_year)
    own = {"submission__unit": unit, "reference_year": reference_year}
    context = LedgerContext(
        region_code=region.code,
        region_name=region.name,
        unit_code=unit.code,
        unit_names=tuple(unit_names(unit)),
        reference_year=reference_year,
        indicators=_unit_indicators(unit, place, place.library),
        stored=_stored(own, place.factors),
        known=place.known,
        mapping=_mapping(unit) | dict(said or {}),
        other_units=tuple(
            name for other in place.units if other != unit for name in unit_names(other)
        ),
    )
    return _basis(context, place.library, place.factors, place.book, [region])


def _unit_indicators(
    unit: MemberUnit, place: PlaceBasis, library: Iterable[Indicator]
) -> tuple[LedgerIndicator, ...]:
    names = {other.pk: other.name for other in place.units}
    year = place.reference_year
    found = []
    for indicator in library:
        lead = place.book.lead(place.region.pk, year, indicator.pk)
        found.append(
            _ledger_indicator(
                indicator,
                place.asked.get(indicator.pk, []),
                role=_role(place.book.kind(unit.pk, year, indicator.pk)),
                lead_unit=names.get(lead, "") if lead else "",
                year=year,
            )
        )
    return tuple(found)


def bulk_basis(*, region: Region, codes: Iterable[str], years: Iterable[int]) -> LedgerBasis:
    """For a file of many places (all at or below ``region``), years and units."""
    wanted = set(codes)
    places = [
        place for place in Region.objects.within(region).order_by("code") if place.code in wanted
    ]
    asked_years = sorted(set(years))
    library = _library()
    book = duty_book(regions=places, years=asked_years)
    asked: dict[int, list[PlanIndicator]] = {}
    for year in asked_years:
        asked |= _asked(plan_indicators_of(region=region, year=year))
    last = max(asked_years, default=0)
    indicators = [
        _ledger_indicator(i, asked.get(i.pk, []), ResponsibilityKind.LEAD, "", last)
        for i in library
    ]
    factors = _factors(library, asked)
    context = LedgerContext(
        region_code=region.code,
        region_name=region.name,
        unit_code="",
        unit_names=(),
        reference_year=last,
        indicators=tuple(indicators),
        stored=_stored(
            {
                "submission__reporting_round__region__in": places,
                "reference_year__in": asked_years,
            },
            factors,
        ),
        known=_known(places, factors),
        places=_places(places, book, library),
    )
    return _basis(context, library, factors, book, places)


def _basis(
    context: LedgerContext,
    library: Sequence[Indicator],
    factors: Mapping[str, Fraction],
    book: DutyBook,
    places: Iterable[Region],
) -> LedgerBasis:
    return LedgerBasis(
        context=context,
        indicator_ids={indicator.code: indicator.pk for indicator in library},
        factors=factors,
        book=book,
        regions={place.code: place for place in places},
    )


def _library() -> list[Indicator]:
    return list(Indicator.objects.prefetch_related("aliases", "definitions").order_by("code"))


def _asked(rows: Iterable[PlanIndicator]) -> dict[int, list[PlanIndicator]]:
    found: defaultdict[int, list[PlanIndicator]] = defaultdict(list)
    for row in rows:
        found[row.indicator_id].append(row)
    return found


def _role(kind: ResponsibilityChoices | None) -> str:
    if kind is None:
        return OTHER
    return (
        ResponsibilityKind.LEAD
        if kind == ResponsibilityChoices.LEAD
        else ResponsibilityKind.SUPPORT
    )


def library_indicator(indicator: Indicator, year: int) -> LedgerIndicator:
    """The indicator in the library's own measure, as approved figures are kept."""
    return _ledger_indicator(indicator, [], ResponsibilityKind.LEAD, "", year)


def _ledger_indicator(
    indicator: Indicator, rows: Sequence[PlanIndicator], role: str, lead_unit: str, year: int
) -> LedgerIndicator:
    definitions = [d for d in indicator.definitions.all() if d.valid_from <= year]
    newest = max(definitions, key=lambda d: d.valid_from, default=None)
    names = [row.name for row in rows]
    return LedgerIndicator(
        code=indicator.code,
        name=names[0] if names else indicator.name,
        measure=_told_measure(indicator, rows),
        scale=indicator.scale,
        aliases=(indicator.name, *names, *(alias.name for alias in indicator.aliases.all())),
        by_sex=indicator.by_sex,
        numerator=newest.numerator if newest else "",
        denominator=newest.denominator if newest else "",
        definition=newest.definition if newest else "",
        role=role,
        lead_unit=lead_unit,
        target_text="；".join(dict.fromkeys(row.target_text for row in rows if row.target_text)),
    )


def _told_measure(indicator: Indicator, rows: Sequence[PlanIndicator]) -> str:
    """The measure in which the place reports; the newest round's plan decides."""
    return rows[0].printed_measure if rows else indicator.measure


def _factors(
    library: Sequence[Indicator], asked: Mapping[int, Sequence[PlanIndicator]]
) -> dict[str, Fraction]:
    factors = {}
    for indicator in library:
        told = measure(_told_measure(indicator, asked.get(indicator.pk, [])))
        kept = measure(indicator.measure)
        if told.multiple != kept.multiple:
            factors[indicator.code] = Fraction(told.multiple, kept.multiple)
    return factors


def library_value(value: Decimal | None, factor: Fraction | None) -> Decimal | None:
    """A reported figure in the library's multiple, exactly."""
    if value is None or factor is None:
        return value
    return value * factor.numerator / factor.denominator


def _reported(value: Decimal | None, factor: Fraction | None) -> Decimal | None:
    return library_value(value, 1 / factor if factor else None)


def _stored(
    conditions: dict[str, Any], factors: Mapping[str, Fraction]
) -> dict[FigureKey, ReportedFigure]:
    rows = SubmissionValue.objects.filter(**conditions).values_list(
        "submission__reporting_round__region__code",
        "indicator__code",
        "reference_year",
        "breakdown",
        *_FIGURE,
    )
    found = {}
    for row in rows.iterator(chunk_size=_ROWS):
        found[FigureKey(*row[:4])] = ReportedFigure(
            _reported(row[4], factors.get(row[1])), *row[5:]
        )
    return found


def _known(
    regions: Sequence[Region],
    factors: Mapping[str, Fraction],
    indicators: Sequence[Indicator] | None = None,
) -> dict[FigureKey, Decimal]:
    """Approved figures of the places, of all indicators or of these."""
    rows = Observation.objects.filter(region__in=regions, value__isnull=False)
    if indicators is not None:
        rows = rows.filter(indicator__in=indicators)
    told = rows.values_list(
        "region__code", "indicator__code", "reference_year", "breakdown", "value"
    )
    found = {}
    # A cursor of its own pays for whole places only.
    for region, code, year, breakdown, value in (
        told if indicators is not None else told.iterator(chunk_size=_ROWS)
    ):
        reported = _reported(value, factors.get(code))
        if reported is not None:
            found[FigureKey(region, code, year, breakdown)] = reported
    return found


def _mapping(unit: MemberUnit) -> dict[str, str]:
    """What the unit once said its unknown columns are, over all heads it ever used."""
    mapping: dict[str, str] = {}
    for saved in ColumnMapping.objects.filter(unit=unit).order_by("pk"):
        mapping |= saved.mapping
    return mapping


def remembered_columns(submission: Submission) -> list[dict[str, Any]]:
    """What a unit once said of its columns, as its heads would read this year."""
    year = submission.reporting_round.reference_year
    rows = ColumnMapping.objects.filter(unit=submission.unit).order_by("-pk")
    return [
        {
            "pk": row.pk,
            "columns": [
                (head_told(head, year).partition("#")[0], LABELS[ColumnKey(key)])
                for head, key in row.mapping.items()
            ],
        }
        for row in rows
    ]


def _places(
    places: Sequence[Region], book: DutyBook, library: Sequence[Indicator]
) -> dict[str, LedgerPlace]:
    codes = {indicator.pk: indicator.code for indicator in library}
    led: defaultdict[int, set[tuple[int, str]]] = defaultdict(set)
    for (region_id, year, indicator_id), duty in book.duties.items():
        if duty.leads:
            led[region_id].add((year, codes[indicator_id]))
    return {
        place.code: LedgerPlace(place.code, place.name, frozenset(led[place.pk]))
        for place in places
    }
