"""Import and export of records as tables in the records pages.

What is sent is kept and queued; the worker reads it (units.services.table_imports). Text that a
spreadsheet would take for a formula goes out as text.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any, Final

from django import forms
from django.contrib import messages as notes
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from import_export.admin import ImportExportMixin
from import_export.formats.base_formats import XLSX
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from units import messages
from units.access import Reach, person
from units.models import TableImport
from units.records import RecordAdmin
from units.services.table_imports import (
    LARGEST,
    MOST_ROWS,
    table_confirm,
    table_discard,
    table_upload,
)
from units.tables import ScopedResource
from units.text import whole

_COUNTED: Final = ("new", "update", "skip")
_AGAIN_SECONDS: Final = 2
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")


class PlainXLSX(XLSX):
    """Workbooks whose every cell is a number or text, never a formula."""

    def get_title(self) -> str:
        return "xlsx"

    def export_data(self, dataset: Any, **kwargs: Any) -> bytes:
        book = Workbook(write_only=True)
        sheet = book.create_sheet("数据")
        for row in (dataset.headers, *dataset):
            sheet.append([_plain_cell(sheet, value) for value in row])
        out = BytesIO()
        book.save(out)
        return out.getvalue()


def _plain_cell(sheet: Any, value: Any) -> Any:
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS):
        cell.data_type = "s"
        cell.quotePrefix = True
    return cell


class TableForm(forms.Form):
    """The uploaded file. What is in it is looked at in the worker only."""

    import_file = forms.FileField(
        label="文件",
        help_text=".xlsx、.xls、.ods 或 .csv，第一行是表头，",
        error_messages={"required": messages.TABLE_FILE_NEEDED},
    )


class TableAdmin(ImportExportMixin, RecordAdmin):
    """A record admin with import (read in the worker, shown, then confirmed) and export."""

    export_formats = [PlainXLSX]
    skip_export_form = True
    skip_export_form_from_action = True

    has_import_permission = RecordAdmin.has_view_permission
    has_export_permission = RecordAdmin.has_view_permission

    def import_resource(self, held: Reach) -> ScopedResource:
        """What reads rows for somebody with this reach."""
        (resource_class,) = self.resource_classes
        resource: ScopedResource = resource_class(held=held)
        return resource

    def get_export_resource_kwargs(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        return {"held": self.held(request)}

    def import_action(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The form; its file is kept and queued; with ``?job=`` what became of it."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        if "job" in request.GET:
            return self._seen(request, self._own(request, request.GET["job"]))
        form = TableForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            upload = form.cleaned_data["import_file"]
            try:
                row = table_upload(kind=self.opts.label_lower, upload=upload, by=person(request))
            except ValidationError as refusal:
                form.add_error("import_file", refusal)
            else:
                return redirect(f"{request.path}?job={row.pk}")
        return self._page(request, {"form": form})

    def process_import(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Confirm or give up what was shown (POST)."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        row = self._own(request, request.POST.get("job", ""))
        address = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_import")
        if "discard" in request.POST:
            table_discard(row=row)
            return redirect(address)
        try:
            table_confirm(row=row)
        except ValidationError as refusal:
            self.message_user(request, "".join(refusal.messages), notes.ERROR)
        return redirect(f"{address}?job={row.pk}")

    def _own(self, request: HttpRequest, pk: str) -> TableImport:
        mine = TableImport.objects.filter(
            kind=self.opts.label_lower, requested_by=person(request)
        ).select_related("file")
        return get_object_or_404(mine, pk=whole(pk))

    def _seen(self, request: HttpRequest, row: TableImport) -> HttpResponse:
        """How far it is; the page asks again by itself while the worker has it."""
        totals = row.preview.get("totals", {})
        told = messages.TABLE_IMPORTED.format(**{n: totals.get(n, 0) for n in _COUNTED})
        answer = self._page(request, {"row": row, "told": told})
        if row.is_running:
            answer["Refresh"] = str(_AGAIN_SECONDS)
            answer.is_quiet = True  # type: ignore[attr-defined]  # does not renew the session
        return answer

    def _page(self, request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
        title = messages.TABLE_IMPORT_TITLE.format(kind=self.opts.verbose_name)
        columns = self.import_resource(self.held(request)).get_user_visible_fields()
        return render(
            request,
            "admin/table_import.html",
            {
                **self.admin_site.each_context(request),
                "opts": self.opts,
                "title": title,
                "columns": [field.column_name for field in columns],
                "largest": LARGEST // 1024 // 1024,
                "most_rows": MOST_ROWS,
                **context,
            },
        )
