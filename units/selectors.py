"""Reading people: who works for a unit, who keeps a place."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q, QuerySet

from units.access import Ability, Reach, own_places, reach
from units.choices import Role
from units.models import AccountReset, AuditEvent, Grant, MemberUnit, Region, User
from units.models.region import ancestor_codes


def liaisons_of(unit: MemberUnit) -> list[User]:
    """Active accounts that work for the unit today."""
    return liaisons_by_unit([unit]).get(unit.pk, [])


def liaisons_by_unit(units: Collection[MemberUnit]) -> dict[int, list[User]]:
    """The same for many units, by the unit's key. One query."""
    grants = Grant.objects.in_force().filter(
        unit__in={unit.pk for unit in units}, role=Role.LIAISON, user__is_active=True
    )
    people: dict[int, dict[int, User]] = {}
    for grant in grants.select_related("user").order_by("user__username"):
        if grant.unit_id is not None:
            people.setdefault(grant.unit_id, {})[grant.user_id] = grant.user
    return {unit: list(users.values()) for unit, users in people.items()}


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


def is_keeper(user: User, region: Region, ability: Ability = Ability.APPROVE) -> bool:
    """Whether the ability is the person's duty in the place: that of its own people, else of the
    nearest office above.

    An office sees everything below it; what is said and done there is the work of the office there.
    """
    own = region.code in own_places(user, ability)
    return own or any(one.pk == user.pk for one in office_of(region))


def speaks_for(user: User, unit: MemberUnit) -> bool:
    """May the person say figures in the unit's name: its liaison, or the office of its place?"""
    if reach(user, Ability.FILL).holds_for(unit):
        return True
    return reach(user, Ability.ENTER).holds_for(unit) and is_keeper(user, unit.region)


def acts_in(held: Reach) -> QuerySet[AuditEvent]:
    """The log of the places in reach, newest first.

    An act without a place belongs to where its person works; one of nobody known (a failed
    sign-in under a wrong name) to those who read the log of the installation's widest place.
    """
    places = held.places()
    theirs = Grant.objects.filter(places).values("user")
    inside = places | Q(region=None, user__in=theirs)
    if held.holds_in_widest(grant.region for grant in Grant.objects.select_related("region")):
        inside |= Q(region=None, user=None)
    return AuditEvent.objects.filter(inside).select_related("region")


def resets_for(user: User) -> QuerySet[AccountReset]:
    """Resets that wait and concern somebody this person keeps accounts or reports with."""
    rows = AccountReset.objects.filter(ended_at=None).exclude(user=user)
    keeper, office = reach(user, Ability.KEEP_ACCOUNTS), reach(user, Ability.KEEP_CATALOGUE)
    inside = Grant.objects.filter(keeper.places() | office.places()).values("user")
    return rows.filter(user__in=inside).select_related("user", "asked_by")


def reset_confirmers(reset: AccountReset) -> list[User]:
    """Who may be the second person: administrators and the offices of the account's places."""
    people = User.objects.filter(
        is_active=True,
        pk__in=Grant.objects.in_force().filter(role__in=[Role.ADMIN, Role.OFFICE]).values("user"),
    ).exclude(pk__in=[reset.user_id, reset.asked_by_id or 0])
    return [person for person in people if resets_for(person).filter(user=reset.user).exists()]


def accounts_kept_by(user: User) -> QuerySet[User]:
    """Accounts all of whose grants lie where this person keeps accounts, oneself apart."""
    places = reach(user, Ability.KEEP_ACCOUNTS).places()
    beyond = Grant.objects.exclude(places).values("user")
    return User.objects.exclude(pk__in=beyond).exclude(pk=user.pk).order_by("username")
