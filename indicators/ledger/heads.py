"""What one column of a head is: its words, years, parts, places and measures understood."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from indicators.core.narrowing import (
    NarrowKind,
    is_own_place,
    is_whole_year,
    narrowing,
    other_place,
)
from indicators.core.tokens import name_key, parse_breakdown, parse_year
from indicators.core.written_measures import is_measure, kind_of_head
from indicators.ledger.columns import BEGINNINGS, WORDS, ColumnKey
from indicators.ledger.workbook import column_letters

KEY_COLUMNS: Final = frozenset({ColumnKey.CODE, ColumnKey.NAME})
_YEAR_HEAD: Final = re.compile(
    r"(?:截至)?((?:19|20)[0-9]{2}|[一二][〇○零一二三四五六七八九]{3}|[0-9]{2}(?=年))(?:\.0)?"
    r"(?:年度|年底|年末|年|度)?(.*)"
)
_SEVERAL_YEARS: Final = re.compile(r"[-—–~～至到/](?:19|20)[0-9]{2}")
_ANY_YEAR: Final = re.compile(r"(?<![0-9])(?:(?:19|20)[0-9]{2}(?![0-9])|[0-9]{2}(?=年))")
_RELATIVE: Final = re.compile(r"<(-?[0-9]+)>")
_BRACKET: Final = re.compile(r"\(([^()]*)\)$")
_DIFFERENCE: Final = (
    "较",
    "比上",
    "比去",
    "比基",
    "比前",
    "比较",
    "比20",
    "同比",
    "环比",
    "增减",
    "增长",
    "增幅",
    "变化",
    "升降",
    "±",
)
_TARGET: Final = re.compile(r"目标|规划值|计划值|预期值|应达")
_PREVIOUS: Final = ("上年同期", "上一年度", "上一年", "上年度", "上年", "去年同期", "去年", "上期")
_CURRENT: Final = ("本年度", "本年", "当年", "今年", "本期", "报告期", "监测年度", "本年实际")
_BRACKETED: Final = re.compile(r"\(([^()]*)\)")
_GLUED: Final = re.compile(r"[年值数据 :/]([%‰‱]|[百千万亿]{1,2}[人元户名]|1/10万|/10万)$")
# Words over a group of columns that do not narrow what the columns below them hold.
_GENERAL: Final = re.compile(
    r"^(?:历年|各年度?|近[一二三四五]年)?(?:监测|统计|指标|完成|实际|进展)*"
    r"(?:数据|情况|数值|数|值|结果)?$"
)
_BASE: Final = frozenset({"基期", "基期值", "基数", "基准值"})
# Made of nothing but such words, a head means the value: 年度实绩, 指标完成值, 填报数.
_VALUE_HEAD: Final = re.compile(
    r"(?:年度|年末|指标|监测|统计|实际|填报|报送|上报|初报|终报|审定|核定|核准|核实|初审|复核|复审|终审"
    r"|修订|修正|订正|更正|最终|完成|达到|前|后)*(?:数据|数值|数|值|结果|实绩|情况)|现状值?"
)
# The state of a figure of the year: a column that says no more claims the same figure.
_STATE_OF_VALUE: Final = re.compile(
    r"(?:上报|填报|报送|初报|终报|初审|复核|复审|终审|审定|核定|核准|核实|修订|修正|订正|更正|最终|原报)+"
    r"[前后稿版]?"
)
_NAME_HEAD: Final = re.compile(r"[一-龥]{0,6}指标(?:名称)?")


@dataclass(frozen=True, slots=True)
class HeadContext:
    """What a head is read with: the ledger's year and place, columns the user named, names of
    indicators (a line that holds one is no head). ``title_year``: from it 上年 and 本年 count."""

    reference_year: int
    place: str = ""
    mapping: Mapping[str, str] = field(default_factory=dict)
    known_names: frozenset[str] = frozenset()
    title_year: int | None = None


@dataclass(frozen=True, slots=True)
class HeadCell:
    """What one column is. ``year``/``breakdown`` are None where the head does not say.

    ``place``: another place than the ledger's own, which the head names. ``sample``: of a column
    without a head, its first value.
    ``key`` is None where nobody knows: such a column can be mapped by the user.
    """

    column: int
    header: str
    key: ColumnKey | None
    year: int | None = None
    breakdown: str | None = None
    place: str = ""
    sample: str = ""

    @property
    def measure(self) -> str:
        """A measure the head gives, such as % in 指标值（%） or 2024年%; else empty."""
        bare = unicodedata.normalize("NFKC", self.header)
        found = [text for text in _BRACKETED.findall(bare) if is_measure(text)]
        glued = _GLUED.search(bare)
        if found or glued is None:
            return found[-1] if found else ""
        return glued[1]

    @property
    def kind_of_figure(self) -> str:
        """``rate`` or ``count`` where the head's word says it (百分比, 人数); else empty."""
        return kind_of_head(_BRACKET.sub("", name_key(self.header)))


def classify(texts: tuple[str, ...], column: int, context: HeadContext) -> HeadCell:
    """What the head lines above one column say together."""
    header = " ".join(dict.fromkeys(text for text in texts if text))
    mapped = mapped_key(context, header, column)
    keys: list[ColumnKey] = [ColumnKey(mapped)] if mapped else []
    year: int | None = None
    breakdown: str | None = None
    unknown = False
    place = ""
    for text in texts:
        found = read_head_text(name_key(text), context)
        year = found.year if found.year is not None else year
        place = found.place or place
        breakdown = found.breakdown if found.breakdown is not None else breakdown
        if found.key is not None:
            keys.append(found.key)
        unknown = unknown or not (found.understood or _GENERAL.search(text))
    joined = WORDS.get(name_key("".join(texts)))
    if joined is not None and len(texts) > 1:
        keys, unknown = [joined], False
    key = ColumnKey(mapped) if mapped else _decide(keys, year, breakdown, unknown=unknown)
    return HeadCell(column, header, key, year, breakdown, "" if mapped else place)


def mapped_key(context: HeadContext, header: str, column: int) -> str | None:
    """What the user said this column is: by its head, and by its letter where heads repeat."""
    if not context.mapping:
        return None
    meaning = head_meaning(header, context.reference_year)
    lettered = f"{meaning}#{column_letters(column)}".casefold()
    return context.mapping.get(lettered) or context.mapping.get(meaning)


def head_meaning(header: str, reference_year: int) -> str:
    """A head as it is remembered: years as this one, the one before (24年 in 2024: <0>年).

    So that next year the column of that year is meant, and last year's never is taken for it.
    """

    def relative(found: re.Match[str]) -> str:
        year = int(found[0]) if len(found[0]) > 2 else 2000 + int(found[0])
        return f"<{year - reference_year}>"

    return _ANY_YEAR.sub(relative, name_key(header))


def head_told(meaning: str, reference_year: int) -> str:
    """A remembered head as it would stand in a ledger of this year."""
    return _RELATIVE.sub(lambda found: str(reference_year + int(found[1])), meaning)


def _decide(
    keys: list[ColumnKey], year: int | None, breakdown: str | None, *, unknown: bool
) -> ColumnKey | None:
    if ColumnKey.IGNORED in keys:
        return ColumnKey.IGNORED
    specific = [key for key in keys if key is not ColumnKey.VALUE]
    if specific:
        return specific[-1]
    if unknown:
        return None
    if keys or year is not None or breakdown is not None:
        return ColumnKey.VALUE
    return None


@dataclass(frozen=True, slots=True)
class HeadText:
    key: ColumnKey | None = None
    year: int | None = None
    breakdown: str | None = None
    understood: bool = True
    place: str = ""


_UNKNOWN: Final = HeadText(understood=False)


def read_head_text(text: str, context: HeadContext) -> HeadText:
    if not text:
        return HeadText()
    key = _known_word(text)
    if key is not None:
        return HeadText(key)
    breakdown = parse_breakdown(text)
    if breakdown is not None or is_whole_year(text):
        return HeadText(breakdown=breakdown)
    year, rest = _year_of_head(text, context.title_year or context.reference_year)
    if year is not None:
        return _with_rest(year, rest, context)
    if is_own_place(text, context.place):
        return HeadText(ColumnKey.VALUE)
    if other_place(text, context.place) == text:
        return HeadText(ColumnKey.VALUE, place=text)
    bracket = _BRACKET.search(text)
    if bracket is None:
        return _UNKNOWN
    found = read_head_text(text[: bracket.start()], context)
    return _narrowed(found, bracket[1], context)


def _narrowed(found: HeadText, text: str, context: HeadContext) -> HeadText:
    """A head and what its bracket or the words behind its year say."""
    said = narrowing(text, context.place)
    if _STATE_OF_VALUE.fullmatch(said.text):
        return found
    match said.kind:
        case NarrowKind.NOTHING if said.text.isascii() and said.text.isalpha():
            return replace(found, understood=False)  # letters behind a year: nobody knows
        case NarrowKind.NOTHING | NarrowKind.MEASURE:
            return found
        case NarrowKind.YEAR:
            return replace(found, year=said.year)  # 基期值（2020年）
        case NarrowKind.BREAKDOWN:
            return replace(found, breakdown=said.breakdown)
        case NarrowKind.PLACE:
            return replace(found, key=found.key or ColumnKey.VALUE, place=said.text)
        case NarrowKind.TARGET:
            return replace(found, key=ColumnKey.IGNORED)
        case _:
            return replace(found, understood=False)


def _known_word(text: str) -> ColumnKey | None:
    if text in _BASE:
        return ColumnKey.IGNORED  # without its year nobody knows what it is of
    if text in WORDS:
        return WORDS[text]
    for beginning, key in BEGINNINGS:
        if text.startswith(beginning):
            return key
    if text.startswith(_DIFFERENCE) or _TARGET.search(text):
        return ColumnKey.IGNORED
    if _NAME_HEAD.fullmatch(text):
        return ColumnKey.NAME
    if _VALUE_HEAD.fullmatch(text) or _STATE_OF_VALUE.fullmatch(text):
        return ColumnKey.VALUE
    # 分子（活产数）: the bracket only names what is counted.
    bare = WORDS.get(_BRACKET.sub("", text))
    return bare if bare in (ColumnKey.NUMERATOR, ColumnKey.DENOMINATOR) else None


def _year_of_head(text: str, reference_year: int) -> tuple[int | None, str]:
    for words, year in ((_PREVIOUS, reference_year - 1), (_CURRENT, reference_year)):
        for word in words:
            if text.startswith(word):
                return year, text[len(word) :]
    match = _YEAR_HEAD.fullmatch(text)
    if match:
        return parse_year(match[1] if len(match[1]) > 2 else f"20{match[1]}"), match[2]
    return None, text


def _with_rest(year: int, rest: str, context: HeadContext) -> HeadText:
    """A year and what stands behind it: 完成值, 目标, 女, (%), or something unknown."""
    bracket = _BRACKET.search(rest)
    if bracket and bracket.start():
        found = _with_rest(year, rest[: bracket.start()], context)
        return _narrowed(found, bracket[1], context)
    if _SEVERAL_YEARS.match(rest):
        return _UNKNOWN  # 2023—2024年 is no year's figure
    rest = rest.strip("()/:")
    if not rest or is_measure(rest):
        return HeadText(year=year)
    if rest.startswith(_DIFFERENCE) or _TARGET.search(rest):
        return HeadText(ColumnKey.IGNORED, year)
    key = WORDS.get(rest) or (ColumnKey.VALUE if _VALUE_HEAD.fullmatch(rest) else None)
    if key is not None:
        return HeadText(key, year)
    return _narrowed(HeadText(year=year), rest, context)
