"""Every rule has all of its words, for each situation it can come into."""

from __future__ import annotations

from itertools import product
from string import Formatter
from typing import TYPE_CHECKING

import pytest

from indicators.core.rules import RULES
from indicators.core.rules.words import REACHED, Situation
from indicators.core.vocabulary import RuleKind

if TYPE_CHECKING:
    from indicators.core.rules.spec import RuleSpec

JUDGED = [rule for rule in RULES.values() if rule.is_judged]
GOAL_SLOTS = {
    *("sign", "number", "goal", "low", "high", "low_number", "high_number"),
    *("base_year", "asked", "wish", "compared"),
}
EXPLANATION_SLOTS = {
    *("goal", "gap", "tolerance", "basic", "wish", "demand", "quoted", "limit", "year"),
    *("low", "high", "end", "base_year", "base", "base_side", "base_moved", "base_change"),
    *("base_relative", "asked", "expected", "lead", "line_side", "due_relative"),
    *("end_year", "final", "final_gap", "final_beyond", "compared", "compared_year"),
}


def slots(words: str) -> set[str]:
    return {slot for _, slot, _, _ in Formatter().parse(words) if slot}


def test_every_kind_of_rule_is_one_object() -> None:
    assert set(RULES) == set(RuleKind)
    assert len({rule.label for rule in RULES.values()}) == len(RULES)


@pytest.mark.parametrize("rule", JUDGED, ids=lambda rule: rule.kind)
def test_words_for_every_situation_and_for_no_other(rule: RuleSpec) -> None:
    asked = set(rule.situations)
    assert asked
    assert set(rule.words.explanation) == asked
    assert set(rule.words.phrases) == asked
    for situation in asked:
        assert slots(rule.words.explanation[situation]) <= EXPLANATION_SLOTS
        assert rule.words.phrases[situation]


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.kind)
def test_goals_have_words_for_table_sentence_and_duty(rule: RuleSpec) -> None:
    goal = rule.words.goal
    for words in (goal.table, goal.sentence, goal.duty):
        assert words
        assert slots(words) <= GOAL_SLOTS


@pytest.mark.parametrize("rule", JUDGED, ids=lambda rule: rule.kind)
def test_every_group_has_a_sentence_that_says_the_year_of_a_carried_value(rule: RuleSpec) -> None:
    lacking = [
        situation
        for situation, phrases in rule.words.phrases.items()
        if not any("when" in phrase.slots or "value" in phrase.bars for phrase in phrases)
    ]
    assert lacking == []


@pytest.mark.parametrize("rule", JUDGED, ids=lambda rule: rule.kind)
def test_only_what_is_reached_is_told_as_reached(rule: RuleSpec) -> None:
    claims = ("刚好达到", "提前达到", "恰好达到", "超出目标", "优于目标", "符合“")
    for situation, claim in product(rule.situations, claims):
        if situation not in REACHED:
            assert claim not in rule.words.explanation[situation]
            assert not any(claim in phrase.words for phrase in rule.words.phrases[situation])


@pytest.mark.parametrize("rule", JUDGED, ids=lambda rule: rule.kind)
def test_a_line_only_where_a_number_ends_it(rule: RuleSpec) -> None:
    has_line = {Situation.EARLY, Situation.AHEAD, Situation.BEHIND} & set(rule.situations)
    assert bool(has_line) is (rule.way is not None)
    assert (rule.achievement is None) is rule.is_decided


@pytest.mark.parametrize("rule", JUDGED, ids=lambda rule: rule.kind)
def test_names_of_phrases_tell_them_apart(rule: RuleSpec) -> None:
    for phrases in rule.words.phrases.values():
        names = [phrase.name for phrase in phrases]
        assert len(names) == len(set(names))
