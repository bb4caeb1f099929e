"""What one address, account, name or person may cost; fair turns in the queue."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import caches
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from tests.factories import RegionFactory, UserFactory, user_with
from units import budgets, messages
from units.budgets import budget_left, budget_spend
from units.choices import Role
from units.files import file_store
from units.jobs import queue_allowed
from units.leases import lease_take_in_turn
from units.models import TableImport
from units.services.accounts import account_unlock

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper

    from units.models import User

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
PASSWORD = "a-long-test-password"
SIGN_IN = "/sign-in/"


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    caches["budgets"].clear()
    monkeypatch.setattr(budgets, "_paused_until", [0.0])


@pytest.fixture
def office() -> User:
    return user_with(Role.OFFICE, RegionFactory())


def sign_in(username: str, password: str, address: str = "198.51.100.1") -> int:
    fields = {"username": username, "password": password}
    return Client(REMOTE_ADDR=address).post(SIGN_IN, fields).status_code


@pytest.mark.statement("S25")
def test_a_budget_ends_at_its_number_and_for_its_owner_only(settings: SettingsWrapper) -> None:
    settings.BUDGETS = {"x": (3, 3600)}
    assert [budget_spend("x", "a") for _ in range(4)] == [True, True, True, False]
    assert (budget_left("x", "a"), budget_left("x", "b")) == (False, True)
    assert budget_spend("unlimited", "a")


class CountingHasher(MD5PasswordHasher):
    """How often a password was looked at."""

    looked: list[str] = []

    def encode(self, password: str, salt: str) -> str:
        self.looked.append(password)
        return super().encode(password, salt)


@pytest.mark.statement("S25")
def test_one_address_that_sprays_names_is_stopped_before_any_password_is_looked_at(
    settings: SettingsWrapper, office: User
) -> None:
    settings.BUDGETS = {"sign_in_address": (30, 600)}
    settings.PASSWORD_HASHERS = ["tests.guard.test_budgets.CountingHasher"]
    assert [sign_in(f"name{n}", "wrong") for n in range(30)] == [200] * 30
    CountingHasher.looked.clear()
    fields = {"username": office.username, "password": PASSWORD}
    answer = Client(REMOTE_ADDR="198.51.100.1").post(SIGN_IN, fields)
    assert answer.status_code == 429
    assert messages.SIGN_IN_ADDRESS_BUSY.format(minutes=10) in answer.content.decode()
    assert CountingHasher.looked == []
    assert sign_in(office.username, PASSWORD, "198.51.100.2") == 302


def test_nobody_locks_somebody_else_out_with_five_tries(office: User) -> None:
    for _ in range(5):
        sign_in(office.username, "wrong", "198.51.100.1")
    assert sign_in(office.username, PASSWORD, "198.51.100.1") == 429
    assert sign_in(office.username, PASSWORD, "203.0.113.7") == 302


def test_many_addresses_do_not_get_round_the_slower_lock_by_name(
    settings: SettingsWrapper, office: User
) -> None:
    settings.BUDGETS = {"sign_in_name": (20, 1800)}
    for number in range(20):
        assert sign_in(office.username, "wrong", f"198.51.100.{number}") == 200
    fields = {"username": office.username.upper(), "password": PASSWORD}
    answer = Client(REMOTE_ADDR="203.0.113.7").post(SIGN_IN, fields)
    assert answer.status_code == 429
    assert messages.SIGN_IN_LOCKED.format(limit=20, minutes=30) in answer.content.decode()
    account_unlock(user=office)
    assert sign_in(office.username, PASSWORD, "203.0.113.7") == 302


def test_an_address_that_asks_without_end_is_told_to_wait(settings: SettingsWrapper) -> None:
    settings.BUDGETS = {"address": (5, 60)}
    answers = [Client().get(SIGN_IN) for _ in range(6)]
    assert [a.status_code for a in answers] == [200] * 5 + [429]
    assert messages.TOO_OFTEN in answers[-1].content.decode()
    assert answers[-1]["Retry-After"] == "10"
    assert Client().get("/api/v1/regions/").json() == {"detail": messages.TOO_OFTEN}
    assert Client(REMOTE_ADDR="203.0.113.7").get(SIGN_IN).status_code == 200


def test_an_account_that_changes_without_end_may_still_look(
    settings: SettingsWrapper, office: User
) -> None:
    settings.BUDGETS = {"account": (100, 60), "changes": (3, 60)}
    client = Client()
    client.force_login(office, backend=BACKEND)
    address = reverse("units:notices_read")
    assert [client.post(address).status_code for _ in range(4)] == [302, 302, 302, 429]
    assert client.get(reverse("reports:home")).status_code == 200
    colleague = Client()
    colleague.force_login(user_with(Role.OFFICE, RegionFactory()), backend=BACKEND)
    assert colleague.post(address).status_code == 302


def test_a_cache_that_is_away_stops_nobody(settings: SettingsWrapper) -> None:
    settings.BUDGETS = {"x": (1, 60)}
    settings.CACHES = {
        **settings.CACHES,
        "budgets": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
            "OPTIONS": {"socket_connect_timeout": 0.2},
        },
    }
    assert [budget_spend("x", "a") for _ in range(3)] == [True, True, True]


def queued(person: User, count: int, **fields: str) -> list[int]:
    file = file_store(chunks=[b"x"], name="a", content_type="x", user=person)
    return [
        TableImport.objects.create(kind="x.y", file=file, requested_by=person, **fields).pk
        for _ in range(count)
    ]


def test_thirty_files_of_one_person_do_not_stand_before_the_others() -> None:
    many, one, two = UserFactory(), UserFactory(), UserFactory()
    thirty = queued(many, 30)
    first, second = queued(one, 1), queued(two, 2)
    # Wake-ups come in the order of sending.
    taken = [lease_take_in_turn(TableImport, pk).pks[0] for pk in [*thirty, *first, *second]]
    assert taken[:5] == [thirty[0], first[0], second[0], thirty[1], second[1]]
    assert sorted(taken) == sorted([*thirty, *first, *second])  # each once, none lost
    assert lease_take_in_turn(TableImport, thirty[0]) is None


def test_what_is_already_in_hand_counts_for_the_turn() -> None:
    many, one = UserFactory(), UserFactory()
    busy, rest = queued(many, 3), queued(many, 1)
    for pk in busy:
        assert lease_take_in_turn(TableImport, pk) is not None
    (first,) = queued(one, 1)
    assert lease_take_in_turn(TableImport, rest[0]).pks == (first,)


@pytest.mark.statement("S25")
def test_a_person_s_queue_has_an_end(settings: SettingsWrapper) -> None:
    settings.QUEUE_LIMIT = 3
    person = UserFactory()
    queued(person, 2)
    queued(person, 5, job_state="done")
    queue_allowed(TableImport, person)
    queued(person, 1, job_state="running")
    with pytest.raises(ValidationError) as refusal:
        queue_allowed(TableImport, person)
    assert refusal.value.messages == [messages.QUEUE_FULL.format(count=3, limit=3)]
    queue_allowed(TableImport, UserFactory())


def test_reports_have_their_own_queue_and_workers(
    settings: SettingsWrapper, project_root: Path
) -> None:
    known = {queue.name for queue in settings.CELERY_TASK_QUEUES}
    assert {route["queue"] for route in settings.CELERY_TASK_ROUTES.values()} < known
    services = yaml.safe_load((project_root / "docker-compose.yml").read_text("utf-8"))["services"]
    taken = [services[name]["environment"]["QUEUES"].split(",") for name in ("worker", "reporter")]
    assert sorted(taken[0] + taken[1]) == sorted(known)
    assert "reports" not in taken[0]
