"""Writing and checking the log of acts."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.utils import timezone

from units.models import AuditEvent

if TYPE_CHECKING:
    from units.choices import AuditAction
    from units.models import Region, User

_LOCK = 7_310_042  # any number of ours; keeps the chain a chain on PostgreSQL


def audit_record(
    *,
    action: AuditAction,
    user: User | None = None,
    username: str = "",
    region: Region | None = None,
    subject: str = "",
    detail: dict[str, Any] | None = None,
    address: str | None = None,
) -> AuditEvent:
    """Append one event to the chain. Call it last in a transaction: the lock is held to its end."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        last = AuditEvent.objects.order_by("-pk").values_list("hash", flat=True).first() or ""
        event = AuditEvent(
            at=timezone.now(),
            user=user,
            username=_one_line(username or (user.username if user else "")),
            address=address,
            action=action,
            region=region,
            subject=_one_line(subject)[:200],
            detail=detail or {},
            previous_hash=last,
        )
        event.hash = _hash(event)
        event.save(force_insert=True)
        return event


def audit_broken_links() -> list[int]:
    """Primary keys of events whose content or place in the chain is not as written."""
    broken = []
    previous = ""
    for event in AuditEvent.objects.order_by("pk").iterator():
        if event.previous_hash != previous or event.hash != _hash(event):
            broken.append(event.pk)
        previous = event.hash
    return broken


def _hash(event: AuditEvent) -> str:
    content = json.dumps(
        [
            event.previous_hash,
            event.at.astimezone(timezone.get_default_timezone()).isoformat(),
            event.username,
            event.address,
            str(event.action),
            event.region_id,
            event.subject,
            event.detail,
        ],
        ensure_ascii=False,
        sort_keys=True,
    )
    return hashlib.sha256(content.encode()).hexdigest()


def _one_line(text: str) -> str:
    """No line breaks: nobody writes a second log line through a user name."""
    return " ".join(text.split())
