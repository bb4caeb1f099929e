"""Compute a finalised run again from what was frozen, and say whether it comes out equal."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from assessments import messages
from assessments.management.commands.finalise_assessment import assessment_named
from assessments.services.finalising import assessment_recheck
from units.management.json_command import JsonCommand

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.core.management.base import CommandParser


class Command(JsonCommand):
    help = "用定稿时的输入把一次评估重算一遍，核对结果和核对码"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("assessment", type=int, help="评估编号")
        super().add_arguments(parser)

    def answer(self, options: dict[str, Any]) -> dict[str, Any]:
        row = assessment_named(options["assessment"])
        check = assessment_recheck(row)
        differences = [asdict(each) for each in check.by_rules]
        if not check.is_intact:
            differences.insert(0, {"field": "content_hash", "frozen": row.content_hash})
        return {
            "assessment": row.pk,
            "equal": check.is_consistent,
            "differences": differences,
        }

    def lines(self, answer: Mapping[str, Any]) -> Iterable[str]:
        if answer["equal"]:
            yield messages.RECHECK_EQUAL.format(**answer)
            return
        count = len(answer["differences"])
        yield messages.RECHECK_DIFFERS.format(assessment=answer["assessment"], count=count)
        for each in answer["differences"]:
            parts = (each.get(name) for name in ("name", "field", "frozen", "now"))
            yield " ".join(str(part) for part in parts if part is not None)
