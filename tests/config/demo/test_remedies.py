"""The demonstration's causes and measures: some written, some open, all of them storable."""

from __future__ import annotations

import csv
import datetime as dt
from decimal import Decimal

from assessments.models.remedy import LONGEST
from config.demo.catalogue import FIRST_ROUND, SECOND_ROUND, plan_rows
from config.demo.remedies import FILE
from indicators.choices import SubmissionState


def test_every_row_tells_of_an_indicator_and_is_whole_where_it_was_handed_in() -> None:
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        name = SECOND_ROUND if int(row["year"]) > 2020 else FIRST_ROUND
        assert row["indicator_code"] in {one["indicator_code"] for one in plan_rows(name)}
        state = SubmissionState(row["state"])
        texts = (row["cause"], row["actions"])
        assert all(texts) is (state is not SubmissionState.DRAFT)
        assert max(map(len, texts)) <= LONGEST
        assert bool(row["return_reason"]) is (state is SubmissionState.RETURNED)
        if all(texts):
            assert dt.date.fromisoformat(row["complete_by"]).year > int(row["year"])
            assert Decimal(row["value_to_reach"]) > 0
    final = [row["state"] for row in rows if row["stage"] == "final"]
    assert sorted(final) == ["approved", "approved", "draft", "submitted"]
