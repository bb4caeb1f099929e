"""Places side by side and rounds side by side."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from django.urls import reverse

from assessments.columns.results import indicator_url
from assessments.columns.words import goal, quantity, verdict_shown
from indicators.wording import numbers
from indicators.wording.labels import KINDS
from reports.columns.dashboard import rate_shown, tally_columns
from reports.core.tiles import spots
from units.printed_table import MISSING, Cell, Column, number_column, text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from assessments.columns.filters import Filters
    from assessments.models import Assessment
    from assessments.selectors.result_lines import ResultLine
    from reports.selectors.comparison import PlaceRow, RoundsRow

PLACES: Final = "分地区对比"
ROUNDS: Final = "两周期对比"
TILE_WIDTH, TILE_HEIGHT, TILE_GAP = 74, 46, 3
_STEPS = ((90, 4), (75, 3), (60, 2), (0, 1))


def _rank(row: PlaceRow) -> Cell:
    return Cell.whole(row.rank) if row.rank else Cell(MISSING)


def place_url(code: str, filters: Filters) -> str:
    return reverse("reports:dashboard") + filters.query(
        region=code, unit=None, indicator="", verdict=""
    )


def _place(filters: Filters) -> Column[PlaceRow]:
    return Column(
        "place",
        "地区",
        show=lambda row: text(row.name, place_url(row.region.code, filters)),
        width=34,
    )


def place_columns(
    run: Assessment, filters: Filters, kinds: Sequence[str]
) -> list[Column[PlaceRow]]:
    """Rates of the places; each plan's where both are shown."""

    def of_plan(kind: str) -> Column[PlaceRow]:
        def shown(row: PlaceRow) -> Cell:
            tally = row.counts.plans.get(kind) if row.counts else None
            return rate_shown(tally) if tally else Cell(MISSING)

        return number_column(f"rate-{kind}", f"{KINDS[kind]}规划", show=shown)

    columns: dict[str, Column[PlaceRow]] = tally_columns(
        run, lambda row: row.counts.combined if row.counts else None
    )
    return [
        number_column("rank", "名次", show=_rank, width=11),
        _place(filters),
        columns.pop("rate"),
        *columns.values(),
        *(of_plan(kind) for kind in kinds if len(kinds) > 1),
    ]


def place_value_columns(run: Assessment, filters: Filters) -> list[Column[PlaceRow]]:
    """One indicator in the places."""

    def of(show: Callable[[ResultLine], Cell]) -> Callable[[PlaceRow], Cell]:
        return lambda row: show(row.result) if row.result else Cell(MISSING)

    return [
        number_column("rank", "名次", show=_rank, width=11),
        _place(filters),
        number_column("value", "数值", show=_place_value),
        Column("year", "年份", show=of(lambda r: text(_year(r))), width=17),
        number_column(
            "goal", "目标", show=of(lambda r: goal(r, r.measure, is_pace=run.words.is_pace))
        ),
        Column("verdict", "结论", show=of(lambda r: verdict_shown(r.verdict, run))),
        Column("why", "说明", show=of(lambda r: text(r.explanation)), width=114),
    ]


def _place_value(row: PlaceRow) -> Cell:
    """In the measure that all places are compared in; its own where it does not convert."""
    if row.result is None:
        return Cell(MISSING)
    if row.value is None or row.value.measure == row.result.measure:
        return _value(row.result)
    value = row.value.value
    places = numbers.telling_places(value, numbers.USUAL_DECIMALS)
    return quantity(value, row.value.measure, places)


def _value(result: ResultLine) -> Cell:
    return quantity(result.value, result.measure, result.decimals)


def _year(result: ResultLine) -> str:
    return f"{result.reference_year}年" if result.reference_year else ""


@dataclass(frozen=True, slots=True)
class Tile:
    """A place on the tile map, in units of the drawing."""

    x: int
    y: int
    name: str
    value: str
    kind: str
    href: str

    @property
    def middle(self) -> int:
        return self.x + TILE_WIDTH // 2

    @property
    def label(self) -> str:
        return f"{self.name} {self.value}"


@dataclass(frozen=True, slots=True)
class TileMap:
    tiles: Sequence[Tile]
    width: int
    height: int


def tile_map(rows: Sequence[PlaceRow], run: Assessment, filters: Filters) -> TileMap:
    """Every place of the table as a tile: shade by rate, or mark by verdict."""
    by_code = {row.region.code: row for row in rows}
    tiles = []
    for spot in spots(list(by_code)):
        row = by_code[spot.code]
        kind, value = _tile(row, run)
        tiles.append(
            Tile(
                spot.column * (TILE_WIDTH + TILE_GAP),
                spot.row * (TILE_HEIGHT + TILE_GAP),
                short_name(row.name),
                value,
                kind,
                place_url(spot.code, filters),
            )
        )
    return TileMap(
        tiles,
        max((tile.x for tile in tiles), default=0) + TILE_WIDTH,
        max((tile.y for tile in tiles), default=0) + TILE_HEIGHT,
    )


def _tile(row: PlaceRow, run: Assessment) -> tuple[str, str]:
    if row.result is not None:
        return run.words.tone(row.result.verdict), _place_value(row).text
    rate = row.counts.combined.rate if row.counts else None
    if rate is None:
        return "none", MISSING
    step = next(step for bound, step in _STEPS if Decimal(rate) >= bound)
    return f"step-{step}", f"{rate}%"


def short_name(name: str) -> str:
    """What fits on a tile: the name without its kind, at most four characters."""
    for ending in ("维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "特别行政区", "街道"):
        name = name.removesuffix(ending)
    if len(name) > 2:
        for ending in ("省", "市", "区", "县", "镇", "乡"):
            if name.endswith(ending):
                name = name.removesuffix(ending)
                break
    return name[:4]


def rounds_columns(
    early: Assessment, late: Assessment, filters: Filters
) -> list[Column[RoundsRow]]:
    """Each indicator in the earlier and the later round."""

    def of(
        side: Callable[[RoundsRow], ResultLine], run: Assessment, mark: str
    ) -> list[Column[RoundsRow]]:
        is_pace = run.words.is_pace
        return [
            number_column(
                f"value-{mark}", f"{run.round_years} 数值", show=lambda row: _value(side(row))
            ),
            Column(f"year-{mark}", "年份", show=lambda row: text(_year(side(row))), width=17),
            number_column(
                f"goal-{mark}",
                "应达" if is_pace else "目标",
                show=lambda row: goal(side(row), side(row).measure, is_pace=is_pace),
            ),
            Column(
                f"verdict-{mark}", "结论", show=lambda row: verdict_shown(side(row).verdict, run)
            ),
        ]

    return [
        Column("code", "代码", show=lambda row: text(row.late.code), width=15),
        Column(
            "name",
            "指标",
            show=lambda row: text(
                row.late.name,
                indicator_url(row.late.code, filters),
            ),
            width=65,
        ),
        *of(lambda row: row.early, early, "early"),
        *of(lambda row: row.late, late, "late"),
        number_column("change", "两轮之差", show=_change, width=30),
    ]


def _change(row: RoundsRow) -> Cell:
    if row.broken_since:
        return text(f"{row.broken_since}年口径有变")
    decimals = row.late.decimals
    return Cell(numbers.signed(row.change, decimals), value=row.change)
