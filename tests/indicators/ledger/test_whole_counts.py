"""People, cases and institutions come one by one: a tenth of one is asked about, wherever a
figure enters (the ledger's reader, grid and correction share the check)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from indicators.core.vocabulary import TOTAL
from indicators.ledger.checks import check_entry
from indicators.ledger.entries import LedgerEntry, LedgerIndicator


def warned(indicator: LedgerIndicator, value: str, parts: str = "", **more: bool) -> list[str]:
    numerator, _, denominator = parts.partition("/")
    stated = Decimal(value)
    entry = LedgerEntry(
        sheet="台账",
        row=2,
        cell="D2",
        indicator_code=indicator.code,
        reference_year=2024,
        breakdown=TOTAL,
        raw=value,
        value=stated,
        decimals=max(-int(stated.as_tuple().exponent), 0),
        numerator=Decimal(numerator) if parts else None,
        denominator=Decimal(denominator) if parts else None,
        **more,
    )
    check_entry(entry, indicator)
    assert not entry.errors
    return list(entry.warnings)


PEOPLE = LedgerIndicator("T1", "接受救助的儿童人数", "人")


def test_a_tenth_of_a_person_is_asked_about() -> None:
    asked = "1628.9有1位小数，“人”一般是整数；请核对。"
    assert warned(PEOPLE, "1628.9") == [asked]
    assert warned(PEOPLE, "1628.9", is_computed=True) == [asked]
    assert warned(PEOPLE, "1628") == []
    assert warned(PEOPLE, "1600", is_computed=True) == []
    assert warned(LedgerIndicator("T2", "接受救助的儿童人数", "万人"), "0.1629") == []
    assert warned(LedgerIndicator("T3", "每千名儿童拥有床位数", "张"), "2.97") == []


@pytest.mark.parametrize(
    ("numerator", "denominator", "parts", "asked"),
    [
        (
            "实查人数",
            "应查人数",
            "1628.9/2000",
            ["分子“实查人数”是1628.9，按人计的数一般是整数；请核对。"],
        ),
        (
            "有儿童之家的社区数",
            "城乡社区数",
            "81.445/100.5",
            [
                "分子“有儿童之家的社区数”是81.445，按个计的数一般是整数；请核对。",
                "分母“城乡社区数”是100.5，按个计的数一般是整数；请核对。",
            ],
        ),
        ("实查人数", "应查人数", "1629/2000", []),
        ("实查人数（万人）", "应查人数（万人）", "0.1629/0.2", []),
        ("平均收入", "平均收入", "1628.9/2000", []),
    ],
)
def test_parts_that_are_counted_one_by_one_are_whole(
    numerator: str, denominator: str, parts: str, asked: list[str]
) -> None:
    share = LedgerIndicator("T4", "筛查率", "%", 100, numerator=numerator, denominator=denominator)
    top, bottom = (Decimal(part) for part in parts.split("/"))
    value = format((top / bottom * 100).quantize(Decimal("0.01")), "f")
    assert warned(share, value, parts) == asked
