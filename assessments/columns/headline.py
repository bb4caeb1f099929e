"""What came out of an assessment, in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assessments.choices import VerdictChoices

if TYPE_CHECKING:
    from assessments.models import Assessment


def headline(assessment: Assessment, combined: dict[str, Any] | None, total: int) -> str:
    """What came out, in one line, in the place's own words for met and unmet.

    ``total``: indicators judged; fewer are counted where the denominator rule picks some.
    """
    if not combined:
        return f"{assessment}：还没有结果"
    met, unmet, no_data, open_ = (
        combined[each] for each in ("met", "unmet", "no_data", "not_assessable")
    )
    counted = met + unmet + no_data + open_
    if no_data > combined["denominator"]:
        start = f"{total} 项中仅 {combined['denominator'] + open_} 项有数据，"
        parts = [(met, "met"), (unmet, "unmet")]
    else:
        start = f"{total} 项中" + (" " if counted == total else f"计入 {counted} 项，")
        rest = [(unmet, "unmet"), (no_data, "no_data"), (open_, "not_assessable")]
        parts = [(met, "met"), *(pair for pair in rest if pair[0])]
    words = [f"{each} 项{_word(assessment.settings, verdict)}" for each, verdict in parts]
    return f"{assessment}：{start}{'，'.join(words)}"


def _word(settings: dict[str, Any], verdict: str) -> str:
    return settings.get(f"label_{verdict}") or VerdictChoices(verdict).label
