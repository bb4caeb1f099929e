"""The results that one number was judged in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessments.models import Result
from assessments.selectors.result_lines import lines_by_run
from indicators.core.vocabulary import Grade, Verdict
from indicators.wording.verdicts import words_of

if TYPE_CHECKING:
    from django.db.models import Q

    from assessments.models import Assessment
    from assessments.selectors.result_lines import ResultLine
    from indicators.models import Observation, PlanIndicator


@dataclass(frozen=True, slots=True)
class JudgedIn:
    """A result that a number was judged in. ``is_stale``: it is not what it would be now.

    Before the plan's last year it is told by pace, as the page is, with the run's own verdict
    beside; where the state on the line was not kept (0.1) only the latter.
    """

    result: Result
    is_stale: bool

    @property
    def is_paced(self) -> bool:
        run, result = self.result.assessment, self.result
        is_before = run.year < run.end_year and not result.computed_verdict
        return is_before and bool(result.pace_state) and not run.words.is_pace

    @property
    def own_word(self) -> str:
        """The run's own verdict in its words."""
        words = words_of(self.result.assessment.settings)
        return words.verdict(self.result.verdict, self.result.grade)

    @property
    def pace_verdict(self) -> Verdict:
        is_behind = self.result.pace_state == Grade.BEHIND
        return Verdict.UNMET if is_behind else Verdict.MET


def results_from(observation: Observation, inside: Q) -> list[Result]:
    """Where the number was judged, within what the reader may see."""
    return list(
        Result.objects.filter(inside, observation=observation)
        .select_related("assessment__region", "assessment__round", "assessment__ordered_by")
        .defer("assessment__frozen", "assessment__records")
        .order_by("-assessment__requested_at")[:6]
    )


def result_in(run: Assessment, line: PlanIndicator) -> ResultLine | None:
    """What the assessment says of the line, against the place's own target."""
    lines = lines_by_run([run], code=line.indicator.code)[run.pk]
    return next((each for each in lines if each.plan_indicator_id == line.pk), None)
