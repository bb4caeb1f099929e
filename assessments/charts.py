"""Charts by name: rows → one ``Chart``, the same for the page, Word and Excel."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, Final

from indicators.core.values import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence


class ChartKind(StrEnum):
    BAR = "bar"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class Series:
    """``role``: what a page's drawing needs to know of a line (pace, forecast …). ``behind``:
    indexes of the values that lag behind what was due."""

    name: str
    values: tuple[Decimal | None, ...]
    role: str = ""
    behind: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ChartTarget:
    name: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class Chart:
    """``key``: that of the block in a report."""

    type: ClassVar[str] = "chart"
    key: str
    kind: ChartKind
    title: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    target: ChartTarget | None = None
    unit: str = ""
    decimals: int = 2
    number: int = 0

    def __post_init__(self) -> None:
        for series in self.series:
            if len(series.values) != len(self.categories):
                raise ValueError(f"chart {self.key}: series {series.name!r} has a wrong length")

    @property
    def number_format(self) -> str:
        return "0." + "0" * self.decimals if self.decimals else "0"

    @property
    def caption(self) -> str:
        """“图2　妇女常见病定期筛查率（2010—2020年，%）”: one bracket for years and unit."""
        label = (f"图{self.number}　" if self.number else "") + self.title
        if not self.unit:
            return label
        if label.endswith("）"):
            return f"{label.removesuffix('）')}，{self.unit}）"
        return f"{label}（{self.unit}）"

    @property
    def is_bars(self) -> bool:
        return self.kind is ChartKind.BAR

    @property
    def data_key(self) -> str:
        """The name of the data on a page."""
        return f"{self.key}-data"

    @property
    def rows(self) -> list[tuple[str, list[Decimal | None]]]:
        """The categories with the values of every series, for the table beside the drawing."""
        return [
            (name, [series.values[place] for series in self.series])
            for place, name in enumerate(self.categories)
        ]

    @property
    def data(self) -> dict[str, Any]:
        """Plain data for a page's script; values are decimal texts, None where there is none."""
        series = [
            {
                "name": one.name,
                "values": [None if value is None else plain(value) for value in one.values],
                "role": one.role,
                "behind": one.behind,
            }
            for one in self.series
        ]
        target = self.target
        return {
            "kind": self.kind.value,
            "title": self.title,
            "unit": self.unit,
            "decimals": self.decimals,
            "categories": self.categories,
            "series": series,
            "target": target and {"name": target.name, "value": plain(target.value)},
        }


ROLES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "actual": "实际值",
        "low": "下限",
        "high": "上限",
        "pace": "时序进度",
        "forecast": "趋势预测",
        "annual": "年度目标",
    }
)


def tidy(values: Iterable[Decimal | None]) -> tuple[Decimal | None, ...]:
    """Without the zeros that a database adds."""
    return tuple(None if value is None else Decimal(plain(value)) for value in values)


def _years(years: Iterable[int]) -> tuple[str, ...]:
    return tuple(f"{year}年" for year in years)


def domain_rates(
    *, title: str, name: str, decimals: int, rates: Sequence[tuple[str, Decimal | None]], key: str
) -> Chart:
    """The rate of every domain as bars. ``name``: what the rate is called. ``rates``: pairs of
    domain and percentage; None where the denominator is 0."""
    domains = tuple(domain for domain, _ in rates)
    series = Series(name, tidy(rate for _, rate in rates))
    return Chart(key, ChartKind.BAR, title, domains, (series,), unit="%", decimals=decimals)


def region_rates(
    *,
    title: str,
    decimals: int,
    places: Sequence[str],
    rates: Mapping[str, Sequence[Decimal | None]],
    key: str,
) -> Chart:
    """The rates of several places side by side. ``rates``: what the rate is called → one
    percentage per place."""
    series = tuple(Series(name, tidy(values)) for name, values in rates.items())
    return Chart(key, ChartKind.BAR, title, tuple(places), series, unit="%", decimals=decimals)


def rates_by_year(
    *,
    title: str,
    decimals: int,
    years: Sequence[int],
    rates: Mapping[str, Sequence[Decimal | None]],
    unit: str = "%",
    key: str = "",
) -> Chart:
    """Lines over the years. ``rates``: plan → one percentage per year, None where nothing was
    assessed."""
    series = tuple(Series(name, tidy(values)) for name, values in rates.items())
    return Chart(key, ChartKind.LINE, title, _years(years), series, unit=unit, decimals=decimals)


def target_path(
    *,
    title: str,
    unit: str,
    decimals: int,
    years: Sequence[int],
    actual: Mapping[int, Decimal | None],
    behind: Collection[int] = (),
    lines: Mapping[str, Mapping[int, Decimal]] = MappingProxyType({}),
    target: Decimal | None = None,
    target_name: str = "",
    key: str = "",
) -> Chart:
    """An indicator over the years, on its way to its target; a year without a value is a gap.

    ``behind``: years that lag. ``lines``: by role (pace, forecast, low, high, annual); an empty
    one is left out.
    """
    late = tuple(number for number, year in enumerate(years) if year in behind)
    drawn = [Series(ROLES["actual"], tidy(map(actual.get, years)), "actual", late)]
    drawn += [
        Series(ROLES[role], tidy(map(values.get, years)), role)
        for role, values in lines.items()
        if values
    ]
    goal = None if target is None else ChartTarget(target_name, Decimal(plain(target)))
    return Chart(key, ChartKind.LINE, title, _years(years), tuple(drawn), goal, unit, decimals)


CHARTS: Final[Mapping[str, Callable[..., Chart]]] = MappingProxyType(
    {
        "target_path": target_path,
        "domain_rates": domain_rates,
        "rates_by_year": rates_by_year,
        "region_rates": region_rates,
    }
)
