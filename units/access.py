"""The one place that says who sees and does what.

A person's grants give abilities, each with a reach: whole subtrees of places
(office, reviewer, evaluator, leader, …) or, for a liaison, single units and the
unit's own place. Every view, command, task, export and API endpoint asks here.
What is not yours is 404; what your role never does is 403.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from types import MappingProxyType
from typing import Any, Final, TypeVar

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase

from units.choices import Role
from units.models import Grant, MemberUnit, Region, User
from units.models.region import ancestor_codes

EVERYTHING: Final = ~Q(pk__in=())
"""True of every row, and stays so in an OR; an empty ``Q()`` would vanish from it."""


class Ability(StrEnum):
    VIEW_CATALOGUE = "view_catalogue"
    VIEW_VALUES = "view_values"
    VIEW_SUBMISSIONS = "view_submissions"
    FILL = "fill"
    ENTER = "enter"  # type values: for the own unit, or as the office on a unit's behalf
    MARK = "mark"
    APPROVE = "approve"
    CORRECT = "correct"
    KEEP_CATALOGUE = "keep_catalogue"
    VIEW_ASSESSMENTS = "view_assessments"
    RUN_ASSESSMENT = "run_assessment"
    FINALISE = "finalise"
    DECIDE = "decide"
    OVERRIDE = "override"
    VIEW_REPORTS = "view_reports"
    EDIT_REPORTS = "edit_reports"
    COMMENT_REPORTS = "comment_reports"
    VIEW_LOG = "view_log"
    KEEP_ACCOUNTS = "keep_accounts"


_READING = frozenset(
    {
        Ability.VIEW_CATALOGUE,
        Ability.VIEW_VALUES,
        Ability.VIEW_ASSESSMENTS,
        Ability.VIEW_REPORTS,
    }
)
ABILITIES: Final[Mapping[str, frozenset[Ability]]] = MappingProxyType(
    {
        Role.OFFICE: _READING
        | {
            Ability.VIEW_SUBMISSIONS,
            Ability.ENTER,
            Ability.MARK,
            Ability.APPROVE,
            Ability.CORRECT,
            Ability.KEEP_CATALOGUE,
            Ability.RUN_ASSESSMENT,
            Ability.FINALISE,
            Ability.EDIT_REPORTS,
            Ability.COMMENT_REPORTS,
        },
        Role.REVIEWER: _READING | {Ability.VIEW_SUBMISSIONS, Ability.MARK},
        Role.LIAISON: frozenset(
            {
                Ability.VIEW_CATALOGUE,
                Ability.VIEW_VALUES,
                Ability.VIEW_SUBMISSIONS,
                Ability.FILL,
                Ability.ENTER,
            }
        ),
        Role.EVALUATOR: _READING
        | {
            Ability.VIEW_SUBMISSIONS,
            Ability.DECIDE,
            Ability.OVERRIDE,
            Ability.COMMENT_REPORTS,
        },
        Role.LEADER: _READING,
        Role.AUDITOR: frozenset({Ability.VIEW_LOG}),
        Role.ADMIN: frozenset({Ability.KEEP_ACCOUNTS}),
    }
)
# A liaison holds these for the own units only, everything else for the unit's own place.
_OF_UNIT: Final = frozenset({Ability.VIEW_SUBMISSIONS, Ability.FILL, Ability.ENTER})


@dataclass(frozen=True, slots=True)
class Reach:
    """Where one ability of one person holds.

    ``prefixes``: code prefixes of whole subtrees ('' is everywhere).
    ``codes``: single places. ``units``: primary keys of single units.
    """

    prefixes: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    units: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.prefixes or self.codes or self.units)

    def places(self, path: str = "region") -> Q:
        """Rows whose place is inside. ``path`` leads to the Region; '' for regions themselves."""
        field = f"{path}__code" if path else "code"
        if "" in self.prefixes:
            return EVERYTHING
        condition = Q(**{f"{field}__in": self.codes})
        for prefix in self.prefixes:
            condition |= Q(**{f"{field}__startswith": prefix})
        return condition

    def member_units(self, path: str = "unit") -> Q:
        """Rows whose unit is one's own or stands inside a subtree."""
        if "" in self.prefixes:
            return EVERYTHING
        condition = Q(**{f"{path}__in" if path else "pk__in": self.units})
        field = f"{path}__region__code" if path else "region__code"
        for prefix in self.prefixes:
            condition |= Q(**{f"{field}__startswith": prefix})
        return condition

    def plans(self, path: str = "region") -> Q:
        """Places inside and all levels above them: a place reads the plans it is judged by."""
        if "" in self.prefixes:
            return EVERYTHING
        above = {c for code in (*self.prefixes, *self.codes) for c in _above(code)}
        field = f"{path}__code__in" if path else "code__in"
        return self.places(path) | Q(**{field: sorted(above)})

    def holds_in(self, region: Region) -> bool:
        return region.code in self.codes or any(region.code.startswith(p) for p in self.prefixes)

    def holds_in_widest(self, regions: Iterable[Region]) -> bool:
        """Whether the widest of these places is inside."""
        widest = min(regions, key=lambda region: (len(region.prefix), region.code), default=None)
        return widest is not None and self.holds_in(widest)

    def holds_for(self, unit: MemberUnit) -> bool:
        return unit.pk in self.units or any(unit.region.code.startswith(p) for p in self.prefixes)


def _above(code_or_prefix: str) -> list[str]:
    if not code_or_prefix:
        return []
    code = code_or_prefix.ljust(6, "0")
    return ancestor_codes(code)


def grants_of(user: User) -> tuple[Grant, ...]:
    """The grants in force, read once per user object (one request)."""
    cached: tuple[Grant, ...] | None = user.__dict__.get("_grants_in_force")
    if cached is None:
        cached = tuple(
            Grant.objects.in_force()
            .filter(user=user)
            .select_related("region", "unit__region")
            .order_by("role", "region__code")
        )
        user.__dict__["_grants_in_force"] = cached
    return cached


def reach(user: User, ability: Ability) -> Reach:
    """Where the person has the ability; an empty reach means nowhere."""
    if not user.is_active:
        return Reach()
    prefixes: set[str] = set()
    codes: set[str] = set()
    units: set[int] = set()
    for grant in grants_of(user):
        if ability not in ABILITIES[grant.role]:
            continue
        if grant.unit is None:
            prefixes.add(grant.region.prefix)
        elif ability in _OF_UNIT:
            units.add(grant.unit.pk)
        else:
            codes.add(grant.unit.region.code)
    return Reach(tuple(sorted(prefixes)), tuple(sorted(codes)), tuple(sorted(units)))


def own_places(user: User, ability: Ability) -> frozenset[str]:
    """Codes of the places whose office, bureau or unit the person works for: duty, not sight.

    What lies below them is in reach too, but is the work of the people there.
    """
    return frozenset(g.region.code for g in grants_of(user) if ability in ABILITIES[g.role])


def can(user: User, ability: Ability) -> bool:
    """Has the person this ability anywhere? For menus and buttons."""
    return bool(reach(user, ability))


_WORKING: Final = (Ability.RUN_ASSESSMENT, Ability.MARK, Ability.DECIDE, Ability.OVERRIDE)


def only_reads(user: User, region: Region) -> bool:
    """Whether the person takes no part in the work on a place's assessments: a leader."""
    return not any(reach(user, ability).holds_in(region) for ability in _WORKING)


def roles_of(user: User) -> frozenset[str]:
    return frozenset(grant.role for grant in grants_of(user))


def home_region(user: User) -> Region | None:
    """The place whose name stands in the frame: that of the widest grant."""
    regions = [grant.region for grant in grants_of(user)]
    return min(regions, key=lambda r: (len(r.prefix), r.code)) if regions else None


def regions_in_reach(user: User, ability: Ability) -> QuerySet[Region]:
    return Region.objects.filter(reach(user, ability).places(""))


ModelT = TypeVar("ModelT", bound=Model)


class NotYours(Http404):
    """The object exists and lies outside the person's reach."""


def object_or_404(rows: QuerySet[ModelT], inside: Q, **lookup: Any) -> ModelT:
    """The row if it is inside the reach; else 404, whether or not it exists."""
    found = rows.filter(inside, **lookup).first()
    if found is None:
        raise NotYours if rows.filter(**lookup).exists() else Http404
    return found


def requires(
    *abilities: Ability,
) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Sign-in and at least one of the abilities somewhere; else the sign-in page or 403.

    The names are kept on the view for the access table in the tests.
    """

    def decorate(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not any(can(person(request), ability) for ability in abilities):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded: Any = login_required(checked)
        guarded.abilities = abilities
        result: Callable[..., HttpResponseBase] = guarded
        return result

    return decorate


def person(request: HttpRequest) -> User:
    """The signed-in user of a request behind ``requires``."""
    user = request.user
    if not isinstance(user, User):
        raise PermissionDenied
    return user
