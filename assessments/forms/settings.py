"""Fields for the settings of an assessment, made from their table."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar, Final

from django import forms

from assessments.messages import pages as messages
from assessments.messages.settings import faults
from assessments.options import TOLERANCE_DIGITS, TOLERANCE_PLACES, Effect, Options, settings_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.forms import BoundField

    from assessments.options import Setting

_LOOKS: Final = ((forms.CheckboxInput, "form-check-input"), (forms.Select, "form-select"))


@dataclass(frozen=True, slots=True)
class Panel:
    """Fields that stand together on the page."""

    heading: str
    note: str
    fields: list[BoundField]


def setting_field(row: Setting) -> forms.Field:
    """The field that asks for one setting."""
    common: dict[str, Any] = {"label": row.label, "help_text": row.help}
    initial = row.plain(row.default)
    if issubclass(row.kind, StrEnum):
        choices = [(str(value), word) for value, word in row.words.items()]
        if row.by_stage:
            return forms.ChoiceField(
                choices=[("", messages.BY_STAGE), *choices], required=False, **common
            )
        return forms.ChoiceField(choices=choices, initial=initial, required=row.is_first, **common)
    if row.kind is bool:
        return forms.BooleanField(required=False, initial=initial, **common)
    if row.kind is int:
        return forms.IntegerField(
            min_value=0, max_value=row.most, initial=initial, required=row.is_first, **common
        )
    if row.kind is Decimal:
        return forms.DecimalField(
            required=False,
            min_value=0,
            max_digits=TOLERANCE_DIGITS,
            decimal_places=TOLERANCE_PLACES,
            **common,
        )
    widget = forms.TextInput(attrs={"placeholder": row.words.get("", "")})
    return forms.CharField(required=False, max_length=row.most, widget=widget, **common)


class SettingsForm(forms.Form):
    """A form that asks for the settings named in ``names``, for all where none is named."""

    table: ClassVar[type[Options]] = Options
    names: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, row in settings_of(self.table).items():
            if not self.names or name in self.names:
                self.fields[name] = setting_field(row)
        for field in self.fields.values():
            look = next((look for kind, look in _LOOKS if isinstance(field.widget, kind)), "")
            field.widget.attrs["class"] = look or "form-control"

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        settings = {name: data[name] for name in settings_of(self.table) if name in data}
        for name, sentence in faults(self.table.from_json(settings)):
            if name not in self.errors:
                self.add_error(name, sentence)
        return data

    @property
    def panels(self) -> Iterator[Panel]:
        """The settings as the page groups them: verdicts, rate, words."""
        groups: dict[str, list[BoundField]] = {"judging": [], "counting": [], "words": []}
        for name, row in settings_of(self.table).items():
            if name in self.fields:
                other = "words" if row.kind is str else "counting"
                groups["judging" if row.effect is Effect.VERDICT else other].append(self[name])
        for group, fields in groups.items():
            if fields:
                heading, note = messages.SETTING_PANELS[group]
                yield Panel(heading, note, fields)
