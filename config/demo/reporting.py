"""The demonstration district's ledgers: written as files, taken in like anybody's upload."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from config import messages
from config.demo import catalogue, workbooks
from config.demo.catalogue import FIRST_ROUND, REGION_CODE, ROUNDS
from config.demo.values import YEARS, demo_values
from config.demo.workbooks import DemoLedger
from indicators.choices import SubmissionState
from indicators.ledger.faults import FileRefusedError
from indicators.ledger.import_choice import ImportChoice
from indicators.ledger.sandbox import read_workbooks
from indicators.ledger.workbook import LedgerSheet
from indicators.models import Submission
from indicators.selectors.ledger_context import place_basis
from indicators.services.ledgers import ledger_import
from indicators.services.submissions import submissions_approve, submissions_submit
from units.models import Region, User

CHOICE: Final = ImportChoice(accept_warnings=True)


def ledgers_fill(folder: Path, office: User) -> Iterator[tuple[int, int]]:
    """Write, take in and approve the ledgers that are not approved yet, year by year.

    Yields each year and how many ledgers it had.
    """
    approved = set(
        Submission.objects.filter(
            unit__region__code=REGION_CODE, state=SubmissionState.APPROVED
        ).values_list("reporting_round__reference_year", "unit__name")
    )
    if not _missing(approved):
        return
    waiting = [each for each in _ledgers() if (each.reference_year, each.unit) not in approved]
    files = ledgers_read(waiting, folder)
    for year in YEARS:
        ledgers = [ledger for ledger in waiting if ledger.reference_year == year]
        if not ledgers:
            continue
        ledgers_take(year, [next(files) for _ in ledgers], office)
        submissions = list(_open_submissions(year, [ledger.unit for ledger in ledgers]))
        with transaction.atomic():
            submissions_submit(submissions=submissions, by=office, as_office=True)
            submissions_approve(submissions=submissions, by=office, is_reviewed=False)
        yield year, len(ledgers)


@dataclass(frozen=True, slots=True)
class LedgerFile:
    """A ledger written as a file, and what the reader found in it."""

    ledger: DemoLedger
    path: Path
    sheets: list[LedgerSheet]


def ledgers_read(ledgers: Sequence[DemoLedger], folder: Path) -> Iterator[LedgerFile]:
    """Write the files and read them again, all through one child process."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    paths = [folder / ledger.file_name for ledger in ledgers]
    for path, ledger in zip(paths, ledgers, strict=True):
        path.write_bytes(workbooks.workbook(ledger, _names()))
    for path, ledger, sheets in zip(paths, ledgers, read_workbooks(paths), strict=True):
        if isinstance(sheets, FileRefusedError):
            raise sheets
        yield LedgerFile(ledger, path, sheets)


def ledgers_take(year: int, files: Iterable[LedgerFile], office: User) -> None:
    """Take the files of one year in like uploads."""
    region = Region.objects.get(code=REGION_CODE)
    basis = place_basis(region=region, reference_year=year)
    for file in files:
        answer = ledger_import(
            path=file.path,
            region=REGION_CODE,
            unit=file.ledger.unit,
            reference_year=year,
            choice=CHOICE,
            by=office,
            sheets=file.sheets,
            basis=basis,
        )
        if answer.get("error"):
            raise ValidationError(
                messages.LEDGER_REFUSED.format(name=file.path.name, error=answer["error"]),
                code="ledger",
            )


def _open_submissions(year: int, units: Sequence[str]) -> QuerySet[Submission]:
    return Submission.objects.filter(
        reporting_round__region__code=REGION_CODE,
        reporting_round__reference_year=year,
        unit__name__in=units,
        state__in=[SubmissionState.DRAFT, SubmissionState.RETURNED],
    )


@cache
def _names() -> dict[str, str]:
    """The names under which the district knows its indicators; the first round's win."""
    rows = [row for round_ in reversed(ROUNDS) for row in reversed(catalogue.plan_rows(round_))]
    return {row["indicator_code"]: row["name"] for row in rows}


def _missing(approved: set[tuple[int, str]]) -> bool:
    units = set(catalogue.lead_units(catalogue.plan_rows(FIRST_ROUND)).values())
    return any((year, unit) not in approved for year in YEARS for unit in units)


@cache
def _ledgers() -> tuple[DemoLedger, ...]:
    leads = catalogue.lead_units(catalogue.plan_rows(FIRST_ROUND))
    return workbooks.ledgers(demo_values(REGION_CODE, FIRST_ROUND), leads)
