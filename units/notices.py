"""Messages of the system to people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from units.models import Notice

if TYPE_CHECKING:
    from collections.abc import Iterable

    from units.models import User


def notices_send(*, users: Iterable[User], text: str, url: str = "") -> None:
    Notice.objects.bulk_create(Notice(user=user, text=text[:300], url=url[:200]) for user in users)


def notices_read(*, user: User) -> int:
    return Notice.objects.filter(user=user, read_at=None).update(read_at=timezone.now())
