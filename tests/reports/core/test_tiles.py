"""Where the tiles of places stand."""

from __future__ import annotations

from reports.core.tiles import spots


def test_provinces_lie_about_as_on_the_map() -> None:
    at = {s.code[:2]: (s.column, s.row) for s in spots(["230000", "460000", "650000", "310000"])}
    assert at["23"][1] < at["31"][1] < at["46"][1]
    assert at["65"][0] < at["31"][0]


def test_districts_stand_in_the_order_of_their_codes_each_on_its_own_spot() -> None:
    codes = [f"3502{n:02d}" for n in range(14, 0, -1)]
    found = spots(codes)
    assert [s.code for s in found] == sorted(codes)
    assert len({(s.column, s.row) for s in found}) == 14
    assert found[0] == type(found[0])("350201", 0, 0)
    assert spots([]) == []
