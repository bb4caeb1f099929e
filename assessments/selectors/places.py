"""The places below one that are judged together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessments.choices import BelowChoices
from units.choices import RegionLevel
from units.models import Region

if TYPE_CHECKING:
    from django.db.models import QuerySet


def places_below(region: Region, which: str) -> QuerySet[Region]:
    """In order of code: all counties inside, the next level, or everything."""
    below = Region.objects.within(region).exclude(pk=region.pk).order_by("code")
    if which == BelowChoices.COUNTY:
        return below.filter(level=RegionLevel.COUNTY)
    if which == BelowChoices.CHILDREN:
        return below.filter(parent=region)
    return below
