"""What was typed for a what-if, and its before and after, row by row."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from assessments.messages import pages as messages
from assessments.services.trying import TARGETED, Change
from indicators.choices import PlanKindChoices
from indicators.core.values import plain
from indicators.core.vocabulary import TOTAL, RuleKind
from indicators.ledger.entries import LedgerIndicator
from indicators.ledger.typed import TypedFigure, typed_entry

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from assessments.selectors.plans import Sheet
    from assessments.services.judging import Judged, ResultRow


@dataclass(slots=True)
class Attempt:
    """What was typed, by field name; what it changes; what cannot be read, what is doubtful."""

    texts: dict[str, str] = field(default_factory=dict)
    changes: dict[int, Change] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    doubts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cell:
    """One input: its name, what stands in it, whether that could be read."""

    name: str
    text: str
    is_faulty: bool


@dataclass(frozen=True, slots=True)
class TriedRow:
    """One plan indicator as it is and as it would be. ``target``: None where it has none."""

    sheet: Sheet
    before: ResultRow
    after: ResultRow
    target: Cell | None
    value: Cell

    @property
    def is_moved(self) -> bool:
        now, then = self.before, self.after
        return (now.verdict, now.grade) != (then.verdict, then.grade)

    @property
    def is_range(self) -> bool:
        """Only the lower end of a range is tried."""
        return self.sheet.criterion.rule is RuleKind.RANGE


def attempt_from(typed: Mapping[str, str], sheets: list[Sheet]) -> Attempt:
    """Read like a ledger's cell and held against what its measure makes possible."""
    attempt = Attempt()
    for sheet in sheets:
        read: dict[str, Decimal | None] = {}
        for letter, label in messages.TRIED_FIELDS:
            name = f"{letter}{sheet.row.pk}"
            text = typed.get(name, "").strip()
            if text and (letter == "v" or sheet.criterion.rule in TARGETED):
                attempt.texts[name] = text
                read[letter] = _read(attempt, name, label, sheet)
        if any(number is not None for number in read.values()):
            attempt.changes[sheet.row.pk] = Change(read.get("t"), read.get("v"))
    return attempt


def _read(attempt: Attempt, name: str, label: str, sheet: Sheet) -> Decimal | None:
    row, text = sheet.row, attempt.texts[name]
    asked = LedgerIndicator(code="", name=row.name, measure=row.printed_measure)
    entry = typed_entry(TypedFigure(value=text), asked, region_code="", year=0, breakdown=TOTAL)
    told = {"name": row.name, "field": label, "text": text[:30], "measure": asked.measure}
    if entry.value is None:
        attempt.faults[name] = messages.TRIED_UNREADABLE.format(**told)
        return None
    if entry.errors:
        attempt.faults[name] = messages.TRIED_IMPOSSIBLE.format(**told, sentence=entry.errors[0])
        return None
    most = asked.meaning.possible_maximum
    if most is not None and entry.value > most:
        attempt.doubts[name] = messages.TRIED_ABOVE.format(**told, maximum=plain(most))
    elif entry.ratio_question or entry.warnings:
        attempt.doubts[name] = messages.TRIED_READ_AS.format(**told, value=plain(entry.value))
    return entry.value


def tried_rows(before: Judged, after: Judged, attempt: Attempt) -> list[TriedRow]:
    return [
        TriedRow(
            sheet,
            now,
            then,
            _cell(attempt, f"t{sheet.row.pk}") if sheet.criterion.rule in TARGETED else None,
            _cell(attempt, f"v{sheet.row.pk}"),
        )
        for sheet, now, then in zip(before.sheets, before.rows, after.rows, strict=True)
    ]


def _cell(attempt: Attempt, name: str) -> Cell:
    return Cell(name, attempt.texts.get(name, ""), name in attempt.faults)


def tried_tallies(before: dict[str, Any], after: dict[str, Any]) -> list[dict[str, Any]]:
    """Rates of both plans and together, before and after."""
    told = [
        {"label": PlanKindChoices(now["kind"]).label, "before": now, "after": then}
        for now, then in zip(before["plans"], after["plans"], strict=True)
    ]
    if len(told) > 1:
        told.append(
            {"label": messages.TOGETHER, "before": before["combined"], "after": after["combined"]}
        )
    return told
