"""Whether the lines above a table name another unit, or carry another template's stamp."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from indicators.core.tokens import name_key
from indicators.ledger.entries import LedgerContext
from indicators.messages import ledger as messages

_STATED: Final = re.compile(
    r"(?:填报单位|报送单位|填表单位|单位名称)\s*(?:\(盖章\))?\s*:\s*([^\s:()]+)"
)
STAMP: Final = re.compile(r"模板(\d+)版·([0-9]+)·([^·]+)·((?:19|20)\d\d)年")


def stamp(version: int, region_code: str, unit_code: str, year: int) -> str:
    """The line in a template that says whom it was made for."""
    return f"模板{version}版·{region_code}·{unit_code}·{year}年"


def owner_fault(text: str, context: LedgerContext) -> str:
    """A sentence when the text clearly names another unit, place or year; else empty."""
    if context.is_bulk:
        return ""
    key = name_key(text)
    found = STAMP.search(key)
    if found:
        expected = (context.region_code, name_key(context.unit_code), str(context.reference_year))
        if found.groups()[1:] != expected:
            return messages.WRONG_STAMP.format(
                found=" ".join(found.groups()[1:]),
                expected=f"{context.region_code} {context.unit_code} {context.reference_year}",
            )
    stated = _STATED.search(unicodedata.normalize("NFKC", text))
    if stated is None:
        return ""
    name = stated[1].removeprefix(context.region_name)
    if any(is_short_for(short, name) for short in context.unit_names):
        return ""
    if any(is_short_for(other, name) for other in context.other_units):
        return messages.WRONG_UNIT.format(found=stated[1], unit=context.unit_names[0])
    return ""


def is_short_for(short: str, full: str) -> bool:
    """卫健 stands for 区卫生健康局: its signs appear in the full name in their order."""
    signs = iter(name_key(full))
    return bool(short) and all(sign in signs for sign in name_key(short))
