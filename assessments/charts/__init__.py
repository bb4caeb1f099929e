"""Charts by name: rows → plain data, the same for the page, Word and Excel.

Each module has one ``build`` that returns ``ChartData``; values are decimal texts
so that the data passes through JSON unharmed, None where there is no value.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from assessments.charts import (
    domain_rates,
    rates_by_year,
    region_rates,
    target_path,
    trend,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from assessments.charts.data import ChartData

CHARTS: Final[Mapping[str, Callable[..., ChartData]]] = MappingProxyType(
    {
        "trend": trend.build,
        "target_path": target_path.build,
        "domain_rates": domain_rates.build,
        "rates_by_year": rates_by_year.build,
        "region_rates": region_rates.build,
    }
)
