"""Finding and keeping member units."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError

from units import messages
from units.models import MemberUnit

if TYPE_CHECKING:
    from units.models import Region


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
