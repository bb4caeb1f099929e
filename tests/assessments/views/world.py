"""Plans, values and assessments for the dashboard pages."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from tests.factories import (
    DomainFactory,
    IndicatorFactory,
    ObservationFactory,
    PlanFactory,
    PlanIndicatorFactory,
    RoundFactory,
    TargetFactory,
    user_with,
)
from tests.pages import squeezed

if TYPE_CHECKING:
    import openpyxl

    from indicators.models import PlanIndicator
    from units.models import Region

BACKEND = "django.contrib.auth.backends.ModelBackend"
SECOND = {
    "baseline_year": 2020,
    "start_year": 2021,
    "midterm_year": 2025,
    "end_year": 2030,
}


def asked(
    region: Region,
    code: str,
    *,
    kind: str = "women",
    domain: str = "妇女与健康",
    values: dict[int, Any] | None = None,
    second_round: bool = False,
    target: int = 95,
    **fields: Any,
) -> PlanIndicator:
    """A plan indicator with a final target and approved values by year."""
    more: dict[str, Any] = {}
    if second_round:
        more = SECOND | {"round": RoundFactory(name="2021-2030", start_year=2021, end_year=2030)}
    plan = PlanFactory(region=region, kind=kind, **more)
    row = PlanIndicatorFactory(
        plan=plan,
        domain=DomainFactory(plan=plan, name=domain),
        indicator=IndicatorFactory(code=code),
        **fields,
    )
    TargetFactory(plan_indicator=row, value=target, year=plan.end_year)
    observe(region, code, values or {})
    return row


def observe(region: Region, code: str, values: dict[int, Any], breakdown: str = "") -> None:
    for year, value in values.items():
        ObservationFactory(
            region=region,
            indicator=IndicatorFactory(code=code),
            reference_year=year,
            value=value,
            breakdown=breakdown,
        )


def assess(region: Region, *years: int, stage: str = "annual", **options: Any) -> None:
    RoundFactory()
    chosen = {"round": "2011-2020", "stage": stage, "json": True} | options
    for year in years:
        call_command(
            "run_assessment", region=region.code, year=year, stdout=io.StringIO(), **chosen
        )


def reader_of(role: str, region: Region) -> Client:
    client = Client()
    client.force_login(user_with(role, region), backend=BACKEND)
    return client


def page(client: Client, name: str = "reports:dashboard", code: str = "", **query: Any) -> str:
    address = reverse(name, kwargs={"code": code} if code else {})
    answer = client.get(address, query, follow=True)
    assert answer.status_code == 200
    return squeezed(answer)


def sheets(client: Client, name: str, code: str = "", **query: Any) -> openpyxl.Workbook:
    import openpyxl  # noqa: PLC0415 - slow to load, few tests need it

    address = reverse(name, kwargs={"code": code} if code else {})
    answer = client.get(address, {**query, "download": "xlsx"}, follow=True)
    assert answer.status_code == 200
    return openpyxl.load_workbook(io.BytesIO(answer.content))
