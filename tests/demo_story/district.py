"""Eleven years of invented values for the demonstration district, always the same ones.

Pure: from the catalogue's rows and the table of paths to what each department
would report. The noise is seeded per statistic, so a new indicator changes no
other one's numbers. All arithmetic is exact.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from config.demo.values import LAST_YEAR, YEARS, DemoValue
from indicators.core.vocabulary import FEMALE, MALE, RURAL, TOTAL, URBAN, BlankReason, Frequency
from tests.demo_story.paths import Counts, Path

if TYPE_CHECKING:
    from collections.abc import Mapping

SEED: Final = "湖里区"
CENT: Final = Decimal("0.01")
SMALL_COUNT: Final = 30
STEEP: Final = Fraction(1, 5)
AREA_SINCE: Final = 2016

# Of those who should be screened, the town's and the country's in the final year.
SCREENING: Final = "I007"
SCREENED_URBAN: Final = Counts(28116, 35200)


@dataclass(frozen=True, slots=True)
class Statistic:
    """What the generator must know of one indicator: its code, scale and frequency."""

    code: str
    scale: int
    frequency: Frequency


def district_values(
    statistics: tuple[Statistic, ...],
    paths: Mapping[str, Path],
    series: Mapping[str, Mapping[int, int]],
    years: tuple[int, ...] = YEARS,
) -> tuple[DemoValue, ...]:
    """All rows of all years, in the order of ``statistics``, the total before its parts."""
    rows: list[DemoValue] = []
    for statistic in statistics:
        rows.extend(_Generator(statistic, paths[statistic.code], series, years).rows())
    return tuple(rows)


class _Generator:
    """The path of one statistic, filled in year by year."""

    def __init__(
        self,
        statistic: Statistic,
        path: Path,
        series: Mapping[str, Mapping[int, int]],
        years: tuple[int, ...],
    ) -> None:
        self.years = years
        self.statistic = statistic
        self.path = path
        self.series = series
        self.random = random.Random(f"{SEED}{path.code}")  # noqa: S311  (no secret, a seed)
        self.previous: DemoValue | None = None

    def rows(self) -> list[DemoValue]:
        rows: list[DemoValue] = []
        for year in self.years:
            if year not in self._reported_years():
                rows.append(self._blank(year))
                continue
            total = self._total(year)
            rows.append(total)
            rows.extend(self._sexes(total))
            rows.extend(self._areas(total))
            self.previous = total
        return rows

    def _reported_years(self) -> tuple[int, ...]:
        if self.statistic.frequency is not Frequency.YEARLY:
            return self.path.years
        return tuple(range(self.path.years[0], self.years[-1] + 1))

    def _blank(self, year: int) -> DemoValue:
        yearly = self.statistic.frequency is Frequency.YEARLY
        reason = BlankReason.NO_DATA if yearly else BlankReason.NOT_DUE
        return DemoValue(self.path.code, year, TOTAL, None, blank_reason=reason)

    def _total(self, year: int) -> DemoValue:
        counts = self._counts(year)
        value = self._wanted(year) if counts is None else rate(counts, self.statistic.scale)
        plain = _row(self.path.code, year, TOTAL, counts, value)
        return DemoValue(
            plain.indicator_code,
            year,
            TOTAL,
            plain.value,
            plain.numerator,
            plain.denominator,
            remark=self._remark(plain),
        )

    def _counts(self, year: int) -> Counts | None:
        path = self.path
        if year in path.fractions:
            return path.fractions[year]
        denominator = self._denominator(year)
        if denominator is None:
            return None
        if year in path.numerators:
            return Counts(path.numerators[year], denominator)
        wanted = self._wanted(year)
        if path.denominator_series:
            return Counts(_times(denominator, wanted, self.statistic.scale), denominator)
        return counts_near(wanted, denominator, self.statistic.scale)

    def _denominator(self, year: int) -> int | None:
        if self.path.denominator_series:
            return self.series[self.path.denominator_series][year]
        if not self.path.denominators:
            return None
        exact = {y: Decimal(n) for y, n in self.path.denominators.items()}
        exact |= {y: Decimal(c.denominator) for y, c in self.path.fractions.items()}
        return int(_between(exact, year))

    def _wanted(self, year: int) -> Decimal:
        path, scale = self.path, self.statistic.scale
        if year in path.values:
            return path.values[year]
        anchors = dict(path.values)
        anchors |= {y: rate(counts, scale) for y, counts in path.fractions.items()}
        steps = self.random.randint(-100, 100)
        noisy = _between(anchors, year) + path.noise * steps / 100
        places = min((value.as_tuple().exponent for value in path.values.values()), default=-2)
        return noisy.quantize(Decimal((0, (1,), int(places))), ROUND_HALF_UP)

    def _remark(self, row: DemoValue) -> str:
        """A reason where the number moves more than a reader would expect."""
        if self.statistic.frequency is not Frequency.YEARLY:
            return self.path.note
        before = self.previous
        if before is None or before.value is None or row.value is None:
            return ""
        if row.reference_year == LAST_YEAR and self.path.noise == 0 and self.path.values:
            return self.path.note
        if abs(row.value - before.value) <= STEEP * Fraction(before.value):
            return self.path.note if self._fell_at_the_end(row) else ""
        if self.path.note:
            return self.path.note
        if row.numerator is not None and row.numerator <= SMALL_COUNT:
            return f"例数少，由{before.numerator}例变为{row.numerator}例，已核对原始登记"
        return "已与上年台账核对，变化属实"

    def _fell_at_the_end(self, row: DemoValue) -> bool:
        return row.reference_year == LAST_YEAR and LAST_YEAR in self.path.fractions

    def _sexes(self, total: DemoValue) -> list[DemoValue]:
        sex = self.path.sex
        if sex is None or total.value is None:
            return []
        year = total.reference_year
        if total.numerator is None or total.denominator is None:
            girls_value = total.value * (sex.share or 0) / 1000
            girls_value = girls_value.quantize(total.value, ROUND_HALF_UP)
            return [
                _row(total.indicator_code, year, FEMALE, None, girls_value),
                _row(total.indicator_code, year, MALE, None, total.value - girls_value),
            ]
        girls = sex.exact.get(year) or self._girls(total.numerator, total.denominator, year)
        boys = Counts(total.numerator - girls.numerator, total.denominator - girls.denominator)
        scale = self.statistic.scale
        return [
            _row(total.indicator_code, year, FEMALE, girls, rate(girls, scale)),
            _row(total.indicator_code, year, MALE, boys, rate(boys, scale)),
        ]

    def _girls(self, numerator: int, denominator: int, year: int) -> Counts:
        sex = self.path.sex
        if sex is None or sex.share is None:
            girls = self.series["@births_female"][year]
        else:
            girls = _half_up(Fraction(denominator * sex.share, 1000))
        tilt = Fraction(1000 + (sex.tilt if sex else 0), 1000)
        count = _half_up(Fraction(numerator * girls, denominator) * tilt)
        boys = denominator - girls
        if numerator <= denominator:
            count = max(min(count, girls), numerator - boys)
        return Counts(count, girls)

    def _areas(self, total: DemoValue) -> list[DemoValue]:
        """Town and country, where the district has counted them apart (screening only)."""
        year = total.reference_year
        if total.indicator_code != SCREENING or year < AREA_SINCE:
            return []
        if total.numerator is None or total.denominator is None:
            return []
        town = SCREENED_URBAN
        if year != LAST_YEAR:
            people = _half_up(Fraction(total.denominator * (600 + year - AREA_SINCE), 1000))
            share = Fraction(total.numerator, total.denominator) * Fraction(1045, 1000)
            town = Counts(_half_up(people * share), people)
        country = Counts(total.numerator - town.numerator, total.denominator - town.denominator)
        scale = self.statistic.scale
        return [
            _row(total.indicator_code, year, URBAN, town, rate(town, scale)),
            _row(total.indicator_code, year, RURAL, country, rate(country, scale)),
        ]


def _row(code: str, year: int, breakdown: str, counts: Counts | None, value: Decimal) -> DemoValue:
    if counts is None:
        return DemoValue(code, year, breakdown, value)
    return DemoValue(code, year, breakdown, value, counts.numerator, counts.denominator)


def rate(counts: Counts, scale: int) -> Decimal:
    """The quotient as printed, two decimals half up."""
    exact = Fraction(counts.numerator * scale * 100, counts.denominator)
    return Decimal(_half_up(exact)) * CENT


def counts_near(wanted: Decimal, denominator: int, scale: int) -> Counts:
    """Counts whose printed quotient is ``wanted``, the denominator moved as little as needed."""
    for step in range(200):
        counts = Counts(_times(denominator + step, wanted, scale), denominator + step)
        if rate(counts, scale) == wanted:
            return counts
    return Counts(_times(denominator, wanted, scale), denominator)


def _times(denominator: int, value: Decimal, scale: int) -> int:
    return _half_up(denominator * Fraction(value) / scale)


def _half_up(number: Fraction) -> int:
    return int((number + Fraction(1, 2)) // 1)


def _between(anchors: Mapping[int, Decimal], year: int) -> Decimal:
    """The straight line between the two anchors around ``year``; flat outside them."""
    before = max((y for y in anchors if y <= year), default=min(anchors))
    after = min((y for y in anchors if y >= year), default=max(anchors))
    if before >= after:
        return anchors[before]
    way = Decimal(year - before) / (after - before)
    return anchors[before] + (anchors[after] - anchors[before]) * way
