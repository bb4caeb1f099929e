"""Assessments: the question, its settings, its results, frozen when finalised."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Final

from django.db import models

from assessments.choices import (
    PACE_STATES,
    AssessmentStage,
    AssessmentState,
    GradeChoices,
    PlanScope,
    VerdictChoices,
)
from assessments.core.options import TargetsOf
from assessments.options import Options
from indicators.choices import RULE_CHOICES
from indicators.core.vocabulary import Basis
from indicators.models import Observation, Plan, PlanIndicator, Round
from indicators.models.values import DecimalValueField
from indicators.wording.labels import BASES
from indicators.wording.verdicts import words_of
from units.choices import known
from units.jobs import Job
from units.links import link, optional_link, person_link
from units.models import Region

if TYPE_CHECKING:
    import datetime

    from indicators.wording.verdicts import Words


class AssessmentBatch(models.Model):
    """One order for many places; each place has its own assessment row and job."""

    region = link(Region, models.PROTECT, "行政区划")
    title = models.CharField("名称", max_length=120)
    requested_at = models.DateTimeField("发起时间", auto_now_add=True)
    requested_by = person_link("发起人")
    is_awaited = models.BooleanField("结束时告诉发起人", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "批量评估"
        ordering = ["-requested_at"]

    def __str__(self) -> str:
        return self.title


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def listed(self) -> AssessmentQuerySet:
        """Without what only the documents of a finalised run read: it is large."""
        return self.defer("frozen", "records")


class Assessment(Job):
    """Region + plans + stage + year + settings.

    ``question`` is the hash of that; one draft per question, so asking again
    recomputes in place. A finalised row is never changed: a new run gets a new row.
    ``settings``: the settings of the contract as JSON, all printed with the result.
    ``summary``: tallies of plans, domains and combined, as the JSON contract prints them.
    ``frozen``: canonical inputs and results at finalising; ``content_hash`` is their hash by
    ``hash_algorithm``.
    ``records``: what was kept beside it at finalising and is not under its hash, for it names
    days. ``place_name``, ``round_title``, ``round_end``: as they were then.
    ``is_retold``: told by pace though it was held against the final targets.
    ``made_from``: fingerprints of what the results were computed from; empty: not known.
    ``ordered_by``: the place above whose office had it made beside the place's own.
    """

    is_retold = False
    task = "assessments.tasks.assessment_run"
    teller = "assessments.services.notifying.assessments_notify"

    region = link(Region, models.PROTECT, "行政区划", related_name="assessments")
    round = link(Round, models.PROTECT, "轮次", related_name="assessments")
    plans = models.ManyToManyField(Plan, related_name="assessments", verbose_name="规划")
    kind = models.CharField("范围", max_length=10, default="both")
    stage = models.CharField("种类", max_length=10, choices=AssessmentStage.choices)
    year = models.PositiveSmallIntegerField("评估年份")
    settings = models.JSONField("设置", default=dict)
    question = models.CharField("问题指纹", max_length=64, db_index=True)
    state = models.CharField(
        "状态", max_length=8, choices=AssessmentState.choices, default=AssessmentState.DRAFT
    )
    batch = optional_link(AssessmentBatch, models.SET_NULL, "批量评估", related_name="assessments")
    summary = models.JSONField("汇总", default=dict, blank=True)
    computed_at = models.DateTimeField("计算时间", null=True, blank=True)
    finalised_at = models.DateTimeField("定稿时间", null=True, blank=True)
    finalised_by = person_link("定稿人")
    frozen = models.JSONField("定稿内容", null=True, blank=True)
    content_hash = models.CharField("校验码", max_length=64, blank=True)
    hash_algorithm = models.CharField("校验码算法", max_length=10, default="sha256")
    place_name = models.CharField("定稿时的地方名称", max_length=60, blank=True)
    round_title = models.CharField("定稿时的轮次名称", max_length=20, blank=True)
    round_end = models.PositiveSmallIntegerField("定稿时的轮次末年", null=True, blank=True)
    records = models.JSONField("定稿时留存的表", null=True, blank=True)
    made_from = models.JSONField("计算所依据的", default=dict, blank=True)
    ordered_by = optional_link(
        Region,
        models.PROTECT,
        "发起的上级",
        help_text="上级为其所辖地方另算的，空着就是本地自己的。",
    )

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "评估"
        ordering = ["-year", "-requested_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["question"],
                condition=models.Q(state=AssessmentState.DRAFT),
                name="assessment_one_draft_per_question",
            ),
            known("state", AssessmentState.values, "assessment_state_known"),
            known("stage", AssessmentStage.values, "assessment_stage_known"),
            models.CheckConstraint(
                condition=~models.Q(state=AssessmentState.FINAL)
                | (models.Q(finalised_at__isnull=False) & ~models.Q(content_hash="")),
                name="assessment_final_is_hashed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place}{self.year}年{self.get_stage_display()}"

    @property
    def place(self) -> str:
        """The place as the run prints it: a finalised one by the name of that time."""
        return self.place_name or self.region.name

    @property
    def round_years(self) -> str:
        """The round as the run prints it: “2011—2020年”."""
        return self.round_title or str(self.round)

    @property
    def end_year(self) -> int:
        """Of its round, as the run was held against it."""
        return self.round_end or self.round.end_year

    @property
    def held_against(self) -> str:
        """What its results were held against, in words."""
        return BASES[self.settings.get("basis") or Basis.FINAL]

    @property
    def options(self) -> Options:
        """The settings, those left out by an older version filled in."""
        return Options.from_json(self.settings)

    @property
    def words(self) -> Words:
        """What this run calls its results."""
        return words_of(self.settings)

    @property
    def as_shown(self) -> Assessment:
        """As pages tell it: before the plan's last year by pace."""
        return self if self.year >= self.end_year else self.on_pace or self

    @property
    def on_pace(self) -> Assessment | None:
        """The same run by where its values stand on the plan's line, in the usual words, to be
        read and never saved; None where it keeps no such counts (another basis, or of 0.1)."""
        counts = self.summary.get("pace")
        if self.is_retold or not counts:
            return None
        paced = copy(self)
        kept = {name: self.settings[name] for name in self.settings.keys() - _LABELS}
        paced.settings = {**kept, "basis": Basis.PACE.value}
        paced.summary = {**self.summary, **counts}
        paced.is_retold = True
        return paced

    @property
    def is_final(self) -> bool:
        return self.state == AssessmentState.FINAL

    @property
    def is_thin(self) -> bool:
        """More indicators without data than counted ones: too little to speak for the year."""
        counts = self.summary.get("combined") or {}
        return bool(counts) and bool(counts["no_data"] > counts["denominator"])

    @property
    def rank(self) -> tuple[bool, bool, bool, bool, bool, bool, datetime.datetime | None]:
        """The place's own before what a level above had made of it, own targets before others',
        finalised before drafts, both plans before one, …"""
        return (
            self.ordered_by_id is None,
            self.settings.get("targets_of") != TargetsOf.ABOVE,
            self.is_final,
            self.kind == PlanScope.BOTH,
            self.stage == AssessmentStage.FINAL,
            self.stage == AssessmentStage.MIDTERM,
            self.computed_at,
        )

    def judges_as(self, other: Assessment) -> bool:
        """Whether both were judged and counted by the same rules, so that they compare."""
        return self.options.rules == other.options.rules

    @property
    def keeper(self) -> Region:
        """The place whose office runs, recomputes and finalises it."""
        return self.ordered_by or self.region


_LABELS: Final = frozenset(("label_met", "label_unmet", "label_basic"))


class Result(models.Model):
    """The verdict on one plan indicator in one assessment, with all it was drawn from.

    Names, measure, rule, target, lead and explanation are kept as they stood: the catalogue
    may change afterwards. ``lead`` is null in what 0.1 stored, which kept no leads.
    ``reason``: the typed reason as JSON.
    ``pace_state``: where the value stands on the plan's line, whatever the basis; '' where it
    was not judged, null in what 0.1 stored.
    ``expected``: what the line asks by then, whatever the basis; the reason names it only where
    the run was held against it.
    ``whose``: '' for the place's own targets, else 'above'. ``observation`` and
    ``observation_revision`` name the ObservationRevision that was judged.
    """

    assessment = link(Assessment, models.CASCADE, "评估", related_name="results")
    plan_indicator = link(
        PlanIndicator, models.PROTECT, "监测指标", related_name="results", db_index=False
    )
    whose = models.CharField("目标层级", max_length=8, blank=True, default="")
    order = models.PositiveSmallIntegerField("顺序", default=0)
    name = models.CharField("规划中的名称", max_length=100)
    domain = models.CharField("领域", max_length=40)
    measure = models.CharField("计量单位", max_length=20, blank=True)
    rule = models.CharField("判定规则", max_length=24, choices=RULE_CHOICES)
    verdict = models.CharField("结论", max_length=16, choices=VerdictChoices.choices)
    computed_verdict = models.CharField(
        "计算结论", max_length=16, choices=VerdictChoices.choices, blank=True
    )
    grade = models.CharField("程度", max_length=10, choices=GradeChoices.choices, blank=True)
    pace_state = models.CharField(  # noqa: DJ001 - null: not known, '': not judged
        "时序进度",
        max_length=10,
        choices=PACE_STATES,
        null=True,
        blank=True,
        help_text="早先版本算的没有存，为 null；没有判定的为空。",
    )
    is_counted = models.BooleanField("计入分母", default=False)
    value = DecimalValueField("数值")
    numerator = DecimalValueField("分子")
    denominator = DecimalValueField("分母")
    decimals = models.PositiveSmallIntegerField("小数位", null=True, blank=True)
    reference_year = models.PositiveSmallIntegerField("数据年份", null=True, blank=True)
    base = DecimalValueField("基期值")
    base_year = models.PositiveSmallIntegerField("基期年", null=True, blank=True)
    target = DecimalValueField("目标值")
    target_upper = DecimalValueField("区间上限")
    target_text = models.CharField("目标", max_length=200, blank=True)
    expected = DecimalValueField("时序值")
    gap = DecimalValueField("与目标的差")
    achievement = DecimalValueField("实现程度", max_digits=15)
    reason = models.JSONField("理由", default=dict, blank=True)
    explanation = models.CharField("说明", max_length=500, blank=True)
    lead = models.CharField("牵头单位", max_length=60, null=True, blank=True)  # noqa: DJ001
    lead_unit = models.PositiveBigIntegerField("牵头单位编号", null=True, blank=True)
    is_key = models.BooleanField("重点指标", null=True, blank=True)
    is_verified = models.BooleanField("目标已核对", null=True, blank=True)
    observation = optional_link(Observation, models.PROTECT, "依据的数据", db_index=False)
    observation_revision = models.PositiveIntegerField("依据的版次", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "评估结果"
        ordering = ["assessment", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "plan_indicator", "whose"], name="result_unique"
            ),
            known("verdict", VerdictChoices.values, "result_verdict_known"),
            models.CheckConstraint(
                condition=models.Q(grade="")
                | models.Q(verdict__in=[VerdictChoices.MET, VerdictChoices.UNMET]),
                name="result_grade_only_when_judged",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.get_verdict_display()}"
