"""Reports as rows: what was asked for, how the building went, and the files it made."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Coalesce
from django.utils import timezone

from assessments.models import Assessment
from reports.choices import ReportFormat, ReportKind, ReportState
from units.choices import JobState, known
from units.jobs import Job
from units.links import link, optional_link, person_link
from units.models import MemberUnit, Region, StoredFile

ASSESSMENT = "assessment"
"""The kind of subject that reports on assessments have."""
UNDER_WAY = [JobState.QUEUED, JobState.RUNNING]


class ReportQuerySet(models.QuerySet["Report"]):
    def with_subject(self) -> ReportQuerySet:
        """With what a report is on and whom it is for, as far as a list prints it."""
        rows = self.select_related(
            *("region", "unit"),
            *("assessment__region", "assessment__round", "assessment__ordered_by"),
        )
        return rows.defer("assessment__frozen", "assessment__records")


class Report(Job):
    """One version of one report on one subject; the job builds its files.

    ``subject``: what it is on, as “kind:key”: an assessment, or an object of another kind that
    ``reports.services.subjects`` knows. ``region``: whose report it is.
    ``unit``: whom a feedback sheet is for. ``options``: cover, table of contents, 版记.
    ``formats``: which files to make. ``snapshot``: ``[[key, text], …]`` of all paragraphs.
    """

    task = "reports.tasks.report_run"
    teller = "reports.services.notifying.reports_notify"

    region = link(Region, models.PROTECT, "地区", related_name="reports")
    subject = models.CharField("对象", max_length=80)
    assessment = optional_link(Assessment, models.PROTECT, "评估", related_name="reports")
    kind = models.CharField("种类", max_length=10, choices=ReportKind.choices)
    unit = optional_link(MemberUnit, models.PROTECT, "成员单位", related_name="reports")
    version = models.PositiveSmallIntegerField("版次", default=1)
    state = models.CharField(
        "状态", max_length=8, choices=ReportState.choices, default=ReportState.DRAFT
    )
    title = models.CharField("题目", max_length=200, blank=True)
    options = models.JSONField("版式", default=dict, blank=True)
    formats = models.JSONField("文件种类", default=list, blank=True)
    snapshot = models.JSONField(
        "正文", default=list, blank=True, help_text="生成时各段的文字，用来比较版次。"
    )
    copied_from = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="copies",
        verbose_name="由哪一版另存",
    )
    issued_at = models.DateTimeField("印发时间", null=True, blank=True)
    issued_hash = models.CharField("印发文字的校验码", max_length=64, blank=True)
    issued_by = person_link("印发人")

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "报告"
        ordering = ["-requested_at"]
        constraints = [
            models.UniqueConstraint(
                "subject",
                "kind",
                "version",
                Coalesce("unit_id", 0),
                name="report_subject_version_unique",
            ),
            models.UniqueConstraint(
                "subject",
                "kind",
                Coalesce("unit_id", 0),
                condition=models.Q(job_state__in=UNDER_WAY),
                name="report_subject_one_under_way",
            ),
            models.CheckConstraint(
                condition=models.Q(assessment__isnull=True)
                ^ models.Q(subject__startswith=f"{ASSESSMENT}:"),
                name="report_assessment_subject",
            ),
            known("kind", ReportKind.values, "report_kind_known"),
            known("state", ReportState.values, "report_state_known"),
            models.CheckConstraint(
                condition=models.Q(state=ReportState.DRAFT) | models.Q(issued_at__isnull=False),
                name="report_issued_has_time",
            ),
        ]

    @property
    def keeper(self) -> Region:
        """The place whose office writes it: that of the assessment it is on, else its own."""
        return self.region if self.assessment is None else self.assessment.keeper

    @property
    def subject_kind(self) -> str:
        return self.subject.partition(":")[0]

    @property
    def is_issued(self) -> bool:
        return self.state == ReportState.ISSUED

    def __str__(self) -> str:
        return self.title or f"{self.assessment or self.region} {self.get_kind_display()}"


class ReportFile(models.Model):
    """A file that a report's job made; building again replaces it."""

    report = link(Report, models.CASCADE, "报告", related_name="files")
    format = models.CharField("格式", max_length=4, choices=ReportFormat.choices)
    file = link(StoredFile, models.PROTECT, "文件")
    has_page_numbers = models.BooleanField("目录有页码", default=True)
    text_hash = models.CharField("所依据的文字", max_length=64, blank=True)
    made_at = models.DateTimeField("生成时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "报告文件"
        ordering = ["report", "format"]
        constraints = [
            models.UniqueConstraint(fields=["report", "format"], name="report_file_unique"),
            known("format", ReportFormat.values, "report_file_format_known"),
        ]

    def __str__(self) -> str:
        return f"{self.report} {self.get_format_display()}"


class ReportText(models.Model):
    """A paragraph as somebody typed it. ``numbers``: ``[[source, text], …]`` of the generated
    paragraph when it was typed; ``version`` counts the saves, for two people at one paragraph."""

    report = link(Report, models.CASCADE, "报告", related_name="texts")
    key = models.CharField("段落", max_length=120)
    text = models.TextField("文字", blank=True)
    numbers = models.JSONField("写时的数", default=list, blank=True)
    accepted = models.JSONField("认可的手写数", default=list, blank=True)
    version = models.PositiveIntegerField("版本", default=1)
    edited_at = models.DateTimeField("修改时间", default=timezone.now)
    edited_by = person_link("修改人")

    class Meta:
        verbose_name = verbose_name_plural = "改过的段落"
        constraints = [models.UniqueConstraint(fields=["report", "key"], name="report_text_unique")]

    def __str__(self) -> str:
        return f"{self.report} {self.key}"


class ReportComment(models.Model):
    """What a reader of the draft says of a paragraph (or of the whole), and the answer."""

    report = link(Report, models.CASCADE, "报告", related_name="comments")
    key = models.CharField("段落", max_length=120, blank=True)
    text = models.CharField("意见", max_length=500)
    at = models.DateTimeField("时间", default=timezone.now)
    by = person_link("提出人")
    answer = models.CharField("答复", max_length=500, blank=True)
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    answered_by = person_link("答复人")

    class Meta:
        verbose_name = verbose_name_plural = "评审意见"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.text[:40]


class ReportOutline(models.Model):
    """A place's own order and headings of the sections of one kind of report.

    ``parts``: ``[[key, heading, is shown], …]`` in their order; ``version`` counts the saves.
    """

    region = link(Region, models.PROTECT, "地区", related_name="report_outlines")
    kind = models.CharField("种类", max_length=10, choices=ReportKind.choices)
    parts = models.JSONField("章节", default=list)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = verbose_name_plural = "报告章节"
        constraints = [
            models.UniqueConstraint(fields=["region", "kind"], name="report_outline_unique"),
            known("kind", ReportKind.values, "report_outline_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.region}{self.get_kind_display()}的章节"


class ReportBase(models.Model):
    """A place's own base document: how its reports look in Word and PDF."""

    region = models.OneToOneField(
        Region, models.PROTECT, related_name="report_base", verbose_name="地区"
    )
    file = link(StoredFile, models.PROTECT, "文件")

    class Meta:
        verbose_name = verbose_name_plural = "报告底稿"

    def __str__(self) -> str:
        return f"{self.region} {self.file}"
