"""Reminding units: the letter in Word, and the messages with what was sent remembered."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from indicators.messages import collecting
from indicators.messages import review_desk as messages
from indicators.models import ReportingRound, Submission
from indicators.selectors.chasing import Reminder
from units.audit import audit_record
from units.choices import AuditAction
from units.models import User
from units.notices import Message, messages_send
from units.selectors import liaisons_by_unit

_BODY, _TITLE = "FangSong", "SimHei"
_WIDTHS = (Cm(3.2), Cm(2.8), Cm(8.0), Cm(2.6))


def reminder_letter(reporting_round: ReportingRound, rows: Sequence[Reminder]) -> bytes:
    """The list as a Word document: title, one table row per unit, signature and date."""
    document = Document()
    _style(document)
    region, year = reporting_round.region, reporting_round.reference_year
    title = document.add_paragraph(messages.CHASE_TITLE.format(region=region, year=year), "Title")
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph(messages.CHASE_OPENING.format(year=year))
    table = document.add_table(rows=1, cols=len(messages.CHASE_HEAD), style="Table Grid")
    table.autofit = False
    _fill(table.rows[0], messages.CHASE_HEAD)
    for row in rows:
        contact = f"{row.unit.contact} {row.unit.phone}".strip()
        _fill(
            table.add_row(),
            (row.unit.name, contact, "\n".join(row.tasks), row.deadline.rstrip("。")),
        )
    for text in (
        messages.CHASE_SIGNED.format(region=region),
        collecting.day(timezone.localdate()),
    ):
        signed = document.add_paragraph(text)
        signed.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


@dataclass(frozen=True, slots=True)
class Chased:
    """Whom a reminder went to. ``untold``: names of units without an account to tell."""

    units: int
    told: int
    untold: tuple[str, ...]


@transaction.atomic
def units_chase(*, reporting_round: ReportingRound, rows: Sequence[Reminder], by: User) -> Chased:
    """Remember that these units were reminded just now, and tell those who have an account."""
    Submission.objects.filter(pk__in=[row.submission_id for row in rows]).update(
        chased_at=timezone.now()
    )
    people = liaisons_by_unit([row.unit for row in rows])
    messages_send(
        messages=[
            Message(
                user,
                messages.NOTICE_CHASED.format(
                    year=reporting_round.reference_year, what="".join(row.tasks).rstrip("。")
                ),
                reverse("indicators:submission", args=[row.submission_id]),
            )
            for row in rows
            for user in people.get(row.unit.pk, ())
        ]
    )
    untold = tuple(row.unit.label for row in rows if not people.get(row.unit.pk))
    audit_record(
        action=AuditAction.CHASE,
        user=by,
        region=reporting_round.region,
        subject=f"{reporting_round.region} {reporting_round.reference_year}",
        detail={"units": [row.unit.name for row in rows], "untold": list(untold)},
    )
    return Chased(len(rows), len(rows) - len(untold), untold)


def _style(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    for name, font, size in (("Normal", _BODY, 12), ("Title", _TITLE, 18)):
        style = document.styles[name]
        style.font.name, style.font.size = font, Pt(size)
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _fill(row: Any, texts: Sequence[str]) -> None:
    for cell, text, width in zip(row.cells, texts, _WIDTHS, strict=True):
        cell.width = width
        cell.text = text
