"""Judge a place (or all places below it) in the foreground; no broker needed."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from assessments import messages
from assessments.choices import BelowChoices, PlanScope
from assessments.models import Assessment
from assessments.options import Options, settings_of
from assessments.selectors.batches import places_below
from assessments.selectors.documents import assessment_document, assessment_documents
from assessments.services.bulk import CHUNK, BookCase, assessments_run
from assessments.services.requests import (
    AssessmentRequest,
    assessments_ask,
    question_doubts,
    questions_check,
)
from indicators.core.vocabulary import Stage
from indicators.models import Round
from units.choices import JobState
from units.models import Region
from units.services.regions import region_from_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.core.management.base import CommandParser

    from assessments.options import Setting


class Command(BaseCommand):
    table: ClassVar[type[Options]] = Options
    help = "对一个地区（或其下各地区）作一次评估，在前台计算"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--region", required=True, help="行政区划代码")
        parser.add_argument("--round", required=True, help="轮次，如 2011-2020")
        parser.add_argument("--stage", required=True, choices=[s.value for s in Stage])
        parser.add_argument("--year", required=True, type=int, help="评估年份")
        parser.add_argument("--kind", default="both", choices=PlanScope.values)
        for row in settings_of(self.table).values():
            add_setting(parser, row)
        parser.add_argument("--descendants", action="store_true", help="其下各地区各评一次")
        parser.add_argument("--json", action="store_true", help="输出 JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        documents = self._many(options) if options["descendants"] else self._one(options)
        refusal = ""
        if not options["json"]:
            try:
                for document in documents:
                    self.stdout.write(messages.assessment_line(document))
            except ValidationError as caught:
                refusal = " ".join(caught.messages)
        elif options["descendants"]:
            refusal = self._write_list(documents)
        else:
            refusal = self._write_one(documents)
        if refusal:
            raise CommandError(refusal)

    def _write_one(self, documents: Iterator[dict[str, Any]]) -> str:
        try:
            answer = next(documents)
        except ValidationError as caught:
            refusal = " ".join(caught.messages)
            self.stdout.write(json.dumps({"error": refusal}, ensure_ascii=False))
            return refusal
        self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=1))
        return ""

    def _write_list(self, documents: Iterator[dict[str, Any]]) -> str:
        """One document for all places, written as they are judged: a nation is large."""
        self.stdout.write('{"assessments": [', ending="")
        separator, refusal = "\n", ""
        try:
            for document in documents:
                self.stdout.write(
                    separator + json.dumps(document, ensure_ascii=False, indent=1), ending=""
                )
                separator = ",\n"
        except ValidationError as caught:
            refusal = " ".join(caught.messages)
        error = f', "error": {json.dumps(refusal, ensure_ascii=False)}' if refusal else ""
        self.stdout.write(f"]{error}}}")
        return refusal

    def _question(self, options: dict[str, Any], region: Region) -> AssessmentRequest:
        round_ = Round.objects.filter(name=options["round"]).first()
        if round_ is None:
            raise ValidationError(messages.ROUND_UNKNOWN.format(round=options["round"]))
        stage = Stage(options["stage"])
        tolerance = options["basic_tolerance"]
        if tolerance is not None and not _is_tolerance(tolerance):
            raise ValidationError(messages.TOLERANCE_UNREADABLE.format(text=tolerance))
        settings = self.table.from_answers(options, stage)
        return AssessmentRequest(region, round_, stage, options["year"], options["kind"], settings)

    def _one(self, options: dict[str, Any]) -> Iterator[dict[str, Any]]:
        request = self._question(options, region_from_text(options["region"]))
        self._note([request])
        [pk] = assessments_ask(requests=[request], in_foreground=True, is_confirmed=True)
        ours = assessments_run([pk])
        row = Assessment.objects.select_related("region", "round").get(pk=pk)
        if not ours:
            raise ValidationError(messages.IN_HAND.format(assessment=row))
        if row.job_state != JobState.DONE:
            raise ValidationError(row.job_error)
        yield assessment_document(row)

    def _note(self, requests: list[AssessmentRequest]) -> None:
        """A year that can hardly be meant is told, and judged all the same."""
        questions_check(requests)
        for doubt in question_doubts(requests):
            self.stderr.write(messages.STAGE_YEAR_NOTE.format(doubt=doubt))

    def _many(self, options: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """Chunk by chunk; a place that cannot be judged is told when all others are done."""
        region = region_from_text(options["region"])
        request = self._question(options, region)
        below = places_below(region, BelowChoices.ALL)
        requests = [replace(request, region=place) for place in below]
        self._note(requests)
        pks = assessments_ask(requests=requests, in_foreground=True, is_confirmed=True)
        books, refusals = BookCase(), []
        for start in range(0, len(pks), CHUNK):
            chunk = pks[start : start + CHUNK]
            ours = set(assessments_run(chunk, books))
            rows = {
                row.pk: row
                for row in Assessment.objects.filter(pk__in=chunk).select_related("region")
            }
            done = []
            for row in (rows[pk] for pk in chunk):
                if row.pk not in ours:
                    refusals.append(messages.IN_HAND.format(assessment=row))
                elif row.job_state != JobState.DONE:
                    refusals.append(f"{row}：{row.job_error}")
                else:
                    done.append(row)
            yield from assessment_documents(done)
        if refusals:
            raise ValidationError(refusals[:10])


def add_setting(parser: CommandParser, row: Setting) -> None:
    """The argument that asks for one setting."""
    name = f"--{row.name.replace('_', '-')}"
    common: dict[str, Any] = {"help": row.label}
    if row.kind is bool:
        parser.add_argument(name, action="store_true", **common)
        return
    if issubclass(row.kind, StrEnum):
        common["choices"] = [str(value) for value in row.words]
    elif row.kind is int:
        common |= {"type": int, "choices": range(row.most + 1)}
    default = None if row.by_stage else row.plain(row.default)
    parser.add_argument(name, default=default, **common)


def _is_tolerance(text: str) -> bool:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return False
    return value.is_finite() and value >= 0
