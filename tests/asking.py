"""One assessment asked for and computed, as tests want it: the row itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError

from assessments.models import Assessment
from assessments.services.bulk import assessments_compute
from assessments.services.requests import AssessmentRequest, assessments_ask

if TYPE_CHECKING:
    from units.models import User


def assessment_asked(
    question: AssessmentRequest, user: User | None = None, **how: Any
) -> Assessment:
    """The draft of one question."""
    [pk] = assessments_ask(requests=[question], user=user, **how)
    return Assessment.objects.select_related("region", "round").get(pk=pk)


def assessment_computed(assessment: Assessment) -> Assessment:
    """A draft in nobody's hand, computed; raises ValidationError where it is refused."""
    for refusal in assessments_compute(assessments=[assessment]).values():
        raise ValidationError(refusal, code="refused")
    assessment.refresh_from_db()
    return assessment
