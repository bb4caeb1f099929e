"""Which files of a submission its values name, and which names have no file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from indicators.core.evidence_names import evidence_key, evidence_names
from indicators.models import Evidence, SubmissionValue


@dataclass(frozen=True, slots=True)
class EvidenceMatch:
    """``missing``: value → names that no file has. ``named_by``: file → the values that name
    it. ``unnamed``: files of the whole submission that no value names."""

    missing: Mapping[int, list[str]]
    named_by: Mapping[int, list[SubmissionValue]]
    unnamed: list[Evidence]


def evidence_match(values: Iterable[SubmissionValue], files: Iterable[Evidence]) -> EvidenceMatch:
    """A file has the name its unit wrote where its own name or its title says the same."""
    listed = list(files)
    keys: dict[str, list[Evidence]] = {}
    for item in listed:
        for key in {evidence_key(item.file.name), evidence_key(item.title)} - {""}:
            keys.setdefault(key, []).append(item)
    missing: dict[int, list[str]] = {}
    named_by: dict[int, list[SubmissionValue]] = {}
    for value in values:
        for name in evidence_names(value.evidence_names, keys):
            meant = keys.get(evidence_key(name), [])
            if not meant:
                missing.setdefault(value.pk, []).append(name)
            for item in meant:
                named_by.setdefault(item.pk, []).append(value)
    unnamed = [e for e in listed if e.indicator_id is None and e.pk not in named_by]
    return EvidenceMatch(missing, named_by, unnamed)
