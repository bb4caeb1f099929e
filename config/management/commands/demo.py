"""``demo [--no-serve] [--port N]``: from an empty machine to a working system."""

from __future__ import annotations

import fcntl
import os
import signal
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection

from config import messages
from config.demo import (
    accounts,
    city,
    current,
    filling,
    judging,
    remedies,
    reporting,
)
from config.demo.catalogue import NEIGHBOURS, REGION_CODE
from config.demo.judging import jobs_wait
from config.demo.marking import DEMO_MARKS, mark_demo
from config.demo.processes import FIRST_PORT, HOST, Household
from units.jobs import Job
from units.models.region import NATION_CODE

WATCH_SECONDS: Final = 0.5
WORKER_STARTS: Final = 5
INTERRUPTED: Final = 130


class Command(BaseCommand):
    help = "建立演示系统：全国数据、一个演示区县的十一年台账、评估和报告，然后启动网站"
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--no-serve", action="store_true", help="只准备数据，不启动网站")
        parser.add_argument(
            "--port", type=int, default=FIRST_PORT, help="网站端口，被占用时用下一个"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        self.started = time.monotonic()
        self.serving = False
        # Started in the background of a script, a process would ignore Ctrl-C for good.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.signal(signal.SIGTERM, _interrupted)
        folder = Path(settings.DATA_DIR)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        household = Household(
            root=settings.BASE_DIR, folder=folder, environment={**os.environ, "DEMO": "True"}
        )
        try:
            with _one_at_a_time(folder / "demo.lock"):
                self._prepare(household, folder)
            if not options["no_serve"]:
                self._serve(household, options["port"])
        except ValidationError as refusal:
            for sentence in refusal.messages:
                self.stderr.write(sentence)
            raise SystemExit(1) from None
        except KeyboardInterrupt:
            self._say(messages.STOPPING)
            if not self.serving:
                raise SystemExit(INTERRUPTED) from None
        finally:
            household.close()

    def _say(self, text: str, **numbers: Any) -> None:
        seconds = f"{time.monotonic() - self.started:5.1f}"
        self.stdout.write(f"[{seconds} 秒] {text.format(**numbers)}")
        self.stdout.flush()

    def _prepare(self, household: Household, folder: Path) -> None:
        self._say(messages.DEMO_DATABASE)
        call_command("migrate", verbosity=0)
        mark_demo(folder / DEMO_MARKS, settings.DATABASES["default"])
        self._say(messages.DEMO_CATALOGUES)
        filling.regions_fill()
        filling.catalogues_fill()
        filling.national_series_fill()
        path = folder / "demo-accounts.txt"
        users = accounts.accounts_keep(path)
        self._say(messages.DEMO_ACCOUNTS, path=path)
        nation, office = users["nation"], users["office"]
        national = judging.questions_ask(NATION_CODE, nation)
        self._hand_over(household, (national, messages.DEMO_JUDGING))
        for year, count in reporting.ledgers_fill(folder / "demo-ledgers", office):
            self._say(messages.DEMO_LEDGERS, year=year, count=count)
        if current.current_fill(folder / "demo-ledgers", office):
            self._say(messages.DEMO_CURRENT)
        judging.decisions_fill(users["evaluator"])
        if city.figures_fill():
            self._say(messages.DEMO_CITY, count=len(NEIGHBOURS))
        city.decisions_fill(users["cityexpert"])
        ranked, is_new = city.assessments_fill(users["city"])
        local = judging.questions_ask(REGION_CODE, office)
        self._hand_over(household, (local, messages.DEMO_JUDGING), (ranked, messages.DEMO_BATCH))
        log = household.log("worker")
        jobs_wait(national, log=log)
        judging.midterm_finalise(national, nation)
        reports = judging.reports_ask(national, nation)
        self._hand_over(household, (reports, messages.DEMO_WRITING))
        jobs_wait(local, log=log)
        judging.midterm_finalise(local, office)
        remedies.remedies_fill(local, office, users["liaison"])
        own = judging.reports_ask(local, office)
        self._hand_over(household, (own, messages.DEMO_WRITING))
        reports += own
        if is_new:
            jobs_wait(ranked, log=log)
            city.override_fill(users["cityexpert"])
        jobs_wait(reports, log=log)
        for line in (*judging.headlines([*national, *local]), *judging.report_lines(reports)):
            self._say(line)

    def _hand_over(self, household: Household, *orders: tuple[Sequence[Job], str]) -> None:
        """Let the worker do what is queued, beside what this process goes on with."""
        queued = [(rows, text) for rows, text in orders if any(row.is_running for row in rows)]
        if not queued:
            return
        for rows, text in queued:
            self._say(text, count=sum(row.is_running for row in rows))
            # Nobody waits for these: the first sign-in is not to begin with a heap of messages.
            type(rows[0])._default_manager.filter(pk__in=[row.pk for row in rows]).update(
                is_awaited=False
            )
        if household.children:
            household.wake_worker()
        else:
            self._work(household)

    def _work(self, household: Household) -> None:
        """Broker and worker, unless they run already."""
        if not household.children:
            household.start_broker()
            household.start_worker(_processes())

    def _serve(self, household: Household, first_port: int) -> None:
        self._work(household)
        port = household.start_web(first_port)
        self.serving = True
        self._say(messages.DEMO_READY)
        self.stdout.write(f"http://{HOST}:{port}/")
        self.stdout.flush()
        connection.close()
        starts = 1
        while True:
            time.sleep(WATCH_SECONDS)
            for name in household.ended():
                if name != "worker" or starts == WORKER_STARTS:
                    raise ValidationError(
                        messages.CHILD_ENDED.format(name=name, log=household.log(name)),
                        code="ended",
                    )
                household.forget(name)
                household.start_worker(_processes())
                starts += 1


def _processes() -> int:
    """SQLite has one writer at a time."""
    return 1 if connection.vendor == "sqlite" else 2


@contextmanager
def _one_at_a_time(path: Path) -> Iterator[None]:
    """Two starts in one folder prepare one after the other."""
    with path.open("w", encoding="ascii") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _interrupted(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt
