"""A file of many places whose worker is killed while it writes: nothing then, all of it once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from indicators.models import Ledger, Submission, SubmissionValue, SubmissionValueRevision
from indicators.services.ledger_confirming import ledger_confirm_ask
from indicators.services.ledger_uploads import ledger_upload_bulk
from tests.factories import (
    IndicatorFactory,
    MemberUnitFactory,
    PlanIndicatorFactory,
    RegionFactory,
    ResponsibilityFactory,
    user_with,
)
from tests.indicators.ledger.books import xlsx
from tests.worker.conftest import killed_halfway, wait_until
from units.choices import Role
from units.models import Notice

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper

    from config.demo.processes import Household

PLACES = 12
HEAD = ["行政区划代码", "年份", "指标代码", "数值"]


def ended(pk: int, state: str) -> bool:
    return Ledger.objects.filter(pk=pk, state=state, job_state="done").exists()


@pytest.mark.worker
def test_killed_while_it_writes(
    household: Household, tmp_path: Path, settings: SettingsWrapper
) -> None:
    settings.PRIVATE_FILES_DIR = tmp_path / "files"  # where the workers' DATA_DIR puts them
    city = RegionFactory(code="350200", name="甲市")
    indicator = IndicatorFactory(code="K001")
    rows = []
    for number in range(PLACES):
        place = RegionFactory(code=f"3502{number + 1:02}", name=f"{number}区", parent=city)
        asked = PlanIndicatorFactory(plan__region=place, indicator=indicator)
        ResponsibilityFactory(
            plan_indicator=asked, unit=MemberUnitFactory(region=place), kind="lead"
        )
        rows.append([place.code, 2020, "K001", 50 + number])
    content = xlsx(tmp_path / "汇总.xlsx", [HEAD, *rows]).read_bytes()
    office = user_with(Role.OFFICE, city)
    ledger = ledger_upload_bulk(
        region=city, chunks=[content], name="汇总.xlsx", size=len(content), by=office
    )
    reader = household.start_worker(1)
    assert wait_until(lambda: ended(ledger.pk, "preview")), household.log("worker").read_text()
    reader.terminate()
    reader.wait()
    household.forget("worker")

    ledger.refresh_from_db()
    ledger_confirm_ask(ledger=ledger, reason="", answers={}, by=office)
    # The values are written and their history is not.
    killed_halfway(household, "indicators.services.values", "rows_add", 1)
    ledger.refresh_from_db()
    assert (ledger.state, ledger.job_state) == ("storing", "running")
    for model in (SubmissionValue, SubmissionValueRevision, Submission):
        assert not model.objects.exists()

    household.start_worker(1)
    assert wait_until(lambda: ended(ledger.pk, "stored")), household.log("worker").read_text()
    ledger.refresh_from_db()
    assert ledger.attempt == 2
    stored = SubmissionValue.objects.order_by("value").values_list("value", flat=True)
    assert list(stored) == list(range(50, 50 + PLACES))
    assert SubmissionValueRevision.objects.count() == PLACES
    assert list(Notice.objects.order_by("pk").values_list("user", "text")) == [
        (office.pk, "台账“汇总.xlsx”已读完，请核对后确认导入。"),
        (office.pk, f"已导入“汇总.xlsx”，写入 {PLACES} 项。"),
    ]
