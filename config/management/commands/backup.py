"""Write a backup: database, files, the log's key and a manifest in one new folder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from config import messages
from config.backups import backup_make
from units.management.json_command import JsonCommand


class Command(JsonCommand):
    help = "备份：数据库、文件、日志密钥和清单写到一个新文件夹，系统不必停"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("folder", type=Path, metavar="DIR", help="还不存在的文件夹")

    def answer(self, options: dict[str, Any]) -> dict[str, Any]:
        folder = options["folder"].resolve()
        made = backup_make(folder)
        return {
            "folder": str(folder),
            "rows": made.rows,
            "files": made.files,
            "lost": list(made.lost),
        }

    def lines(self, answer: Mapping[str, Any]) -> Iterable[str]:
        yield messages.BACKUP_DONE.format(**answer)
        for name in answer["lost"]:
            yield messages.BACKUP_LOST.format(name=name)
