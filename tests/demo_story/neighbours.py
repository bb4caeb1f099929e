"""The other districts of the demonstration's city, and the city itself: invented figures.

Pure. Each neighbour follows the demonstration district's own path in its own size, a
little better or worse, and misses exactly the indicators named here, so that the ranking
is the same on every machine. Only the base year and the last two years are told, and of
what is counted at a census or an election the last count.
"""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from config.demo.values import LAST_YEAR, DemoValue
from indicators.core.vocabulary import FEMALE, MALE, TOTAL, RuleKind, measure
from tests.demo_story.district import CENT, rate
from tests.demo_story.paths import Counts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from config.demo.catalogue import CatalogueRow

BASE_YEAR: Final = 2010
YEARS: Final = (BASE_YEAR, 2019, 2020)
FIXED_SIZE: Final = 20  # a body of fewer members has as many in every district
SWING: Final = 40  # per mille by which a neighbour differs
WORSE: Final = Fraction(103, 100)
STEPS: Final = 400


# The district whose figures do not fit together, one of each cheap kind.
CONTRADICTED: Final = "350211"
WRONG_QUOTIENT: Final = "I072"
WRONG_SUM: Final = "I013"
WRONG_RANGE: Final = "I067"


@dataclass(frozen=True, slots=True)
class Neighbour:
    """``size``: per mille of the demonstration district. ``missed``: indicators off their
    target in 2020. ``silent``: no figure after the base year."""

    code: str
    name: str
    size: int
    missed: frozenset[str]
    silent: frozenset[str] = frozenset()


def _codes(text: str) -> frozenset[str]:
    return frozenset(text.split())


NEIGHBOURS: Final = (
    Neighbour("350203", "思明区", 1260, _codes("I058")),
    Neighbour("350205", "海沧区", 820, _codes("I007 I020 I025 I037 I058 I061 I068 I092")),
    Neighbour("350211", "集美区", 1090, _codes("I007 I036 I040 I068 I069 I092")),
    Neighbour(
        "350212",
        "同安区",
        1040,
        _codes(
            "I006 I007 I011 I019 I020 I025 I026 I036 I037 I040 I041 I048 I058"
            " I061 I062 I068 I069 I083 I090 I091 I092"
        ),
    ),
    Neighbour(
        "350213",
        "翔安区",
        730,
        _codes("I007 I036 I040 I041 I048 I058 I062 I068 I069 I090"),
        silent=_codes("I010 I012 I026 I039 I063 I071 I076 I081 I085 I098"),
    ),
)
# What the city's own departments have not counted: there the page adds up the districts.
CITY_SILENT: Final = _codes("I012 I039 I062 I063 I071 I085")


def neighbour_values(
    neighbour: Neighbour, own: Iterable[DemoValue], rows: Sequence[CatalogueRow]
) -> tuple[DemoValue, ...]:
    """What the neighbour reports, from the demonstration district's totals."""
    told = _complete(neighbour, own, rows)
    return tuple(
        row
        for row in told
        if row.reference_year == BASE_YEAR or row.indicator_code not in neighbour.silent
    )


def city_values(own: Sequence[DemoValue], rows: Sequence[CatalogueRow]) -> tuple[DemoValue, ...]:
    """The city's own figures: all districts added up, those too that one has not reported yet.

    What cannot be added (a life expectancy) is the mean by size.
    """
    sizes = [1000, *(neighbour.size for neighbour in NEIGHBOURS)]
    districts = [_totals(own), *(_by_key(_complete(n, own, rows)) for n in NEIGHBOURS)]
    scales = {row["indicator_code"]: int(row["scale"]) for row in rows}
    counted = {row["indicator_code"] for row in rows if measure(row["measure"]).is_count}
    found = []
    for code, year in districts[1]:
        if code in CITY_SILENT and year != BASE_YEAR:
            continue
        parts = [district[code, year] for district in districts]
        if parts[0].numerator is not None:
            found.append(_added(parts, scales[code]))
        elif code in counted:
            whole = sum((_number(part) for part in parts), Decimal(0))
            found.append(DemoValue(code, year, TOTAL, whole))
        else:
            found.append(_mean(parts, sizes))
    return tuple(found)


def _added(parts: Sequence[DemoValue], scale: int) -> DemoValue:
    counts = Counts(
        sum(part.numerator or 0 for part in parts), sum(part.denominator or 0 for part in parts)
    )
    return _row(parts[0].indicator_code, parts[0].reference_year, counts, rate(counts, scale))


def _mean(parts: Sequence[DemoValue], sizes: Sequence[int]) -> DemoValue:
    weighed = (Fraction(_number(part)) * size for part, size in zip(parts, sizes, strict=True))
    whole = sum(weighed, Fraction(0))
    value = _rounded(whole / sum(sizes), _number(parts[0]))
    return DemoValue(parts[0].indicator_code, parts[0].reference_year, TOTAL, value)


def _complete(
    neighbour: Neighbour, own: Iterable[DemoValue], rows: Sequence[CatalogueRow]
) -> list[DemoValue]:
    catalogue: dict[str, CatalogueRow] = {}
    for row in rows:
        catalogue.setdefault(row["indicator_code"], row)
    by_code: defaultdict[str, dict[int, DemoValue]] = defaultdict(dict)
    for (code, year), value in _totals(own).items():
        by_code[code][year] = value
    found: list[DemoValue] = []
    for code, row in catalogue.items():
        found += _Story(neighbour, row, by_code[code]).rows()
    return found


def _totals(own: Iterable[DemoValue]) -> dict[tuple[str, int], DemoValue]:
    return _by_key(row for row in own if row.breakdown == TOTAL and row.value is not None)


def _by_key(rows: Iterable[DemoValue]) -> dict[tuple[str, int], DemoValue]:
    return {(row.indicator_code, row.reference_year): row for row in rows}


class _Story:
    """One indicator of one neighbour, told after the demonstration district's ``path``."""

    def __init__(
        self, neighbour: Neighbour, row: CatalogueRow, path: Mapping[int, DemoValue]
    ) -> None:
        self.code = row["indicator_code"]
        self.row = row
        self.rule = RuleKind(row["rule"])
        self.path = path
        self.scale = int(row["scale"])
        self.size = neighbour.size
        self.is_missed = self.code in neighbour.missed
        chance = random.Random(f"{neighbour.name}{self.code}")  # noqa: S311  (no secret, a seed)
        self.swing = Fraction(1000 + chance.randint(-SWING, SWING), 1000)
        self.base: Fraction | None = None

    def rows(self) -> list[DemoValue]:
        """The base year first: later years are held against it."""
        last = max(self.path)
        years = [year for year in YEARS if year in self.path]
        if last not in years:
            years.append(last)
        return [self._year(year) for year in years]

    def _year(self, year: int) -> DemoValue:
        ours = self.path[year]
        wanted = self._wanted(_exact(ours, self.scale))
        if year != BASE_YEAR:
            wanted = self._told(wanted)
        if ours.numerator is None or ours.denominator is None:
            row = _plain(self.code, year, wanted, ours)
        else:
            row = self._counted(year, wanted, ours.denominator)
        if year == BASE_YEAR:
            self.base = _exact(row, self.scale)
        return row

    def _wanted(self, ours: Fraction) -> Fraction:
        """The district's figure, moved by what sets the neighbour apart."""
        told = measure(self.row["measure"])
        if self.rule is RuleKind.AROUND or self.rule is RuleKind.QUALITATIVE:
            return ours
        if told.is_count:
            is_handful = ours < FIXED_SIZE and ours.denominator == 1
            return ours if is_handful else ours * self.swing * self.size / 1000
        if told.text == "%":
            return 100 - (100 - ours) * self.swing if ours > 50 else ours * self.swing
        return ours * (1 + (self.swing - 1) / 10)

    def _told(self, wanted: Fraction) -> Fraction:
        """On the side of the target where the story wants it."""
        if self.rule is RuleKind.QUALITATIVE:
            return wanted * 78 / 100 if self.is_missed else wanted
        if self._fits(wanted):
            return wanted
        bound, is_up = self._bound()
        return bound / WORSE if self.is_missed == is_up else bound * WORSE

    def _fits(self, value: Fraction) -> bool:
        """Whether the figure tells the story: missed where it is to be missed, else reached."""
        if self.rule in {RuleKind.AROUND, RuleKind.QUALITATIVE} or self._has_no_bound():
            return True
        bound, is_up = self._bound()
        ahead = value - bound if is_up else bound - value
        if self.rule in {RuleKind.RISE, RuleKind.FALL}:
            natural = bound == (100 if is_up else 0) == value
            reached = ahead > 0 or natural
        else:
            reached = ahead >= 0
        return reached != self.is_missed

    def _has_no_bound(self) -> bool:
        against = {RuleKind.RISE, RuleKind.FALL, RuleKind.AT_MOST_OF_BASELINE}
        return self.base is None and self.rule in against

    def _bound(self) -> tuple[Fraction, bool]:
        """The number to reach, and whether more is better."""
        base = self.base or Fraction(0)
        if self.rule is RuleKind.AT_LEAST:
            return Fraction(self.row["target"]) - Fraction(self.row["tolerance"] or 0), True
        if self.rule is RuleKind.AT_MOST:
            return Fraction(self.row["target"]), False
        if self.rule is RuleKind.AT_MOST_OF_BASELINE:
            return base * Fraction(self.row["baseline_factor"]), False
        return base, self.rule is RuleKind.RISE

    def _counted(self, year: int, wanted: Fraction, denominator: int) -> DemoValue:
        """Whole counts next to the wanted figure that still tell the story."""
        if denominator >= FIXED_SIZE and self.rule is not RuleKind.AROUND:
            denominator = _half_up(Fraction(denominator * self.size, 1000))
        nearest = _half_up(wanted * denominator / self.scale)
        for step in range(STEPS):
            for numerator in (nearest - step, nearest + step):
                exact = Fraction(numerator * self.scale, denominator)
                if numerator >= 0 and (year == BASE_YEAR or self._fits(exact)):
                    counts = Counts(numerator, denominator)
                    return _row(self.code, year, counts, rate(counts, self.scale))
        raise AssertionError(self.code)


def _exact(row: DemoValue, scale: int) -> Fraction:
    if row.numerator is not None and row.denominator:
        return Fraction(row.numerator * scale, row.denominator)
    return Fraction(_number(row))


def _plain(code: str, year: int, wanted: Fraction, like: DemoValue) -> DemoValue:
    return DemoValue(code, year, TOTAL, _rounded(wanted, _number(like)))


def _number(row: DemoValue) -> Decimal:
    return row.value if row.value is not None else Decimal(0)


def _rounded(exact: Fraction, like: Decimal) -> Decimal:
    """Half up to the decimals of ``like``."""
    fine = Decimal(_half_up(exact * 10**6)).scaleb(-6)
    return fine.quantize(like, ROUND_HALF_UP)


def _row(code: str, year: int, counts: Counts, value: Decimal) -> DemoValue:
    return DemoValue(code, year, TOTAL, value.quantize(CENT), counts.numerator, counts.denominator)


def _half_up(number: Fraction) -> int:
    return int((number + Fraction(1, 2)) // 1)


def contradicted(values: Iterable[DemoValue]) -> list[DemoValue]:
    """The last year's figures with a rate that its counts do not give, boys and girls that
    are not all the children, and a total above both its parts."""
    found: list[DemoValue] = []
    for row in values:
        code, last = row.indicator_code, row.reference_year == LAST_YEAR
        if not last or row.value is None or row.denominator is None or row.numerator is None:
            found.append(row)
        elif code == WRONG_QUOTIENT:
            found.append(replace(row, value=row.value - 2))
        elif code == WRONG_SUM:
            found += [row, *_parts(row, lost=120)]
        elif code == WRONG_RANGE:
            found += [row, *_rates_below(row, row.value - 1)]
        else:
            found.append(row)
    return found


def _parts(row: DemoValue, *, lost: int) -> list[DemoValue]:
    """Girls and boys at the whole's rate; ``lost`` boys are in neither count."""
    whole = (row.numerator or 0, row.denominator or 0)
    girls = Counts(whole[0] * 47 // 100, whole[1] * 47 // 100)
    boys = Counts(whole[0] - girls.numerator - lost, whole[1] - girls.denominator - lost)
    return [
        replace(
            row,
            breakdown=group,
            value=rate(counts, 100),
            numerator=counts.numerator,
            denominator=counts.denominator,
        )
        for group, counts in ((FEMALE, girls), (MALE, boys))
    ]


def _rates_below(row: DemoValue, value: Decimal) -> list[DemoValue]:
    """Girls' and boys' rates told without counts, at and under ``value``."""
    return [
        replace(row, breakdown=group, value=told, numerator=None, denominator=None)
        for group, told in ((FEMALE, value), (MALE, value - 2))
    ]
