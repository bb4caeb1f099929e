"""A nation of 2,900 counties, judged and stored, against a written floor.

Run with ``python -m tests.bench.bench_nation`` and a PostgreSQL in DATABASE_URL (or on
127.0.0.1); ``--places 290`` is a quick try. A database of its own is made and dropped.
102 indicators × 10 years of each county are loaded by COPY. The counties have no plan of
their own: the nation's judges them. Fails (exit 1) when a bound below is missed.

The floor is one read of the rows that judging needs and one COPY of as many result rows.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import resource
import subprocess
import sys
import time
import uuid
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final
from urllib.parse import urlsplit, urlunsplit

import psycopg2

from tests.bench.nation import INDICATORS, build_nation, load_figures
from tests.bench.pages import Pages
from tests.run import answers, find_postgres

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).resolve().parents[2]
COUNTIES: Final = 2900
SMALL: Final = 10

TIMES_FLOOR: Final = 6.0
LINEAR: Final = 11.0
TWO_WORKERS: Final = 1.4
TWO_WORKERS_CPU: Final = 1.15
MEGABYTES: Final = 400
TIMES_BARE: Final = 3.0


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


class Bounds:
    """What was measured against what was promised."""

    def __init__(self) -> None:
        self.missed: list[str] = []

    def check(self, what: str, measured: float, bound: float, *, at_least: bool = False) -> None:
        good = measured >= bound if at_least else measured <= bound
        sign = "≥" if at_least else "≤"
        say(f"  {'ok  ' if good else 'MISS'} {what}: {measured:.2f} ({sign} {bound:g})")
        if not good:
            self.missed.append(what)


@contextmanager
def own_database() -> Iterator[str]:
    """A fresh database on the server, dropped at the end."""
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        server = find_postgres() or ""
    if not server or not answers(server):
        raise SystemExit("no PostgreSQL answers: set DATABASE_URL=postgres://…")
    name = f"bench_nation_{uuid.uuid4().hex[:8]}"
    with_server(server, f"CREATE DATABASE {name}")
    try:
        yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
    finally:
        with_server(server, f"DROP DATABASE {name} WITH (FORCE)")


def with_server(url: str, statement: str) -> None:
    connection = psycopg2.connect(url)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
    finally:
        connection.close()


def start_django() -> None:
    import django  # noqa: PLC0415 - the database is chosen first

    django.setup()


def ask(places: list[int]) -> list[int]:
    """One draft per county, queued."""
    from assessments.services.requests import AssessmentRequest, assessments_ask  # noqa: PLC0415
    from indicators.core.vocabulary import Stage  # noqa: PLC0415
    from indicators.models import Round  # noqa: PLC0415
    from units.models import Region  # noqa: PLC0415

    round_ = Round.objects.get()
    regions = Region.objects.filter(pk__in=places).order_by("code")
    return assessments_ask(
        requests=[AssessmentRequest(region, round_, Stage.FINAL, 2020) for region in regions]
    )


def worker(pks: list[int]) -> dict[str, float]:
    """What one process does: take chunk after chunk that nobody else has."""
    from assessments.services.bulk import CHUNK, BookCase, assessments_run  # noqa: PLC0415

    books = BookCase()
    wall, cpu = time.perf_counter(), time.process_time()
    places = 0
    for start in range(0, len(pks), CHUNK):
        places += len(assessments_run(pks[start : start + CHUNK], books))
    return {
        "wall": time.perf_counter() - wall,
        "cpu": time.process_time() - cpu,
        "places": places,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


class Process:
    """A worker process that waits for the word."""

    def __init__(self, url: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.bench_nation", "--worker"],
            cwd=ROOT,
            env={**os.environ, "DATABASE_URL": url},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._out.readline() == "ready\n"

    @property
    def _out(self) -> IO[str]:
        assert self.process.stdout
        return self.process.stdout

    def go(self, pks: list[int]) -> None:
        assert self.process.stdin
        self.process.stdin.write(json.dumps(pks) + "\n")
        self.process.stdin.flush()

    def result(self) -> dict[str, float]:
        told: dict[str, float] = json.loads(self._out.readline())
        self.process.wait()
        return told


def run_workers(url: str, count: int, pks: list[int]) -> dict[str, float]:
    """Judge and store these rows anew with so many processes."""
    from django.db import connection  # noqa: PLC0415

    from assessments.models import Assessment  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE assessments_result")
    Assessment.objects.update(job_state="queued", attempt=0)
    workers = [Process(url) for _ in range(count)]
    start = time.perf_counter()
    for number, each in enumerate(workers):
        turned = len(pks) * number // count // 100 * 100
        each.go(pks[turned:] + pks[:turned])
    told = [each.result() for each in workers]
    assert sum(each["places"] for each in told) == len(pks)
    return {
        "wall": time.perf_counter() - start,
        "cpu": sum(each["cpu"] for each in told),
        "megabytes": max(each["megabytes"] for each in told),
    }


def floor(url: str) -> float:
    """Seconds for one read of the needed rows and one COPY of the result rows."""
    connection = psycopg2.connect(url)
    lines = io.StringIO()
    with connection, connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE kept AS SELECT * FROM assessments_result")
        cursor.copy_expert("COPY kept TO STDOUT", lines)
        cursor.execute("TRUNCATE assessments_result")
    lines.seek(0)
    start = time.perf_counter()
    with connection, connection.cursor("needed") as cursor:
        cursor.itersize = 5000
        cursor.execute(
            "SELECT id, revision, region_id, indicator_id, reference_year, value, numerator, "
            "denominator, decimals, blank_reason FROM indicators_observation "
            "WHERE reference_year IN (2011, 2019, 2020) AND breakdown = ''"
        )
        rows = sum(1 for _ in cursor)
    read = time.perf_counter() - start
    with connection, connection.cursor() as cursor:
        cursor.copy_expert("COPY assessments_result FROM STDIN", lines)
        cursor.execute("SELECT count(*) FROM assessments_result")
        stored = cursor.fetchone()[0]
    taken = time.perf_counter() - start
    connection.close()
    say(f"  floor: {rows:,} rows read in {read:.1f} s, {stored:,} results copied, {taken:.1f} s")
    return taken


def check_page(pages: Pages, few_queries: int, bounds: Bounds) -> None:
    bounds.check("queries of one page, nation against ten places", pages.queries(), few_queries)
    ours, bare = pages.against_bare()
    say(f"  page: {pages.size():,} bytes, {ours * 1000:.0f} ms; bare: {bare * 1000:.0f} ms")
    bounds.check("server time of the page against a bare one", ours / bare, TIMES_BARE)


def measure(url: str, places: int) -> list[str]:
    from django.core.management import call_command  # noqa: PLC0415

    start_django()
    call_command("migrate", verbosity=0)
    bounds = Bounds()
    start = time.perf_counter()
    counties = build_nation(places)
    loaded = load_figures(url, counties)
    taken = time.perf_counter() - start
    say(f"{len(counties):,} counties, {loaded:,} figures loaded in {taken:.0f} s")
    pks = ask(counties)
    run_workers(url, 1, pks[:SMALL])
    few_queries = Pages(pks[0]).queries()
    tenth = run_workers(url, 1, pks[: places // 10])
    one = run_workers(url, 1, pks)
    say(f"one worker: {one['wall']:.1f} s, {one['cpu']:.1f} s CPU, "
        f"{len(pks) * INDICATORS / one['wall']:,.0f} results/s")  # fmt: skip
    bounds.check("against the floor", one["wall"] / floor(url), TIMES_FLOOR)
    bounds.check("ten times the places", one["wall"] / tenth["wall"], LINEAR)
    bounds.check("peak memory, MB", one["megabytes"], MEGABYTES)
    check_page(Pages(pks[0]), few_queries, bounds)
    two = run_workers(url, 2, pks)
    say(f"two workers: {two['wall']:.1f} s, {two['cpu']:.1f} s CPU")
    bounds.check("two workers by the clock", one["wall"] / two["wall"], TWO_WORKERS, at_least=True)
    bounds.check("two workers' CPU", two["cpu"] / one["cpu"], TWO_WORKERS_CPU)
    return bounds.missed


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--places", type=int, default=COUNTIES)
    parser.add_argument("--worker", action="store_true")
    told = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    if told.worker:
        start_django()
        say("ready")
        say(json.dumps(worker(json.loads(sys.stdin.readline()))))
        return 0
    with own_database() as url:
        os.environ["DATABASE_URL"] = url
        missed = measure(url, told.places)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
