"""Columns of this room's tables: one line serves page and workbook."""

from __future__ import annotations

from django.utils import timezone

from units.models import AuditEvent
from units.printed_table import Cell, Column, text


def log_columns() -> list[Column[AuditEvent]]:
    """One act: who, when, from where, what."""
    return [
        Column("at", "时间", show=_moment, width=34),
        Column("username", "账号", show=lambda row: text(row.username), width=30),
        Column("action", "动作", show=lambda row: text(row.get_action_display()), width=23),
        Column(
            "region", "地区", show=lambda row: text(row.region.name if row.region else ""), width=27
        ),
        Column("subject", "对象", show=lambda row: text(row.subject), width=95),
        Column("detail", "内容", show=lambda row: text(row.detail_text), width=95),
        Column("address", "地址", show=lambda row: text(row.address or ""), width=30),
        Column("request", "请求编号", show=lambda row: text(row.request_id), width=65),
        Column("hash", "校验值", show=lambda row: text(row.hash), width=125),
    ]


def _moment(row: AuditEvent) -> Cell:
    return text(f"{timezone.localtime(row.at):%Y-%m-%d %H:%M:%S}")
