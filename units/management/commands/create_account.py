"""Open an account with one role; its random password is printed once."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from units.choices import Role
from units.services.accounts import account_create
from units.services.member_units import unit_from_text
from units.services.regions import region_from_text


class Command(BaseCommand):
    help = "新建一个账号并授予一个角色，随机密码只显示一次"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="用户名")
        parser.add_argument("--name", default="", help="姓名")
        parser.add_argument("--role", required=True, choices=Role.values, help="角色")
        parser.add_argument("--region", required=True, help="行政区划代码，或“代码:名称”")
        parser.add_argument("--unit", default="", help="成员单位（联络员必填）")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            region = region_from_text(text=options["region"])
            unit = unit_from_text(region=region, text=options["unit"]) if options["unit"] else None
            made = account_create(
                username=options["username"],
                full_name=options["name"],
                role=Role(options["role"]),
                region=region,
                unit=unit,
            )
        except ValidationError as error:
            raise CommandError("；".join(error.messages)) from None
        self.stdout.write(f"已建账号：{made.user.username}")
        self.stdout.write(f"初始密码（只显示这一次）：{made.password}")
