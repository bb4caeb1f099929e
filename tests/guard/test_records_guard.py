"""The records pages: what their addresses may ask."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from tests.factories import MemberUnitFactory, RegionFactory, user_with
from units.choices import Role

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.mark.parametrize(
    "lookup",
    [
        "password__startswith",
        "password",
        "last_login__gt",
        "grants__role",
        "grants__user__password__contains",
        "email__regex",
        "is_active__in",
        "id__gt",
    ],
)
def test_a_list_answers_no_lookup_that_it_does_not_offer(lookup: str) -> None:
    client = Client()
    client.force_login(user_with(Role.ADMIN, RegionFactory()), backend=BACKEND)
    answer = client.get(reverse("admin:units_user_changelist"), {lookup: "x"})
    assert answer.status_code == 400


def test_the_filters_that_a_list_offers_are_answered() -> None:
    region = RegionFactory()
    MemberUnitFactory(region=region)
    for role, names in ((Role.ADMIN, ("units_user",)), (Role.OFFICE, ("units_memberunit",))):
        client = Client()
        client.force_login(user_with(role, region), backend=BACKEND)
        for name in names:
            answer = client.get(reverse(f"admin:{name}_changelist"), {"is_active__exact": "1"})
            assert answer.status_code == 200


def test_no_list_filter_leads_to_a_secret() -> None:
    offered = {str(item) for keeper in admin.site._registry.values() for item in keeper.list_filter}
    assert not [name for name in offered if "password" in name or name == "key"]
