"""CAS (``SSO=cas``; needs requirements-sso.txt): see units.single_sign_on."""

from __future__ import annotations

from django.http import HttpRequest
from django_cas_ng.backends import CASBackend
from django_cas_ng.utils import get_cas_client

from units.models import User
from units.single_sign_on import accounts_of

USER = "cas:user"
"""The name that CAS itself gives, beside its attributes; ``SSO_ATTRIBUTE`` may be this."""


class KnownAccountCAS(CASBackend):
    """The ticket is checked with the service; groups, rights and attributes stay unread."""

    def authenticate(self, request: HttpRequest, ticket: str, service: str) -> User | None:
        client = get_cas_client(service_url=service, request=request)
        username, attributes, _ = client.verify_ticket(ticket)
        if not username:
            return None
        return accounts_of({**(attributes or {}), USER: username}).first()
