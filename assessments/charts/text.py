"""Decimals as the text that stands in plain chart data."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal


def decimal_text(value: Decimal | None) -> str | None:
    """``Decimal("96.240000")`` → ``"96.24"``; no value stays no value."""
    return None if value is None else format(value.normalize(), "f")
