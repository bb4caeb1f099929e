"""Write the report of an assessment to a file, in the foreground."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone

from assessments.models import Assessment
from reports import messages
from reports.choices import ReportFormat, ReportKind
from reports.selectors.report_bases import base_path
from reports.selectors.report_facts import facts_for
from reports.selectors.report_outlines import outline_in
from reports.services.building import Built, document_build
from reports.services.composing import report_compose
from reports.services.subjects import on_its_paper
from units.management.json_command import JsonCommand
from units.models import MemberUnit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.core.management.base import CommandParser

DOCUMENTS = [form.value for form in ReportFormat if form is not ReportFormat.ARCHIVE]


class Command(JsonCommand):
    help = "把一次评估的报告写成 Word、Excel 或 PDF 文件"
    unknown = {"assessment": None, "format": None, "output": None}

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("assessment", type=int, metavar="ID", help="评估编号")
        parser.add_argument("--format", default="docx", choices=DOCUMENTS)
        parser.add_argument("--output", required=True, metavar="PATH", help="写到哪个文件")
        parser.add_argument(
            "--kind",
            choices=ReportKind.values,
            help="报告种类；不写则按评估种类",
        )
        parser.add_argument("--unit", metavar="CODE", help="反馈单给哪个单位：代码或名称")
        parser.add_argument("--no-cover", action="store_true", help="不要封面")
        parser.add_argument("--no-toc", action="store_true", help="不要目录")

    def answer(self, options: dict[str, Any]) -> dict[str, Any]:
        pk = options["assessment"]
        assessment = Assessment.objects.select_related("region", "round").filter(pk=pk).first()
        if assessment is None:
            raise ValidationError(messages.NO_ASSESSMENT.format(assessment=pk))
        if not assessment.summary:
            raise ValidationError(messages.NOT_COMPUTED.format(assessment=pk))
        output = Path(options["output"])
        kind = ReportKind(options["kind"] or assessment.stage)
        facts = facts_for(
            assessment,
            today=timezone.localdate(),
            unit=_unit(assessment, options["unit"]) if kind is ReportKind.UNIT else None,
            with_places=kind is ReportKind.REGIONS,
        )
        unwanted = {part: False for part in ("cover", "toc") if options[f"no_{part}"]}
        outline = outline_in(assessment.region, kind)
        document = report_compose(facts=facts, kind=kind.value, outline=outline)
        document = on_its_paper(document, kind, unwanted)
        form = ReportFormat(options["format"])
        try:
            base = base_path(assessment.region)
            built = _write(
                output,
                lambda target: document_build(
                    document=document, form=form, target=target, base=base
                ),
            )
        except OSError as error:
            reason = error.strerror or str(error)
            raise ValidationError(messages.BAD_FOLDER.format(path=output, reason=reason)) from error
        return {
            "assessment": pk,
            "format": form.value,
            "output": str(output),
            "title": document.title,
            "bytes": output.stat().st_size,
            "page_numbers": built.has_page_numbers,
        }

    def lines(self, answer: Mapping[str, Any]) -> Iterable[str]:
        size = -(-answer["bytes"] // 1024)
        yield messages.BUILT.format(path=answer["output"], size=size)
        if not answer["page_numbers"]:
            yield messages.NO_PAGE_NUMBERS


def _unit(assessment: Assessment, text: str | None) -> MemberUnit:
    """The unit of the assessment's place; refused when it is not named or not known."""
    rows = MemberUnit.objects.filter(region=assessment.region)
    found = rows.filter(Q(code=text) | Q(name=text)).first() if text else None
    if found is None:
        raise ValidationError(messages.NO_UNIT.format(unit=text or ""))
    return found


def _write(output: Path, build: Any) -> Built:
    """Build beside the target and move it there whole, so that nothing half-written stays."""
    descriptor, name = tempfile.mkstemp(dir=output.parent, suffix=output.suffix)
    os.close(descriptor)
    draft = Path(name)
    try:
        built: Built = build(draft)
        draft.replace(output)
    finally:
        draft.unlink(missing_ok=True)
    return built
