"""The mid-term run beside a final report: told in its own words, and compared only where both
were judged and counted alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indicators.core.vocabulary import Stage, Verdict
from indicators.wording.verdicts import Words, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reports.facts import Earlier, Item
    from reports.words.writing import Writing


def words_then(writing: Writing, earlier: Earlier) -> Words:
    """What the mid-term called its results."""
    return words_of(writing.settings_said(earlier.settings), Stage.MIDTERM)


def comparable(writing: Writing) -> Earlier | None:
    """The mid-term, where one of its verdicts may be held beside one of this run."""
    earlier = writing.facts.earlier
    return None if earlier is None or _unlike(writing, earlier) else earlier


def then(earlier: Earlier, items: Iterable[Item], verdict: Verdict) -> list[Item]:
    """Those of the items that had this verdict at the mid-term."""
    return [i for i in items if earlier.verdicts.get(f"{i.plan}:{i.code}") is verdict]


def since_midterm(writing: Writing) -> str:
    """How the mid-term ended, and what became of its verdicts since."""
    facts, earlier = writing.facts, writing.facts.earlier
    if earlier is None or earlier.combined.rate is None:
        return ""
    past, words = earlier.combined, words_then(writing, earlier)
    text = (
        f"{earlier.year}年中期评估时，{past.total}项指标中{past.met}项{words.met_said_counted}，"
        f"{words.rate}为{past.rate}%（{past.met}/{past.denominator}）。"
    )
    unlike = _unlike(writing, earlier)
    if unlike:
        return f"{text}两次评估的{'、'.join(unlike)}不同，不宜直接比较。"
    if past.total != facts.combined.total or past.denominator != facts.combined.denominator:
        return f"{text}两次评估的分母不同，不宜直接比较。"
    return text + _moved(writing, earlier, words)


def _unlike(writing: Writing, earlier: Earlier) -> list[str]:
    facts = writing.facts
    return facts.settings.unlike(earlier.settings, Stage(facts.stage), Stage.MIDTERM)


def _moved(writing: Writing, earlier: Earlier, words: Words) -> str:
    """Unmet and without data are told apart; each verdict in the words of its run."""
    year, now = writing.facts.year, writing.words
    counted = [item for item in writing.facts.items if item.is_counted]
    behind, reached = (then(earlier, counted, v) for v in (Verdict.UNMET, Verdict.MET))
    gained = sum(item.is_met for item in behind)
    lost = sum(item.is_unmet for item in reached)
    blank = sum(not item.is_met and not item.is_unmet for item in reached)
    new = sum(item.is_met for item in counted) - gained - sum(item.is_met for item in reached)
    net = writing.facts.combined.met - earlier.combined.met
    parts = (
        f"当时{words.unmet}的{len(behind)}项中，{gained}项到{year}年{now.met_said}"
        if gained
        else "",
        f"当时无数据或无法评价的{new}项{now.met_said}" if new else "",
        f"当时{words.met_said}的{lost}项{year}年{now.unmet}" if lost else "",
        f"当时{words.met_said}的{blank}项{year}年缺数" if blank else "",
        f"净增{net}项" if net > 0 and (lost or blank) else "",
    )
    moved = "，".join(part for part in parts if part)
    return f"{moved}。" if moved else f"此后{year - earlier.year}年没有变化。"
