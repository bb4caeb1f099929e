"""What was typed for a what-if, and its before and after, row by row."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from assessments.messages import pages as messages
from assessments.services.what_if import WhatIfChange
from indicators.choices import PlanKindChoices
from indicators.core.rules.spec import Need
from indicators.core.values import plain
from indicators.core.vocabulary import TOTAL
from indicators.ledger.entries import LedgerIndicator
from indicators.ledger.typed import TypedFigure, typed_entry

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from assessments.selectors.plans import Sheet
    from assessments.services.judging import Judged, ResultRow


@dataclass(slots=True)
class WhatIfInput:
    """What was typed, by field name; what it changes; what cannot be read, what is doubtful."""

    texts: dict[str, str] = field(default_factory=dict)
    changes: dict[int, WhatIfChange] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    doubts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WhatIfCell:
    """One input: its name, what stands in it, whether that could be read."""

    name: str
    text: str
    is_faulty: bool


@dataclass(frozen=True, slots=True)
class WhatIfRow:
    """One plan indicator as it is and as it would be. ``target``: None where it has none."""

    sheet: Sheet
    before: ResultRow
    after: ResultRow
    target: WhatIfCell | None
    value: WhatIfCell

    @property
    def is_moved(self) -> bool:
        now, then = self.before, self.after
        return (now.verdict, now.grade) != (then.verdict, then.grade)

    @property
    def is_range(self) -> bool:
        """Only the lower end of a range is tried."""
        return Need.UPPER in self.sheet.criterion.spec.needs


def what_if_input(typed: Mapping[str, str], sheets: list[Sheet]) -> WhatIfInput:
    """Read like a ledger's cell and held against what its measure makes possible."""
    entered = WhatIfInput()
    for sheet in sheets:
        read: dict[str, Decimal | None] = {}
        for letter, label in messages.WHAT_IF_FIELDS:
            name = f"{letter}{sheet.row.pk}"
            text = typed.get(name, "").strip()
            if text and (letter == "v" or sheet.criterion.spec.takes_target):
                entered.texts[name] = text
                read[letter] = _read(entered, name, label, sheet)
        if any(number is not None for number in read.values()):
            entered.changes[sheet.row.pk] = WhatIfChange(read.get("t"), read.get("v"))
    return entered


def _read(entered: WhatIfInput, name: str, label: str, sheet: Sheet) -> Decimal | None:
    row, text = sheet.row, entered.texts[name]
    indicator = LedgerIndicator(code="", name=row.name, measure=row.printed_measure)
    entry = typed_entry(TypedFigure(value=text), indicator, region_code="", year=0, breakdown=TOTAL)
    words = {"name": row.name, "field": label, "text": text[:30], "measure": indicator.measure}
    if entry.value is None:
        entered.faults[name] = messages.WHAT_IF_UNREADABLE.format(**words)
        return None
    if entry.errors:
        entered.faults[name] = messages.WHAT_IF_IMPOSSIBLE.format(**words, sentence=entry.errors[0])
        return None
    most = indicator.meaning.possible_maximum
    if most is not None and entry.value > most:
        entered.doubts[name] = messages.WHAT_IF_ABOVE.format(**words, maximum=plain(most))
    elif entry.ratio_question or entry.warnings:
        entered.doubts[name] = messages.WHAT_IF_READ_AS.format(**words, value=plain(entry.value))
    return entry.value


def what_if_rows(before: Judged, after: Judged, entered: WhatIfInput) -> list[WhatIfRow]:
    return [
        WhatIfRow(
            sheet,
            now,
            then,
            _cell(entered, f"t{sheet.row.pk}") if sheet.criterion.spec.takes_target else None,
            _cell(entered, f"v{sheet.row.pk}"),
        )
        for sheet, now, then in zip(before.sheets, before.rows, after.rows, strict=True)
    ]


def _cell(entered: WhatIfInput, name: str) -> WhatIfCell:
    return WhatIfCell(name, entered.texts.get(name, ""), name in entered.faults)


def what_if_tallies(before: dict[str, Any], after: dict[str, Any]) -> list[dict[str, Any]]:
    """Rates of both plans and together, before and after."""
    tallies = [
        {"label": PlanKindChoices(now["kind"]).label, "before": now, "after": then}
        for now, then in zip(before["plans"], after["plans"], strict=True)
    ]
    if len(tallies) > 1:
        tallies.append(
            {"label": messages.TOGETHER, "before": before["combined"], "after": after["combined"]}
        )
    return tallies
