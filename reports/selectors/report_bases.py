"""The base documents of places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.builders.word_base import BASE
from reports.models import ReportBase
from units.files import file_path

if TYPE_CHECKING:
    from pathlib import Path

    from units.models import Region


def base_of(region: Region) -> ReportBase | None:
    """What the office of this very place put in; a place above it is not asked."""
    return ReportBase.objects.filter(region=region).select_related("file__uploaded_by").first()


def base_path(region: Region) -> Path:
    """The base that reports of the place are poured into: its own, else the system's."""
    own = base_of(region)
    return BASE if own is None else file_path(own.file)
