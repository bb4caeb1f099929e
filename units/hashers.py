"""Password hashing with SM3 (GB/T 32905), for installations that must use 国密."""

from __future__ import annotations

import hashlib
from typing import Any

from django.contrib.auth.hashers import PBKDF2PasswordHasher


def _sm3(content: bytes = b"") -> Any:
    return hashlib.new("sm3", content)


class PBKDF2SM3PasswordHasher(PBKDF2PasswordHasher):
    """PBKDF2 with HMAC-SM3; iterations as Django sets them for SHA-256."""

    algorithm = "pbkdf2_sm3"
    digest = staticmethod(_sm3)
