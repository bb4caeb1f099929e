"""Throwing a draft away. A finalised assessment is never deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError

from assessments import messages
from assessments.choices import AssessmentState
from assessments.messages import remedies
from assessments.models import Assessment, Remedy
from units.audit import audit_record
from units.choices import AuditAction, JobState

if TYPE_CHECKING:
    from units.models import User

_NAMED = 3


def draft_discard(*, assessment: Assessment, user: User | None) -> None:
    """Delete a draft with its results and what was decided otherwise in it; the log keeps what
    it asked and what came out.

    Raises ValidationError for a finalised one, one that a worker has in hand, one that units
    wrote causes for, and one that a report is made from.
    """
    with transaction.atomic():
        row = Assessment.objects.select_for_update().filter(pk=assessment.pk).first()
        if row is None:
            raise ValidationError(messages.FASTER, code="faster")
        if row.state != AssessmentState.DRAFT:
            raise ValidationError(messages.DISCARD_FINAL.format(assessment=row), code="final")
        if row.job_state == JobState.RUNNING:
            raise ValidationError(messages.DISCARD_RUNNING.format(assessment=row), code="running")
        if Remedy.objects.filter(assessment=row).exclude(cause="", actions="").exists():
            raise ValidationError(remedies.DISCARD_WRITTEN.format(assessment=row), code="written")
        detail = {
            "assessment": row.pk,
            "kind": row.kind,
            "settings": row.settings,
            "combined": row.summary.get("combined"),
        }
        name, region = str(row), row.region
        try:
            row.delete()
        except ProtectedError as used:
            names = "、".join(sorted({str(each) for each in used.protected_objects})[:_NAMED])
            raise ValidationError(
                messages.DISCARD_USED.format(assessment=name, names=names), code="used"
            ) from used
        audit_record(
            action=AuditAction.ASSESS,
            user=user,
            region=region,
            subject=messages.DISCARD_LOG.format(assessment=name),
            detail=detail,
        )
