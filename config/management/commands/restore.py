"""Bring a backup into an empty installation, after its manifest has been checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from config import messages
from config.backups import backup_restore
from units.management.json_command import JsonCommand


class Command(JsonCommand):
    help = "恢复：先核对清单和每个文件，再把备份恢复到空系统；旧版本的数据随后升级"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("folder", type=Path, metavar="DIR", help="backup 写的文件夹")

    def answer(self, options: dict[str, Any]) -> dict[str, Any]:
        done = backup_restore(options["folder"].resolve())
        log = done.log
        answer: dict[str, Any] = {"rows": done.rows, "files": done.files, "log_rows": log.rows}
        if not log.equal:
            answer["error"] = messages.RESTORE_LOG_DIFFERS.format(
                rows=log.rows, differences=log.differences, first=log.first_difference
            )
        return answer

    def lines(self, answer: Mapping[str, Any]) -> Iterable[str]:
        yield messages.RESTORE_DONE.format(**answer)
        yield messages.RESTORE_LOG.format(rows=answer["log_rows"])
