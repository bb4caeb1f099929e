"""One submission under review: what changed since it was last sent, and what needs a look."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from indicators.choices import BlankReasonChoices, MarkState, ResponsibilityChoices
from indicators.core.case import DEFAULT_DECIMALS, judged_value
from indicators.core.values import plain, round_half_up
from indicators.core.vocabulary import RURAL, SEXES, TOTAL, URBAN
from indicators.messages import review_desk as messages
from indicators.models import (
    Evidence,
    Indicator,
    Observation,
    Submission,
    SubmissionValue,
    ValueComment,
    ValueMark,
)
from indicators.selectors.completeness import progress
from indicators.selectors.duties import duty_book, plan_names
from indicators.selectors.evidence_names import evidence_match
from indicators.selectors.snapshots import (
    previous_snapshot,
    snapshot_content,
    snapshot_key,
)
from indicators.wording import numbers

_GROUPS: Final = {group: place for place, group in enumerate((TOTAL, *SEXES, URBAN, RURAL))}


@dataclass(frozen=True, slots=True)
class UnitContradiction:
    """What another unit says about the same fact."""

    unit: str
    text: str


@dataclass(slots=True)
class ReviewRow:
    """One value as the office looks at it. ``before``: as sent the time before ('' if not).
    ``name``: the indicator's in the unit's plan."""

    value: SubmissionValue
    mark: ValueMark | None
    before: str
    is_changed: bool
    kind: ResponsibilityChoices | None
    name: str
    last_year: Observation | None = None
    contradictions: list[UnitContradiction] = field(default_factory=list)
    missing_evidence: Sequence[str] = ()

    @property
    def now(self) -> str:
        return value_text(self.value)

    @property
    def parts(self) -> str:
        return parts_text(self.value)

    @property
    def is_seen(self) -> bool:
        return self.mark is not None and self.mark.version >= self.value.version

    @property
    def is_accepted(self) -> bool:
        return self.is_seen and self.mark is not None and self.mark.state == MarkState.ACCEPTED

    @property
    def is_flagged(self) -> bool:
        """Flagged as it stands: a flag answered by a new version has done its work."""
        return self.is_seen and self.mark is not None and self.mark.state == MarkState.FLAGGED

    @property
    def needs_attention(self) -> bool:
        asks = self.value.warning_reason or self.contradictions or self.missing_evidence
        return bool(asks or self.is_flagged)

    @property
    def is_support(self) -> bool:
        return self.kind == ResponsibilityChoices.SUPPORT


@dataclass(frozen=True, slots=True)
class MissingRow:
    """A cell the unit left open, that can still be asked for."""

    indicator: Indicator
    breakdown: str
    name: str


@dataclass(frozen=True, slots=True)
class Review:
    rows: list[ReviewRow]
    missing: list[MissingRow]
    unnamed_evidence: list[Evidence]

    @property
    def changed(self) -> list[ReviewRow]:
        return [r for r in self.rows if r.is_changed or not r.is_seen]

    @property
    def attention(self) -> list[ReviewRow]:
        return [r for r in self.rows if r.needs_attention]

    @property
    def tally(self) -> dict[str, int]:
        """Counts of the page's foot; they come from here after every mark."""
        changed = self.changed
        return {
            "changed": len(changed),
            "accepted": sum(r.is_accepted for r in changed),
            "flagged": sum(r.is_flagged for r in self.rows),
            "unseen": sum(not r.is_seen for r in self.rows),
            "attention": len(self.attention),
            "all": len(self.rows),
        }


def review(submission: Submission) -> Review:
    """Everything the review page lists, in a fixed number of queries."""
    year = submission.reporting_round.reference_year
    region = submission.reporting_round.region
    values = list(
        SubmissionValue.objects.filter(submission=submission)
        .select_related("indicator", "mark__by", "changed_by", "ledger__file")
        .order_by("indicator__code", "breakdown")
    )
    names = plan_names(region=region, year=year)
    places = {indicator_id: place for place, indicator_id in enumerate(names)}
    values.sort(key=lambda v: (places.get(v.indicator_id, len(places)), _GROUPS[v.breakdown]))
    earlier = previous_snapshot(submission)
    book = duty_book(regions=[region], years=[year])
    last = _observations(region.pk, year - 1, values)
    others = _contradictions(submission, values)
    match = evidence_match(values, submission.evidence.select_related("file"))
    rows = []
    for value in values:
        key = snapshot_key(value.indicator_id, value.reference_year, value.breakdown)
        content = snapshot_content(value)
        mark = getattr(value, "mark", None)
        if not any(content) and mark is None:
            continue
        sent = (earlier or {}).get(key)
        place = (value.indicator_id, value.breakdown)
        rows.append(
            ReviewRow(
                value,
                mark,
                _snapshot_text(sent) if earlier is not None else "",
                is_changed=sent != content,
                kind=book.kind(submission.unit_id, year, value.indicator_id),
                name=names.get(value.indicator_id, value.indicator.name),
                last_year=last.get(place),
                contradictions=others.get(place, []),
                missing_evidence=match.missing.get(value.pk, ()),
            )
        )
    names_any = any(value.evidence_names for value in values)
    return Review(rows, _missing(submission, names), match.unnamed if names_any else [])


def value_thread(value: SubmissionValue) -> list[ValueComment]:
    rows = ValueComment.objects.filter(submission_value=value).select_related("by")
    return list(rows.order_by("at", "pk"))


def value_evidence(value: SubmissionValue) -> tuple[list[Evidence], list[str]]:
    """Files on the value's indicator, on the submission as a whole or named by the value; and
    the names it gives that no file has."""
    rows = list(Evidence.objects.filter(submission=value.submission_id).select_related("file"))
    match = evidence_match([value], rows)
    own = (None, value.indicator_id)
    shown = [e for e in rows if e.indicator_id in own or e.pk in match.named_by]
    return shown, match.missing.get(value.pk, [])


def computed_text(value: SubmissionValue) -> str:
    """The quotient of the parts, as it is judged; '' without both parts."""
    if value.numerator is None or value.denominator is None:
        return ""
    number = judged_value(value.value, value.numerator, value.denominator, value.indicator.scale)
    return plain(number) if number is not None else ""


def value_text(value: Any) -> str:
    """A value as one word: the number, 有/无, or the reason why there is none."""
    if value.value is not None:
        has_parts = value.numerator is not None and value.denominator is not None
        if value.decimals is None and has_parts:  # a quotient: nobody chose its decimals
            return f"{round_half_up(value.value, DEFAULT_DECIMALS):,f}"
        return number_text(value.value, value.decimals)
    if value.text:
        return str(value.text)
    return BlankReasonChoices(value.blank_reason).label if value.blank_reason else ""


def said_text(figure: Any) -> str:
    """All that is said of a figure, for the log: number and parts, text or reason, remarks."""
    parts = (figure.numerator, figure.denominator)
    words = [
        plain(figure.value) if figure.value is not None else figure.text,
        "({}/{})".format(*map(_part, parts)) if parts != (None, None) else "",
    ]
    reason = BlankReasonChoices(figure.blank_reason).label if figure.blank_reason else ""
    said = [" ".join(filter(None, words)), reason, figure.remark]
    more = (getattr(figure, name, "") for name in ("warning_reason", "evidence_names"))
    return "；".join(filter(None, [*said, *more]))


def _part(number: Decimal | None) -> str:
    return "" if number is None else plain(number)


def number_text(number: Decimal, decimals: int | None) -> str:
    """The number with the decimals it was reported with, thousands separated."""
    if decimals is None or numbers.is_shortened(number, decimals):
        return numbers.exact(number, grouped=True)
    return numbers.number(number, decimals, grouped=True)


def parts_text(value: Any) -> str:
    if value.numerator is None and value.denominator is None:
        return ""
    texts = [
        f"{part.normalize():,f}" if part is not None else messages.BLANK
        for part in (value.numerator, value.denominator)
    ]
    return " / ".join(texts)


def _snapshot_text(sent: Sequence[str] | None) -> str:
    if sent is None or not any(sent):
        return messages.EMPTY
    number, _, _, text, reason = sent
    if number:
        return number
    return text or (BlankReasonChoices(reason).label if reason else messages.EMPTY)


def _observations(
    region_id: int, year: int, values: Iterable[SubmissionValue]
) -> dict[tuple[int, str], Observation]:
    rows = Observation.objects.filter(
        region=region_id,
        indicator__in={v.indicator_id for v in values},
        reference_year=year,
    )
    return {(o.indicator_id, o.breakdown): o for o in rows}


def _contradictions(
    submission: Submission, values: Iterable[SubmissionValue]
) -> dict[tuple[int, str], list[UnitContradiction]]:
    """Other units of the place that say something else of the same year."""
    own = {(v.indicator_id, v.breakdown): v for v in values}
    rows = SubmissionValue.objects.filter(
        submission__reporting_round=submission.reporting_round_id,
        indicator__in={indicator_id for indicator_id, _ in own},
        value__isnull=False,
    )
    found: dict[tuple[int, str], list[UnitContradiction]] = {}
    for row in rows.exclude(submission=submission).select_related("submission__unit"):
        place = (row.indicator_id, row.breakdown)
        if place in own and own[place].value is not None and own[place].value != row.value:
            said = UnitContradiction(row.submission.unit.label, value_text(row))
            found.setdefault(place, []).append(said)
    return found


def _missing(submission: Submission, names: dict[int, str]) -> list[MissingRow]:
    cells = progress([submission])[submission.pk].missing
    known = {i.pk: i for i in Indicator.objects.filter(pk__in={pk for pk, _ in cells})}
    return [
        MissingRow(known[pk], breakdown, names.get(pk, known[pk].name)) for pk, breakdown in cells
    ]
