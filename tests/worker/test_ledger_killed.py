"""A process killed in the middle of an import leaves all rows or none."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from django.conf import settings

from indicators.ledger.import_choice import ImportChoice
from indicators.models import Ledger, Submission, SubmissionValue, SubmissionValueRevision
from indicators.services.ledgers import ledger_import
from tests.factories import (
    IndicatorFactory,
    MemberUnitFactory,
    PlanIndicatorFactory,
    ResponsibilityFactory,
)
from tests.indicators.ledger.books import xlsx
from tests.worker.conftest import database_url, kill_hard

if TYPE_CHECKING:
    from pathlib import Path

COUNT = 20
# The values are written and their history is not: here it stands still.
HALFWAY = """
import sys, time, django
django.setup()
from django.core.management import call_command
from indicators.services import values
def stand(*_):
    print("halfway", flush=True)
    time.sleep(120)
values.rows_add = stand
file, region = sys.argv[1:]
call_command("import_ledger", file, region=region, unit="D01", year=2020)
"""


@pytest.mark.worker
def test_killed_in_the_middle_of_an_import(
    transactional_db: None, tmp_path: Path, project_root: Path
) -> None:
    unit = MemberUnitFactory(code="D01")
    rows = []
    for number in range(COUNT):
        asked = PlanIndicatorFactory(
            plan__region=unit.region, indicator=IndicatorFactory(code=f"K{number:03}")
        )
        ResponsibilityFactory(plan_indicator=asked, unit=unit)
        rows.append([f"K{number:03}", 2020, 50 + number])
    file = xlsx(tmp_path / "台账.xlsx", [["指标代码", "年份", "数值"], *rows])
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "DATABASE_URL": database_url(),
        "PRIVATE_FILES_DIR": str(settings.PRIVATE_FILES_DIR),
    }
    command = [sys.executable, "-c", HALFWAY, str(file), unit.region.code]
    process = subprocess.Popen(
        command,
        cwd=project_root,
        env=environment,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    assert process.stdout is not None
    try:
        assert process.stdout.readline().decode() == "halfway\n"
    finally:
        kill_hard(process)
        process.stdout.close()
    for model in (SubmissionValue, SubmissionValueRevision, Submission, Ledger):
        assert not model.objects.exists()

    def again() -> int:
        document = ledger_import(
            path=file,
            region=unit.region.code,
            unit="D01",
            reference_year=2020,
            choice=ImportChoice(),
        )
        return int(document["stored"])

    assert (again(), again()) == (COUNT, 0)
    assert SubmissionValue.objects.count() == SubmissionValueRevision.objects.count() == COUNT
