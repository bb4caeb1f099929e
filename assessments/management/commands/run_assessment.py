"""Judge a place (or all places below it) in the foreground; no broker needed."""

from __future__ import annotations

import json
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from assessments import messages
from assessments.choices import PlanScope
from assessments.core.options import Options, default_basis, options_from_json
from assessments.models import Assessment
from assessments.selectors.documents import assessment_document, assessment_documents
from assessments.services.asking import Question, assessment_ask, assessments_ask
from assessments.services.bulk import CHUNK, BookCase, assessments_run
from assessments.services.computing import assessment_compute
from indicators.core.vocabulary import Stage
from indicators.models import Round
from units.choices import JobState
from units.jobs import lease_kept, lease_take
from units.models import Region
from units.services.regions import region_from_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.core.management.base import CommandParser

SETTINGS = {
    "basis": "对照：中期目标、终期目标、时序进度或年度目标",
    "targets_of": "本级目标、上级目标或两者",
    "denominator": "哪些指标算达标率",
    "missing": "无数据的指标怎样算",
    "rounding": "达标率的进位",
    "precision": "按未舍入的数还是按印出的数判断",
    "basic_tolerance_kind": "“基本达标”允许差的单位：目标值的百分之几，或指标的计量单位",
    "trend": "“逐步提高、降低”与什么比：基期、上一年或近三年走势",
    "composite_missing": "综合实现程度里缺数的指标",
}


class Command(BaseCommand):
    help = "对一个地区（或其下各地区）作一次评估，在前台计算"

    def add_arguments(self, parser: CommandParser) -> None:
        default = Options()
        parser.add_argument("--region", required=True, help="行政区划代码")
        parser.add_argument("--round", required=True, help="轮次，如 2011-2020")
        parser.add_argument("--stage", required=True, choices=[s.value for s in Stage])
        parser.add_argument("--year", required=True, type=int, help="评估年份")
        parser.add_argument("--kind", default="both", choices=PlanScope.values)
        for name, text in SETTINGS.items():
            value = getattr(default, name)
            parser.add_argument(
                f"--{name.replace('_', '-')}",
                choices=[choice.value for choice in type(value)],
                default=None if name == "basis" else value.value,
                help=text,
            )
        parser.add_argument("--decimals", default=2, type=int, choices=range(7))
        parser.add_argument("--basic-tolerance", help="“基本达标”允许差；不写就不设这一档")
        parser.add_argument("--basic-counts", action="store_true", help="“基本达标”算达标")
        for verdict, word in (("met", "达标"), ("unmet", "未达标"), ("basic", "基本达标")):
            parser.add_argument(f"--label-{verdict}", default="", help=f"“{word}”的叫法")
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

    def _question(self, options: dict[str, Any], region: Region) -> Question:
        round_ = Round.objects.filter(name=options["round"]).first()
        if round_ is None:
            raise ValidationError(messages.ROUND_UNKNOWN.format(round=options["round"]))
        stage = Stage(options["stage"])
        plain = {
            name: options[name]
            for name in (*SETTINGS, "decimals", "basic_tolerance", "basic_counts")
        }
        plain |= {f"label_{name}": options[f"label_{name}"] for name in ("met", "unmet", "basic")}
        plain["basis"] = options["basis"] or default_basis(stage).value
        tolerance = options["basic_tolerance"]
        if tolerance is not None and not _is_tolerance(tolerance):
            raise ValidationError(messages.TOLERANCE_UNREADABLE.format(text=tolerance))
        return Question(
            region, round_, stage, options["year"], options["kind"], options_from_json(plain)
        )

    def _one(self, options: dict[str, Any]) -> Iterator[dict[str, Any]]:
        question = self._question(options, region_from_text(options["region"]))
        row = assessment_ask(question=question)
        lease = lease_take(Assessment, row.pk)
        if lease is None:
            raise ValidationError(messages.IN_HAND.format(assessment=row))
        with lease_kept(lease):
            assessment_compute(assessment=row, lease=lease)
        row.refresh_from_db()
        if row.job_state != JobState.DONE:
            raise ValidationError(row.job_error)
        yield assessment_document(row)

    def _many(self, options: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """Chunk by chunk; a place that cannot be judged is told when all others are done."""
        region = region_from_text(options["region"])
        asked = self._question(options, region)
        below = Region.objects.within(region).exclude(pk=region.pk).order_by("code")
        pks = assessments_ask(
            questions=[
                Question(place, asked.round, asked.stage, asked.year, asked.kind, asked.options)
                for place in below
            ]
        )
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


def _is_tolerance(text: str) -> bool:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return False
    return value.is_finite() and value >= 0
