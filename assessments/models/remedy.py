"""Causes and measures of what an assessment found unmet or getting worse."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from assessments.models.assessment import Assessment
from indicators.choices import SubmissionState
from indicators.models import PlanIndicator
from indicators.models.values import DecimalValueField
from units.choices import known
from units.links import link, optional_link, person_link
from units.models import MemberUnit

LONGEST = 400
"""Characters of a cause, and of the actions: what a cell of the annex can hold."""
_HANDED_IN = [SubmissionState.SUBMITTED, SubmissionState.APPROVED]


class Remedy(models.Model):
    """原因分析 and 改进措施 of one indicator of one run: asked for by the office, written by the
    lead unit, reviewed like a submission. A statistic that two plans share is asked for once.

    ``unit``: who writes; null where the place has no lead unit, so that its office does.
    ``answer_by``: the day it is to be handed in. ``complete_by``, ``value_to_reach``: 完成时限 and
    应达值, the value in the measure that the plan prints. ``version`` counts the saves.
    """

    assessment = link(Assessment, models.CASCADE, "评估", related_name="remedies")
    plan_indicator = link(PlanIndicator, models.PROTECT, "监测指标", related_name="remedies")
    unit = optional_link(MemberUnit, models.PROTECT, "牵头单位", related_name="remedies")
    state = models.CharField(
        "状态", max_length=10, choices=SubmissionState.choices, default=SubmissionState.DRAFT
    )
    cause = models.CharField("原因分析", max_length=LONGEST, blank=True)
    actions = models.CharField("改进措施", max_length=LONGEST, blank=True)
    complete_by = models.DateField("完成时限", null=True, blank=True)
    value_to_reach = DecimalValueField("应达值")
    answer_by = models.DateField("填报截止日")
    return_reason = models.CharField("退回理由", max_length=300, blank=True)
    version = models.PositiveIntegerField("版本", default=1)
    asked_at = models.DateTimeField("布置时间", default=timezone.now)
    asked_by = person_link("布置人")
    changed_at = models.DateTimeField("修改时间", null=True, blank=True)
    changed_by = person_link("修改人")
    reviewed_at = models.DateTimeField("审核时间", null=True, blank=True)
    reviewed_by = person_link("审核人")

    class Meta:
        verbose_name = verbose_name_plural = "原因和措施"
        ordering = ["-assessment", "plan_indicator"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "plan_indicator"], name="remedy_one_per_indicator"
            ),
            known("state", SubmissionState.values, "remedy_state_known"),
            models.CheckConstraint(
                condition=~models.Q(state__in=_HANDED_IN)
                | (~models.Q(cause="") & ~models.Q(actions="") & ~models.Q(complete_by=None)),
                name="remedy_handed_in_is_whole",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=SubmissionState.RETURNED) | ~models.Q(return_reason=""),
                name="remedy_returned_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment}：{self.plan_indicator}的原因和措施"

    @property
    def standing(self) -> SubmissionState:
        return SubmissionState(self.state)

    @property
    def is_open(self) -> bool:
        """Is the unit still to write or mend it?"""
        return self.state in (SubmissionState.DRAFT, SubmissionState.RETURNED)

    @property
    def is_waiting(self) -> bool:
        return self.state == SubmissionState.SUBMITTED

    @property
    def is_approved(self) -> bool:
        return self.state == SubmissionState.APPROVED

    @property
    def days_late(self) -> int:
        """Days since it was to be handed in; 0 when it is in or there is time."""
        late = (timezone.localdate() - self.answer_by).days
        return max(late, 0) if self.is_open else 0
