"""Writing and checking the log of acts.

Every row carries the keyed hash of its own content and of the row before. The key (``AUDIT_KEY``)
lies outside the database, so that who can write rows cannot write believable ones; the last hash
of each day also goes into the server log, so that a log cut off at its end shows.
"""

from __future__ import annotations

import datetime
import hashlib
import ipaddress
import json
import logging
from dataclasses import dataclass
from datetime import UTC
from typing import Any, Final

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Max, Window
from django.db.models.functions import TruncDate
from django.utils import timezone

from units.access import home_region
from units.choices import AuditAction
from units.digests import digest_name, keyed_digest_of
from units.models import AuditEvent, Region, User
from units.request_context import RequestContext, request_context

logger = logging.getLogger(__name__)

_LOCK: Final = 7_310_042  # any number of ours; keeps the chain a chain on PostgreSQL
_UNKEYED: Final = ""  # rows of version 0.1
_SUBJECT: Final = 200
_MAPPED: Final = "::ffff:"


def audit_record(
    *,
    action: AuditAction,
    user: User | None = None,
    username: str = "",
    region: Region | None = None,
    subject: str = "",
    detail: dict[str, Any] | None = None,
) -> AuditEvent:
    """Append one event to the chain. Call it last in a transaction: the lock is held to its end.

    Address and request number come from the request that runs; an act without a place of its
    own (a sign-in) belongs to its person's.
    """
    context = request_context()
    if region is None and user is not None:
        region = home_region(user)
    whole = _plain(subject)
    kept = _clean(detail or {})
    if len(whole) > _SUBJECT:
        kept["subject"] = whole
        whole = whole[: _SUBJECT - 1] + "…"
    # No savepoint: an act whose row cannot be written does not stand either.
    with transaction.atomic(savepoint=False):
        last = _locked_head()
        event = AuditEvent(
            at=timezone.now(),
            user=user,
            username=_plain(username or (user.username if user else ""))[:150],
            address=_address(context.address),
            request_id=context.request_id,
            action=action,
            region=region,
            region_code=region.code if region else "",
            subject=whole,
            detail=kept,
            previous_hash=last.hash if last else "",
            algorithm=digest_name(),
        )
        event.hash = _hash(event)
        event.save(force_insert=True)
        context.written.append(event.pk)
        transaction.on_commit(context.wrote)
    if last is not None and last.at.date() < event.at.date():
        logger.info("audit anchor %s row %s %s", last.at.date(), last.pk, last.hash)
    return event


def _locked_head() -> AuditEvent | None:
    """The newest row, locked until the transaction ends: nobody else follows it meanwhile.

    SQLite's transactions write one after the other; PostgreSQL has a function that locks first
    and looks then.
    """
    if connection.vendor == "postgresql":
        rows = AuditEvent.objects.raw("SELECT * FROM audit_chain_head(%s)", [_LOCK])
        return next(iter(rows), None)
    return AuditEvent.objects.only("at", "hash").order_by("-pk").first()


def audit_written(context: RequestContext) -> bool:
    """Has the request a row that stands? One written before a refusal went with its transaction.

    What was committed stands; only inside somebody's open transaction the table is asked.
    """
    if context.is_written:
        return True
    mine = AuditEvent.objects.filter(pk__in=context.written, request_id=context.request_id)
    return bool(context.written) and mine.exists()


@dataclass(frozen=True, slots=True)
class Verification:
    """``first_difference``: the oldest row that is not as written, or that does not follow the
    row before; ``differences``: how many there are."""

    rows: int
    first_difference: int | None
    differences: int

    @property
    def equal(self) -> bool:
        return self.first_difference is None


def audit_verify() -> Verification:
    """Go through the whole chain."""
    rows = differences = 0
    first = None
    previous = ""
    for event in AuditEvent.objects.order_by("pk").iterator():
        rows += 1
        if event.previous_hash != previous or not _is_as_written(event):
            differences += 1
            first = event.pk if first is None else first
        previous = event.hash
    return Verification(rows, first, differences)


@dataclass(frozen=True, slots=True)
class Anchor:
    """The last row of a day; the same line stands in the server log."""

    day: datetime.date
    row: int
    hash: str


def audit_anchors(days: int) -> list[Anchor]:
    """The newest days' last rows, newest first."""
    rows = (
        AuditEvent.objects.annotate(day=TruncDate("at", tzinfo=UTC))
        .annotate(last=Window(Max("pk"), partition_by=[F("day")]))
        .filter(pk=F("last"))
        .order_by("-pk")
        .values_list("day", "pk", "hash")
    )
    return [Anchor(*row) for row in rows[:days]]


def _is_as_written(event: AuditEvent) -> bool:
    if event.algorithm == _UNKEYED:
        return event.hash in _unkeyed_hashes(event)
    return event.hash == _hash(event)


def _hash(event: AuditEvent) -> str:
    content = _canonical(
        [
            event.previous_hash,
            event.at.astimezone(UTC).isoformat(timespec="microseconds"),
            event.username,
            event.address or "",
            event.request_id,
            str(event.action),
            event.region_code,
            event.subject,
            event.detail,
        ]
    )
    return keyed_digest_of(content, event.algorithm, settings.AUDIT_KEY)


def _unkeyed_hashes(event: AuditEvent) -> set[str]:
    """What version 0.1 may have written: it hashed the address as it came, before the database
    turned a mapped one into its short form."""
    addresses = [event.address]
    if event.address:
        addresses.append(_MAPPED + event.address.removeprefix(_MAPPED))
    zone = timezone.get_default_timezone()
    found = set()
    for address in addresses:
        content = [
            event.previous_hash,
            event.at.astimezone(zone).isoformat(),
            event.username,
            address,
            str(event.action),
            event.region_key,
            event.subject,
            event.detail,
        ]
        text = json.dumps(content, ensure_ascii=False, sort_keys=True)
        found.add(hashlib.sha256(text.encode()).hexdigest())
    return found


def _canonical(content: list[Any]) -> bytes:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def _address(text: str | None) -> str | None:
    """One form per address, the one the database gives back."""
    if not text:
        return None
    address = ipaddress.ip_address(text)
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return str(mapped or address)


def _plain(text: str) -> str:
    """No control characters: nobody writes a second log line through a user name."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _clean(value: Any) -> Any:
    """The same for everything inside a detail; what JSON does not know becomes its text."""
    if isinstance(value, dict):
        return {_plain(str(key)): _clean(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(inner) for inner in value]
    if value is None or isinstance(value, bool | int):
        return value
    return _plain(str(value))
