"""Send queued jobs and jobs of killed workers to the broker again."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from units.jobs import jobs_sweep


class Command(BaseCommand):
    help = "把排队中和工作进程中断的任务重新送给工作进程"

    def handle(self, *_args: Any, **_options: Any) -> None:
        for name, count in jobs_sweep().items():
            self.stdout.write(f"{name}：{count} 项")
