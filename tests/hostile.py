"""Hostile files, and every place that takes a file of a person: listed once, for every test."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from openpyxl import Workbook
from openpyxl.styles import PatternFill

from indicators.models import PlanIndicator, Submission, WorkPaper
from reports.builders.word_base import BASE
from units.choices import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from units.models import User

HEAD: Final = ("行政区划代码", "单位代码", "单位名称")
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENTITIES: Final = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY l0 "lol">'
    + b"".join(b'<!ENTITY l%d "%s">' % (i, b"&l%d;" % (i - 1) * 10) for i in range(1, 10))
    + b"]><worksheet>&l9;</worksheet>"
)


def saved(book: Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def table(*rows: tuple[object, ...]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    return saved(book)


def ordinary_table() -> bytes:
    return table(HEAD, ("350206", "a", "甲局"))


def coloured(row: int) -> bytes:
    """A few kilobytes with one coloured, empty cell far down."""
    book = Workbook()
    book.active.append(HEAD)
    book.active.append(("350206", "a", "甲局"))
    book.active.cell(row, 1).fill = PatternFill("solid", fgColor="FFFF00")
    return saved(book)


def with_part(name: str, content: bytes) -> bytes:
    """A good workbook with one more part."""
    out = BytesIO(table(HEAD, ("350206", "a", "甲局")))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name, content)
    return out.getvalue()


def bomb() -> bytes:
    return with_part("xl/zeros.bin", bytes(120 << 20))


def entity_bomb() -> bytes:
    source, out = zipfile.ZipFile(BytesIO(table(HEAD))), BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name in source.namelist():
            is_sheet = name == "xl/worksheets/sheet1.xml"
            package.writestr(name, _ENTITIES if is_sheet else source.read(name))
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class HostileFile:
    """``name``: as the browser sends it. ``is_workbook``: a package that opens as a workbook, so
    that a place which keeps files without reading them may keep it."""

    name: str
    make: Callable[[], bytes]
    is_workbook: bool = False

    @property
    def content(self) -> bytes:
        return self.make()


FILES: Final[dict[str, HostileFile]] = {
    "wrong type": HostileFile("依据.pdf", lambda: b"MZ\x90\x00" + bytes(600)),
    "web page": HostileFile("表.xlsx", lambda: b"<html><script>alert(1)</script></html>"),
    "broken": HostileFile("表.xlsx", lambda: b"PK\x03\x04" + bytes(99)),
    "empty": HostileFile("表.xlsx", lambda: b""),
    "too big": HostileFile("表.xlsx", lambda: b"PK\x03\x04" + bytes(21 << 20)),
    "zip bomb": HostileFile("表.xlsx", bomb, is_workbook=True),
    "entity bomb": HostileFile("表.xlsx", entity_bomb, is_workbook=True),
    "macro": HostileFile("表.xlsm", lambda: with_part("xl/vbaProject.bin", b"x" * 100)),
    "encrypted": HostileFile(
        "表.xlsx",
        lambda: _OLE + bytes(600) + "EncryptedPackage\0".encode("utf-16-le") + bytes(600),
    ),
    "climbing name": HostileFile("../../etc/cron.d/表.xlsx", lambda: b"PK\x03\x04" + bytes(99)),
}


@dataclass(frozen=True, slots=True)
class FilePlace:
    """One address that takes a file. ``who``: a role that may send one; ``kwargs`` and ``data``:
    from the world of ``tests.test_access``; ``task``: what the worker does with it, '' where
    nothing is queued; ``reads``: the file is opened, not only kept; ``ordinary``: a good one."""

    name: str
    who: Role
    field: str = "file"
    kwargs: Callable[[Any], dict[str, Any]] = lambda world: {}
    data: Callable[[Any], dict[str, Any]] = lambda world: {}
    task: str = ""
    reads: bool = True
    source: str = ""
    ordinary: Callable[[], bytes] = ordinary_table

    def address(self, world: Any) -> str:
        return reverse(self.name, kwargs=self.kwargs(world))

    def user(self, world: Any) -> User:
        user: User = world.users[self.who]
        return user


def open_all() -> None:
    """Bring the world into a state in which each of the places takes a file."""
    Submission.objects.update(state="draft")
    WorkPaper.objects.update(state="draft")
    PlanIndicator.objects.update(rule="qualitative")  # decided by a person, with a file


def _tables() -> list[FilePlace]:
    kinds = (
        "units_region",
        "units_memberunit",
        "indicators_indicator",
        "indicators_planindicator",
        "indicators_responsibility",
    )
    return [
        FilePlace(
            f"admin:{kind}_import",
            Role.OFFICE,
            "import_file",
            task="units.tasks.table_check",
            source="units/table_admin.py",
        )
        for kind in kinds
    ]


PLACES: Final[list[FilePlace]] = [
    *_tables(),
    FilePlace(
        "indicators:ledger_list",
        Role.LIAISON,
        kwargs=lambda world: {"pk": world.submission.pk},
        task="indicators.tasks.ledger_check",
        source="indicators/views/ledgers.py",
    ),
    FilePlace(
        "indicators:ledger_bulk",
        Role.OFFICE,
        data=lambda world: {"region": world.region.pk},
        task="indicators.tasks.ledger_check",
        source="indicators/views/ledger_bulk.py",
    ),
    FilePlace(
        "indicators:evidence_list",
        Role.LIAISON,
        kwargs=lambda world: {"pk": world.submission.pk},
        reads=False,
        source="indicators/views/evidence.py",
    ),
    FilePlace(
        "indicators:paper",
        Role.LIAISON,
        kwargs=lambda world: {"pk": world.paper.pk},
        data=lambda world: {"text": "总结", "version": world.paper.version},
        reads=False,
        source="indicators/views/papers.py",
    ),
    FilePlace(
        "assessments:decision",
        Role.EVALUATOR,
        "evidence",
        kwargs=lambda world: {
            "region": world.decision.region.code,
            "year": world.decision.reference_year,
            "pk": world.decision.plan_indicator_id,
        },
        data=lambda world: {"verdict": "met", "reason": "符合"},
        reads=False,
        source="assessments/views/deciding.py",
    ),
    FilePlace(
        "reports:report_base",
        Role.OFFICE,
        kwargs=lambda world: {"region": world.region.code},
        source="reports/views/report_bases.py",
        ordinary=BASE.read_bytes,
    ),
]
