"""The counts and words of the entry grid's head and foot."""

from __future__ import annotations

from typing import Any

from indicators.messages import grid as messages
from indicators.models import Submission
from indicators.selectors.grid import EntryGrid, grid_shown
from indicators.selectors.grid_data import GridData, grid_data


def grid_tally(submission: Submission, data: GridData | None = None) -> dict[str, Any]:
    """The counts and words of the page's head and foot; ``data`` where it has been read."""
    found = grid_shown(data or grid_data(submission, is_shown=False), may_fill=True)
    year = submission.reporting_round.reference_year
    return {
        "asked": found.asked,
        "missing": found.missing,
        "warned": found.warned,
        "can_be_sent": found.can_be_sent,
        "flagged": found.flagged,
        **grid_words(submission.unit.label, year, found),
    }


def grid_words(unit: str, year: int, found: EntryGrid) -> dict[str, str]:
    """The head, the count and why it is not to be sent yet."""
    lacking = found.missing, found.warned, found.flagged
    return {
        "headline": messages.headline(unit, year, *lacking),
        "count": messages.count_words(found.asked, found.filled, *lacking),
        "why": messages.why_words(*lacking),
    }
