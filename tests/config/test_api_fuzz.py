"""Generated requests against the published schema: no server error, no undescribed answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from config.wsgi import application
from tests.factories import (
    MemberUnitFactory,
    ObservationFactory,
    PlanIndicatorFactory,
    RegionFactory,
    user_with,
)
from units.choices import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def cookies(db: None) -> dict[str, str]:
    """The session of an office with something to see."""
    region = RegionFactory()
    MemberUnitFactory(region=region)
    asked = PlanIndicatorFactory(plan__region=region)
    ObservationFactory(region=region, indicator=asked.indicator)
    client = Client()
    client.force_login(user_with(Role.OFFICE, region), backend=BACKEND)
    return {name: morsel.value for name, morsel in client.cookies.items()}


@pytest.fixture
def described(cookies: dict[str, str]) -> Any:
    answer = Client(headers={"cookie": as_header(cookies)}).get(
        "/api/v1/schema/", {"format": "json"}
    )
    loaded = schemathesis.openapi.from_dict(answer.json())
    loaded.app = application
    return loaded


@pytest.fixture
def one_transaction(described: Any) -> Iterator[None]:
    """Requests stay in the test's transaction. Set after Django's own client, which undoes it."""
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    yield
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


def as_header(cookies: dict[str, str]) -> str:
    return "; ".join(f"{name}={value}" for name, value in cookies.items())


schema = schemathesis.pytest.from_fixture("described")


@pytest.mark.usefixtures("one_transaction")
@schema.parametrize()
@settings(
    max_examples=5,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_answers_are_as_described(case: Any, cookies: dict[str, str]) -> None:
    case.call_and_validate(
        cookies=cookies,
        checks=[
            not_a_server_error,
            status_code_conformance,
            content_type_conformance,
            response_schema_conformance,
        ],
    )
