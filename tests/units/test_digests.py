"""国密 as a setting: new hashes by SM3, old ones by their own algorithm."""

from __future__ import annotations

import hashlib

import pytest
from django.contrib.auth.hashers import check_password, identify_hasher, make_password

from units.digests import keyed_digest_of

HASHERS = (
    "units.hashers.PBKDF2SM3PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
)
# GB/T 32905-2016, appendix A.1: the digest of "abc".
SM3_ABC = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


def test_sm3_is_the_standards() -> None:
    assert hashlib.new("sm3", b"abc").hexdigest() == SM3_ABC
    assert keyed_digest_of(b"abc", "sm3", "k") != keyed_digest_of(b"abc", "sm3", "l")
    with pytest.raises(ValueError, match="unknown digest"):
        keyed_digest_of(b"abc", "md5", "k")


def test_passwords_by_sm3_and_older_ones(settings) -> None:
    settings.PASSWORD_HASHERS = [HASHERS[1]]
    old = make_password("Kite-Harbor-81-moss")
    settings.PASSWORD_HASHERS = list(HASHERS)
    new = make_password("Kite-Harbor-81-moss")
    assert new.startswith("pbkdf2_sm3$")
    assert check_password("Kite-Harbor-81-moss", new)
    assert not check_password("Kite-Harbor-81-mosz", new)
    assert identify_hasher(old).algorithm == "pbkdf2_sha256"
    assert check_password("Kite-Harbor-81-moss", old)
