"""A reader of sentences: takes what they claim apart and holds it against the case.

It knows Chinese and arithmetic, and nothing of how sentences are made.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NUMBER = r"−?\d+(?:\.\d+)?"
UNIT = r"(?:个百分点|个千分点|个十万分点|/10万|%|‰|人)?"
QUANTITY = rf"(?P<{{name}}>{NUMBER}){UNIT}"


SLACK = Fraction(1, 1_000_000)
"""Six decimals are kept, so that a line or a share may lie this far from what is printed."""


def q(name: str) -> str:
    """A number with its unit, named."""
    return QUANTITY.format(name=name)


def number(text: str) -> Decimal:
    return Decimal(text.replace("−", "-"))


@dataclass(frozen=True)
class Truth:
    """The case as arithmetic sees it. ``lower``: lower is better; ``line``: where the straight
    line stands; ``final``: the number at the end of the plan; ``earlier``: what a trend is
    compared with."""

    value: Decimal
    year: int
    end_year: int
    lower: bool
    target: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    base: Decimal | None = None
    base_year: int | None = None
    final: Decimal | None = None
    final_exact: Fraction | None = None
    line: Fraction | None = None
    tolerance: Decimal | None = None
    factor: Fraction | None = None
    compared: Decimal | None = None
    is_basic: bool = False
    is_trend: bool = False

    def is_past(self, value: Decimal, mark: Decimal | Fraction) -> bool:
        one, other = Fraction(value), Fraction(mark)
        return one < other if self.lower else one > other

    def reaches(self, value: Decimal, mark: Decimal | Fraction) -> bool:
        return Fraction(value) == Fraction(mark) or self.is_past(value, mark)

    @property
    def end(self) -> Fraction:
        if self.final_exact is None:
            raise AssertionError("a sentence speaks of the plan's end, which has no number")
        return self.final_exact


def is_shown(text: str, exact: Decimal | Fraction) -> bool:
    """Whether the printed digits are the number, rounded half up to as many."""
    shown = number(text)
    exponent = shown.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) else 0
    return abs(Fraction(shown) - Fraction(exact)) <= Fraction(1, 2 * 10**places) + SLACK


def is_size(text: str, exact: Decimal | Fraction) -> bool:
    return number(text) >= 0 and is_shown(text, abs(Fraction(exact)))


def _need(found: Decimal | None) -> Decimal:
    assert found is not None, "a sentence names what the case does not have"
    return found


def _sized(m: re.Match[str], goal: Decimal, gap: Decimal) -> bool:
    return is_shown(m["goal"], goal) and is_size(m["gap"], gap)


def _over(m: re.Match[str], t: Truth) -> bool:
    goal = _need(t.target)
    return (
        t.is_past(t.value, goal) and is_shown(m["goal"], goal) and is_size(m["gap"], t.value - goal)
    )


def _under(m: re.Match[str], t: Truth) -> bool:
    goal = _need(t.target)
    return (
        not t.reaches(t.value, goal)
        and is_shown(m["goal"], goal)
        and is_size(m["gap"], t.value - goal)
    )


def _exactly(m: re.Match[str], t: Truth) -> bool:
    goal = _need(t.target)
    return t.value == goal and is_shown(m["goal"], goal)


def _tolerated(m: re.Match[str], t: Truth) -> bool:
    width = _need(t.tolerance)
    return _under(m, t) and abs(t.value - _need(t.target)) <= width and is_size(m["width"], width)


def _early(m: re.Match[str], t: Truth) -> bool:
    began = t.base is not None and t.reaches(t.base, t.end)
    return t.reaches(t.value, t.end) and t.year < t.end_year and not began


def _early_number(m: re.Match[str], t: Truth) -> bool:
    return _early(m, t) and int(m["year"]) == t.end_year and is_shown(m["goal"], t.end)


def _base_reached(m: re.Match[str], t: Truth) -> bool:
    base = _need(t.base)
    return (
        t.reaches(base, t.end) and is_shown(m["base"], base) and int(m["base_year"]) == t.base_year
    )


def _fast(m: re.Match[str], t: Truth) -> bool:
    return t.line is not None and t.is_past(t.value, t.line)


def _slow(m: re.Match[str], t: Truth) -> bool:
    return t.line is not None and not t.reaches(t.value, t.line)


def _line(m: re.Match[str], t: Truth) -> bool:
    if t.line is None:
        return False
    lead = Fraction(t.value) - t.line
    return (
        (lead > 0) is (m["side"] == "高")
        and is_shown(m["line"], t.line)
        and is_size(m["lead"], lead)
    )


def _to_go(m: re.Match[str], t: Truth) -> bool:
    gap = Fraction(t.value) - t.end
    return not t.reaches(t.value, t.end) and is_shown(m["goal"], t.end) and is_size(m["gap"], gap)


def _moved(m: re.Match[str], t: Truth) -> bool:
    base = _need(t.base)
    up = m["verb"] in ("提高", "上升", "增加", "高")
    return (
        (t.value > base) is up
        and t.value != base
        and int(m["base_year"]) == t.base_year
        and is_shown(m["base"], base)
        and is_size(m["size"], t.value - base)
    )


def _beside_base(m: re.Match[str], t: Truth) -> bool:
    base = _need(t.base)
    return (
        (t.value > base) is (m["side"] == "高")
        and t.value != base
        and is_shown(m["base"], base)
        and is_size(m["size"], t.value - base)
    )


def _relative(m: re.Match[str], t: Truth) -> bool:
    base = Fraction(_need(t.base))
    share = (Fraction(t.value) - base) * 100 / abs(base)
    return (share > 0) is (m["verb"] == "上升") and is_size(m["share"], share)


def _level(m: re.Match[str], t: Truth) -> bool:
    return t.value == _need(t.base)


def _band(m: re.Match[str], t: Truth) -> bool:
    return is_shown(m["low"], _need(t.low)) and is_shown(m["high"], _need(t.high))


def _inside(m: re.Match[str], t: Truth) -> bool:
    return _need(t.low) < t.value < _need(t.high)


def _crossed_up(m: re.Match[str], t: Truth) -> bool:
    return t.value > _need(t.high) and is_size(m["gap"], t.value - _need(t.high))


def _crossed_down(m: re.Match[str], t: Truth) -> bool:
    return t.value < _need(t.low) and is_size(m["gap"], _need(t.low) - t.value)


def _other(m: re.Match[str], t: Truth) -> bool:
    other = _need(t.compared)
    return (
        (t.value > other) is (m["side"] == "高")
        and t.value != other
        and is_shown(m["other"], other)
        and is_size(m["gap"], t.value - other)
    )


RANGE = rf"{q('low')}—{q('high')}"
CLAIMS: tuple[tuple[str, Callable[[re.Match[str], Truth], bool]], ...] = (
    (rf"^(?:(?:\d{{4}}年|甲)为){q('value')}", lambda m, t: is_shown(m["value"], t.value)),
    (rf"高于目标{q('goal')}，超出{q('gap')}", _over),
    (rf"低于控制上限{q('goal')}，优于目标{q('gap')}", _over),
    (rf"低于目标{q('goal')}，还差{q('gap')}", _under),
    (rf"高于控制上限{q('goal')}，超出{q('gap')}", _under),
    (rf"刚好达到目标{q('goal')}", _exactly),
    (rf"等于控制上限{q('goal')}", _exactly),
    (rf"与目标{q('goal')}相差{q('gap')}，在允许的{q('width')}容差内", _tolerated),
    (rf"比控制上限{q('goal')}高{q('gap')}，在允许的{q('width')}容差内", _tolerated),
    (rf"提前达到(?P<year>\d+)年目标{q('goal')}", _early_number),
    (r"提前达到", _early),
    (rf"(?P<base_year>\d+)年（{q('base')}）已达到", _base_reached),
    (r"(?<!没有)保持，", lambda m, t: t.reaches(t.value, t.end)),
    (r"没有保持", lambda m, t: not t.reaches(t.value, t.end)),
    (r"快于时序进度", _fast),
    (r"慢于时序进度|滞后", _slow),
    (r"与时序进度（?.*?）?持平", lambda m, t: t.line == Fraction(t.value)),
    (rf"时序进度（{q('line')}，(?P<side>[高低]){q('lead')}）", _line),
    (rf"距\d+年目标{q('goal')}还差{q('gap')}", _to_go),
    (
        rf"的要求还差{q('gap')}",
        lambda m, t: not t.reaches(t.value, t.end) and is_size(m["gap"], Fraction(t.value) - t.end),
    ),
    (
        rf"比(?P<base_year>\d+)年（{q('base')}）(?P<verb>提高|上升|下降|增加|减少|降低)"
        rf"(?P<size>{NUMBER})(?:个|人)",
        _moved,
    ),
    (
        rf"(?P<side>[高低])于\d+年（{q('base')}）{q('size')}，未达到",
        _beside_base,
    ),
    (rf"年（{q('base')}）(?P<verb>上升|下降)(?P<share>{NUMBER})%，", _relative),
    (r"与\d+年（[^）]*）持平|与\d+年相同", _level),
    (
        rf"与\d+年（{q('base')}）相差{q('size')}，在“基本”的容差",
        lambda m, t: (
            t.is_basic
            and is_shown(m["base"], _need(t.base))
            and is_size(m["size"], t.value - _need(t.base))
        ),
    ),
    (RANGE, _band),
    (r"(?<!基本)处于[^，]*内", _inside),
    (r"等于(?:认定|目标)?区间（?.*?的下限", lambda m, t: t.value == t.low),
    (r"等于(?:认定|目标)?区间（?.*?的上限", lambda m, t: t.value == t.high),
    (rf"高出[^；。]*?上限[，高]*{q('gap')}", _crossed_up),
    (rf"低于[^；。]*?下限[，低]*{q('gap')}", _crossed_down),
    (rf"比“全国水平”（\d+年{q('other')}）(?P<side>[高低]){q('gap')}", _other),
    (r"与“全国水平”（[^）]*）相同", lambda m, t: t.value == _need(t.compared)),
    (r"恰好达到", lambda m, t: Fraction(t.value) == t.end),
    (r"超过[^，；]*的要求", lambda m, t: t.is_past(t.value, t.end)),
    (r"基本(?:达到|处于)", lambda m, t: t.is_basic),
    (r"符合“", lambda m, t: t.is_trend and t.is_past(t.value, _need(t.base))),
    (r"视为达到", lambda m, t: t.value == t.base),
    (r"未达到“", lambda m, t: t.is_trend and not t.is_past(t.value, _need(t.base))),
)


def false_claims(sentence: str, truth: Truth) -> Iterator[str]:
    """What the sentence says that is not so."""
    for pattern, check in CLAIMS:
        for match in re.finditer(pattern, sentence):
            if not check(match, truth):
                yield f"{match.group()} in {sentence}"


def understood(sentence: str) -> int:
    """How many claims the reader finds, the value itself among them."""
    return sum(1 for pattern, _ in CLAIMS if re.search(pattern, sentence))
