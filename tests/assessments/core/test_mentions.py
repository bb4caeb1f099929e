"""Sentences of a summary that speak of an indicator, whatever order its words have there."""

import pytest

from assessments.core.mentions import sentences_about

TEXT = (
    "村委会换届中女性成员比例有提高，但离目标还差3名。2020年妇女常见病集中筛查推迟到下半年！\n"
    "学生线上学习时间较长，视力不良检出率上升；女童入学率稳定。"
)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("村委会成员中女性比例", ("村委会换届中女性成员比例有提高，但离目标还差3名。",)),
        ("妇女常见病定期筛查率", ("2020年妇女常见病集中筛查推迟到下半年！",)),
        ("中学生视力不良率", ("学生线上学习时间较长，视力不良检出率上升；",)),
        ("孕产妇死亡率", ()),
        ("（占比）", ()),
        ("", ()),
    ],
)
def test_a_sentence_speaks_of_what_it_shares_enough_of(name: str, said: tuple[str, ...]) -> None:
    assert sentences_about(TEXT, name) == said


def test_two_fifths_of_the_pairs_are_enough_and_less_is_not() -> None:
    """甲乙丙丁戊己 has five pairs."""
    assert sentences_about("丙丁戊。", "甲乙丙丁戊己") == ("丙丁戊。",)
    assert sentences_about("丙丁。", "甲乙丙丁戊己") == ()
