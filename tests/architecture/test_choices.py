"""The labels in choices.py cover the pure core's enums exactly."""

from __future__ import annotations

import importlib
import inspect
from enum import StrEnum

from django.db.models import TextChoices

from assessments.options import Options, settings_of

# Choices class of a room -> enum of its core with the same values.
SUFFIX = "Choices"
ROOMS = ("indicators", "assessments")
# Direction follows from the rule and is never stored; a rule carries its own label.
UNLABELLED = {"Direction", "RuleKind"}


def enums(module_name: str) -> dict[str, type[StrEnum]]:
    module = importlib.import_module(module_name)
    return {
        name: thing
        for name, thing in inspect.getmembers(module, inspect.isclass)
        if thing.__module__ == module_name and issubclass(thing, StrEnum)
    }


def test_choices_equal_core_enums() -> None:
    core = enums("indicators.core.vocabulary")
    compared = set()
    for room in ROOMS:
        module = importlib.import_module(f"{room}.choices")
        for name, labels in inspect.getmembers(module, inspect.isclass):
            stem = name.removesuffix(SUFFIX)
            same = [word for word in (stem, f"{stem}Kind", f"{stem}Rule") if word in core]
            if issubclass(labels, TextChoices) and name.endswith(SUFFIX) and same:
                values = {member.value for member in core[same[0]]}
                assert set(labels.values) - {""} == values - {""}, name
                compared.add(same[0])
    settings = settings_of(Options)
    for row in settings.values():
        if issubclass(row.kind, StrEnum):
            assert set(row.words) == set(row.kind), row.name
            compared.add(row.kind.__name__)
    assert compared & set(core) == set(core) - UNLABELLED
