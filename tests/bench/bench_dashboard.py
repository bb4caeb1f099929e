"""The leader's pages with millions of approved figures behind them, against a bare page.

Run: ``python -m tests.bench.bench_dashboard [--observations 3000000] [--runs 40]``. It makes
a test database on DATABASE_URL (PostgreSQL or SQLite), fills it, and drops it again. The bare
page is Django with our middleware, sign-in and frame, and nothing in it. Fails (exit 1) where
the leader's page takes more than four times the bare page, or sends another number of
queries than it does over a handful of figures.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from io import StringIO
from typing import TYPE_CHECKING, Final

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
django.setup()

from django.contrib.auth.decorators import login_required  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.shortcuts import render  # noqa: E402
from django.test import Client, override_settings  # noqa: E402
from django.test.utils import (  # noqa: E402
    CaptureQueriesContext,
    setup_databases,
    setup_test_environment,
    teardown_databases,
)
from django.urls import path  # noqa: E402

from config.urls import urlpatterns as our_urls  # noqa: E402
from indicators.models import Observation  # noqa: E402
from tests.factories import (  # noqa: E402
    DomainFactory,
    IndicatorFactory,
    MemberUnitFactory,
    PlanFactory,
    PlanIndicatorFactory,
    RegionFactory,
    ReportingRoundFactory,
    ResponsibilityFactory,
    RoundFactory,
    SubmissionFactory,
    TargetFactory,
    user_with,
)
from units.choices import Role  # noqa: E402
from units.models import Region  # noqa: E402

if TYPE_CHECKING:
    from units.models import User

LIMIT: Final = 4.0
INDICATORS: Final = 102
DOMAINS: Final = 15
CHILDREN: Final = 12
YEARS: Final = range(2010, 2021)
JUDGED: Final = (2017, 2018, 2019, 2020)
LEADERS: Final = "leader's page"
PAGES: Final = {
    LEADERS: "/dashboard/",
    "102 indicators": "/dashboard/indicators/",
    "places": "/dashboard/places/",
    "one indicator": "/dashboard/indicators/T001/",
}


@login_required
def bare(request: HttpRequest) -> HttpResponse:
    """Sign-in, session, menu, frame: what every page costs before it says anything."""
    return render(request, "base.html")


urlpatterns = [path("bare/", bare), *our_urls]


def plan() -> Region:
    """A city with the two plans of a usual size, its units and its reporting."""
    city = RegionFactory(code="350200", name="某市")
    RoundFactory()
    units = [MemberUnitFactory(region=city, name=f"单位{n}") for n in range(28)]
    plans = [PlanFactory(region=city, kind=kind) for kind in ("women", "children")]
    for number in range(INDICATORS):
        of = plans[number % 2]
        row = PlanIndicatorFactory(
            plan=of,
            domain=DomainFactory(plan=of, name=f"领域{number % DOMAINS}", order=number % DOMAINS),
            indicator=IndicatorFactory(code=f"T{number:03d}"),
            order=number,
        )
        TargetFactory(plan_indicator=row, value=95 if number % 3 else 50)
        ResponsibilityFactory(plan_indicator=row, unit=units[number % 28])
    reporting = ReportingRoundFactory(region=city, reference_year=2021)
    for unit in units:
        SubmissionFactory(reporting_round=reporting, unit=unit)
    return city


def observe(city: Region, wanted: int) -> int:
    """Values of the city, its districts and of as many townships as it takes."""
    each = INDICATORS * len(YEARS)
    places = max(wanted // each, CHILDREN + 1)
    made = [
        Region(code=f"3502{n // 999 + 1:02d}{n % 999 + 1:03d}", name=f"乡{n}", level="township")
        for n in range(places - CHILDREN - 1)
    ]
    for number in range(CHILDREN):
        RegionFactory(code=f"3502{number + 1:02d}", name=f"区{number}", parent=city)
    Region.objects.bulk_create(made, batch_size=2000)
    years = " UNION ALL ".join(f"SELECT {year} AS y" for year in YEARS)
    no = "false" if connection.vendor == "postgresql" else "0"
    with connection.cursor() as cursor:
        cursor.execute(f"""
            INSERT INTO indicators_observation
              (region_id, indicator_id, reference_year, breakdown, value, decimals, text,
               blank_reason, remark, source, source_text, is_derived, sheet, cell,
               approved_at, revision)
            SELECT r.id, i.id, years.y, '', 40 + (r.id * 7 + i.id * 13 + years.y * 3) % 60, 0, '',
                   '', '', 'series', '', {no}, '', '',
                   CURRENT_TIMESTAMP, 1
            FROM units_region r CROSS JOIN indicators_indicator i CROSS JOIN ({years}) AS years
        """)  # noqa: S608 - numbers of ours
        cursor.execute("ANALYZE")
    return Observation.objects.count()


def assess(code: str, years: tuple[int, ...]) -> None:
    for year in years:
        call_command(
            "run_assessment",
            region=code,
            round="2011-2020",
            stage="annual",
            year=year,
            json=True,
            stdout=StringIO(),
        )


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def fetch(client: Client, address: str) -> tuple[float, float]:
    """Seconds by the clock and of our processor."""
    start, busy = time.perf_counter(), time.process_time()
    answer = client.get(address)
    taken = time.perf_counter() - start, time.process_time() - busy
    if answer.status_code != 200:
        raise SystemExit(f"{address} answers {answer.status_code}")
    return taken


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)


def measure(wanted: int, runs: int) -> bool:
    city = plan()
    out = sys.stdout.write
    user = user_with(Role.LEADER, city)
    client = client_of(user)
    start = time.perf_counter()
    count = observe(city, wanted)
    assess(city.code, JUDGED)
    for place in city.children.all():
        assess(place.code, JUDGED[-1:])
    out(f"{connection.vendor}: {count:,} observations in {time.perf_counter() - start:.0f} s\n")
    for address in ("/bare/", *PAGES.values()):
        fetch(client, address)
    addresses = ("/bare/", *PAGES.values())
    best = {address: (float("inf"), float("inf")) for address in addresses}
    for _ in range(runs):  # in turn, so that a busy moment hits them all
        for address in addresses:
            clock, busy = fetch(client, address)
            best[address] = min(best[address][0], clock), min(best[address][1], busy)
    bare_clock, bare_busy = best["/bare/"]
    out("best of each:        clock        processor   queries\n")
    ratio = 0.0
    for name, address in {"bare page": "/bare/", **PAGES}.items():
        clock, busy = best[address]
        out(
            f"{name:<16}{clock * 1000:7.1f} ms ×{clock / bare_clock:3.1f}"
            f"{busy * 1000:7.1f} ms ×{busy / bare_busy:3.1f}{queries(client, address):7}\n"
        )
        if name == LEADERS:
            ratio = clock / bare_clock
    return ratio <= LIMIT


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--observations", type=int, default=3_000_000)
    parser.add_argument("--runs", type=int, default=40)
    chosen = parser.parse_args()
    setup_test_environment(debug=False)
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        with override_settings(ROOT_URLCONF=__name__):
            good = measure(chosen.observations, chosen.runs)
    finally:
        teardown_databases(databases, verbosity=0)
    if not good:
        raise SystemExit(f"the leader's page takes more than {LIMIT} times the bare page")


if __name__ == "__main__":
    main()
