"""Labels of the states and roles of this room; the only place the words stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

from django.db import models


def known(field: str, values: Sequence[str], name: str) -> models.CheckConstraint:
    """The database takes no other word for that field."""
    return models.CheckConstraint(condition=models.Q(**{f"{field}__in": values}), name=name)


class TonedChoices(models.TextChoices):
    """States whose tag has a colour of the look: value, tone, label; the tone is mute where none
    stands."""

    tone: str

    def __new__(cls, value: str, tone: str = "mute") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.tone = tone
        return member


class Role(models.TextChoices):
    OFFICE = "office", "妇儿工委办"
    REVIEWER = "reviewer", "监测评估组（统计部门）"
    LIAISON = "liaison", "成员单位联络员"
    EVALUATOR = "evaluator", "评估专家"
    LEADER = "leader", "领导"
    AUDITOR = "auditor", "审计"
    ADMIN = "admin", "系统管理员"


class Powers(models.TextChoices):
    """The three that one person never holds together (三权分立)."""

    DATA = "data", "业务"
    SYSTEM = "system", "系统管理"
    AUDIT = "audit", "审计"


POWERS_OF_ROLE = dict.fromkeys(Role, Powers.DATA) | {
    Role.ADMIN: Powers.SYSTEM,
    Role.AUDITOR: Powers.AUDIT,
}


class RegionLevel(models.TextChoices):
    NATION = "nation", "国家"
    PROVINCE = "province", "省级"
    CITY = "city", "地市级"
    COUNTY = "county", "县级"
    TOWNSHIP = "township", "乡级"
    VILLAGE = "village", "村级"


class JobState(TonedChoices):
    QUEUED = "queued", "排队中"
    RUNNING = "running", "info", "进行中"
    DONE = "done", "good", "已完成"
    FAILED = "failed", "bad", "失败"
    CANCELLED = "cancelled", "已取消"


class TableState(models.TextChoices):
    """A table on its way into the records."""

    CHECKING = "checking", "正在检查"
    PREVIEW = "preview", "等待确认"
    REFUSED = "refused", "不能导入"
    STORING = "storing", "正在保存"
    STORED = "stored", "已导入"
    DISCARDED = "discarded", "已放弃"


class AuditAction(models.TextChoices):
    SIGN_IN = "sign_in", "登录"
    SIGN_IN_FAILED = "sign_in_failed", "登录失败"
    SIGN_OUT = "sign_out", "退出"
    LOCKED = "locked", "账号锁定"
    UNLOCKED = "unlocked", "解除锁定"
    PASSWORD = "password", "修改密码"
    ACCOUNT = "account", "账号与授权"
    CATALOGUE = "catalogue", "维护目录"
    ENTER = "enter", "填写数据"
    UPLOAD = "upload", "上传"
    DOWNLOAD = "download", "下载"
    EXPORT = "export", "导出"
    READ = "read", "查阅"
    SUBMIT = "submit", "填报流转"
    CHASE = "chase", "催办"
    REVIEW = "review", "审核"
    CORRECT = "correct", "更正数据"
    DECIDE = "decide", "人工认定"
    ASSESS = "assess", "评估"
    FINALISE = "finalise", "定稿"
    REPORT = "report", "报告"
    REFUSED = "refused", "越权被拒"
    SETTINGS = "settings", "系统设置"
