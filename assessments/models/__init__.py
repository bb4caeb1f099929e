"""How places are judged, and by whom where a person must decide."""

from assessments.models.assessment import Assessment, AssessmentBatch, Result
from assessments.models.decision import Decision, Override
from assessments.models.remedy import Remedy

__all__ = ["Assessment", "AssessmentBatch", "Decision", "Override", "Remedy", "Result"]
