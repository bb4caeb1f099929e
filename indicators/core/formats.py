"""What a spreadsheet's number format shows: per cent, decimals, another magnitude."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

GENERAL: Final = "General"


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """How a cell shows its number.

    ``percent``: shown times 100 with a real percent sign.
    ``decimals``: decimals shown, None where the format does not say (General).
    ``power``: the shown number is the stored one times ten to this power (commas that
    divide by a thousand, an escaped point that divides by ten), per cent apart.
    ``literal``: text printed beside the number, e.g. ``万`` or ``%`` in quotes.
    ``hides``: nothing is shown at all (``;;;``).
    """

    percent: bool = False
    decimals: int | None = None
    power: int = 0
    literal: str = ""
    hides: bool = False


PLAIN: Final = NumberFormat()
_TOKEN: Final = re.compile(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|\[\$(?P<currency>[^\]-]*)[^\]]*\]|\[[^\]]*\]'
    r"|_.|\*.|(?P<other>.)",
    re.DOTALL,
)


@lru_cache(maxsize=512)
def number_format(code: str) -> NumberFormat:
    """The meaning of a number format code as Excel, WPS and LibreOffice write it."""
    if not code or code == GENERAL:
        return PLAIN
    section = _first_section(code)
    if not section.strip():
        return NumberFormat(hides=True)
    scanner = _Scanner()
    for match in _TOKEN.finditer(section):
        if match["quoted"] is not None:
            scanner.literal += match["quoted"]
        elif match["escaped"] is not None:
            scanner.take_escaped(match["escaped"])
        elif match["currency"] is not None:
            scanner.literal += match["currency"]
        elif match["other"] is not None:
            scanner.take(match["other"])
    return scanner.result(section)


def _first_section(code: str) -> str:
    quoted = False
    for position, sign in enumerate(code):
        if sign == '"':
            quoted = not quoted
        elif sign == ";" and not quoted and (position == 0 or code[position - 1] not in "\\!"):
            return code[:position]
    return code


class _Scanner:
    """Walks one section; only signs outside quotes reach ``take``."""

    def __init__(self) -> None:
        self.literal = ""
        self.percent = False
        self.digits = 0
        self.decimals: int | None = None
        self.commas = 0
        self.after_escaped_point: int | None = None

    def take_escaped(self, sign: str) -> None:
        if sign == "." and self.digits:
            self.after_escaped_point = 0
        else:
            self.literal += sign

    def take(self, sign: str) -> None:
        if sign in "0#?":
            self._digit()
        elif sign == ".":
            self.decimals = 0
            self.commas = 0
        elif sign == ",":
            self.commas += 1
        elif sign == "%":
            self.percent = True
        elif ord(sign) > 127:  # Chinese text needs no quotes in a format
            self.literal += sign

    def _digit(self) -> None:
        self.digits += 1
        self.commas = 0  # a comma between digits only groups them
        if self.decimals is not None:
            self.decimals += 1
        if self.after_escaped_point is not None:
            self.after_escaped_point += 1

    def result(self, section: str) -> NumberFormat:
        decimals = self.decimals
        if "/" in section or "E+" in section or "E-" in section:
            decimals = None  # a fraction or a power of ten says nothing of decimals
        elif decimals is None and self.digits and GENERAL not in section:
            decimals = self.after_escaped_point or 0
        power = -3 * self.commas - (self.after_escaped_point or 0)
        return NumberFormat(self.percent, decimals, power, self.literal.strip())
