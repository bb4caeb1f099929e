"""Who is signed in where the records of a place are kept."""

from __future__ import annotations

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
