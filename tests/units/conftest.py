"""Who is signed in where the records of a place are kept."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.factories import RegionFactory, user_with
from units.choices import Role
from units.models import User

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def office(client: Client) -> User:
    user = user_with(Role.OFFICE, RegionFactory())
    client.force_login(user, backend=BACKEND)
    return user


def seen_on(client: Client, address: str) -> str:
    """The state of a record that its form carries, as a browser sends it back."""
    page = client.get(address).content.decode()
    found = re.search(r'name="_seen" value="([0-9a-f]{64})"', page)
    assert found is not None, address
    return found.group(1)
