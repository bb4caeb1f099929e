"""Kinds, formats and states of reports."""

from __future__ import annotations

from django.db import models


class ReportKind(models.TextChoices):
    MIDTERM = "midterm", "中期评估报告"
    FINAL = "final", "终期评估报告"
    ANNUAL = "annual", "年度统计监测报告"
    UNIT = "unit", "单位反馈单"
    REGIONS = "regions", "区县对比报告"


class ReportFormat(models.TextChoices):
    WORD = "docx", "Word 文件"
    EXCEL = "xlsx", "Excel 文件"
    PDF = "pdf", "PDF 文件"
    ARCHIVE = "zip", "评估档案包"

    @classmethod
    def offered(cls, *, is_assessment: bool) -> list[tuple[str, str]]:
        """Values and labels; only an assessment has an archive package."""
        return [(f.value, f.label) for f in cls if is_assessment or f is not cls.ARCHIVE]

    @property
    def content_type(self) -> str:
        """The MIME type of a download."""
        office = "application/vnd.openxmlformats-officedocument"
        return {
            "docx": f"{office}.wordprocessingml.document",
            "xlsx": f"{office}.spreadsheetml.sheet",
            "pdf": "application/pdf",
            "zip": "application/zip",
        }[self.value]


class ReportState(models.TextChoices):
    DRAFT = "draft", "草稿"
    ISSUED = "issued", "已印发"
