"""Causes and measures of the demonstration: some reviewed, some waiting, some left open, so that
the report shows both what is written and what is still to come."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Final

from django.db import transaction
from django.utils import timezone

from assessments.models import Assessment, Remedy
from assessments.services.remedies import (
    remedies_ask,
    remedy_approve,
    remedy_return,
    remedy_save,
    remedy_submit,
)
from assessments.services.remedy_checks import RemedyText
from config.demo.catalogue import FOLDER
from indicators.choices import SubmissionState
from units.access import Ability, reach
from units.models import User

FILE: Final = FOLDER / "remedies.csv"
ANSWER_DAYS: Final = 10


def remedies_fill(assessments: Sequence[Assessment], office: User, liaison: User) -> None:
    """Ask for and write what the file tells, in the runs that nobody asked for yet."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    runs = Assessment.objects.select_related("region", "round", "ordered_by")
    for run in runs.filter(pk__in=[row.pk for row in assessments], remedies=None).order_by("pk"):
        told = {
            row["indicator_code"]: row
            for row in rows
            if (row["stage"], int(row["year"])) == (run.stage, run.year)
        }
        if told and not run.is_final:
            with transaction.atomic():
                _fill(run, told, office, liaison)


def _fill(
    run: Assessment, told: Mapping[str, Mapping[str, str]], office: User, liaison: User
) -> None:
    unmet = run.results.filter(plan_indicator__indicator__code__in=told, whose="")
    remedies_ask(
        assessment=run,
        plan_indicators=list(unmet.values_list("plan_indicator", flat=True)),
        answer_by=timezone.localdate() + dt.timedelta(days=ANSWER_DAYS),
        by=office,
    )
    asked = Remedy.objects.filter(assessment=run).select_related(
        "assessment__region", "plan_indicator__indicator", "unit__region"
    )
    own = reach(liaison, Ability.FILL)
    for remedy in asked.order_by("pk"):
        row = told[remedy.plan_indicator.indicator.code]
        is_own = remedy.unit is not None and own.holds_for(remedy.unit)
        _write(remedy, row, liaison if is_own else office, office)


def _write(remedy: Remedy, row: Mapping[str, str], writer: User, office: User) -> None:
    if row["state"] == SubmissionState.DRAFT:
        return
    text = RemedyText(
        row["cause"],
        row["actions"],
        dt.date.fromisoformat(row["complete_by"]),
        row["value_to_reach"],
    )
    kept = remedy_save(remedy=remedy, text=text, seen_version=remedy.version, by=writer)
    sent = remedy_submit(remedy=kept, by=writer)
    if row["state"] == SubmissionState.APPROVED:
        remedy_approve(remedy=sent, by=office)
    elif row["state"] == SubmissionState.RETURNED:
        remedy_return(remedy=sent, reason=row["return_reason"], by=office)
