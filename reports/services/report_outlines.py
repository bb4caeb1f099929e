"""Keeping a place's own order and headings of its reports' sections."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F

from reports import messages
from reports.choices import ReportKind
from reports.core.outline import outline_from_plain, outline_to_plain
from reports.models import ReportOutline
from reports.numbering import heading_prefix
from reports.sections import SECTIONS
from reports.selectors.report_outlines import outline_row
from units.audit import audit_record
from units.choices import AuditAction

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.core.outline import Outline, OutlinePart
    from units.models import Region, User

LONGEST_HEADING: Final = 30
_NUMBERS: Final = tuple(
    heading_prefix(level, number).strip() for level in range(1, 5) for number in range(1, 100)
)
"""What the numbering puts before a heading."""


@transaction.atomic
def outline_save(
    *, region: Region, kind: str, parts: Sequence[OutlinePart], seen_version: int, user: User
) -> None:
    """Keep the office's choice; ``seen_version``: what was on the page, 0 for none.

    Raises ValidationError with every fault, or with ``stale`` where somebody was faster.
    """
    _check(kind, parts)
    before = outline_row(region, kind)
    plain = outline_to_plain(parts)
    if seen_version == 0:
        try:
            with transaction.atomic():
                ReportOutline.objects.create(region=region, kind=kind, parts=plain)
        except IntegrityError:
            raise ValidationError(messages.OUTLINE_STALE, code="stale") from None
    else:
        rows = ReportOutline.objects.filter(region=region, kind=kind, version=seen_version)
        if not rows.update(parts=plain, version=F("version") + 1):
            raise ValidationError(messages.OUTLINE_STALE, code="stale")
    _record(region, kind, user, _names_of(before), _said(kind, tuple(parts)))


@transaction.atomic
def outline_reset(*, region: Region, kind: str, user: User) -> bool:
    """Back to the system's. False: there was none."""
    before = outline_row(region, kind)
    if before is None or not ReportOutline.objects.filter(pk=before.pk).delete()[0]:
        return False
    _record(region, kind, user, _names_of(before), [])
    return True


def _check(kind: str, parts: Sequence[OutlinePart]) -> None:
    known = {part.key: part for part in SECTIONS[kind]}
    if sorted(part.key for part in parts) != sorted(known):
        raise ValidationError(messages.OUTLINE_STALE, code="stale")
    faults = []
    for part in parts:
        title = known[part.key].title
        if len(part.heading) > LONGEST_HEADING:
            size, limit = len(part.heading), LONGEST_HEADING
            faults.append(messages.OUTLINE_LONG.format(title=title, size=size, limit=limit))
        if part.heading.startswith(_NUMBERS):
            faults.append(messages.OUTLINE_NUMBERED.format(heading=part.heading))
        if not part.is_shown and not known[part.key].is_optional:
            faults.append(messages.OUTLINE_NEEDED.format(title=title))
    printed = Counter(part.heading or known[part.key].title for part in parts if part.is_shown)
    faults += [
        messages.OUTLINE_TWICE.format(heading=heading)
        for heading, times in printed.items()
        if times > 1
    ]
    if faults:
        raise ValidationError([ValidationError(text, code="outline") for text in faults])


def _names_of(row: ReportOutline | None) -> list[str]:
    return [] if row is None else _said(row.kind, outline_from_plain(row.parts))


def _said(kind: str, parts: Outline) -> list[str]:
    """What is printed, in its order."""
    titles = {part.key: part.title for part in SECTIONS[kind]}
    return [part.heading or titles.get(part.key, part.key) for part in parts if part.is_shown]


def _record(region: Region, kind: str, user: User, old: list[str], new: list[str]) -> None:
    label = ReportKind(kind).label
    audit_record(
        action=AuditAction.REPORT,
        user=user,
        region=region,
        subject=messages.OUTLINE_LOG.format(region=region, kind=label),
        detail={"old": old, "new": new},
    )
