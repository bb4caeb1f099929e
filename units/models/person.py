"""People and what is granted to them."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from units.choices import POWERS_OF_ROLE, Role, known
from units.links import link, optional_link
from units.messages import ROLES_EXCLUDE
from units.models.region import Region
from units.models.unit import MemberUnit


class User(AbstractUser):
    """An account. What it may see and do comes from its grants only."""

    full_name = models.CharField("姓名", max_length=30, blank=True)
    phone = models.CharField("电话", max_length=30, blank=True)
    password_changed_at = models.DateTimeField("密码修改时间", null=True, blank=True)
    one_time_until = models.DateTimeField(
        "一次性口令有效期",
        null=True,
        blank=True,
        help_text="有值：密码是账号单上的一次性口令，过期作废，登录后须先改密码。",
    )

    class Meta(AbstractUser.Meta):
        verbose_name = verbose_name_plural = "账号"

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        return self.full_name or self.username


class FormerPassword(models.Model):
    """Hash of a password that an account had, so that it is not taken again."""

    user = link(User, models.CASCADE, "账号", related_name="former_passwords")
    hash = models.CharField("密码校验值", max_length=128)
    at = models.DateTimeField("时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "用过的密码"

    def __str__(self) -> str:
        return f"{self.user} {self.at:%Y-%m-%d}"


class AccountReset(models.Model):
    """A new one-time code for somebody's account, asked for by one person and confirmed by
    another. The code itself is kept nowhere but as the account's password hash."""

    user = link(User, models.CASCADE, "账号", related_name="resets")
    reason = models.CharField("事由", max_length=100)
    asked_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="申请人"
    )
    asked_at = models.DateTimeField("申请时间", default=timezone.now)
    confirmed_by = optional_link(User, models.PROTECT, "确认人")
    ended_at = models.DateTimeField("办结时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "重置登录"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(ended_at__isnull=True),
                name="account_reset_one_open",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_by__isnull=True)
                | models.Q(asked_by__isnull=True)
                | ~models.Q(confirmed_by=models.F("asked_by")),
                name="account_reset_two_people",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_by__isnull=True)
                | ~models.Q(confirmed_by=models.F("user")),
                name="account_reset_not_own",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.reason}"


class GrantQuerySet(models.QuerySet["Grant"]):
    def in_force(self) -> GrantQuerySet:
        """Grants valid today, both ends included."""
        today = timezone.localdate()
        return self.filter(starts_on__lte=today).filter(
            models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=today)
        )


class Grant(models.Model):
    """A role for a person in a place (with its descendants), or in one unit for a liaison."""

    user = link(User, models.CASCADE, "账号", related_name="grants")
    role = models.CharField("角色", max_length=10, choices=Role.choices)
    region = link(Region, models.PROTECT, "行政区划")
    unit = optional_link(
        MemberUnit, models.PROTECT, "成员单位", related_name="grants", help_text="只有联络员填写。"
    )
    starts_on = models.DateField("起", default=timezone.localdate)
    ends_on = models.DateField("止", null=True, blank=True)
    reason = models.CharField("事由", max_length=100, blank=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "授权"
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
            known("role", Role.values, "grant_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.get_role_display()}"

    def clean(self) -> None:
        """Who keeps the system or reads its log does not work with its data."""
        if not (self.user_id and self.role):
            return
        others = Grant.objects.in_force().filter(user=self.user_id).exclude(pk=self.pk)
        powers = POWERS_OF_ROLE[Role(self.role)]
        for role in others.values_list("role", flat=True):
            if POWERS_OF_ROLE[Role(role)] is not powers:
                raise ValidationError(
                    ROLES_EXCLUDE.format(held=Role(role).label, asked=Role(self.role).label),
                    code="roles_exclude",
                )
