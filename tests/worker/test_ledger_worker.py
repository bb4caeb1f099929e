"""Fifty units send their ledgers at once to real workers: nothing lost, nothing twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from django.db import connection

from indicators.models import (
    Ledger,
    Responsibility,
    Submission,
    SubmissionValue,
    SubmissionValueRevision,
)
from indicators.services.ledger_confirming import ledger_confirm
from indicators.services.ledger_uploads import ledger_upload
from tests.factories import ReportingRoundFactory, user_with
from tests.indicators.ledger.books import xlsx
from tests.scenes import many_submissions
from tests.worker.conftest import wait_until
from units.choices import Role

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper

    from config.demo.processes import Household

UNITS = 50
AT_ONCE = 8
LONG = 400
HEAD = ["指标代码", "指标名称", "年份", "数值"]


def together(act: Callable[[int], int], keys: Iterable[int]) -> list[int]:
    def closed(key: int) -> int:
        try:
            return act(key)
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(closed, keys))


@pytest.mark.worker
def test_fifty_units_upload_at_once(
    household: Household, tmp_path: Path, settings: SettingsWrapper
) -> None:
    settings.PRIVATE_FILES_DIR = tmp_path / "files"  # where the workers' DATA_DIR puts them
    reporting_round = ReportingRoundFactory()
    many_submissions(reporting_round, UNITS)
    office = user_with(Role.OFFICE, reporting_round.region)
    files = {}
    for number, row in enumerate(
        Responsibility.objects.select_related("plan_indicator__indicator")
    ):
        indicator = row.plan_indicator.indicator
        submission = Submission.objects.get(unit=row.unit_id)
        path = tmp_path / f"{submission.pk}.xlsx"
        xlsx(path, [HEAD, [indicator.code, indicator.name, 2020, 50 + number]])
        files[submission.pk] = path

    def upload(pk: int) -> int:
        submission = Submission.objects.select_related("unit__region", "reporting_round").get(pk=pk)
        content = files[pk].read_bytes()
        ledger = ledger_upload(
            submission=submission,
            chunks=[content],
            name=files[pk].name,
            size=len(content),
            by=office,
        )
        return ledger.pk

    household.start_worker(1)
    household.start_worker(1)
    ledgers = together(upload, files)
    read = Ledger.objects.filter(state="preview", job_state="done")
    assert wait_until(lambda: read.count() == UNITS, LONG), household.log("worker").read_text()
    assert set(Ledger.objects.values_list("attempt", flat=True)) == {1}

    def confirm(pk: int) -> int:
        rows = Ledger.objects.select_related("file", "region", "unit__region")
        return ledger_confirm(ledger=rows.get(pk=pk), reason="属实", answers={}, by=office)

    assert together(confirm, ledgers) == [1] * UNITS
    stored = SubmissionValue.objects.order_by("value").values_list("value", flat=True)
    assert list(stored) == list(range(50, 50 + UNITS))
    assert SubmissionValueRevision.objects.count() == UNITS
