"""Is a draft still what its data, plans and decisions say? If not: what moved, and to what.

The fingerprints kept with a draft answer cheaply that nothing moved; where they differ it is
judged again in memory and compared result by result. Nothing is stored. A finalised run is
never stale: it stands for what it was frozen from.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from assessments.choices import AssessmentState
from assessments.messages import freshness as words
from assessments.models import Assessment, Result
from assessments.selectors.fingerprints import fingerprints
from assessments.services.computing import assessments_judge
from indicators.models import Observation
from indicators.wording import numbers

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterable, Sequence

    from assessments.services.judging import Judged, ResultRow

_VALUES: Final = ("value", "numerator", "denominator", "base", "target", "target_upper")
_TEXTS: Final = ("name", "domain", "measure", "rule", "target_text", "lead", "reference_year")
_COMPARED: Final = (*_VALUES, *_TEXTS, "verdict", "grade", "is_counted", "expected", "pace_state")
_NOT_ALWAYS_KEPT: Final = ("lead", "expected", "pace_state")
"""What earlier versions stored of no result, or of some only."""


class JudgedAs(NamedTuple):
    """A verdict with its grade, as a page prints it."""

    verdict: str
    grade: str


@dataclass(frozen=True, slots=True)
class MovedResult:
    """One result that is not what was computed. ``what``: which of its parts moved, in words;
    ``old``, ``now``: that part as people read it; ``before``, ``after``: None where the
    indicator is new or gone."""

    code: str
    kind: str
    name: str
    what: str
    old: str = ""
    now: str = ""
    who: str = ""
    at: datetime.datetime | None = None
    before: JudgedAs | None = None
    after: JudgedAs | None = None

    @property
    def turns(self) -> bool:
        """Does the verdict or its grade change?"""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class Freshness:
    """``moves``: in the order of the results. ``summary``: the counts as they would be."""

    moves: tuple[MovedResult, ...] = ()
    summary: dict[str, Any] | None = None

    @property
    def is_fresh(self) -> bool:
        return not self.moves

    @property
    def turning(self) -> int:
        return sum(move.turns for move in self.moves)

    @property
    def sentence(self) -> str:
        return words.moved(len(self.moves), self.turning)

    def names(self) -> str:
        """What moved, for a refusal of one line."""
        return words.listed([move.name for move in self.moves])


FRESH: Final = Freshness()


def freshness_of(assessment: Assessment) -> Freshness:
    """What moved since a draft was computed; judged again, whatever its fingerprints say."""
    if assessment.is_final or not assessment.computed_at:
        return FRESH
    return _looked_at([assessment]).get(assessment.pk, FRESH)


def freshness_by_key(keys: Iterable[int]) -> dict[int, Freshness]:
    """``freshness_by_run`` where only the keys of runs are known."""
    drafts = Assessment.objects.filter(pk__in=list(keys), state=AssessmentState.DRAFT)
    return freshness_by_run(drafts.select_related("region", "round").listed())


def freshness_by_run(assessments: Iterable[Assessment]) -> dict[int, Freshness]:
    """The stale ones among some runs, each with what moved; the rows know their region and round.

    Queries do not grow with the number of runs that ask the same of different places.
    """
    drafts = [row for row in assessments if not row.is_final and row.computed_at]
    if not drafts:
        return {}
    now = fingerprints(drafts)
    doubtful = [row for row in drafts if row.made_from != now[row.pk]]
    return _looked_at(doubtful) if doubtful else {}


def _looked_at(doubtful: Sequence[Assessment]) -> dict[int, Freshness]:
    judged = assessments_judge(doubtful).judged
    stored = _stored(doubtful)
    sources = _sources(judged.values())
    found = {
        row.pk: _compared(stored.get(row.pk, {}), judged[row.pk], sources)
        for row in doubtful
        if row.pk in judged
    }
    return {pk: fresh for pk, fresh in found.items() if not fresh.is_fresh}


_Key = tuple[int, str]


def _stored(assessments: Sequence[Assessment]) -> dict[int, dict[_Key, Result]]:
    rows = Result.objects.filter(assessment__in=assessments).select_related(
        "plan_indicator__indicator", "plan_indicator__plan"
    )
    found: dict[int, dict[_Key, Result]] = {}
    for row in rows.order_by("whose", "order"):
        found.setdefault(row.assessment_id, {})[row.plan_indicator_id, row.whose] = row
    return found


def _sources(judged: Iterable[Judged]) -> dict[int, Observation]:
    """The figures behind the results as they would be now, with who approved them."""
    keys = {row.observation_id for each in judged for row in each.rows if row.observation_id}
    rows = Observation.objects.filter(pk__in=keys).select_related("approved_by", "unit")
    return {row.pk: row for row in rows.only("approved_at", "source", "approved_by", "unit")}


def _compared(
    stored: dict[_Key, Result], judged: Judged, sources: dict[int, Observation]
) -> Freshness:
    left = dict(stored)
    moves = []
    for sheet, row in zip(judged.sheets, judged.rows, strict=True):
        old = left.pop((row.plan_indicator_id, row.whose), None)
        if old is not None and not _differs(old, row):
            continue
        source = sources.get(row.observation_id) if row.observation_id else None
        what, before, now = _part(old, row)
        is_value = what == words.VALUE
        moves.append(
            MovedResult(
                code=sheet.row.indicator.code,
                kind=sheet.kind.value,
                name=row.name,
                what=what,
                old=before,
                now=now,
                who=words.who(source) if is_value and source else "",
                at=source.approved_at if is_value and source else None,
                before=None if old is None else JudgedAs(old.verdict, old.grade),
                after=JudgedAs(row.verdict, row.grade),
            )
        )
    moves += [_gone(row) for row in left.values()]
    return Freshness(tuple(moves), judged.summary)


def _gone(row: Result) -> MovedResult:
    plan_indicator = row.plan_indicator
    before = JudgedAs(row.verdict, row.grade)
    return MovedResult(
        plan_indicator.indicator.code,
        plan_indicator.plan.kind,
        row.name,
        what=words.GONE,
        before=before,
    )


def _differs(old: Result, row: ResultRow) -> bool:
    """By what was judged, not by how it is said: another version may say the same otherwise."""
    for name in _COMPARED:
        kept = getattr(old, name)
        if kept != getattr(row, name) and not (kept is None and name in _NOT_ALWAYS_KEPT):
            return True
    return bool(old.reason != json.loads(json.dumps(row.reason)))


def _part(old: Result | None, row: ResultRow) -> tuple[str, str, str]:
    """The first part that moved, in the order in which people ask, with its old and new text."""
    if old is None:
        return words.NEW, "", row.target_text
    for what, fields, text in _PARTS:
        if any(getattr(old, name) != getattr(row, name) for name in fields):
            return what, *_apart(text(old), text(row), old, row, fields[0])
    return words.EARLIER, "", ""


def _apart(old: str, now: str, was: Result, row: ResultRow, field: str) -> tuple[str, str]:
    """Two texts that differ: with every digit where they are printed alike."""
    before, after = getattr(was, field), getattr(row, field)
    if old != now or not isinstance(before, Decimal) or not isinstance(after, Decimal):
        return old, now
    return (
        numbers.worded(numbers.exact(before), row.measure),
        numbers.worded(numbers.exact(after), row.measure),
    )


def _number(value: Decimal | None, row: Any) -> str:
    return words.NOTHING if value is None else numbers.quantity(value, row.measure, row.decimals)


def _value_text(row: Any) -> str:
    year = row.reference_year
    return words.of_year(_number(row.value, row), year) if year else words.NOTHING


def _target_text(row: Any) -> str:
    return row.target_text or _number(row.target, row)


_PARTS: Final[tuple[tuple[str, tuple[str, ...], Callable[[Any], str]], ...]] = (
    (words.VALUE, ("value", "numerator", "denominator", "reference_year"), _value_text),
    (words.BASE, ("base",), lambda row: _number(row.base, row)),
    (words.TARGET, ("target", "target_upper", "target_text"), _target_text),
    (words.RULE, ("rule",), lambda row: words.rule(row.rule)),
    (words.NAME, ("name",), attrgetter("name")),
    (words.DOMAIN, ("domain",), attrgetter("domain")),
    (words.MEASURE, ("measure",), attrgetter("measure")),
    (words.LEAD, ("lead",), lambda row: row.lead or words.NOTHING),
    (words.DECIDED, ("verdict",), lambda _row: ""),
)
