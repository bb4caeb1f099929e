"""Every help page opens for everybody and stands in the index."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from reports.views.help import SLUGS
from tests.factories import RegionFactory, user_with
from units.choices import Role


@pytest.mark.django_db
@pytest.mark.parametrize("slug", sorted(SLUGS))
def test_help_page(slug: str) -> None:
    client = Client()
    client.force_login(
        user_with(Role.LEADER, RegionFactory()),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    address = reverse("reports:help_page", kwargs={"slug": slug})
    assert client.get(address).status_code == 200
    assert f'href="{address}"' in client.get(reverse("reports:help")).content.decode()
