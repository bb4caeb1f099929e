"""What the result page says in its first line, and how its cells print numbers."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from assessments.columns.words import headline
from assessments.models import Assessment
from config.templatetags import ui
from units.models import Region

RUN = Assessment(region=Region(name="湖里区"), year=2020, stage="final", settings={})


def counts(met: int, unmet: int, no_data: int = 0, not_assessable: int = 0) -> dict[str, Any]:
    return {
        "met": met,
        "unmet": unmet,
        "no_data": no_data,
        "not_assessable": not_assessable,
        "denominator": met + unmet,
    }


@pytest.mark.parametrize(
    ("combined", "told"),
    [
        (None, "还没有结果"),
        (counts(98, 4), "102 项中 98 项达标，4 项未达标"),
        (counts(100, 0, 1, 1), "102 项中 100 项达标，1 项无数据，1 项无法评价"),
        (counts(17, 1, 84), "102 项中仅 18 项有数据，17 项达标，1 项未达标"),
        (counts(53, 0, 0, 3), "102 项中计入 56 项，53 项达标，3 项无法评价"),
    ],
)
def test_the_headline_counts_what_was_counted(combined: dict[str, Any] | None, told: str) -> None:
    assert headline(RUN, combined, 102) == f"湖里区2020年终期评估：{told}"


def test_the_headline_speaks_the_places_own_words() -> None:
    run = Assessment(
        region=RUN.region,
        year=2020,
        stage="final",
        settings={"label_met": "完成", "label_unmet": ""},
    )
    assert headline(run, counts(1, 1), 2).endswith("2 项中 1 项完成，1 项未达标")


@pytest.mark.parametrize(
    ("number", "decimals", "measure", "told"),
    [
        ("-3.65", 2, "%", '−3.65<span class="sub">百分点</span>'),
        ("0.07", 2, "1/10万", '+0.07<span class="sub">十万分点</span>'),
        ("1.2", 1, "岁", '+1.2<span class="sub">岁</span>'),
        ("2.5", 1, "女=100", "+2.5"),
        (None, 2, "%", "—"),
    ],
)
def test_a_difference_carries_its_unit(
    number: str | None, decimals: int, measure: str, told: str
) -> None:
    value = None if number is None else Decimal(number)
    assert ui.difference(value, decimals, measure) == told


def test_values_print_their_unit_as_the_field_does() -> None:
    assert ui.value(Decimal("16.9"), "1/10万") == '16.9<span class="unit">/10万</span>'
    assert ui.value(Decimal("1.7"), "比") == '1.7<span class="unit"></span>'
    assert (ui.value(Decimal(1), "有/无"), ui.value(Decimal(0), "有/无")) == ("有", "无")
