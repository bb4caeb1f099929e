"""Writing approved figures: one bulk upsert with a revision of every change.

Approval, ``load_series`` and corrections all end here, so an approved figure
never changes without its trace, and a value never says something else than its
parts. The rows of the places concerned are locked for the length of the
transaction, hence two writers never make one revision.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, replace
from decimal import Decimal
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from indicators.choices import ObservationSource
from indicators.core.quotients import Kept, kept_value
from indicators.models import Indicator, Observation, ObservationRevision
from indicators.services.copying import rows_add, rows_put
from units.models import Region, User

_BATCH: Final = 10_000
_ROWS: Final = 2_000
_KEY: Final = ("region_id", "indicator_id", "reference_year", "breakdown")
_CONTENT: Final = (
    "value",
    "numerator",
    "denominator",
    "text",
    "blank_reason",
    "decimals",
    "remark",
    "is_derived",
)
_ORIGIN: Final = ("source_text", "unit_id", "submission_id", "ledger_id", "sheet", "cell")
_SAID: Final = (*_KEY, *_CONTENT, *_ORIGIN)
_WRITTEN: Final = (*_SAID, "source", "approved_at", "approved_by_id", "revision")

Key = tuple[int, int, int, str]


@dataclass(frozen=True, slots=True)
class ApprovedFigure:
    """One figure to be approved.

    ``said_at``: when the unit last saved it; a correction made later than that
    stays. ``keep_units``: units whose approved figure must not be replaced by this
    one (the leads, where a supporting unit speaks).
    """

    region_id: int
    indicator_id: int
    reference_year: int
    breakdown: str = ""
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    text: str = ""
    blank_reason: str = ""
    decimals: int | None = None
    remark: str = ""
    is_derived: bool = False
    source_text: str = ""
    unit_id: int | None = None
    submission_id: int | None = None
    ledger_id: int | None = None
    sheet: str = ""
    cell: str = ""
    said_at: datetime.datetime | None = None
    keep_units: frozenset[int] = frozenset()

    @property
    def key(self) -> Key:
        return self.region_id, self.indicator_id, self.reference_year, self.breakdown

    @property
    def content(self) -> tuple[Any, ...]:
        return content_of(self)

    @property
    def has_parts(self) -> bool:
        return self.numerator is not None and self.denominator is not None

    @property
    def is_blank(self) -> bool:
        numbers = (self.value, self.numerator, self.denominator)
        return all(n is None for n in numbers) and not self.text

    @property
    def says_nothing(self) -> bool:
        return self.is_blank and not self.blank_reason


@dataclass(frozen=True, slots=True)
class UpsertCounts:
    """``kept``: figures that were not written because a lead's or a correction stands.
    ``blank``: of the new and changed, those that say why there is no number."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    kept: int = 0
    blank: int = 0

    @property
    def numbers(self) -> int:
        """New and changed ones that say something."""
        return self.new + self.changed - self.blank

    def __add__(self, other: UpsertCounts) -> UpsertCounts:
        return UpsertCounts(*map(sum, zip(astuple(self), astuple(other), strict=True)))


@dataclass(frozen=True, slots=True)
class _Standing:
    """What stands approved now under a key."""

    content: tuple[Any, ...]
    source: str
    source_text: str
    unit_id: int | None
    approved_at: datetime.datetime
    revision: int


@transaction.atomic
def observations_upsert(
    *,
    figures: Iterable[ApprovedFigure],
    source: ObservationSource,
    by: User | None,
    why: str = "",
) -> UpsertCounts:
    """Store figures as approved; one key at most once in ``figures`` (the last would win).

    Unchanged figures write nothing.
    """
    ordered = sorted({f.key: f for f in figures}.values(), key=lambda f: f.key)
    ordered = _with_own_values(ordered)
    places_lock({f.region_id for f in ordered})
    at = timezone.now()
    counts = UpsertCounts()
    for start in range(0, len(ordered), _BATCH):
        batch = ordered[start : start + _BATCH]
        counts += _store(batch, source=source, by_id=by.pk if by else None, at=at, why=why)
    return counts


def places_lock(region_ids: set[int]) -> None:
    """Writers of one place wait for each other (SQLite's IMMEDIATE transactions always do)."""
    rows = Region.objects.select_for_update(no_key=True).filter(pk__in=region_ids)
    list(rows.order_by("pk").values_list("pk", flat=True))


def _with_own_values(figures: list[ApprovedFigure]) -> list[ApprovedFigure]:
    """Where both parts are given the value is theirs, whatever was said beside them."""
    of_parts = {f.indicator_id for f in figures if f.has_parts}
    if not of_parts:
        return figures
    scales = dict(Indicator.objects.filter(pk__in=of_parts).values_list("pk", "scale"))
    return [_with_own_value(f, scales[f.indicator_id]) if f.has_parts else f for f in figures]


def _with_own_value(figure: ApprovedFigure, scale: int) -> ApprovedFigure:
    stated = Kept(figure.value, figure.decimals)
    kept = kept_value(stated, figure.numerator, figure.denominator, scale)
    if kept == stated:
        return figure
    return replace(figure, value=kept.value, decimals=kept.decimals)


def _store(
    batch: Sequence[ApprovedFigure],
    *,
    source: ObservationSource,
    by_id: int | None,
    at: datetime.datetime,
    why: str,
) -> UpsertCounts:
    standing = _standing(batch)
    rows: list[tuple[Any, ...]] = []
    new = changed = unchanged = kept = blank = 0
    for figure in batch:
        old = standing.get(figure.key)
        if old is None and figure.says_nothing:
            unchanged += 1
            continue
        if old is not None and _stands(old, figure):
            kept += 1
            continue
        if old is not None and _same(old, figure, source):
            unchanged += 1
            continue
        new += old is None
        changed += old is not None
        blank += figure.is_blank
        revision = old.revision + 1 if old is not None else 1
        rows.append((*_said(figure), source.value, at, by_id, revision))
    rows_put(Observation, _WRITTEN, rows, key=_KEY)
    rows_add(ObservationRevision, (*_WRITTEN, "why"), [(*row, why) for row in rows])
    return UpsertCounts(new, changed, unchanged, kept, blank)


def _standing(batch: Sequence[ApprovedFigure]) -> dict[Key, _Standing]:
    """Approved rows under the keys of the batch, in one query over its places and years."""
    years = [f.reference_year for f in batch]
    rows = Observation.objects.filter(
        region_id__in={f.region_id for f in batch},
        indicator_id__in={f.indicator_id for f in batch},
        reference_year__gte=min(years, default=0),
        reference_year__lte=max(years, default=0),
    ).values_list(*_KEY, *_CONTENT, "source", "source_text", "unit_id", "approved_at", "revision")
    return dict(_keyed(rows.iterator(chunk_size=_ROWS)))


def _keyed(rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Key, _Standing]]:
    cut = len(_KEY) + len(_CONTENT)
    for row in rows:
        yield row[: len(_KEY)], _Standing(row[len(_KEY) : cut], *row[cut:])


def _stands(old: _Standing, figure: ApprovedFigure) -> bool:
    """Must the approved figure stay although another was said?"""
    if old.unit_id is not None and old.unit_id in figure.keep_units:
        return True
    return (
        old.source == ObservationSource.CORRECTION
        and figure.said_at is not None
        and old.approved_at >= figure.said_at
    )


def _same(old: _Standing, figure: ApprovedFigure, source: ObservationSource) -> bool:
    """Nothing to write. An approval by another unit is a change of origin and is written."""
    if old.content != figure.content:
        return False
    if source is ObservationSource.APPROVAL:
        return old.source == source and old.unit_id == figure.unit_id
    return old.source_text == figure.source_text


def _said(figure: ApprovedFigure) -> tuple[Any, ...]:
    return tuple(getattr(figure, name) for name in _SAID)


def content_of(row: ApprovedFigure | Observation) -> tuple[Any, ...]:
    """What a figure says, apart from where it came from."""
    return tuple(getattr(row, name) for name in _CONTENT)
