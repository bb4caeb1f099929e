"""The token of the catalogue's present state; see ``indicators.catalogue_watch``."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, QuerySet, Subquery

from indicators.models import CatalogueState

_NAME = "catalogue_token"
ModelT = TypeVar("ModelT", bound=Model)


def catalogue_token() -> str:
    """'' where nothing was ever noted: what is read then is kept by nobody."""
    return CatalogueState.objects.values_list("token", flat=True).first() or ""


def with_catalogue_token(rows: QuerySet[ModelT]) -> QuerySet[ModelT]:
    """The same rows, with the token read along, for pages that go on to ask for the catalogue."""
    token = Subquery(CatalogueState.objects.values("token")[:1])
    read_along: QuerySet[ModelT] = rows.annotate(**{_NAME: token})
    return read_along


def catalogue_token_of(row: Model) -> str:
    """The token that was read along with the row, else the present one."""
    if _NAME in row.__dict__:
        return row.__dict__[_NAME] or ""
    return catalogue_token()
