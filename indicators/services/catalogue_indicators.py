"""Keeping the library of statistics while catalogues are loaded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from indicators.core.catalogue import CatalogueEntry
from indicators.core.vocabulary import Frequency
from indicators.models import Indicator, IndicatorAlias, IndicatorDefinition

DEFINITION_FIELDS: Final = ("definition", "numerator", "denominator")


@dataclass(frozen=True, slots=True)
class Library:
    """The statistics of a file, and the lines of rows that changed one."""

    by_code: dict[str, Indicator]
    changed_lines: set[int]


def indicators_keep(*, entries: Sequence[CatalogueEntry], start_year: int) -> Library:
    """Create unknown statistics; known ones keep their name, other names become aliases.

    A changed definition starts with the plan's ``start_year`` unless it was made for
    this round. Only a changed text of the definition itself breaks the series: another
    wording of numerator or denominator does not.
    """
    known = {i.code: i for i in Indicator.objects.filter(code__in={e.code for e in entries})}
    fresh = {e.code: _indicator(e) for e in reversed(entries) if e.code not in known}
    Indicator.objects.bulk_create([fresh[code] for code in sorted(fresh)])
    by_code = known | fresh
    changed = _settings_keep(entries, known)
    changed |= _aliases_keep(entries, by_code)
    changed |= _definitions_keep(entries, by_code, start_year)
    return Library(by_code, changed)


def _indicator(entry: CatalogueEntry) -> Indicator:
    return Indicator(
        code=entry.code,
        name=entry.name,
        measure=entry.measure,
        scale=entry.scale,
        by_sex=bool(entry.by_sex),
        decimals=entry.decimals,
        frequency=(entry.frequency or Frequency.YEARLY).value,
    )


def _settings_keep(entries: Sequence[CatalogueEntry], known: dict[str, Indicator]) -> set[int]:
    """Frequency, sexes and decimals follow the file where it says so; its first row decides."""
    changed: set[int] = set()
    seen: set[str] = set()
    for entry in entries:
        indicator = known.get(entry.code)
        if indicator is None or entry.code in seen:
            continue
        seen.add(entry.code)
        frequency = indicator.frequency if entry.frequency is None else entry.frequency.value
        by_sex = indicator.by_sex if entry.by_sex is None else entry.by_sex
        decimals = indicator.decimals if entry.decimals is None else entry.decimals
        told = (frequency, by_sex, decimals)
        if (indicator.frequency, indicator.by_sex, indicator.decimals) != told:
            indicator.frequency, indicator.by_sex, indicator.decimals = told
            indicator.save(update_fields=["frequency", "by_sex", "decimals"])
            changed.add(entry.line)
    return changed


def _aliases_keep(entries: Sequence[CatalogueEntry], by_code: dict[str, Indicator]) -> set[int]:
    known = set(
        IndicatorAlias.objects.filter(indicator__in=by_code.values()).values_list(
            "indicator__code", "name"
        )
    )
    changed: set[int] = set()
    fresh: list[IndicatorAlias] = []
    for entry in entries:
        indicator = by_code[entry.code]
        for name in dict.fromkeys((entry.name, *entry.aliases)):
            if name == indicator.name or (entry.code, name) in known:
                continue
            known.add((entry.code, name))
            fresh.append(IndicatorAlias(indicator=indicator, name=name))
            changed.add(entry.line)
    IndicatorAlias.objects.bulk_create(fresh)
    return changed


def _definitions_keep(
    entries: Sequence[CatalogueEntry], by_code: dict[str, Indicator], start_year: int
) -> set[int]:
    rows = IndicatorDefinition.objects.filter(indicator__in=by_code.values())
    history: dict[str, list[IndicatorDefinition]] = {code: [] for code in by_code}
    for row in rows.select_related("indicator").order_by("valid_from"):
        history[row.indicator.code].append(row)
    changed: set[int] = set()
    for entry in entries:
        baseline = entry.baseline_year or start_year - 1
        if _definition_keep(entry, by_code[entry.code], history[entry.code], baseline, start_year):
            changed.add(entry.line)
    return changed


def _definition_keep(
    entry: CatalogueEntry,
    indicator: Indicator,
    history: list[IndicatorDefinition],
    baseline: int,
    start_year: int,
) -> bool:
    said = {field: getattr(entry, field) for field in DEFINITION_FIELDS}
    said = {field: text for field, text in said.items() if text}
    in_force = _in_force(history, start_year)
    if not said or (in_force is not None and _says(in_force, said)):
        return False
    if in_force is None:
        first = min((row.valid_from for row in history), default=None)
        start = baseline if first is None or baseline < first else start_year
        history.append(
            IndicatorDefinition.objects.create(indicator=indicator, valid_from=start, **said)
        )
    elif in_force.valid_from >= baseline:
        for field, text in said.items():
            setattr(in_force, field, text)
        in_force.save(update_fields=list(said))
    else:
        old = {field: getattr(in_force, field) for field in DEFINITION_FIELDS}
        breaks = (
            bool(old["definition"])
            and said.get("definition", old["definition"]) != old["definition"]
        )
        history.append(
            IndicatorDefinition.objects.create(
                indicator=indicator, valid_from=start_year, breaks_series=breaks, **(old | said)
            )
        )
    return True


def _in_force(history: Iterable[IndicatorDefinition], year: int) -> IndicatorDefinition | None:
    valid = [row for row in history if row.valid_from <= year]
    return max(valid, key=lambda row: row.valid_from, default=None)


def _says(row: IndicatorDefinition, said: dict[str, str]) -> bool:
    return all(getattr(row, field) == text for field, text in said.items())
