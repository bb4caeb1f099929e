"""Years, groups and names as people write them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from indicators.core.tokens import name_key, parse_breakdown, parse_year, reason_in
from indicators.core.vocabulary import FEMALE, MALE, RURAL, TOTAL, URBAN, BlankReason


@pytest.mark.parametrize(
    "raw",
    [
        *(2024, 2024.0, "2024", "2024年", "2024年度", "２０２４年", "二〇二四年", "二○二四"),
        *("2024.0", "2024年底", "2024-12-31", "2024年12月", date(2024, 1, 1)),
        *(datetime(2024, 12, 31, 8), " 2024 年 "),  # noqa: DTZ001
    ],
)
def test_years(raw: Any) -> None:
    assert parse_year(raw) == 2024


@pytest.mark.parametrize("raw", [None, "", "24年", "去年", 24, 2024.5, True, "2024-2025", "x"])
def test_not_a_year(raw: Any) -> None:
    assert parse_year(raw) is None


@pytest.mark.parametrize(
    ("text", "breakdown"),
    [
        *(("合计", TOTAL), ("总 计", TOTAL), ("女", FEMALE), ("女性", FEMALE), ("男童", MALE)),
        *(("城镇", URBAN), ("农村", RURAL), ("sex:female", FEMALE), ("其他", None)),
    ],
)
def test_groups(text: str, breakdown: str | None) -> None:
    assert parse_breakdown(text) == breakdown


def test_names_are_compared_without_width_spaces_and_line_breaks() -> None:
    assert name_key("计量\n 单位（％）") == name_key("计量单位(%)")


def test_reason_in_a_remark() -> None:
    assert reason_in("近年无感染产妇分娩，不适用") is BlankReason.NOT_APPLICABLE
    assert reason_in("机构合并，待定") is None
