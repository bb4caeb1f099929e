"""Replacing one approved figure: the same reading, checks and reasons as in the grid."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from indicators.choices import ObservationSource
from indicators.core.case import judged_value
from indicators.core.quotients import agrees
from indicators.core.values import plain
from indicators.ledger.entries import FigureKey, LedgerContext, LedgerEntry, LedgerIndicator
from indicators.ledger.typed import TypedFigure, check_typed, typed_entry
from indicators.messages import corrections as messages
from indicators.models import Observation, ObservationRevision
from indicators.selectors.ledger_context import library_indicator
from indicators.selectors.reviewing import said_text, value_text
from indicators.services.observations import (
    ApprovedFigure,
    content_of,
    observations_upsert,
    places_lock,
)
from indicators.services.touching import touched_tell
from units.audit import audit_record
from units.choices import AuditAction
from units.models import User
from units.text import field_text


@dataclass(frozen=True, slots=True)
class Correction:
    """What would stand instead. ``errors`` refuse it; ``warnings`` ask why it is right."""

    figure: ApprovedFigure
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def correction_check(*, observation: Observation, typed: TypedFigure) -> Correction:
    """Read and check what is typed as the grid would; nothing is stored.

    A value and its parts are one statement: an empty value follows from the parts, and a value
    that left its parts behind is refused. Parts that go are asked about.
    """
    indicator = library_indicator(observation.indicator, observation.reference_year)
    entry = _entry(observation, _with_followed_value(observation, typed), indicator)
    total_asks = _checked_together(observation, entry, indicator)
    figure = _figure(observation, entry)
    errors, warnings = list(entry.errors), [*entry.warnings, *total_asks]
    if (entry.numerator is None) != (entry.denominator is None):
        errors.append(messages.HALF)
    elif not errors and entry.is_blank and not entry.blank_reason:
        errors.append(messages.EMPTY)
    elif not errors and not _is_theirs(figure, indicator.scale):
        errors.append(messages.AGAINST_PARTS)
    if observation.numerator is not None and figure.numerator is None and not entry.is_blank:
        warnings.append(messages.PARTS_GO)
    return Correction(figure, tuple(errors), tuple(warnings))


@transaction.atomic
def observation_correct(
    *, observation_id: int, typed: TypedFigure, seen_revision: int, reason: str, by: User
) -> Observation:
    """Replace one approved figure, of whatever year, with a reason that is kept.

    ``typed.explanation``: why what the checks ask about is right. Raises ValidationError with
    every sentence; ``stale`` where somebody was faster, with both values.
    """
    rows = Observation.objects.select_related("indicator", "region", "approved_by")
    place = rows.get(pk=observation_id).region_id
    places_lock({place})
    standing = rows.get(pk=observation_id)
    if standing.revision != seen_revision:
        raise ValidationError(_stale(standing, typed), code="stale")
    reason, explanation = reason.strip(), typed.explanation.strip()
    correction = correction_check(observation=standing, typed=typed)
    _refuse(standing, correction, reason, explanation)
    why = field_text(ObservationRevision, "why", messages.why(reason, explanation))
    source = field_text(Observation, "source_text", messages.SOURCE.format(reason=why))
    figure = replace(correction.figure, source_text=source)
    observations_upsert(figures=[figure], source=ObservationSource.CORRECTION, by=by, why=why)
    corrected = rows.get(pk=observation_id)
    transaction.on_commit(lambda: touched_tell(observation=corrected, by=by))
    audit_record(
        action=AuditAction.CORRECT,
        user=by,
        region=standing.region,
        subject=f"{standing.indicator.code} {standing.indicator.name} {standing.reference_year}",
        detail={
            "breakdown": standing.breakdown,
            "old": said_text(standing),
            "new": said_text(corrected),
            "reason": why,
        },
    )
    return corrected


def _is_theirs(figure: ApprovedFigure, scale: int) -> bool:
    """Is the value the quotient of its parts, where it has both?"""
    judged = judged_value(None, figure.numerator, figure.denominator, scale)
    value = figure.value
    return judged is None or value is None or agrees(value, judged, figure.decimals)


def _refuse(standing: Observation, correction: Correction, reason: str, explanation: str) -> None:
    """Every fault in one pass."""
    faults = [ValidationError(text, code="figure") for text in correction.errors]
    if not reason:
        faults.append(ValidationError(messages.REASON_NEEDED, code="reason"))
    if not faults and correction.figure.content == content_of(standing):
        faults.append(ValidationError(messages.SAME, code="same"))
    if not faults and correction.warnings and not explanation:
        faults += [ValidationError(text, code="asked") for text in correction.warnings]
        faults.append(ValidationError(messages.EXPLAIN, code="asked"))
    if faults:
        raise ValidationError(faults)


def _stale(standing: Observation, typed: TypedFigure) -> str:
    return messages.STALE.format(
        who=standing.approved_by.display_name if standing.approved_by else messages.SOMEONE,
        now=value_text(standing),
        typed=typed.value.strip() or messages.EMPTY_WORD,
    )


def _with_followed_value(observation: Observation, typed: TypedFigure) -> TypedFigure:
    """Left as it was while the parts changed, the value follows from them; a reason for
    there being none leaves nothing beside it."""
    if typed.reason:
        return TypedFigure(reason=typed.reason)
    has_parts = bool(typed.numerator.strip() and typed.denominator.strip())
    parts = (typed.numerator.strip(), typed.denominator.strip())
    stood = (_text(observation.numerator), _text(observation.denominator))
    if has_parts and parts != stood and typed.value.strip() == shown_value(observation):
        return TypedFigure("", *parts)
    return typed


def shown_value(observation: Observation) -> str:
    """The value as a field of a form holds it."""
    return plain(observation.value) if observation.value is not None else observation.text


def _entry(row: Observation, typed: TypedFigure, indicator: LedgerIndicator) -> LedgerEntry:
    return typed_entry(
        typed,
        indicator,
        region_code=row.region.code,
        year=row.reference_year,
        breakdown=row.breakdown,
    )


def _checked_together(
    observation: Observation, entry: LedgerEntry, indicator: LedgerIndicator
) -> list[str]:
    """Against the other parts of the year and the year before; what is asked of the total."""
    before = observation.reference_year - 1
    rows = Observation.objects.filter(
        region=observation.region,
        indicator=observation.indicator,
        reference_year__in=(before, observation.reference_year),
    ).select_related("region")
    others = []
    known: dict[FigureKey, Decimal] = {}
    for row in rows:
        if row.reference_year == before:
            if row.value is not None and row.breakdown == observation.breakdown:
                known[entry.key._replace(reference_year=before)] = row.value
        elif row.pk != observation.pk:
            texts = TypedFigure(shown_value(row), _text(row.numerator), _text(row.denominator))
            others.append(_entry(row, texts, indicator))
    asked_before = {id(other): other.warnings for other in others}
    context = LedgerContext(
        region_code=observation.region.code,
        region_name=observation.region.name,
        unit_code="",
        unit_names=(),
        reference_year=observation.reference_year,
        indicators=(indicator,),
        known=known,
    )
    check_typed([entry, *others], context, {indicator.code: indicator})
    total = [other for other in others if not other.breakdown]
    return [
        text for other in total for text in other.warnings if text not in asked_before[id(other)]
    ]


def _figure(observation: Observation, entry: LedgerEntry) -> ApprovedFigure:
    has_number = not entry.is_blank
    return ApprovedFigure(
        region_id=observation.region_id,
        indicator_id=observation.indicator_id,
        reference_year=observation.reference_year,
        breakdown=observation.breakdown,
        value=entry.value,
        numerator=entry.numerator,
        denominator=entry.denominator,
        text=entry.text,
        blank_reason="" if has_number else entry.blank_reason.value,
        decimals=None if entry.is_computed else entry.decimals,
        remark=observation.remark,
        unit_id=observation.unit_id,
        submission_id=observation.submission_id,
    )


def _text(number: Decimal | None) -> str:
    return "" if number is None else plain(number)
