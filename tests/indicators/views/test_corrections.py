from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from indicators.choices import ObservationSource
from indicators.models import Observation, ObservationRevision
from indicators.services.observations import ApprovedFigure, observations_upsert
from tests.factories import IndicatorFactory, RegionFactory, user_with
from units.choices import Role

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def observation() -> Observation:
    figure = ApprovedFigure(
        RegionFactory().pk,
        IndicatorFactory().pk,
        2015,
        value=Decimal("96.5"),
        decimals=1,
        source_text="年鉴",
    )
    observations_upsert(figures=[figure], source=ObservationSource.SERIES, by=None)
    return Observation.objects.get()


def office(observation: Observation) -> Client:
    client = Client()
    client.force_login(user_with(Role.OFFICE, observation.region), backend=BACKEND)
    return client


def test_a_past_year_is_corrected_and_both_values_stay_in_the_history(
    observation: Observation,
) -> None:
    client = office(observation)
    address = reverse("indicators:observation_correct", args=[observation.pk])
    client.post(address, {"value": "９５．６％", "reason": "录入颠倒", "seen": 1})
    observation.refresh_from_db()
    assert (observation.value, observation.revision) == (Decimal("95.6"), 2)
    history = client.get(reverse("indicators:observation_history", args=[observation.pk]))
    text = history.content.decode()
    for part in ("96.5", "95.6", "录入颠倒", "年鉴", "更正"):
        assert part in text


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"value": "97"}, "必填项"),
        ({"value": "九十七", "reason": "x"}, "不是一个数"),
        ({"value": "453", "reason": "x"}, "453超过100"),
        ({"value": "97", "numerator": "1", "reason": "x"}, "分子和分母应同时填写"),
    ],
)
def test_a_correction_is_refused_on_the_page_with_what_was_typed_still_there(
    observation: Observation, sent: dict[str, str], sentence: str
) -> None:
    address = reverse("indicators:observation_correct", args=[observation.pk])
    answer = office(observation).post(address, {"seen": "1", **sent}).content.decode()
    assert sentence in answer
    assert f'value="{sent["value"]}"' in answer
    assert ObservationRevision.objects.count() == 1


def test_an_older_page_shows_both_values_and_then_saves(observation: Observation) -> None:
    client = office(observation)
    address = reverse("indicators:observation_correct", args=[observation.pk])
    client.post(address, {"value": "95.6", "reason": "a", "seen": "1"})
    late = client.post(address, {"value": "94", "reason": "b", "seen": "1"}).content.decode()
    assert "刚把这个数改为95.6，您填的是94" in late
    assert 'name="seen" value="2"' in late
    assert client.post(address, {"value": "94", "reason": "b", "seen": "2"}).status_code == 302


def test_a_figure_can_be_corrected_into_missing_with_a_reason(observation: Observation) -> None:
    address = reverse("indicators:observation_correct", args=[observation.pk])
    office(observation).post(
        address,
        {"value": "96.5", "blank_reason": "not_applicable", "reason": "口径不同", "seen": 1},
    )
    observation.refresh_from_db()
    assert (observation.value, observation.blank_reason) == (None, "not_applicable")
