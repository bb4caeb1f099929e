"""Budgets: how often one address, account or name may do what costs something.

Counted per window of time in the cache ``budgets`` (Redis where there is one, else the process).
A cache that does not answer spends nothing: a budget protects the work, it is not the work.
"""

from __future__ import annotations

import hashlib
import logging
import time
from typing import Final

from django.conf import settings
from django.core.cache import caches

logger = logging.getLogger(__name__)

_CACHE: Final = "budgets"
_PAUSE_SECONDS: Final = 30
_paused_until: list[float] = [0.0]


def budget_spend(name: str, who: str) -> bool:
    """Count one act; whether it is within the budget ``name`` of settings.BUDGETS."""
    limit, seconds = settings.BUDGETS.get(name, (0, 0))
    if not limit:
        return True
    return _counted(_key(name, who, seconds), seconds, by=1) <= limit


def budget_left(name: str, who: str) -> bool:
    """Whether another act would be within the budget; counts nothing."""
    limit, seconds = settings.BUDGETS.get(name, (0, 0))
    return not limit or _counted(_key(name, who, seconds), seconds, by=0) < limit


def budget_forgive(name: str, who: str) -> None:
    """Begin anew, as for an account that the administrator unlocks."""
    _, seconds = settings.BUDGETS.get(name, (0, 0))
    if seconds:
        caches[_CACHE].delete(_key(name, who, seconds))


def budget_minutes(name: str) -> int:
    """The length of its window, for sentences."""
    return max(1, round(settings.BUDGETS[name][1] / 60))


def _key(name: str, who: str, seconds: int) -> str:
    window = int(time.time() // seconds) if seconds else 0
    return f"{name}:{window}:{hashlib.sha256(who.encode()).hexdigest()[:32]}"


def _counted(key: str, seconds: int, *, by: int) -> int:
    if time.monotonic() < _paused_until[0]:
        return 0
    try:
        caches[_CACHE].add(key, 0, timeout=seconds)
        return int(caches[_CACHE].incr(key, by))
    except ValueError:  # ended between the two calls: a new window
        return by
    except Exception:  # noqa: BLE001 - whatever the cache's library raises, pages go on
        logger.warning("budgets are not counted for %s s: the cache did not answer", _PAUSE_SECONDS)
        _paused_until[0] = time.monotonic() + _PAUSE_SECONDS
        return 0
