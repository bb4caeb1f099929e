"""Columns of this room's tables: one line serves page and workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from units.grid import Column, Shown, text

if TYPE_CHECKING:
    from units.models import AuditEvent


def log_columns() -> list[Column[AuditEvent]]:
    """One act: who, when, from where, what."""
    return [
        Column("at", "时间", _moment, width=18),
        Column("username", "账号", lambda row: text(row.username), width=16),
        Column("action", "动作", lambda row: text(row.get_action_display()), width=12),
        Column("region", "地区", lambda row: text(row.region.name if row.region else ""), width=14),
        Column("subject", "对象", lambda row: text(row.subject), width=50),
        Column("detail", "内容", lambda row: text(row.detail_text), width=50),
        Column("address", "地址", lambda row: text(row.address or ""), width=16),
        Column("request", "请求编号", lambda row: text(row.request_id), width=34),
        Column("hash", "校验值", lambda row: text(row.hash), width=66),
    ]


def _moment(row: AuditEvent) -> Shown:
    return text(f"{timezone.localtime(row.at):%Y-%m-%d %H:%M:%S}")
