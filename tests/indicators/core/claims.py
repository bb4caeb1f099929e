"""A reader of sentences: takes what they claim apart and holds it against the case.

It knows Chinese and arithmetic, and nothing of how sentences are made.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

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
    history: Mapping[int, Decimal] = field(default_factory=dict)

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


def _past_goal(m: re.Match[str], t: Truth) -> bool:
    goal = _need(t.target)
    gap = m.groupdict().get("gap")
    is_right_gap = gap is None or is_size(gap, t.value - goal)
    return t.is_past(t.value, goal) and is_shown(m["goal"], goal) and is_right_gap


def _within(m: re.Match[str], t: Truth) -> bool:
    return t.reaches(t.value, _need(t.target)) and is_shown(m["goal"], _need(t.target))


def _from_to(m: re.Match[str], t: Truth) -> bool:
    base = _need(t.base)
    return (
        (t.value > base) is (m["verb"] in ("提高", "上升", "增加"))
        and t.value != base
        and int(m["year"]) == t.base_year
        and is_shown(m["base"], base)
        and is_shown(m["value"], t.value)
    )


def _full_since(m: re.Match[str], t: Truth) -> bool:
    start = int(m["year"])
    began = start == t.base_year or start - 1 in t.history
    return began and t.value == 100 and all(t.history.get(y) == 100 for y in range(start, t.year))


def _within_goal(_m: re.Match[str], t: Truth) -> bool:
    return t.reaches(t.value, _need(t.target))


def _short_of(m: re.Match[str], t: Truth) -> bool:
    return not t.reaches(t.value, number(m["goal"]))


def _then(m: re.Match[str], t: Truth) -> bool:
    """An earlier year's value that had reached what this year's misses."""
    then = t.history.get(int(m["year"]))
    if then is None or not is_shown(m["then"], then):
        return False
    return t.reaches(then, _need(t.target)) and not t.reaches(t.value, _need(t.target))


def _since(m: re.Match[str], t: Truth) -> bool:
    """A change since a year that is named, in points or in per cent."""
    year = int(m["year"])
    before = t.base if year == t.base_year else t.history.get(year)
    return before is not None and _is_change(m, t, before)


def _since_last(m: re.Match[str], t: Truth) -> bool:
    before = t.history.get(t.year - 1)
    return before is not None and _is_change(m, t, before)


def _missed_now(_m: re.Match[str], t: Truth) -> bool:
    return not t.reaches(t.value, _need(t.target))


def _is_change(m: re.Match[str], t: Truth, before: Decimal) -> bool:
    up = m["verb"] in ("提高", "上升", "增加", "高")
    if t.value == before or (t.value > before) is not up:
        return False
    change = Fraction(t.value) - Fraction(before)
    if m["unit"] == "%":
        change = change * 100 / abs(Fraction(before))
    return is_size(m["size"], change)


def _run(m: re.Match[str], t: Truth) -> bool:
    years = range(int(m["year"]), t.year)
    reached = all(y in t.history and t.reaches(t.history[y], t.end) for y in years)
    before = t.history.get(int(m["year"]) - 1)
    began = before is not None and not t.reaches(before, t.end)
    return began and reached and t.reaches(t.value, t.end) and int(m["run"]) == len(years) + 1


def _recent(m: re.Match[str], t: Truth) -> bool:
    years = range(t.year - int(m["run"]) + 1, t.year)
    reached = all(y in t.history and t.reaches(t.history[y], t.end) for y in years)
    return reached and t.reaches(t.value, t.end) and len(years) > 1


def _still(_m: re.Match[str], t: Truth) -> bool:
    return all(t.reaches(value, t.end) for value in t.history.values())


def _kept(m: re.Match[str], t: Truth) -> bool:
    every = all(year in t.history for year in range(t.base_year or 0, t.year))
    return every and _still(m, t)


def _fell(m: re.Match[str], t: Truth) -> bool:
    then = t.history.get(int(m["year"]))
    return then is not None and not t.reaches(then, t.end) and is_shown(m["then"], then)


def _first(m: re.Match[str], t: Truth) -> bool:
    years = range(t.base_year or 0, t.year)
    missed = all(y in t.history and not t.reaches(t.history[y], _need(t.target)) for y in years)
    return missed and t.year == t.end_year and t.reaches(t.value, _need(t.target))


def _worse(m: re.Match[str], t: Truth) -> bool:
    return not t.reaches(t.value, _need(t.base))


def _times(m: re.Match[str], t: Truth) -> bool:
    return is_size(m["times"], Fraction(t.value) / Fraction(_need(t.base)))


MOVE = (
    rf"(?P<verb>提高|上升|下降|增加|减少|回落|降低|高|低)"
    rf"(?P<size>{NUMBER})(?P<unit>%|个百分点|个千分点|个十万分点|人)(?!（即)"
)
LIMIT = rf"{q('goal')}的(?:控制)?目标"
REPORTED: tuple[tuple[str, Callable[[re.Match[str], Truth], bool]], ...] = (
    (rf"高于{q('goal')}的目标(?:{q('gap')})?", _past_goal),
    (rf"(?<!，)低于{q('goal')}的控制目标", _past_goal),
    (rf"超出目标{q('gap')}", lambda m, t: is_size(m["gap"], t.value - _need(t.target))),
    (
        rf"控制在{q('goal')}以内|在{q('goal2')}的控制线内",
        lambda m, t: t.reaches(t.value, _need(t.target)),
    ),
    (rf"等于{q('goal')}的(?:控制)?目标，达到要求", _exactly),
    (rf"刚好达到{q('goal')}的(?:控制)?目标", _exactly),
    (rf"与{LIMIT}相差{q('gap')}，在允许的{q('width')}容差内", _tolerated),
    (rf"比{LIMIT}高{q('gap')}，在允许的{q('width')}容差内", _tolerated),
    (rf"距{LIMIT}仍?差{q('gap')}(?:。|；)", _short_of),
    (rf"(?:，|仍)比{LIMIT}高{q('gap')}(?:。|；)", _under),
    (rf"(?P<year>\d{{4}})年为{q('then')}，(?:已达到|在)", _then),
    (r"\d{4}年(?:（[^）]*）)?已达到", lambda m, t: t.reaches(_need(t.base), t.end)),
    (r"此后一直保持", _kept),
    (r"现仍保持", lambda m, t: t.reaches(t.value, t.end) and _still(m, t)),
    (rf"(?P<year>\d{{4}})年一度(?:下降|上升|回落|增加|减少)到{q('then')}", _fell),
    (r"自(?P<year>\d{4})年起连续(?P<run>\d+)年达到", _run),
    (r"有数据的近(?P<run>\d+)年均达到", _recent),
    (r"在规划末年达到", _first),
    (rf"比(?P<year>\d{{4}})年(?:（[^）]*）)?{MOVE}", _since),
    (rf"比上年{MOVE}", _since_last),
    (r"走势与规划要求相反|与规划要求的方向相反", _worse),
    (rf"比时序值（{q('line')}）(?P<side>[高低]){q('lead')}", _line),
    (rf"是\d{{4}}年的(?P<times>{NUMBER})倍", _times),
    (r"进展符合“", lambda m, t: t.is_trend and t.is_past(t.value, _need(t.base))),
    (r"[降增]幅超过", lambda m, t: t.is_past(t.value, t.end)),
    (r"与上年持平", lambda m, t: abs(t.value - t.history[t.year - 1]) < 1),
    (r"(?<![已前本好])达到\d[^年]*目标", _within_goal),
    (
        rf"的要求差{q('gap')}",
        lambda m, t: not t.reaches(t.value, t.end) and is_size(m["gap"], Fraction(t.value) - t.end),
    ),
    (
        rf"由(?P<year>\d{{4}})年的{q('base')}(?P<verb>提高|上升|下降|减少|增加|降)[至到]{q('value')}",
        _from_to,
    ),
    (rf"由0增加到{q('value')}", lambda m, t: not t.base and is_shown(m["value"], t.value)),
    (r"^甲达到100%", lambda m, t: t.value == 100),
    (r"自(?P<year>\d+)年起一直为100%", _full_since),
    (r"，达到要求", _within_goal),
    (r"(?<!“)保持(?:为0|100%)", lambda m, t: t.value == t.base),
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
    (r"现未达到|年(?:下降|回落|上升|减少|增加)到[^，]*，(?:高出|差)", _missed_now),
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
        r"在“基本”的容差",
        lambda m, t: t.is_basic and not t.is_past(t.value, _need(t.base)),
    ),
    (RANGE, _band),
    (r"(?<!基本)处于[^，]*内", _inside),
    (r"等于(?:认定|目标)?区间（?.*?的下限", lambda m, t: t.value == t.low),
    (r"等于(?:认定|目标)?区间（?.*?的上限", lambda m, t: t.value == t.high),
    (rf"高出[^；。]*?上限[，高]*{q('gap')}", _crossed_up),
    (rf"低于[^；。]*?下限[，低]*{q('gap')}", _crossed_down),
    (rf"比“全国水平”（\d+年，?{q('other')}）(?P<side>[高低]){q('gap')}", _other),
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
    for pattern, check in (*CLAIMS, *REPORTED):
        for match in re.finditer(pattern, sentence):
            if not check(match, truth):
                yield f"{match.group()} in {sentence}"


def understood(sentence: str) -> int:
    """How many claims the reader finds, the value itself among them."""
    return sum(1 for pattern, _ in (*CLAIMS, *REPORTED) if re.search(pattern, sentence))
