"""Reading people: who works for a unit, who keeps a place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from units.choices import Role
from units.models import Grant, User
from units.models.region import ancestor_codes

if TYPE_CHECKING:
    from units.models import MemberUnit, Region


def liaisons_of(unit: MemberUnit) -> list[User]:
    """Active accounts that work for the unit today."""
    grants = Grant.objects.in_force().filter(unit=unit, role=Role.LIAISON, user__is_active=True)
    return list(User.objects.filter(grants__in=grants).distinct())


def office_of(region: Region) -> list[User]:
    """Accounts of the office that keeps the place: its own, else the nearest one above."""
    chain = [region.code, *ancestor_codes(region.code)]
    grants = list(
        Grant.objects.in_force()
        .filter(region__code__in=chain, role=Role.OFFICE, user__is_active=True)
        .select_related("user", "region")
    )
    if not grants:
        return []
    nearest = min(chain.index(grant.region.code) for grant in grants)
    people = {g.user_id: g.user for g in grants if chain.index(g.region.code) == nearest}
    return list(people.values())
