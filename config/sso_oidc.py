"""OpenID Connect (``SSO=oidc``; needs requirements-sso.txt): see units.single_sign_on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from mozilla_django_oidc.auth import OIDCAuthenticationBackend

from units.models import User
from units.single_sign_on import accounts_of


class KnownAccountOIDC(OIDCAuthenticationBackend):
    """``OIDC_CREATE_USER`` is off as well: whoever is not found is refused."""

    def verify_claims(self, claims: Mapping[str, Any]) -> bool:
        return True  # what counts is whether an account is found

    def filter_users_by_claims(self, claims: Mapping[str, Any]) -> QuerySet[User]:
        return accounts_of(claims)

    def create_user(self, claims: Mapping[str, Any]) -> None:
        """Nobody is made here."""

    def update_user(self, user: User, claims: Mapping[str, Any]) -> User:
        return user
