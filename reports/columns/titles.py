"""Titles of the tables."""

from __future__ import annotations

from typing import Final

DOMAINS: Final = "{count} 个领域"
URGENT: Final = "需重点督促的指标（{count}项）"
CHANGED: Final = "与{year}年相比"
RATES: Final = "逐年达标率"
LATE: Final = "{year}年度逾期未报"
NO_ROUND: Final = "填报"
INDICATORS: Final = "监测指标"
PLACES: Final = "分地区对比"
ROUNDS: Final = "两周期对比"
