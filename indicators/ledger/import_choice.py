"""What of a checked file is to be stored."""

from __future__ import annotations

from dataclasses import dataclass

from indicators.ledger.entries import EntryStatus, LedgerEntry, LedgerReading
from indicators.messages import ledger as messages


@dataclass(frozen=True, slots=True)
class ImportChoice:
    """What the person decided: only the clean rows, and whether warnings are accepted.

    ``accepted``: ``sheet!cell`` of single warnings that are, where not all of them are.
    """

    partial: bool = False
    accept_warnings: bool = False
    accepted: frozenset[str] = frozenset()

    def takes(self, entry: LedgerEntry) -> bool:
        if entry.status is EntryStatus.WARNING:
            return self.accept_warnings or f"{entry.sheet}!{entry.cell}" in self.accepted
        return entry.status in (EntryStatus.NEW, EntryStatus.CHANGED)

    def _stops(self, entry: LedgerEntry) -> bool:
        is_asked = entry.status is EntryStatus.WARNING
        return entry.status is EntryStatus.ERROR or (is_asked and not self.takes(entry))

    def refusal(self, reading: LedgerReading) -> str:
        """The sentence that refuses the whole file, or nothing."""
        if reading.faults:
            return messages.UNREADABLE_FILE.format(faults="".join(reading.faults))
        if self.partial:
            return ""
        counts = reading.counts
        first = next((entry for entry in reading.rows if self._stops(entry)), None)
        if first is None:
            return ""
        return messages.REFUSED.format(
            errors=counts["errors"], warnings=counts["warnings"], first=first.message
        )
