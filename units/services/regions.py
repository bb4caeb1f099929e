"""Keeping the tree of places."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction

from units import messages
from units.models import Region
from units.models.region import ancestor_codes, region_code_validator, region_level


def region_parse(text: str) -> tuple[str, str]:
    """``CODE`` or ``CODE:NAME`` into its two parts; the form of the code is checked."""
    code, _, name = text.replace("：", ":").partition(":")
    code, name = code.strip(), name.strip()
    try:
        region_code_validator(code)
    except ValidationError:
        raise ValidationError(
            messages.REGION_CODE_BAD.format(code=code), code="region_code"
        ) from None
    return code, name


def region_from_text(text: str) -> Region:
    """The place that a command names: a known code, or CODE:NAME, which creates it."""
    code, name = region_parse(text)
    known = Region.objects.filter(code=code).first()
    if known is not None:
        return known
    if not name:
        raise ValidationError(messages.REGION_UNKNOWN.format(code=code), code="region_unknown")
    return region_create(code=code, name=name)


@transaction.atomic
def region_create(*, code: str, name: str) -> Region:
    """A new place under its nearest existing ancestor; places below it are adopted."""
    region = Region(code=code, name=name, level=region_level(code), parent=_nearest(code))
    region.full_clean()
    region.save(force_insert=True)
    for below in Region.objects.within(region).exclude(pk=region.pk).select_related("parent"):
        if below.parent is None or _is_nearer(region, below.parent, below):
            Region.objects.filter(pk=below.pk).update(parent=region)
    return region


def _nearest(code: str) -> Region | None:
    codes = ancestor_codes(code)
    known = {r.code: r for r in Region.objects.filter(code__in=codes)}
    return next((known[c] for c in codes if c in known), None)


def _is_nearer(candidate: Region, parent: Region, below: Region) -> bool:
    chain = ancestor_codes(below.code)
    return chain.index(candidate.code) < chain.index(parent.code)
