"""Links from row to row, with their name for people in one place; null and blank never part."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from django.conf import settings
from django.db import models
from django.db.models.expressions import Combinable

if TYPE_CHECKING:
    from units.models import User

ModelT = TypeVar("ModelT", bound=models.Model)


def link(
    to: type[ModelT], on_delete: Callable[..., Any], verbose_name: str, **options: Any
) -> models.ForeignKey[ModelT | Combinable, ModelT]:
    """A row of ``to``; nothing leads back unless ``related_name`` says so."""
    options = {"related_name": "+", "verbose_name": verbose_name} | options
    return models.ForeignKey(to, on_delete, **options)


def optional_link(
    to: type[ModelT], on_delete: Callable[..., Any], verbose_name: str, **options: Any
) -> models.ForeignKey[ModelT | Combinable | None, ModelT | None]:
    """The same, or none."""
    made: Any = link(to, on_delete, verbose_name, null=True, blank=True, **options)
    optional: models.ForeignKey[ModelT | Combinable | None, ModelT | None] = made
    return optional


def person_link(
    verbose_name: str, **options: Any
) -> models.ForeignKey[User | Combinable | None, User | None]:
    """Who did it; none once the account is deleted, or where a command did it."""
    to: Any = settings.AUTH_USER_MODEL
    return optional_link(to, models.SET_NULL, verbose_name, **options)
