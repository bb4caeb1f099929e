"""The settings of an assessment in words."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from assessments import messages
from assessments.core.options import is_too_wide
from assessments.messages.rates import tolerance
from assessments.options import Options, settings_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assessments.options import Setting


def _value_words(row: Setting, options: Options) -> str:
    value = getattr(options, row.name)
    if row.name == "basic_tolerance" and value is not None:
        return tolerance(options)
    return str(row.words.get(value, row.plain(value)))


def _line(row: Setting, options: Options) -> str:
    return f"{row.label}：{_value_words(row, options)}"


def unusual_words(settings: Mapping[str, Any], table: type[Options] = Options) -> str:
    """What sets a run apart from one by the usual rules, its basis and wording apart."""
    options = table.from_json(settings)
    return "；".join(
        _value_words(row, options) if issubclass(row.kind, StrEnum) else _line(row, options)
        for row in _unusual(options)
        if not row.by_stage
    )


def _unusual(options: Options) -> list[Setting]:
    """Settings of numbers that are not the default and say something of their own."""
    return [
        row
        for name, row in settings_of(type(options)).items()
        if getattr(options, name) != row.default
        and row.kind is not str
        and not row.is_unit
        and row.says(options)
    ]


def differing(
    left: Mapping[str, Any], right: Mapping[str, Any], table: type[Options] = Options
) -> list[tuple[str, str, str]]:
    """Settings in which two runs differ: label and both values, in the order of the form."""
    ours, theirs = table.from_json(left), table.from_json(right)
    found = []
    for row in settings_of(table).values():
        if row.is_unit or not (row.says(ours) or row.says(theirs)):
            continue
        values = (_value_words(row, ours), _value_words(row, theirs))
        if values[0] != values[1]:
            found.append((row.label, *values))
    return found


def faults(options: Options) -> list[tuple[str, str]]:
    """Settings that contradict each other: name and what to do about it."""
    if is_too_wide(options.basic_tolerance, options.basic_tolerance_kind):
        return [("basic_tolerance", messages.TOLERANCE_TOO_WIDE)]
    if options.basic_counts and options.basic_tolerance is None:
        return [("basic_tolerance", messages.TOLERANCE_NEEDED)]
    return []
