"""OpenID Connect (``SSO=oidc``; needs requirements-sso.txt): see units.single_sign_on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mozilla_django_oidc.auth import OIDCAuthenticationBackend

from units.single_sign_on import accounts_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import QuerySet

    from units.models import User


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
