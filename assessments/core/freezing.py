"""Cases as plain data and back, and the fingerprint of a finalised assessment.

Canonical JSON: sorted keys, codes instead of database ids, decimals as text without
trailing zeros, no run time. The same content gives the same SHA-256 on any machine.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from indicators.core import values
from indicators.core.case import Case, Criterion, Figure, Goal, Part
from indicators.core.vocabulary import (
    Aggregate,
    BlankReason,
    Frequency,
    Measure,
    RuleKind,
    measure,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Plain: TypeAlias = "str | int | bool | list[Plain] | dict[str, Plain] | None"


def plain(value: object) -> Plain:
    """A value of the core as JSON-able data. Raises ``TypeError`` for anything else."""
    if isinstance(value, StrEnum):
        return value.value
    if value is None or isinstance(value, int | str):
        return value
    if isinstance(value, Decimal):
        return values.plain(value)
    if isinstance(value, Measure):
        return value.text
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, tuple):
        return [plain(part) for part in value]
    raise TypeError(f"{type(value).__name__} has no plain form")


def canonical(content: Plain) -> str:
    """The one text of the content."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def content_hash(content: Plain, algorithm: str = "sha256") -> str:
    """The hash of the canonical text, as hexadecimal digits; ``algorithm``: sha256 or sm3."""
    return hashlib.new(algorithm, canonical(content).encode()).hexdigest()


def case_to_plain(case: Case) -> dict[str, Plain]:
    """Everything a verdict was drawn from; database keys (``source``) are left out."""
    return {
        "criterion": _criterion_to_plain(case.criterion),
        "year": case.year,
        "series": _series_to_plain(case.series),
        "compared": _series_to_plain(case.compared),
        "decisions": {str(year): met for year, met in sorted(case.decisions.items())},
        "parts": {
            str(year): [[part.code, part.name, plain(part.value)] for part in group]
            for year, group in sorted(case.parts.items())
        },
    }


def _criterion_to_plain(criterion: Criterion) -> dict[str, Plain]:
    """``annual`` and ``has_midterms`` stand there only where the plan sets such targets: what was
    frozen before they were judged has no such keys, and reads and hashes as ever."""
    stated = {
        field.name: plain(getattr(criterion, field.name))
        for field in fields(Criterion)
        if field.init
    }
    for name in ("annual", "has_midterms"):
        if not getattr(criterion, name):
            del stated[name]
    return stated


def _series_to_plain(series: Mapping[int, Figure]) -> dict[str, Plain]:
    return {
        str(year): [
            plain(figure.value),
            plain(figure.numerator),
            plain(figure.denominator),
            figure.decimals,
            figure.blank.value,
        ]
        for year, figure in sorted(series.items())
    }


def case_from_plain(content: Mapping[str, Plain]) -> Case:
    """The case again. Raises ``KeyError`` or ``ValueError`` for what this version cannot read."""
    criterion = content["criterion"]
    if not isinstance(criterion, dict):
        raise ValueError("criterion")  # noqa: TRY004 - bad data, not a programming error
    return Case(
        criterion=_criterion(criterion),
        year=_whole(content["year"]),
        series=_series(content["series"]),
        compared=_series(content["compared"]),
        decisions={int(y): bool(met) for y, met in _mapping(content["decisions"]).items()},
        parts={
            int(year): [_part(part) for part in _sequence(group)]
            for year, group in _mapping(content["parts"]).items()
        },
    )


def _criterion(stated: Mapping[str, Plain]) -> Criterion:
    factor = stated["factor"]
    return Criterion(
        rule=RuleKind(str(stated["rule"])),
        measure=measure(str(stated["measure"])),
        baseline_year=_whole(stated["baseline_year"]),
        end_year=_whole(stated["end_year"]),
        scale=_whole(stated["scale"]),
        final=_goal(stated["final"]),
        midterm=_goal(stated["midterm"]),
        tolerance=_decimal(stated["tolerance"]),
        factor=None if factor is None else Fraction(str(factor)),
        change_points=_decimal(stated["change_points"]),
        base_value=_decimal(stated["base_value"]),
        aggregate=Aggregate(str(stated["aggregate"])),
        frequency=Frequency(str(stated["frequency"])),
        definition_starts=tuple(_whole(y) for y in _sequence(stated["definition_starts"])),
        compare_frequency=Frequency(str(stated["compare_frequency"])),
        compare_definition_starts=tuple(
            _whole(y) for y in _sequence(stated["compare_definition_starts"])
        ),
        annual=tuple(_annual(target) for target in _sequence(stated.get("annual", []))),
        has_midterms=bool(stated.get("has_midterms")),
    )


def _series(content: Plain) -> dict[int, Figure]:
    series = {}
    for text, stated in _mapping(content).items():
        value, top, bottom, decimals, blank = _sequence(stated)
        series[int(text)] = Figure(
            int(text),
            _decimal(value),
            _decimal(top),
            _decimal(bottom),
            None if decimals is None else _whole(decimals),
            BlankReason(str(blank)),
        )
    return series


def _part(content: Plain) -> Part:
    code, name, value = _sequence(content)
    return Part(str(code), str(name), _decimal(value))


def _annual(content: Plain) -> tuple[int, Goal]:
    year, stated = _sequence(content)
    value, upper = _sequence(stated)
    return _whole(year), Goal(Decimal(str(value)), _decimal(upper))


def _goal(content: Plain) -> Goal | None:
    if content is None:
        return None
    value, upper = _sequence(content)
    return Goal(Decimal(str(value)), _decimal(upper))


def _decimal(content: Plain) -> Decimal | None:
    return None if content is None else Decimal(str(content))


def _whole(content: Plain) -> int:
    return int(str(content))


def _mapping(content: Plain) -> dict[str, Plain]:
    if not isinstance(content, dict):
        raise ValueError("not a mapping")  # noqa: TRY004 - bad data, not a programming error
    return content


def _sequence(content: Plain) -> Sequence[Plain]:
    if not isinstance(content, list):
        raise ValueError("not a list")  # noqa: TRY004 - bad data, not a programming error
    return content
