"""Judge a place (or all places below it) in the foreground; no broker needed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from assessments import messages
from assessments.core.options import Options, TargetsOf, default_basis
from assessments.models import Assessment
from assessments.selectors.documents import assessment_document
from assessments.services.asking import KINDS, Question, assessment_ask
from assessments.services.computing import assessment_compute
from indicators.core.vocabulary import (
    Basis,
    DenominatorRule,
    MissingRule,
    Rounding,
    Stage,
)
from indicators.models import Round
from units.choices import JobState
from units.jobs import lease_kept, lease_take
from units.models import Region
from units.services.regions import region_from_text

if TYPE_CHECKING:
    from django.core.management.base import CommandParser


class Command(BaseCommand):
    help = "对一个地区（或其下各地区）作一次评估，在前台计算"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--region", required=True, help="行政区划代码")
        parser.add_argument("--round", required=True, help="轮次，如 2011-2020")
        parser.add_argument("--stage", required=True, choices=[s.value for s in Stage])
        parser.add_argument("--year", required=True, type=int, help="评估年份")
        parser.add_argument("--kind", default="both", choices=KINDS)
        parser.add_argument("--basis", choices=[b.value for b in Basis])
        parser.add_argument("--targets-of", default="own", choices=[t.value for t in TargetsOf])
        parser.add_argument("--missing", default="exclude", choices=[m.value for m in MissingRule])
        parser.add_argument(
            "--denominator", default="all", choices=[d.value for d in DenominatorRule]
        )
        parser.add_argument("--rounding", default="half_up", choices=[r.value for r in Rounding])
        parser.add_argument("--decimals", default=2, type=int, choices=range(7))
        parser.add_argument("--descendants", action="store_true", help="其下各地区各评一次")
        parser.add_argument("--json", action="store_true", help="输出 JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            documents = [self._run(question) for question in self._questions(options)]
        except ValidationError as refusal:
            sentence = " ".join(refusal.messages)
            if options["json"]:
                self.stdout.write(json.dumps({"error": sentence}, ensure_ascii=False))
            raise CommandError(sentence) from refusal
        if options["json"]:
            answer: Any = {"assessments": documents} if options["descendants"] else documents[0]
            self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=1))
            return
        for document in documents:
            self.stdout.write(messages.assessment_line(document))

    def _questions(self, options: dict[str, Any]) -> list[Question]:
        region = region_from_text(options["region"])
        round_ = Round.objects.filter(name=options["round"]).first()
        if round_ is None:
            raise ValidationError(messages.ROUND_UNKNOWN.format(round=options["round"]))
        stage = Stage(options["stage"])
        chosen = Options(
            basis=Basis(options["basis"]) if options["basis"] else default_basis(stage),
            targets_of=TargetsOf(options["targets_of"]),
            denominator=DenominatorRule(options["denominator"]),
            missing=MissingRule(options["missing"]),
            rounding=Rounding(options["rounding"]),
            decimals=options["decimals"],
        )
        regions = [region]
        if options["descendants"]:
            regions = list(Region.objects.within(region).exclude(pk=region.pk).order_by("code"))
        return [
            Question(place, round_, stage, options["year"], options["kind"], chosen)
            for place in regions
        ]

    def _run(self, question: Question) -> dict[str, Any]:
        row = assessment_ask(question=question)
        lease = lease_take(Assessment, row.pk)
        if lease is None:
            raise ValidationError(messages.IN_HAND.format(assessment=row))
        with lease_kept(lease):
            assessment_compute(assessment=row, lease=lease)
        row.refresh_from_db()
        if row.job_state != JobState.DONE:
            raise ValidationError(row.job_error)
        return assessment_document(row)
