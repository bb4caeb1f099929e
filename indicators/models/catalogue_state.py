"""Which state of the catalogue the database holds."""

from __future__ import annotations

from django.db import models


class CatalogueState(models.Model):
    """One row, written by triggers only (``indicators.catalogue_watch``): a new random token
    with every change of plans, indicators, duties, units and places."""

    token = models.CharField("目录版本", max_length=32)

    class Meta:
        verbose_name = verbose_name_plural = "目录版本"

    def __str__(self) -> str:
        return self.token
