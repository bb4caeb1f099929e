"""Files of people, kept outside the web root under random names."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from units.links import person_link


class StoredFile(models.Model):
    """One kept file. Who may read it is decided by the object that refers to it."""

    key = models.CharField("存储名", max_length=80, unique=True)
    name = models.CharField("文件名", max_length=200)
    size = models.PositiveBigIntegerField("字节数")
    sha256 = models.CharField("校验值", max_length=64, db_index=True)
    content_type = models.CharField("类型", max_length=100)
    uploaded_by = person_link("上传人")
    uploaded_at = models.DateTimeField("上传时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "文件"

    def __str__(self) -> str:
        return self.name
