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
import random
import resource
import statistics
import subprocess
import sys
import time
import uuid
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit, urlunsplit

import psycopg2

from tests.run import answers, find_postgres

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).resolve().parents[2]
COUNTIES: Final = 2900
INDICATORS: Final = 102
YEARS: Final = range(2011, 2021)
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


def build_nation(places: int) -> list[int]:
    """Plan, places and figures; primary keys of the counties in order of code."""
    from units.models import Region  # noqa: PLC0415

    nation = Region.objects.create(code="000000", name="全国", level="nation")
    codes = [f"{11 + n // 96}{n // 8 % 12 + 1:02}{n % 8 + 1:02}" for n in range(places)]
    parents: dict[str, Region] = {}
    for digits, level in ((2, "province"), (4, "city")):
        for code in sorted({code[:digits].ljust(6, "0") for code in codes}):
            above = parents.get(f"{code[:2]}0000", nation)
            parents[code] = Region.objects.create(
                code=code, name=f"地方{code}", level=level, parent=above
            )
    Region.objects.bulk_create(
        Region(code=code, name=f"县{code}", level="county", parent=parents[f"{code[:4]}00"])
        for code in codes
    )
    build_plan(nation)
    counties = Region.objects.filter(level="county").order_by("code")
    return list(counties.values_list("pk", flat=True))


def build_plan(nation: Any) -> None:
    """The nation's two plans in the mix of rules of bench_core."""
    from indicators import models  # noqa: PLC0415

    round_ = models.Round.objects.create(name="2011-2020", start_year=2011, end_year=2020)
    mixes = ("rise", "rise", "rise", "rise", "at_least", "at_least", "at_least", "at_most",
             "fall", "at_most_of_baseline")  # fmt: skip
    measures = {"at_most": ("1/10万", 100_000), "fall": ("‰", 1000)}
    for kind in ("women", "children"):
        plan = models.Plan.objects.create(
            region=nation, round=round_, kind=kind, title=f"全国规划（{kind}）", baseline_year=2011,
            start_year=2011, midterm_year=2015, end_year=2020,
        )  # fmt: skip
        half = range(0, INDICATORS, 2) if kind == "women" else range(1, INDICATORS, 2)
        for number in half:
            rule = mixes[number % 10]
            measure, scale = measures.get(rule, ("%", 100))
            indicator = models.Indicator.objects.create(
                code=f"N{number:03}", name=f"指标{number}的名称", measure=measure, scale=scale
            )
            domain, _ = models.Domain.objects.get_or_create(
                plan=plan, name=f"领域{number // 15}", defaults={"order": number // 15}
            )
            row = models.PlanIndicator.objects.create(
                plan=plan, domain=domain, indicator=indicator, order=number, name=indicator.name,
                rule=rule, baseline_year=2011, target_text="达到规划要求",
                factor="5/6" if rule == "at_most_of_baseline" else "",
            )  # fmt: skip
            if rule in ("at_least", "at_most"):
                models.Target.objects.create(
                    plan_indicator=row, stage="final", year=2020,
                    value=85 if rule == "at_least" else 20,
                )  # fmt: skip


def load_figures(url: str, places: list[int]) -> int:
    """Three million rows by COPY; one in eight is missing, half have their counts."""
    from indicators.models import Indicator  # noqa: PLC0415

    scales = list(Indicator.objects.order_by("pk").values_list("pk", "scale"))
    rng = random.Random(7)  # noqa: S311 - repeatable figures, no secret
    columns = (
        "region_id, indicator_id, reference_year, breakdown, value, numerator, denominator, "
        "decimals, text, blank_reason, remark, source, source_text, is_derived, sheet, cell, "
        "approved_at, revision"
    )
    tail = "2\t\t\t\tapproval\t\tf\t\t\t2021-06-01 08:00:00+08\t1\n"
    connection = psycopg2.connect(url)
    loaded = 0
    with connection, connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # keys are known to be good
        for start in range(0, len(places), 100):
            lines = []
            for place in places[start : start + 100]:
                for indicator, scale in scales:
                    level = rng.uniform(40, 95) if scale == 100 else rng.uniform(8, 30)
                    step = (-1.0, 1.6) if scale == 100 else (-1.0, 0.6)
                    counts = rng.random() < 0.5
                    for year in YEARS:
                        level = max(level + rng.uniform(*step), 0.1)
                        if rng.random() < 0.125:
                            continue
                        bottom = rng.randint(3000, 90000)
                        pair = f"{round(level * bottom / scale)}\t{bottom}" if counts else r"\N\t\N"
                        pair = pair.replace(r"\t", "\t")
                        lines.append(f"{place}\t{indicator}\t{year}\t\t{level:.2f}\t{pair}\t{tail}")
            loaded += len(lines)
            cursor.copy_expert(
                f"COPY indicators_observation ({columns}) FROM STDIN", io.StringIO("".join(lines))
            )
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE indicators_observation")
    connection.close()
    return loaded


def ask(places: list[int]) -> list[int]:
    """One draft per county, queued."""
    from assessments.services.asking import Question, assessments_ask  # noqa: PLC0415
    from indicators.core.vocabulary import Stage  # noqa: PLC0415
    from indicators.models import Round  # noqa: PLC0415
    from units.models import Region  # noqa: PLC0415

    round_ = Round.objects.get()
    regions = Region.objects.filter(pk__in=places).order_by("code")
    return assessments_ask(
        questions=[Question(region, round_, Stage.FINAL, 2020) for region in regions]
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


class Pages:
    """One county's result page, asked for as a browser does, and a bare page of its size."""

    def __init__(self, pk: int) -> None:
        from django.conf import settings  # noqa: PLC0415
        from django.test import Client  # noqa: PLC0415

        from assessments.models import Assessment  # noqa: PLC0415
        from units.choices import Role  # noqa: PLC0415
        from units.models import Grant, User  # noqa: PLC0415

        settings.ALLOWED_HOSTS = ["testserver"]
        row = Assessment.objects.select_related("region").get(pk=pk)
        user, is_new = User.objects.get_or_create(username="bench", defaults={"full_name": "测"})
        if is_new:
            Grant.objects.create(
                user=user, role=Role.LEADER, region=row.region, starts_on="2020-01-01"
            )
        self.client = Client()
        self.client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        self.address = f"/assessments/{pk}/"

    def queries(self) -> int:
        from django.db import connection  # noqa: PLC0415
        from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

        self.client.get(self.address)
        with CaptureQueriesContext(connection) as captured:
            assert self.client.get(self.address).status_code == 200
        return len(captured)

    def seconds(self, address: str) -> float:
        """Median CPU time of the server for one page."""
        taken = []
        for _ in range(15):
            start = time.process_time()
            response = self.client.get(address)
            taken.append(time.process_time() - start)
            assert response.status_code == 200
        return statistics.median(taken)

    def size(self) -> int:
        return len(self.client.get(self.address).content)


def check_page(pages: Pages, few_queries: int, bounds: Bounds) -> None:
    from django.conf import settings  # noqa: PLC0415
    from django.urls import clear_url_caches  # noqa: PLC0415

    bounds.check("queries of one page, nation against ten places", pages.queries(), few_queries)
    size = pages.size()
    settings.ROOT_URLCONF = "tests.bench.bare"
    clear_url_caches()
    bare = pages.seconds(f"/bare/?size={size}")
    ours = pages.seconds(pages.address)
    say(f"  page: {size:,} bytes, {ours * 1000:.0f} ms; bare: {bare * 1000:.0f} ms")
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
