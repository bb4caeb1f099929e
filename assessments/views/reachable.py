"""The place and year that a page of this room is about, within the reader's reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from indicators.models import Observation
from units.access import home_region, object_or_404, person, reach, regions_in_reach
from units.models import Region
from units.text import whole

if TYPE_CHECKING:
    from django.http import HttpRequest

    from units.access import Ability
    from units.models import User


def place_of(request: HttpRequest, ability: Ability) -> Region | None:
    """The place in the address, else one's own, else the first within reach; 404 outside."""
    return place_for(person(request), ability, request.GET.get("region", ""))


def place_for(user: User, ability: Ability, code: str) -> Region | None:
    """``place_of`` for a code, which may be empty."""
    if code:
        return object_or_404(Region.objects.all(), reach(user, ability).places(""), code=code)
    home = home_region(user)
    if home is not None and reach(user, ability).holds_in(home):
        return home
    return regions_in_reach(user, ability).order_by("code").first()


def places_near(request: HttpRequest, ability: Ability, region: Region | None) -> list[Region]:
    """What the page can switch to: the place, the one above, those beside and below it, as
    far as the reader may see them."""
    if region is None:
        return []
    near = Q(pk=region.pk) | Q(parent=region)
    if region.parent_id is not None:
        near |= Q(pk=region.parent_id) | Q(parent=region.parent_id)
    return list(regions_in_reach(person(request), ability).filter(near).order_by("code"))


def years_of(region: Region) -> list[int]:
    """The years with approved figures, newest first."""
    years = Observation.objects.filter(region=region).order_by("-reference_year")
    return list(years.values_list("reference_year", flat=True).distinct())


def year_of(request: HttpRequest, years: list[int]) -> int | None:
    """The year in the address, else the newest with figures."""
    text = request.GET.get("year", "")
    year = whole(text)
    if year is not None and len(text) == 4:
        return year
    return years[0] if years else None
