"""Freeze a computed draft; refused, with what moved, when it is not fresh."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError

from assessments import messages
from assessments.models import Assessment
from assessments.services.finalising import assessment_finalise
from units.management.json_command import JsonCommand

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.core.management.base import CommandParser


def assessment_named(pk: int) -> Assessment:
    """Raises ValidationError where there is none."""
    rows = Assessment.objects.select_related("region", "round", "ordered_by")
    row = rows.filter(pk=pk).first()
    if row is None:
        raise ValidationError(messages.NO_ASSESSMENT.format(assessment=pk), code="unknown")
    return row


class Command(JsonCommand):
    help = "把一次评估定稿；数据或规划有变化时不定稿，并说明哪些变了"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("assessment", type=int, help="评估编号")
        super().add_arguments(parser)

    def answer(self, options: dict[str, Any]) -> dict[str, Any]:
        row = assessment_named(options["assessment"])
        error = ""
        try:
            row = assessment_finalise(assessment=row, user=None)
        except ValidationError as refusal:
            error = "\n".join(refusal.messages)
        found = {
            "assessment": row.pk,
            "state": row.state,
            "content_hash": row.content_hash or None,
        }
        return {**found, "error": error} if error else found

    def lines(self, answer: Mapping[str, Any]) -> Iterable[str]:
        yield messages.FINALISED_LINE.format(**answer)
