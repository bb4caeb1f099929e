"""Ledgers against written floors; processor time of this process and its children.

Run with ``python -m tests.bench.bench_ledger [rows]`` and ``DATABASE_URL`` set to an empty
PostgreSQL database. Ratios of one run, so that the machine does not matter:

* the office's bulk file, upload → checked → stored with history: at most 3 × openpyxl
  read-only plus one bulk upsert of one table, and at least 15 × faster than a stock
  django-import-export resource doing preview and confirm of the same file;
* a marked workbook of 2,040 rows with 200 faults: at most 1.5 × openpyxl load and save.
"""

from __future__ import annotations

import csv
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import django

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
django.setup()

import openpyxl  # noqa: E402
import tablib  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from import_export import resources  # noqa: E402

from indicators.ledger.entries import LedgerIndicator  # noqa: E402
from indicators.ledger.import_choice import ImportChoice  # noqa: E402
from indicators.ledger.marks import marked_workbook  # noqa: E402
from indicators.ledger.reader import read_ledger  # noqa: E402
from indicators.ledger.sandbox import read_workbook  # noqa: E402
from indicators.models import Indicator, Observation, SubmissionValue  # noqa: E402
from indicators.services.ledgers import ledger_import  # noqa: E402
from tests.indicators.ledger.books import context, xlsx  # noqa: E402
from units.models import MemberUnit, Region  # noqa: E402

SEED = Path(__file__).resolve().parents[2] / "indicators" / "seed" / "catalogue_2011_2020.csv"
CITY = "990100"
YEARS = range(2011, 2021)
HEAD = ["行政区划代码", "行政区划", "指标代码", "指标名称", "年份", "数值"]
TIMES_FLOOR, TIMES_STOCK, TIMES_SAVE = 3.0, 15.0, 1.5


def say(line: str) -> None:
    sys.stdout.write(line + "\n")


def spent() -> float:
    own = os.times()
    return own.user + own.system + own.children_user + own.children_system


def seconds(act: Callable[[], Any]) -> tuple[float, float]:
    """Wall and processor seconds of one act."""
    wall, processor = time.perf_counter(), spent()
    act()
    return time.perf_counter() - wall, spent() - processor


def prepare(places: int) -> list[Indicator]:
    """The national catalogue for a city whose places each have one unit."""
    call_command("migrate", verbosity=0)
    call_command("load_catalogue", str(SEED), "--region", f"{CITY}:样例市", "--round", "2011-2020")
    city = Region.objects.get(code=CITY)
    for number in range(1, places + 1):
        place, _ = Region.objects.get_or_create(
            code=f"9901{number:02d}" if number < 100 else f"990101{number:03d}",
            defaults={"name": f"第{number}区", "level": "county", "parent": city},
        )
        MemberUnit.objects.get_or_create(
            region=place, code="D01", defaults={"name": f"第{number}区妇儿工委办"}
        )
    return list(Indicator.objects.order_by("code")[:102])


def bulk_file(path: Path, indicators: list[Indicator], rows: int) -> int:
    chance = random.Random(20)  # noqa: S311 - made-up figures
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("汇总")
    sheet.append(HEAD)
    written = 0
    for place in Region.objects.exclude(code=CITY).order_by("code"):
        for indicator in indicators:
            base = chance.randint(60, 90)
            for year in YEARS:
                if written >= rows:
                    break
                value = "有" if indicator.measure == "有/无" else base + (year - 2010)
                sheet.append([place.code, place.name, indicator.code, indicator.name, year, value])
                written += 1
    book.save(path)
    return written


def floor(path: Path) -> None:
    """Read with openpyxl, upsert one table in bulk: no checks, no history."""
    book = openpyxl.load_workbook(path, read_only=True)
    regions = dict(Region.objects.values_list("code", "pk"))
    indicators = dict(Indicator.objects.values_list("code", "pk"))
    rows = []
    for sheet in book:
        for place, _, code, _, year, value in sheet.iter_rows(min_row=2, values_only=True):
            rows.append(
                Observation(
                    region_id=regions[str(place)],
                    indicator_id=indicators[str(code)],
                    reference_year=int(str(year)),
                    value=Decimal(str(value)) if value != "有" else None,
                    source="series",
                )
            )
    Observation.objects.bulk_create(
        rows,
        batch_size=2_000,
        update_conflicts=True,
        unique_fields=["region", "indicator", "reference_year", "breakdown"],
        update_fields=["value"],
    )


class StockResource(resources.ModelResource):
    """What a site gets that only registers its model."""

    class Meta:
        model = Observation
        import_id_fields = ("region", "indicator", "reference_year", "breakdown")
        fields = ("region", "indicator", "reference_year", "breakdown", "value", "source")
        skip_unchanged = True


def stock(path: Path, rows: int) -> None:
    book = openpyxl.load_workbook(path, read_only=True)
    regions = dict(Region.objects.values_list("code", "pk"))
    indicators = dict(Indicator.objects.values_list("code", "pk"))
    data = tablib.Dataset(headers=list(StockResource.Meta.fields))
    for sheet in book:
        for place, _, code, _, year, value in sheet.iter_rows(
            min_row=2, max_row=rows + 1, values_only=True
        ):
            number = None if value == "有" else value
            data.append([regions[str(place)], indicators[str(code)], year, "", number, "series"])
    resource_ = StockResource()
    resource_.import_data(data, dry_run=True)
    resource_.import_data(data, dry_run=False)


def bench_bulk(folder: Path, rows: int) -> bool:
    places = -(-rows // (102 * len(YEARS)))
    indicators = prepare(places)
    path = folder / "bulk.xlsx"
    written = bulk_file(path, indicators, rows)
    floor_wall, floor_cpu = seconds(lambda: floor(path))
    answer: dict[str, Any] = {}

    def ours() -> None:
        answer.update(
            ledger_import(path=path, region=CITY, choice=ImportChoice(accept_warnings=True))
        )

    wall, cpu = seconds(ours)
    stored = SubmissionValue.objects.count()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    say(f"bulk {written} rows, {stored} stored, {answer.get('error', 'no error')[:200]}")
    say(f"floor {floor_wall:.2f} s wall, ours {wall:.2f} s: {wall / floor_wall:.2f} ×")
    say(f"floor {floor_cpu:.2f} s cpu, ours {cpu:.2f} s; peak {peak} MB + child {child} MB")
    good = wall <= TIMES_FLOOR * floor_wall and stored == written
    if rows <= 20_400:
        part = rows // 10
        Observation.objects.all().delete()
        stock_wall, _ = seconds(lambda: stock(path, part))
        whole = stock_wall * rows / part
        say(f"stock resource {whole:.1f} s (from {part} rows): {whole / wall:.1f} × ours")
        good = good and whole >= TIMES_STOCK * wall
    return good


def bench_marks(folder: Path) -> bool:
    indicators = tuple(LedgerIndicator(f"B{i:04}", f"第{i}项比率", "%", 100) for i in range(2_040))
    head = [
        *("指标代码", "指标名称", "年份", "分组", "计量单位", "数值", "分子", "分母", "缺数原因"),
        *("备注", "佐证材料名称", "目标值", "往年数值", "指标定义"),
    ]
    rows: list[list[Any]] = [head]
    for number, indicator in enumerate(indicators):
        value = "若干" if number % 10 == 0 and number < 2_000 else 90.5
        rows.append(
            [
                *(indicator.code, indicator.name, 2024, "合计", "%", value, None, None, None),
                *("年报数", f"材料{number}", "≥90", "2023年 90.1；2022年 89.5", "口径说明"),
            ]
        )
    path = xlsx(folder / "m.xlsx", rows)
    sheets = read_workbook(path)
    reading = read_ledger(sheets, context(indicators=indicators))

    def plain() -> None:
        openpyxl.load_workbook(path).save(folder / "plain.xlsx")

    base = min(seconds(plain)[1] for _ in range(5))
    ours = min(seconds(lambda: marked_workbook(path, sheets, reading))[1] for _ in range(5))
    faults = reading.counts["errors"]
    say(f"marks: {faults} faults; load and save {base:.2f} s cpu, ours {ours:.2f} s")
    say(f"{ours / base:.2f} × (child process included)")
    return ours <= TIMES_SAVE * base


def main() -> int:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 20_400
    assert list(csv.DictReader(SEED.open(encoding="utf-8-sig")))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        good = bench_marks(folder)
        if connection.vendor == "postgresql":
            good = bench_bulk(folder, rows) and good
        else:
            say("bulk: needs PostgreSQL in DATABASE_URL")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
