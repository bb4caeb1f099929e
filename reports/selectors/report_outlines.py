"""Which sections a place's reports have, in which order and under which headings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reports.core.outline import outline_from_plain
from reports.models import ReportOutline

if TYPE_CHECKING:
    from reports.core.outline import Outline
    from reports.models import Report
    from units.models import Region

OUTLINE: Final = "outline"
"""The name of what an issued report keeps of it among its options."""


def outline_row(region: Region, kind: str) -> ReportOutline | None:
    """What the office of this very place chose; a place above it is not asked."""
    return ReportOutline.objects.filter(region=region, kind=kind).first()


def outline_in(region: Region, kind: str) -> Outline:
    """The place's own; empty where it has none."""
    row = outline_row(region, kind)
    return () if row is None else outline_from_plain(row.parts)


def outline_of(report: Report) -> Outline:
    """Of an issued one as it was issued, of a draft as the place has it today."""
    if report.is_issued:
        return outline_from_plain(report.options.get(OUTLINE, ()))
    return outline_in(report.region, report.kind)
