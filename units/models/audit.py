"""The log of what people did. Rows are added, never changed."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone

from units import messages
from units.choices import AuditAction
from units.links import optional_link, person_link
from units.models.region import Region


class AuditEvent(models.Model):
    """One act: who, when, from where, on what. Chained by hash so that a planted edit shows.

    ``region_code`` is what is hashed: the place itself may be deleted one day. ``region_key``
    and an empty ``algorithm`` belong to rows of version 0.1, whose hashes had no key.
    """

    at = models.DateTimeField("时间", default=timezone.now, db_index=True)
    user = person_link("账号")
    username = models.CharField("用户名", max_length=150, blank=True)
    address = models.GenericIPAddressField("地址", null=True, blank=True)
    action = models.CharField("动作", max_length=20, choices=AuditAction.choices)
    region = optional_link(Region, models.SET_NULL, "行政区划")
    region_code = models.CharField("行政区划代码", max_length=12, blank=True, default="")
    region_key = models.BigIntegerField("行政区划编号（旧）", null=True, blank=True)
    request_id = models.CharField("请求编号", max_length=32, blank=True, default="")
    subject = models.CharField("对象", max_length=200, blank=True)
    detail = models.JSONField("内容", default=dict, blank=True)
    previous_hash = models.CharField("上一条校验值", max_length=64, blank=True)
    hash = models.CharField("校验值", max_length=64)
    algorithm = models.CharField("算法", max_length=10, blank=True, default="")

    class Meta:
        verbose_name = verbose_name_plural = "操作日志"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.get_action_display()} {self.subject}"

    @property
    def detail_text(self) -> str:
        """What was changed, in words: what it is, what stood there and what stands now."""
        return _words(self.detail)


def _words(value: Any) -> str:
    if isinstance(value, dict):
        known = messages.LOG_WORDS
        told = dict(value)
        if isinstance(act := told.get("act"), str):
            told["act"] = messages.LOG_ACTS.get(act, act)
        return "，".join(
            f"{known.get(name, name)}：{_words(inner)}" for name, inner in told.items()
        )
    if isinstance(value, list):
        return "；".join(map(_words, value))
    return messages.LOG_NOTHING if value in ("", None) else str(value)
