"""需要关注的问题 of the yearly report: the same facts as the problems of an evaluation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reports.document import Section
from reports.sections import problems

if TYPE_CHECKING:
    from reports.words.writing import Writing

KEY: Final = "concerns"
TITLE: Final = "需要关注的问题"


def build(writing: Writing) -> Section:
    made = problems.build(writing)
    return Section(KEY, TITLE, 1, made.blocks)
