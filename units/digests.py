"""Hashes of what is kept for good, with the name of the algorithm stored beside each.

``DIGEST`` chooses SHA-256 or SM3 (GB/T 32905) for what is written from now on; what was hashed
before keeps its own algorithm and is checked with that one.
"""

from __future__ import annotations

import hmac
from typing import Final

from django.conf import settings

ALGORITHMS: Final = ("sha256", "sm3")


def digest_name() -> str:
    """The algorithm for new hashes."""
    return str(settings.DIGEST)


def keyed_digest_of(content: bytes, algorithm: str, key: str) -> str:
    """The hash that only the holder of the key can make (HMAC), as hexadecimal text."""
    if algorithm not in ALGORITHMS:
        raise ValueError(f"unknown digest {algorithm!r}")
    return hmac.new(key.encode(), content, algorithm).hexdigest()
