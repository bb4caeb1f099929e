"""Tables that are imported into the records: a file on its way, read by the worker."""

from __future__ import annotations

from django.db import models

from units.choices import TableState, known
from units.jobs import Job
from units.links import link
from units.models.stored_file import StoredFile


class TableImport(Job):
    """A table for one kind of record; who asked for it is the only one who sees it."""

    task = "units.tasks.table_check"
    teller = "units.services.table_imports.tables_ended"

    kind = models.CharField("种类", max_length=80)
    """The model as ``app.model``."""
    file = link(StoredFile, models.PROTECT, "文件")
    state = models.CharField(
        "状态", max_length=10, choices=TableState.choices, default=TableState.CHECKING
    )
    preview = models.JSONField("读到的内容", default=dict, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "表格导入"
        constraints = [known("state", TableState.values, "table_import_state_known")]

    @property
    def is_storing(self) -> bool:
        return self.state == TableState.STORING

    @property
    def is_stored(self) -> bool:
        return self.state == TableState.STORED

    @property
    def is_waiting(self) -> bool:
        """Shown, and not yet confirmed."""
        return self.state == TableState.PREVIEW

    def __str__(self) -> str:
        return self.file.name
