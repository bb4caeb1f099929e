"""The counts of a run as they are stored: of the contract, by pace, and the composites."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from assessments.core.composite import composites
from assessments.core.tally import count
from indicators.core.values import plain
from indicators.core.vocabulary import Basis

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assessments.core.composite import Composite, Composites, Share
    from assessments.core.tally import Counted, TallyEntry
    from assessments.options import Options


def summary_json(
    entries: Sequence[TallyEntry],
    on_line: Sequence[TallyEntry],
    shares: Sequence[Share],
    options: Options,
) -> dict[str, Any]:
    """Tallies of the contract (plans, combined, domains) and the composites beside them.

    ``on_line``: the entries by where they stand on the plan's line. A run held against the final
    targets keeps their tallies too, which pages before the plan's last year tell.
    """
    counting = options.counting()
    made = _tallies(count(entries, counting))
    made["composite"] = _composites(composites(shares, options.composite_missing))
    if options.basis is Basis.FINAL:
        made["pace"] = _tallies(count(on_line, counting))
    return made


def _tallies(counted: Counted) -> dict[str, Any]:
    return {
        "plans": [{"kind": kind.value, **asdict(tally)} for kind, tally in counted.plans.items()],
        "combined": asdict(counted.combined),
        "domains": [
            {"kind": kind.value, "domain": domain, **asdict(tally)}
            for (kind, domain), tally in counted.domains.items()
        ],
    }


def _composites(all_of: Composites) -> dict[str, Any]:
    """By total, plan and domain: value as text, and how many indicators it was made from."""
    return {
        "total": _composite(all_of.total),
        "plans": [{"kind": kind.value, **_composite(each)} for kind, each in all_of.plans.items()],
        "domains": [
            {"kind": kind.value, "domain": domain, **_composite(each)}
            for (kind, domain), each in all_of.domains.items()
        ],
    }


def _composite(each: Composite) -> dict[str, Any]:
    return {**asdict(each), "value": None if each.value is None else plain(each.value)}
