"""Resources of tables for the records, on django-import-export.

Every row is checked against the reach of the person; faults are sentences with the column.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from import_export import widgets
from import_export.fields import Field
from import_export.resources import Diff, ModelResource

from units import messages
from units.access import Reach


class RowWidget(widgets.Widget):
    """A cell that names another record by one of its fields, within reach."""

    def __init__(self, column: str, rows: QuerySet[Any], by: str) -> None:
        super().__init__()
        self.column, self.rows, self.by = column, rows, by

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Model | None:
        text = "" if value is None else str(value).strip()
        if not text:
            return None
        found = list(self.rows.all().filter(**{self.by: text})[:2])
        if len(found) == 1:
            one: Model = found[0]
            return one
        sentence = messages.TABLE_AMBIGUOUS if found else messages.TABLE_NOT_FOUND
        raise ValueError(sentence.format(column=self.column, text=text))

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "" if value is None else str(getattr(value, self.by))


class ChoiceWidget(widgets.Widget):
    """A cell with one of the labels of a choice; the stored word is taken too."""

    def __init__(self, column: str, choices: Iterable[tuple[str, str]]) -> None:
        super().__init__()
        self.column = column
        self.labels: Mapping[str, str] = dict(choices)

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        text = "" if value is None else str(value).strip()
        for stored, label in self.labels.items():
            if text in (stored, label):
                return stored
        raise ValueError(
            messages.TABLE_NOT_A_CHOICE.format(
                column=self.column, text=text, allowed="、".join(self.labels.values())
            )
        )

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return self.labels.get(str(value), str(value))


class YesWidget(widgets.Widget):
    """是 or 否; blank is 否."""

    _YES: Final = ("是", "1", "true", "True", "TRUE")

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> bool:
        return str(value).strip() in self._YES

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "是" if value else "否"


class NumberWidget(widgets.Widget):
    """A decimal, blank for none; Excel's own numbers and texts are both taken exactly."""

    def __init__(self, column: str, *, whole: bool = False) -> None:
        super().__init__()
        self.column, self.whole = column, whole

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Decimal | None:
        text = "" if value is None else str(value).strip()
        if not text:
            return None
        try:
            number = Decimal(text)
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite() or (self.whole and number != number.to_integral_value()):
            raise ValueError(messages.TABLE_NOT_A_NUMBER.format(column=self.column, text=text))
        return number

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        return None if value is None else format(Decimal(value).normalize(), "f")


class TextWidget(widgets.Widget):
    """Text without blanks around it; a code that Excel made a number loses its .0."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return "" if value is None else str(value).strip()

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "" if value is None else str(value)


def text_column(attribute: str, column: str) -> Field:
    return Field(attribute=attribute, column_name=column, widget=TextWidget())


class PlainDiff(Diff):
    """Old and new text of every cell; the page marks them."""

    def as_html(self) -> list[tuple[str, str]]:
        old = ["" if self.new else str(value or "") for value in self.left]
        return list(zip(old, (str(value or "") for value in self.right), strict=True))


class ScopedResource(ModelResource):
    """Rows of one's own reach. ``required``: columns without which nothing can be read."""

    required: tuple[str, ...] = ()
    fields: dict[str, Any]

    @classmethod
    def get_diff_class(cls) -> type[PlainDiff]:
        return PlainDiff

    class Meta:
        skip_unchanged = True
        report_skipped = True
        use_transactions = True
        clean_model_instances = True

    def __init__(self, held: Reach, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.held = held

    def is_mine(self, instance: Any) -> bool:
        """Whether the row, as it would be stored, is inside the reach."""
        raise NotImplementedError

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        headers = [str(header).strip() for header in dataset.headers or []]
        dataset.headers = headers
        missing = [column for column in self.required if column not in headers]
        if missing:
            expected = [field.column_name for field in self.get_user_visible_fields()]
            raise ValidationError(
                messages.TABLE_COLUMNS_MISSING.format(
                    columns="、".join(missing), expected="、".join(expected)
                )
            )

    def after_import(self, dataset: Any, result: Any, **kwargs: Any) -> None:
        """No row brings its own number, so no sequence is moved: the application's role may not."""

    def import_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        for column in self.required:
            if row.get(column) in (None, ""):
                raise ValidationError(messages.TABLE_BLANK.format(column=column))
        super().import_instance(instance, row, **kwargs)
        if not self.is_mine(instance):
            raise ValidationError(messages.TABLE_OUTSIDE)
