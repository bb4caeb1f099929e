"""Cases, carried values, origins and places: each under its own name, year and rule."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from assessments.charts import Chart
from indicators.core.quantities import Quantity
from indicators.core.vocabulary import Frequency, Verdict, measure
from reports.document import walk
from reports.facts import Item, Place
from reports.words.watch import lacks_sex
from tests.reports.items import injuries, item
from tests.reports.test_readable import composed, met, table, tally, texts

BASE_ONLY = {"kind": "not_later_than_base"}


def deaths(**more: object) -> Item:
    return item(
        "孕产妇死亡率",
        rule="at_most",
        unit="1/10万",
        target="20",
        values={2010: "2/6200", 2018: "1/7450", 2019: "1/7130", 2020: "1/6820"},
        numerator_name="孕产妇死亡人数",
        denominator_name="活产数",
        is_key=True,
        **more,
    )


def census(**more: object) -> Item:
    return item(
        "女性人均预期寿命",
        rule="rise",
        unit="岁",
        target=None,
        values={2010: "79.86"},
        verdict=Verdict.NO_DATA,
        frequency=Frequency.CENSUS,
        reason=BASE_ONLY,
        **more,
    )


def cells(document: object, name: str, key: str = "women") -> dict[str, str]:
    annex = table(document, key)  # type: ignore[arg-type]
    row = next(row for row in annex.rows if any(cell.text.startswith(name) for cell in row.cells))
    keys = [column.key for column in annex.columns]
    return dict(zip(keys, (cell.text for cell in row.cells), strict=True))


def test_cases_are_of_what_is_counted_and_never_of_the_rate() -> None:
    notes = table(composed([deaths(), met("甲")]), "women").notes
    assert "①基数小：孕产妇死亡1例，2018—2020年合并计算为14.02/10万。" in notes
    assert not any("死亡率1例" in note for note in notes)


def test_money_is_no_number_of_people() -> None:
    gap = item(
        "男女收入差距",
        rule="fall",
        target=None,
        values={2010: "70", 2020: "30000/40000"},
        verdict=Verdict.UNMET,
        numerator_name="女性平均收入",
        denominator_name="男性平均收入",
    )
    document = composed([gap, met("甲")])
    text = texts(document)
    assert "30000" not in text
    assert "减少" not in text
    assert cells(document, "男女收入差距", "unmet-table")["gap"] == "5.00个百分点"


def test_a_rate_of_more_cases_is_no_small_base_in_the_text_either() -> None:
    """13 cases: three years together are told, and no note counts it as small."""
    document = composed([injuries(), met("甲")])
    assert "2018—2020年合并计算为11.01/10万" in texts(document)
    assert "基数小" not in texts(document)


def test_a_unit_is_asked_only_for_what_is_missing() -> None:
    bare = replace(deaths(code="B"), name="新生儿死亡率", numerator=None, denominator=None)
    text = texts(composed([deaths(), bare, census()], kind="unit", unit="卫健局"))
    assert "新生儿死亡率同时报送分子、分母" in text
    assert "、孕产妇死亡率" not in text
    assert "孕产妇死亡率同时报送" not in text
    assert "补报" not in text


def test_an_indicator_of_the_census_waits_for_the_next_one() -> None:
    text = texts(composed([census(), met("甲")]))
    assert "女性人均预期寿命待下一次普查或换届有数后再行判断" in text
    assert "尽快取得" not in text


def test_what_was_not_judged_stands_in_no_column_of_the_year_and_in_no_count() -> None:
    rows = [census(), met("甲"), met("乙")]
    document = composed(rows)
    row = cells(document, "女性人均预期寿命")
    assert (row["y2010"], row["value"], row["verdict"]) == ("79.86", "—", "无数据")
    assert "采用的2项指标数据均为导入的历年数据。" in texts(document)
    assert "不逐年产生" not in texts(document)


def test_a_carried_value_stands_with_its_year_and_in_no_other_years_column() -> None:
    carried = item(
        "党代表中女性比例",
        values={2010: "28", 2016: "30.51"},
        target="30",
        frequency=Frequency.ELECTION,
        verdict=Verdict.MET,
    )
    document = composed([carried, met("甲")])
    row = cells(document, "党代表中女性比例")
    assert (row["value"], row["y2019"]) == ("30.51（2016年）", "—")
    annex = table(document, "women")
    value = next(c for r in annex.rows for c in r.cells if c.text == "30.51（2016年）")
    assert (value.value, value.number_format) == (Decimal("30.51"), '0.00"（2016年）"')
    assert "①为2016年换届数据，“比上年”不计算。" in annex.notes


def test_a_year_in_its_cell_is_said_once() -> None:
    carried = item(
        "村委会成员中女性比例",
        values={2010: "28", 2018: "29.14"},
        target="30",
        frequency=Frequency.ELECTION,
        verdict=Verdict.UNMET,
    )
    row = cells(composed([carried, met("甲")]), "村委会成员中女性比例", "unmet-table")
    assert row["value"] == "29.14%（2018年换届数据）"


def test_a_trend_line_of_a_chart_is_the_base_years_level_and_no_target() -> None:
    worse = item(
        "近视率",
        rule="fall",
        target=None,
        values={2010: "55.24", 2018: "56", 2019: "54", 2020: "57.32"},
        verdict=Verdict.UNMET,
    )
    [chart] = [
        block
        for block in walk(composed([worse, met("甲")]).sections)
        if isinstance(block, Chart) and block.key.startswith("trend")
    ]
    assert chart.target is not None
    assert chart.target.name == "2010年水平55.24%"


def test_a_rate_without_any_value_lacks_no_sexes() -> None:
    row = met("甲", denominator_name="应查人数")
    assert lacks_sex(row)
    assert not lacks_sex(replace(row, value=None))


def place(name: str, row: Item, value: Quantity, target: Quantity | None, blank: int = 0) -> Place:
    counts = replace(tally([row]), no_data=blank)
    return Place(
        f"35020{len(name)}{name}",
        name,
        counts,
        {},
        {row.key: Verdict.UNMET},
        {row.key: value},
        {},
        {row.key: target},
    )


def compared(row: Item, *places: Place) -> tuple[dict[str, str], object]:
    document = composed([row], kind="regions", places=places)
    return cells(document, row.name, "place-values-0"), document


@pytest.mark.parametrize(
    ("limits", "goal"), [(("10.04", "9.8"), "下降六分之一"), (("10.04", "10.04"), "≤10.04")]
)
def test_places_with_limits_of_their_own_are_told_by_the_rule(
    limits: tuple[str, str], goal: str
) -> None:
    row = injuries()
    rate = Quantity(Decimal(11), "1/10万")
    places = [
        place(name, row, rate, Quantity(Decimal(limit), "1/10万"))
        for name, limit in zip("甲乙", limits, strict=True)
    ]
    assert compared(row, *places)[0]["target"] == goal


def test_a_row_of_places_is_counted_in_one_multiple_that_reads() -> None:
    row = replace(met("在校生", target=None), measure=measure("亿人"), places=2)
    values = (Quantity(Decimal("0.0042"), "亿人"), Quantity(Decimal(844_000), "人"))
    first, second = (place(n, row, v, None) for n, v in zip("甲乙", values, strict=True))
    shown, _ = compared(row, first, second)
    assert shown["measure"] == "万人"
    assert [shown[f"p{each.code}"] for each in (first, second)] == ["42", "84.4"]


def test_none_at_all_is_a_plain_nought() -> None:
    row = replace(met("农村贫困人口", target=None), measure=measure("万人"), places=4)
    none = place("甲", row, Quantity(Decimal(0), "万人"), None)
    assert compared(row, none)[0][f"p{none.code}"] == "0"


def test_the_note_of_the_comparison_counts_no_blanks_of_the_asking_place() -> None:
    row = injuries()
    rate = Quantity(Decimal(11), "1/10万")
    _, document = compared(row, place("甲", row, rate, None, blank=3), place("乙", row, rate, None))
    note = table(document, "place-rates").notes[0]  # type: ignore[arg-type]
    assert "；无数据的不计入分母；" in note
    assert "项无数据" not in note
