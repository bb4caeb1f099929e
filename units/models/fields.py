"""Fields that stand in many models alike."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from units.models.person import User


def person_field(verbose_name: str) -> models.ForeignKey[User | None, User | None]:
    """Who did it; the row stays when the account goes."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=verbose_name,
    )


def known(field: str, choices: type[models.TextChoices], name: str) -> models.CheckConstraint:
    """Only values of the choices."""
    return models.CheckConstraint(condition=models.Q((f"{field}__in", choices.values)), name=name)
