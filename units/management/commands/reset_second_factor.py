"""Forget the one-time-code device of somebody who lost the telephone."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from units import messages
from units.services.accounts import second_factor_reset


class Command(BaseCommand):
    help = "清除一个账号的动态口令，下次登录时重新设置"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="用户名")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            second_factor_reset(username=options["username"])
        except ValidationError as error:
            raise CommandError("；".join(error.messages)) from None
        self.stdout.write(messages.SECOND_FACTOR_RESET.format(username=options["username"]))
