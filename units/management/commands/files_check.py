"""Hold the private store against the table that knows it, as after restoring a backup."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from units.store import store_check, store_tidy


class Command(BaseCommand):
    help = "核对文件库：每个登记的文件都在、大小和校验码都对；列出没有登记的文件"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--tidy",
            action="store_true",
            help="清理无人引用的文件；没有登记的，过了保留期才删",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        checked = store_check()
        self.stdout.write(f"登记的文件：{checked.known} 个，完好 {checked.sound} 个")
        self.stdout.write(f"没有登记的文件：{checked.strays} 个")
        self.stdout.write(f"登记了但无人引用的文件：{checked.unused} 个")
        if options["tidy"]:
            self.stdout.write(f"已删除：{store_tidy()} 个")
        if checked.faults:
            raise CommandError("\n".join(f"{name}：{fault}" for name, fault in checked.faults))
