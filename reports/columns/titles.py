"""Titles of the tables."""

from __future__ import annotations

from typing import Final

DOMAINS: Final = "{count} 个领域"
URGENT: Final = "最需要过问的 {count} 项"
CHANGED: Final = "与{year}年相比"
RATES: Final = "逐年达标率"
LATE: Final = "{year}年度逾期未报"
NO_ROUND: Final = "填报"
INDICATORS: Final = "监测指标"
PLACES: Final = "下级地区对比"
ROUNDS: Final = "两轮对比"
