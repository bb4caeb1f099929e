"""What a records form changed, field by field, for the log: the old words and the new ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, Final

from django.db.models import Model
from django.forms import Field, ModelForm
from django.forms.models import ModelChoiceField

UNSAID: Final = frozenset(("password", "last_login"))
"""Fields that no log and no fingerprint of a row names."""

Change = dict[str, str]


def form_changes(form: ModelForm[Any], formsets: Iterable[Any]) -> list[Change]:
    """Changed fields of a saved form and of the rows under it."""
    found = list(_of_form(form, ""))
    for formset in formsets:
        gone = set(formset.deleted_forms) if formset.can_delete else set()
        for inner in formset.forms:
            if inner in gone:
                found += [{"row": str(inner.instance), **c} for c in _all_fields(inner.instance)]
            elif inner.has_changed():
                found += _of_form(inner, str(inner.instance))
    return found


def row_fields(row: Model) -> list[Change]:
    """All fields of a row that goes."""
    return list(_all_fields(row))


def _of_form(form: ModelForm[Any], row: str) -> Iterator[Change]:
    for name in form.changed_data:
        field = form.fields.get(name)
        if field is None or name in UNSAID:
            continue
        change = {
            "field": str(field.label or name),
            "old": _shown(field, form.get_initial_for_field(field, name)),
            "new": _shown(field, form.cleaned_data.get(name)),
        }
        if change["old"] != change["new"]:
            yield {"row": row, **change} if row else change


def _all_fields(row: Model) -> Iterator[Change]:
    for field in row._meta.concrete_fields:
        value = getattr(row, field.name)
        if field.name not in UNSAID and not field.primary_key and value not in (None, ""):
            label = getattr(row, f"get_{field.name}_display", None)
            text = str(label()) if label else _text(value)
            yield {"field": str(field.verbose_name), "old": text, "new": ""}


def _shown(field: Field, value: Any) -> str:
    if isinstance(field, ModelChoiceField) and field.queryset is not None:
        keys = value if isinstance(value, list | tuple) else [value]
        wanted = [getattr(key, "pk", key) for key in keys if key not in (None, "")]
        rows = field.queryset.model._default_manager.filter(pk__in=wanted)
        return "、".join(str(row) for row in rows)
    choices = dict(getattr(field, "choices", None) or ())
    return str(choices[value]) if value in choices and value else _text(value)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return "、".join(map(_text, value))
    return format(value.normalize(), "f") if isinstance(value, Decimal) else str(value)
