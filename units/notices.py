"""Messages of the system to people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from units.models import Notice, User

_ROWS = 500


@dataclass(frozen=True, slots=True)
class Message:
    """What one person is to read; ``url``: the page it speaks of."""

    user: User
    text: str
    url: str = ""


def notices_send(*, users: Iterable[User], text: str, url: str = "") -> int:
    """The same words to several people; how many were told."""
    return messages_send(messages=[Message(user, text, url) for user in users])


def messages_send(*, messages: Iterable[Message]) -> int:
    """To everybody their own words, in one query; how many messages were sent."""
    notices = [Notice(user=m.user, text=_shown(m.text), url=m.url[:200]) for m in messages]
    return len(Notice.objects.bulk_create(notices, batch_size=_ROWS))


def notices_read(*, user: User, url: str | None = None) -> int:
    """All of a person's, or those that speak of the page the person has opened."""
    unread = Notice.objects.filter(user=user, read_at=None)
    if url is not None:
        unread = unread.filter(url=url)
    return unread.update(read_at=timezone.now())


def _shown(text: str) -> str:
    """As much as a notice holds; what was left out is marked. The whole stands where it leads."""
    longest = Notice._meta.get_field("text").max_length or len(text)
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
