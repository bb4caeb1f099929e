"""Loading historic values that were published elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from indicators.choices import ObservationSource
from indicators.core.exact import PLACES
from indicators.core.loading_faults import FaultKind, RowFault
from indicators.core.series import SeriesReading, SeriesRow, series_read
from indicators.messages import loading as messages
from indicators.models import Indicator
from indicators.selectors.file_tables import FileTable
from indicators.services.observations import ApprovedFigure, UpsertCounts, observations_upsert
from units.models import Region
from units.services.regions import region_from_text


@dataclass(frozen=True, slots=True)
class SeriesLoad:
    """What became of the rows of a file of historic values."""

    rows_in_file: int
    counts: UpsertCounts
    reading: SeriesReading

    def as_document(self) -> dict[str, Any]:
        return {
            "rows_in_file": self.rows_in_file,
            "new": self.counts.new,
            "changed": self.counts.changed,
            "unchanged": self.counts.unchanged,
            "skipped": len(self.reading.skipped),
            "skipped_rows": [
                {
                    "row": row.line,
                    "indicator_code": row.code,
                    "reason": messages.SKIPPED_UNKNOWN if row.code else messages.SKIPPED_BLANK,
                }
                for row in self.reading.skipped
            ],
        }


def _ahead(reading: SeriesReading) -> Iterator[RowFault]:
    """Rows of a year that has not come, as the ledger refuses them."""
    now = timezone.localdate().year
    for row in reading.rows:
        if row.reference_year > now:
            year, years = str(row.reference_year), f"1949—{now}"
            yield RowFault(FaultKind.NOT_WHOLE, row.line, "reference_year", year, years)


@transaction.atomic
def series_load(*, table: FileTable, region: str) -> SeriesLoad:
    """Store the rows of a file as approved values of a place; refuses the file whole.

    ``region`` is a code, or CODE:NAME to create the place.
    """
    place = region_from_text(region)
    indicators = {indicator.code: indicator for indicator in Indicator.objects.all()}
    library = {code: indicator.measure for code, indicator in indicators.items()}
    reading = series_read(table.columns, table.rows, library)
    faults = [*reading.faults, *_ahead(reading)]
    if faults:
        raise ValidationError([messages.row_fault(f) for f in faults], code="rows")
    once = {(row.code, row.reference_year, row.breakdown): row for row in reading.rows}
    counts = observations_upsert(
        figures=[_figure(row, place, indicators[row.code]) for row in once.values()],
        source=ObservationSource.SERIES,
        by=None,
        why=messages.SERIES_WHY,
    )
    twice = len(reading.rows) - len(once)
    return SeriesLoad(
        rows_in_file=len(table.rows),
        counts=counts + UpsertCounts(unchanged=twice),
        reading=reading,
    )


def _figure(row: SeriesRow, region: Region, indicator: Indicator) -> ApprovedFigure:
    value = row.value
    if value is None and row.numerator is not None and row.denominator:
        exact = row.numerator * indicator.scale / row.denominator
        value = exact.quantize(PLACES, ROUND_HALF_UP)
    return ApprovedFigure(
        region_id=region.pk,
        indicator_id=indicator.pk,
        reference_year=row.reference_year,
        breakdown=row.breakdown,
        value=value,
        numerator=row.numerator,
        denominator=row.denominator,
        decimals=row.decimals,
        source_text=row.source,
        is_derived=row.is_derived,
    )
