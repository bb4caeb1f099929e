"""People and what is granted to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone

from units.choices import Role
from units.models.region import Region
from units.models.unit import MemberUnit

if TYPE_CHECKING:
    import datetime


class User(AbstractUser):
    """An account. What it may see and do comes from its grants only."""

    full_name = models.CharField("姓名", max_length=30, blank=True)
    phone = models.CharField("电话", max_length=30, blank=True)
    password_changed_at = models.DateTimeField("密码修改时间", null=True, blank=True)

    class Meta(AbstractUser.Meta):
        verbose_name = "账号"
        verbose_name_plural = "账号"

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        return self.full_name or self.username


class FormerPassword(models.Model):
    """Hash of a password that an account had, so that it is not taken again."""

    user = models.ForeignKey(
        User, models.CASCADE, related_name="former_passwords", verbose_name="账号"
    )
    hash = models.CharField("密码校验值", max_length=128)
    at = models.DateTimeField("时间", default=timezone.now)

    class Meta:
        verbose_name = "用过的密码"
        verbose_name_plural = "用过的密码"

    def __str__(self) -> str:
        return f"{self.user} {self.at:%Y-%m-%d}"


class GrantQuerySet(models.QuerySet["Grant"]):
    def in_force(self, day: datetime.date | None = None) -> GrantQuerySet:
        """Grants valid on the day (today by default), both ends included."""
        today = day or timezone.localdate()
        return self.filter(starts_on__lte=today).filter(
            models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=today)
        )


class Grant(models.Model):
    """A role for a person in a place (with its descendants), or in one unit for a liaison."""

    user = models.ForeignKey(User, models.CASCADE, related_name="grants", verbose_name="账号")
    role = models.CharField("角色", max_length=10, choices=Role.choices)
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name="行政区划")
    unit = models.ForeignKey(
        MemberUnit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="grants",
        verbose_name="成员单位",
        help_text="只有联络员填写。",
    )
    starts_on = models.DateField("起", default=timezone.localdate)
    ends_on = models.DateField("止", null=True, blank=True)
    reason = models.CharField("事由", max_length=100, blank=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = "授权"
        verbose_name_plural = "授权"
        ordering = ["user", "role", "region"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role=Role.LIAISON, unit__isnull=False)
                | (~models.Q(role=Role.LIAISON) & models.Q(unit__isnull=True)),
                name="grant_unit_for_liaison_only",
                violation_error_message="联络员须选成员单位，其他角色不选。",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="grant_ends_after_start",
                violation_error_message="止期不能早于起期。",
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values), name="grant_role_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.get_role_display()}"
