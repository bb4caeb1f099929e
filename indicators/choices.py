"""Chinese labels of the core's enums and of this room's states."""

from __future__ import annotations

from django.db import models

from indicators.core.rules import RULES
from indicators.core.vocabulary import (
    FEMALE,
    MALE,
    RURAL,
    TOTAL,
    URBAN,
    Aggregate,
    BlankReason,
    Frequency,
    PlanKind,
    ResponsibilityKind,
    RuleKind,
    Stage,
)
from indicators.wording.labels import BLANKS, FREQUENCIES, KINDS, PARTS, STAGES
from units.choices import TonedChoices


class PlanKindChoices(models.TextChoices):
    WOMEN = PlanKind.WOMEN.value, KINDS[PlanKind.WOMEN]
    CHILDREN = PlanKind.CHILDREN.value, KINDS[PlanKind.CHILDREN]


RULE_CHOICES = [(kind.value, RULES[kind].label) for kind in RuleKind]
"""Each rule with the label it gives itself."""


class StageChoices(models.TextChoices):
    MIDTERM = Stage.MIDTERM.value, STAGES[Stage.MIDTERM]
    FINAL = Stage.FINAL.value, STAGES[Stage.FINAL]
    ANNUAL = Stage.ANNUAL.value, STAGES[Stage.ANNUAL]


class FrequencyChoices(models.TextChoices):
    YEARLY = Frequency.YEARLY.value, FREQUENCIES[Frequency.YEARLY]
    CENSUS = Frequency.CENSUS.value, FREQUENCIES[Frequency.CENSUS]
    ELECTION = Frequency.ELECTION.value, FREQUENCIES[Frequency.ELECTION]


class AggregateChoices(models.TextChoices):
    WHOLE = Aggregate.WHOLE.value, "按总体"
    WORST_PART = Aggregate.WORST_PART.value, "以最差的下一级为准"


class BlankReasonChoices(models.TextChoices):
    PRESENT = BlankReason.PRESENT.value, "有数"
    NOT_DUE = BlankReason.NOT_DUE.value, BLANKS[BlankReason.NOT_DUE]
    NO_DATA = BlankReason.NO_DATA.value, BLANKS[BlankReason.NO_DATA]
    NOT_APPLICABLE = BlankReason.NOT_APPLICABLE.value, BLANKS[BlankReason.NOT_APPLICABLE]
    OMITTED = BlankReason.OMITTED.value, BLANKS[BlankReason.OMITTED]


class ResponsibilityChoices(models.TextChoices):
    LEAD = ResponsibilityKind.LEAD.value, "牵头"
    SUPPORT = ResponsibilityKind.SUPPORT.value, "配合"


class BreakdownChoices(models.TextChoices):
    TOTAL = TOTAL, PARTS[TOTAL]
    FEMALE = FEMALE, PARTS[FEMALE]
    MALE = MALE, PARTS[MALE]
    URBAN = URBAN, PARTS[URBAN]
    RURAL = RURAL, PARTS[RURAL]


class SubmissionState(TonedChoices):
    DRAFT = "draft", "info", "填报中"
    SUBMITTED = "submitted", "warn", "待审核"
    RETURNED = "returned", "bad", "已退回"
    APPROVED = "approved", "good", "已通过"


class RoundStanding(TonedChoices):
    """Where one unit stands in a round; every unit stands in exactly one place."""

    APPROVED = "approved", "good", "已通过"
    WAITING = "waiting", "warn", "待审核"
    RETURNED = "returned", "bad", "已退回"
    FILLING = "filling", "info", "填报中"
    UNTOUCHED = "untouched", "未开始"
    IDLE = "idle", "没有要报的"


class SubmissionAct(models.TextChoices):
    OPENED = "opened", "开始填报"
    SUBMITTED = "submitted", "送审"
    WITHDRAWN = "withdrawn", "撤回"
    REVIEW_STARTED = "review_started", "开始审核"
    RETURNED = "returned", "退回"
    APPROVED = "approved", "通过"
    REOPENED = "reopened", "重新打开"


class ObservationSource(models.TextChoices):
    APPROVAL = "approval", "填报审核通过"
    SERIES = "series", "历史数据导入"
    CORRECTION = "correction", "更正"


class LedgerState(TonedChoices):
    """What became of an uploaded ledger after it was read (its job state tells the work)."""

    CHECKING = "checking", "info", "读取中"
    PREVIEW = "preview", "warn", "待确认"
    STORING = "storing", "info", "导入中"
    NEEDS_COLUMNS = "needs_columns", "warn", "待指认列"
    REFUSED = "refused", "bad", "不能导入"
    STORED = "stored", "good", "已导入"
    UNDONE = "undone", "已撤销"
    DISCARDED = "discarded", "已放弃"


class MarkState(models.TextChoices):
    """What the office said of one value under review."""

    ACCEPTED = "accepted", "已核实无误"
    FLAGGED = "flagged", "已要求核实"


class WorkPaperKind(models.TextChoices):
    PLAN = "plan", "年初计划"
    SUMMARY = "summary", "年终总结"
