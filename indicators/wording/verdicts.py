"""What one run calls its results: the labels asked for, else those of its basis and stage.

Held against the straight line, words say how things go (进度正常, 滞后), not how they ended.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from indicators.core.vocabulary import Basis, Grade, Stage, Verdict
from indicators.wording.labels import GRADES, VERDICTS

_TONES: Final[Mapping[str, str]] = {
    Verdict.MET: "met",
    Verdict.UNMET: "unmet",
    Verdict.NO_DATA: "none",
    Verdict.NOT_ASSESSABLE: "open",
}
_PACE_TONES: Final[Mapping[str, str]] = {Verdict.MET: "pace", Verdict.UNMET: "behind"}
_GRADE_TONES: Final[Mapping[str, str]] = {
    Grade.EARLY: "good",
    Grade.ON_TRACK: "info",
    Grade.BASIC: "warn",
    Grade.LOST: "warn",
    Grade.BEHIND: "warn",
}
RATE: Final = "达标率"
PACE_RATE: Final = "达到进度占比"
ON_LINE: Final = "进度正常"
PACE_BASIC: Final = "基本达到进度"
EITHER_RATE: Final = f"{RATE}／{PACE_RATE}"
"""Of runs held against the line and against targets, listed together."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a run.

    ``met``, ``unmet``, ``early``, ``staged``, ``basic``: as badges and tables print them.
    ``met_said``: as a sentence says it of many (“142项达到进度要求”). ``rate``: its name.
    ``is_staged``: held against the mid-term targets, in a document of the mid-term.
    ``holds_basic``: a count of the met holds 基本达标 too. ``holds_on_line``: some of a staged
    run were held against the line.
    """

    met: str
    unmet: str
    early: str
    staged: str
    basic: str
    met_said: str
    rate: str
    is_pace: bool
    is_staged: bool = False
    holds_basic: bool = False
    holds_on_line: bool = False

    @property
    def met_counted(self) -> str:
        """The heading of a count of the met: “达标（含基本达标）” where that counts as met."""
        return f"{self.met}{self._holding}"

    @property
    def met_said_counted(self) -> str:
        """The same as a sentence says it: “98项达标（含基本达标）”."""
        return f"{self.met_said}{self._holding}"

    @property
    def _holding(self) -> str:
        return f"（含{self.basic}）" if self.holds_basic else ""

    @property
    def tells_early(self) -> bool:
        """Whether what is reached early is a class of its own beside the met."""
        return (self.is_pace or self.is_staged) and self.early != self.met

    def verdict(self, verdict: str, grade: str | None = "") -> str:
        """The word for one result; the finer word where it says the same better."""
        if verdict == Verdict.MET:
            return {
                Grade.EARLY.value: self.early,
                Grade.ON_TRACK.value: self.staged,
                Grade.BASIC.value: self.basic,
            }.get(grade or "", self.met)
        return self.unmet if verdict == Verdict.UNMET else VERDICTS[verdict]

    def verdict_on_line(self, verdict: str, grade: str | None = "") -> str:
        """The word for one result that a run of stages held against the line: met, it is
        进度正常 and no 阶段目标 was there to reach."""
        if self.has_stage_words and verdict == Verdict.MET and grade == Grade.ON_TRACK:
            return ON_LINE
        return self.verdict(verdict, grade)

    @property
    def has_stage_words(self) -> bool:
        """Whether what is met goes by 达到阶段目标 and not by a label asked for."""
        return self.is_staged and self.staged == GRADES[Grade.ON_TRACK]

    @property
    def staged_counted(self) -> str:
        """The heading of a count of the staged: “达到阶段目标（含进度正常）” where some are."""
        holds = self.holds_on_line and self.has_stage_words
        return f"{self.staged}（含{ON_LINE}）" if holds else self.staged

    @property
    def staged_kinds(self) -> tuple[str, ...]:
        """The words that single results of that count are printed with."""
        return (self.staged,) if self.staged == self.staged_counted else (self.staged, ON_LINE)

    def plain(self, verdict: str) -> str:
        """The word of the verdict alone."""
        return self.verdict(verdict)

    def filter(self, verdict: str) -> str:
        """The word as a list is filtered and counted by it."""
        return self.met_counted if verdict == Verdict.MET else self.plain(verdict)

    def grade(self, grade: str) -> str:
        """The finer word beside a verdict."""
        if grade == Grade.ON_TRACK:
            return self.staged if self.is_pace else GRADES[Grade.ON_TRACK]
        own = {Grade.EARLY.value: self.early, Grade.BASIC.value: self.basic}
        return own.get(grade) or GRADES[grade]

    def beside(self, verdict: str, grade: str) -> str:
        """The finer word that stands beside a verdict; empty where it says nothing more. 滞后 is
        a word of the line: beside a verdict by a target it could contradict the line; and
        what 达到阶段目标 stands for may have been met by the line or by the final target."""
        is_of_line = grade in (Grade.BEHIND, Grade.ON_TRACK) and not self.is_pace
        finer = self.grade(grade) if grade and not is_of_line else ""
        return "" if finer == self.plain(verdict) else finer

    def tone(self, verdict: str) -> str:
        """The badge's kind: met, unmet, none, open; pace and behind under the straight line."""
        if self.is_pace and verdict in _PACE_TONES:
            return _PACE_TONES[verdict]
        return _TONES[verdict]

    @property
    def turned_met(self) -> str:
        return f"转为{self.met}"

    @property
    def turned_unmet(self) -> str:
        """“由达标转为未达标”, “由达到阶段目标转为滞后”."""
        return f"由{self.staged}转为{self.unmet}"

    def counts(self, met: int, unmet: int, no_data: int, not_assessable: int) -> str:
        """``达标98，未达标4，无数据2``; what is nought is left out, the met apart. A count of
        the met that holds 基本达标 says so."""
        told = (
            (self.unmet, unmet),
            (VERDICTS[Verdict.NO_DATA], no_data),
            (VERDICTS[Verdict.NOT_ASSESSABLE], not_assessable),
        )
        return "，".join(
            [f"{self.met_counted}{met}", *(f"{word}{count}" for word, count in told if count)]
        )


def pace_word(state: str) -> str:
    """A state on the line (early, on_track, behind): 已提前达到, 进度正常, 滞后."""
    return _PACE.grade(state)


def grade_tone(grade: str) -> str:
    return _GRADE_TONES[grade]


def words_of(settings: Mapping[str, Any] | None = None, stage: str = "") -> Words:
    """The words of a run by its settings (as stored) and, in a document, its stage."""
    own = settings or {}
    is_pace = own.get("basis") == Basis.PACE
    is_staged = stage == Stage.MIDTERM and own.get("basis", Basis.MIDTERM) == Basis.MIDTERM
    usual_met, usual_unmet = VERDICTS[Verdict.MET], VERDICTS[Verdict.UNMET]
    if is_pace:
        usual_met, usual_unmet = ON_LINE, GRADES[Grade.BEHIND]
    elif is_staged:
        usual_unmet = GRADES[Grade.BEHIND]
    asked = str(own.get("label_met") or "")
    met = asked or usual_met
    said = "达到进度要求" if is_pace else "达到中期要求" if is_staged else met
    return Words(
        met=met,
        unmet=str(own.get("label_unmet") or usual_unmet),
        early=f"提前{asked}" if asked else "已提前达到" if is_pace else GRADES[Grade.EARLY],
        staged=GRADES[Grade.ON_TRACK] if is_staged and not asked else met,
        basic=str(own.get("label_basic") or (PACE_BASIC if is_pace else GRADES[Grade.BASIC])),
        met_said=asked or said,
        rate=f"{asked}率" if asked else PACE_RATE if is_pace else RATE,
        is_pace=is_pace,
        is_staged=is_staged,
        holds_basic=bool(own.get("basic_counts")) and own.get("basic_tolerance") is not None,
    )


_PACE: Final = words_of({"basis": Basis.PACE.value})
