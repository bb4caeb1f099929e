"""Writing approved figures: one bulk upsert, and a revision for each change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils import timezone

from indicators.models import Observation, ObservationRevision

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

BATCH: Final = 500
# What a reader would call another figure; where it came from follows it.
CONTENT: Final = (
    "value",
    "numerator",
    "denominator",
    "text",
    "blank_reason",
    "remark",
    "decimals",
    "source_text",
    "is_derived",
)
ORIGIN: Final = (
    "source",
    "unit_id",
    "submission_id",
    "ledger_id",
    "sheet",
    "cell",
    "approved_at",
    "approved_by_id",
    "revision",
)
_KEY: Final = ("region_id", "indicator_id", "reference_year", "breakdown")


@dataclass(frozen=True, slots=True)
class StoreCounts:
    """What a bulk write came to; the three add up to the rows given."""

    new: int
    changed: int
    unchanged: int


@transaction.atomic
def observations_store(*, rows: Sequence[Observation], why: str) -> StoreCounts:
    """Store unsaved observations, each key once. Rows that say what is known change nothing."""
    known = {_key(row): row for row in _known(rows)}
    new: list[Observation] = []
    changed: list[Observation] = []
    for row in rows:
        before = known.get(_key(row))
        if before is None:
            new.append(row)
        elif _content(before) != _content(row):
            row.revision = before.revision + 1
            changed.append(row)
    written = [*new, *changed]
    now = timezone.now()
    for row in written:
        row.approved_at = now
    updated = [field.removesuffix("_id") for field in (*CONTENT, *ORIGIN)]
    Observation.objects.bulk_create(
        written,
        batch_size=BATCH,
        update_conflicts=True,
        update_fields=updated,
        unique_fields=[field.removesuffix("_id") for field in _KEY],
    )
    ObservationRevision.objects.bulk_create(
        [_revision(row, why) for row in written], batch_size=BATCH
    )
    return StoreCounts(len(new), len(changed), len(rows) - len(written))


def _known(rows: Sequence[Observation]) -> Iterable[Observation]:
    """What stands under the rows' keys, in one query per place."""
    for region in {row.region_id for row in rows}:
        here = [row for row in rows if row.region_id == region]
        yield from Observation.objects.filter(
            region_id=region,
            indicator_id__in={row.indicator_id for row in here},
            reference_year__in={row.reference_year for row in here},
        )


def _key(row: Observation) -> tuple[object, ...]:
    return tuple(getattr(row, field) for field in _KEY)


def _content(row: Observation) -> tuple[object, ...]:
    return tuple(getattr(row, field) for field in CONTENT)


def _revision(row: Observation, why: str) -> ObservationRevision:
    fields = {field: getattr(row, field) for field in (*_KEY, *CONTENT, *ORIGIN)}
    return ObservationRevision(**fields, why=why)
