"""The demonstration's committed files, made again from the story of its places.

``python -m tests.demo_story.story`` writes ``config/demo/data``; the test compares.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

from config.demo.catalogue import (
    CITY_CODE,
    FIRST_ROUND,
    REGION_CODE,
    ROUNDS,
    SECOND_ROUND,
    plan_path,
)
from config.demo.current import REFERENCE_YEAR
from config.demo.filling import seed_path
from config.demo.values import LAST_YEAR, VALUES_PATH, DemoValue
from indicators.core.vocabulary import TOTAL, measure
from tests.demo_story import plans
from tests.demo_story.district import district_values
from tests.demo_story.neighbours import (
    CONTRADICTED,
    NEIGHBOURS,
    city_values,
    contradicted,
    neighbour_values,
)
from tests.demo_story.paths import Path as StoryPath
from tests.demo_story.paths import paths_read

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from config.demo.catalogue import CatalogueRow

HERE: Final = VALUES_PATH.parents[3] / "tests" / "demo_story"
COLUMNS: Final = (
    *("region_code", "round", "indicator_code", "reference_year", "breakdown"),
    *("value", "numerator", "denominator", "blank_reason", "remark", "text"),
)


def plan_rows(round_: str) -> list[CatalogueRow]:
    """The district's rows, from the national catalogue."""
    with seed_path(round_).open(encoding="utf-8-sig", newline="") as lines:
        return plans.district_rows(plans.catalogue_rows(lines))


def _paths(name: str) -> tuple[Mapping[str, StoryPath], Mapping[str, Mapping[int, int]]]:
    with (HERE / name).open(encoding="utf-8", newline="") as lines:
        return paths_read(lines)


def first_values() -> tuple[DemoValue, ...]:
    """What the district's departments report of the first round, 2010 to 2020."""
    statistics = plans.statistics(plan_rows(FIRST_ROUND))
    return district_values(statistics, *_paths("district_paths.csv"))


def second_values() -> tuple[DemoValue, ...]:
    """The second round, its base year to this year; 有 where the answer is a word."""
    rows = plan_rows(SECOND_ROUND)
    words = {r["indicator_code"] for r in rows if measure(r["measure"]).is_qualitative}
    statistics = plans.statistics(rows)
    numbers = district_values(
        tuple(s for s in statistics if s.code not in words),
        *_paths("current_paths.csv"),
        tuple(range(LAST_YEAR, REFERENCE_YEAR + 1)),
    )
    texts = (
        DemoValue(s.code, REFERENCE_YEAR, TOTAL, None, text="有")
        for s in statistics
        if s.code in words
    )
    return (*numbers, *texts)


def all_values() -> Iterator[tuple[str, str, tuple[DemoValue, ...]]]:
    """Place, round and what it reports."""
    own, rows = first_values(), plan_rows(FIRST_ROUND)
    yield REGION_CODE, FIRST_ROUND, own
    yield REGION_CODE, SECOND_ROUND, second_values()
    for neighbour in NEIGHBOURS:
        values = neighbour_values(neighbour, own, rows)
        is_contradicted = neighbour.code == CONTRADICTED
        yield (
            neighbour.code,
            FIRST_ROUND,
            (tuple(contradicted(values)) if is_contradicted else values),
        )
    yield CITY_CODE, FIRST_ROUND, city_values(own, rows)


def files() -> dict[Path, str]:
    """Every committed file and its text."""
    found = {plan_path(round_): _plan_text(plan_rows(round_)) for round_ in ROUNDS}
    return {**found, VALUES_PATH: _values_text()}


def _plan_text(rows: list[CatalogueRow]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def _values_text() -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for region_code, round_, values in all_values():
        for row in values:
            counts = ("" if n is None else n for n in (row.numerator, row.denominator))
            value = "" if row.value is None else format(row.value, "f")
            key = (region_code, round_, row.indicator_code, row.reference_year, row.breakdown)
            writer.writerow((*key, value, *counts, row.blank_reason.value, row.remark, row.text))
    return out.getvalue()


if __name__ == "__main__":
    for path, text in files().items():
        path.write_text(text, encoding="utf-8")
