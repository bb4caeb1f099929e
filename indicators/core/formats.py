"""What a spreadsheet's number format shows: per cent, decimals, another magnitude."""

from __future__ import annotations

import operator
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

GENERAL: Final = "General"
_ANY: Final = Decimal(1)  # a number that is neither negative nor nothing


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """How a cell shows its number.

    ``percent``: shown times 100 with a real percent sign.
    ``decimals``: decimals shown, None where the format does not say (General).
    ``power``: the shown number is the stored one times ten to this power (commas that
    divide by a thousand, an escaped point that divides by ten), per cent apart.
    ``literal``: text printed beside the number, e.g. ``万`` or ``%`` in quotes.
    ``hides``: no digit of the number is shown: nothing (``;;;``), a sign (``—``) or a weekday.
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


_CONDITION: Final = re.compile(r"\[(<=|>=|<>|=|<|>)\s*(-?[0-9.]+)\]")
_HOLDS: Final = {
    "<": operator.lt,
    ">": operator.gt,
    "=": operator.eq,
    "<=": operator.le,
    ">=": operator.ge,
    "<>": operator.ne,
}


def number_format(code: str, value: Decimal = _ANY) -> NumberFormat:
    """How a format code as Excel, WPS and LibreOffice write it shows ``value``.

    The section is the one that shows just this number: positive, negative, zero, or the one
    whose condition holds.
    """
    if not code or code.casefold() == GENERAL.casefold():
        return PLAIN
    return _read_section(_section(code, value) if ";" in code or "[" in code else code, value == 0)


@lru_cache(maxsize=512)
def _read_section(section: str, is_zero: bool) -> NumberFormat:  # noqa: FBT001 - private
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
    return scanner.result(section, is_zero=is_zero)


def is_special(code: str) -> bool:
    """Whether a format can make a number look like another one."""
    samples = (_ANY, Decimal(-1), Decimal(0))
    conditional = _CONDITION.search(code) is not None
    return conditional or any(_is_special(number_format(code, sample)) for sample in samples)


def _is_special(shown: NumberFormat) -> bool:
    return bool(shown.percent or shown.power or shown.literal or shown.hides)


def _section(code: str, value: Decimal) -> str:
    sections = _sections(code)[:3] if code.count(";") else [code]
    conditions = [_CONDITION.search(section) for section in sections]
    if any(conditions):
        for section, condition in zip(sections, conditions, strict=True):
            if condition is None or _HOLDS[condition[1]](value, Decimal(condition[2])):
                return section
        return sections[-1]
    if value == 0 and len(sections) > 2:
        return sections[2]
    return sections[1] if value < 0 and len(sections) > 1 else sections[0]


def _sections(code: str) -> list[str]:
    sections = [""]
    quoted = False
    for position, sign in enumerate(code):
        if sign == '"':
            quoted = not quoted
        if sign == ";" and not quoted and (position == 0 or code[position - 1] not in "\\!"):
            sections.append("")
        else:
            sections[-1] += sign
    return sections


_GENERAL_WORD: Final = re.compile(r"general|通用格式|standard", re.IGNORECASE)


class _Scanner:
    """Walks one section; only signs outside quotes reach ``take``."""

    def __init__(self) -> None:
        self.literal = ""
        self.percent = False
        self.digits = self.zeros = 0
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
            self.zeros += sign == "0"
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

    def result(self, section: str, *, is_zero: bool) -> NumberFormat:
        decimals = self.decimals
        is_general = _GENERAL_WORD.search(section) is not None
        if "/" in section or "E+" in section or "E-" in section:
            decimals = None  # a fraction or a power of ten says nothing of decimals
        elif decimals is None and self.digits and not is_general:
            decimals = self.after_escaped_point or 0
        # Of nothing only the placeholder 0 shows a digit; # and ? leave the place empty.
        shows = self.zeros if is_zero else self.digits
        if not shows and not is_general and "@" not in section:
            return NumberFormat(literal=self.literal.strip(), hides=True)
        power = -3 * self.commas - (self.after_escaped_point or 0)
        return NumberFormat(self.percent, decimals, power, self.literal.strip())
