"""Finding and keeping member units."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError

from units import messages
from units.models import MemberUnit, Region


def unit_from_text(*, region: Region, text: str) -> MemberUnit:
    """The unit of a place by code, name, short name or former name; refuses when unsure."""
    wanted = text.strip()
    units = list(MemberUnit.objects.filter(region=region).select_related("region"))
    exact = [u for u in units if wanted in (u.code, u.name)]
    found = exact or [u for u in units if wanted in unit_names(u)]
    if not found:
        raise ValidationError(
            messages.UNIT_UNKNOWN.format(region=region, unit=wanted), code="unit_unknown"
        )
    if len(found) > 1:
        raise ValidationError(
            messages.UNIT_AMBIGUOUS.format(
                region=region, unit=wanted, units="、".join(f"{u.name}（{u.code}）" for u in found)
            ),
            code="unit_ambiguous",
        )
    return found[0]


def unit_names(unit: MemberUnit) -> list[str]:
    """All names under which the unit may appear."""
    former = [n.strip() for n in unit.former_names.replace("；", ";").split(";")]
    return [n for n in (unit.name, unit.short_name, *former) if n]


def units_keep(*, region: Region, names: Iterable[str]) -> dict[str, MemberUnit]:
    """The units of a place under the given names; a name nobody bears becomes a new unit.

    A name is known when it is a unit's name, short name or former name.
    """
    wanted = list(dict.fromkeys(names))
    units = list(MemberUnit.objects.filter(region=region))
    found = {name: unit for unit in reversed(units) for name in unit_names(unit)}
    found |= {unit.name: unit for unit in units}
    taken = {unit.code for unit in units}
    order = max((unit.order for unit in units), default=0)
    fresh: list[MemberUnit] = []
    for name in wanted:
        if name in found:
            continue
        order += 1
        unit = MemberUnit(region=region, name=name, code=_free_code(order, taken), order=order)
        taken.add(unit.code)
        found[name] = unit
        fresh.append(unit)
    MemberUnit.objects.bulk_create(fresh)
    return {name: found[name] for name in wanted}


def _free_code(number: int, taken: set[str]) -> str:
    while f"D{number:02d}" in taken:
        number += 1
    return f"D{number:02d}"
