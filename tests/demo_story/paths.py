"""Read the table of invented paths that the demonstration district follows.

``district_paths.csv`` (first round) and ``current_paths.csv`` (second) give, per statistic,
the years that matter (anchors); ``district.py`` fills in the years between. The notation:

* ``denominator``: ``@births`` (a shared series of the same file) or ``2010:1620 2020:1480``
* ``values``: ``2010:86.42 2015:33/6210`` (a value, or numerator/denominator),
  eleven entries without years (2010 to 2020), or ``#`` and eleven numerators
* ``sex``: ``478:20`` = girls are 478 per mille of the denominator and their rate is
  20 per mille above the whole's; ``461`` = share of a count; ``2020=17940/29900``
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from config.demo.values import YEARS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True, slots=True)
class Counts:
    """Two counts as a department reports them; never reduced."""

    numerator: int
    denominator: int


@dataclass(frozen=True, slots=True)
class SexPath:
    """How the whole parts into girls and boys (per mille), and years told exactly."""

    share: int | None
    series: str
    tilt: int
    exact: Mapping[int, Counts]


@dataclass(frozen=True, slots=True)
class Path:
    """One statistic's anchors. ``numerators`` is set where only counts are told."""

    code: str
    denominator_series: str
    denominators: Mapping[int, int]
    fractions: Mapping[int, Counts]
    values: Mapping[int, Decimal]
    numerators: Mapping[int, int]
    noise: Decimal
    sex: SexPath | None
    note: str
    years: tuple[int, ...] = field(default=())


def paths_read(
    lines: Iterable[str],
) -> tuple[dict[str, Path], dict[str, dict[int, int]]]:
    """The paths by indicator code, and the shared series by name."""
    paths: dict[str, Path] = {}
    series: dict[str, dict[int, int]] = {}
    for row in csv.DictReader(lines):
        code = row["indicator_code"]
        if code.startswith("@"):
            series[code] = {year: int(text) for year, text in _by_year(row["values"])}
        else:
            paths[code] = _path(row)
    return paths, series


def _path(row: Mapping[str, str]) -> Path:
    text = row["values"]
    counts_only = text.startswith("#")
    entries = _by_year(text.removeprefix("#"))
    denominator = row["denominator"]
    shared = denominator.startswith("@")
    return Path(
        code=row["indicator_code"],
        denominator_series=denominator if shared else "",
        denominators={} if shared else {year: int(part) for year, part in _by_year(denominator)},
        fractions={year: _fraction(part) for year, part in entries if "/" in part},
        values={
            year: Decimal(part) for year, part in entries if "/" not in part and not counts_only
        },
        numerators={year: int(part) for year, part in entries} if counts_only else {},
        noise=Decimal(row["noise"] or 0),
        sex=_sex(row["sex"]),
        note=row["note"],
        years=tuple(year for year, _ in entries),
    )


def _sex(text: str) -> SexPath | None:
    if not text:
        return None
    rule, *exact = text.split()
    share, _, tilt = rule.partition(":")
    return SexPath(
        share=None if share == "@" else int(share),
        series=share if share == "@" else "",
        tilt=int(tilt or 0),
        exact={
            int(year): _fraction(part)
            for year, _, part in (entry.partition("=") for entry in exact)
        },
    )


def _by_year(text: str) -> list[tuple[int, str]]:
    parts = text.split()
    if parts and ":" not in parts[0]:
        return list(zip(YEARS, parts, strict=True))
    pairs = (part.split(":", 1) for part in parts)
    return [(int(year), value) for year, value in pairs]


def _fraction(text: str) -> Counts:
    numerator, denominator = text.split("/")
    return Counts(int(numerator), int(denominator))
