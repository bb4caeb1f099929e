"""Which indicator a code and a name mean. An unknown code yields to a known name."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from indicators.core.narrowing import Narrowing, NarrowKind, narrowing
from indicators.core.tokens import name_key, parse_breakdown
from indicators.core.written_measures import is_measure, measure_in_line
from indicators.ledger.entries import LedgerIndicator
from indicators.messages import ledger as messages

# Names are compared after NFKC, so full-width points and brackets are plain here.
_ORDINAL: Final = re.compile(
    r"^(?:其中[:、,]?|\(?(?:[0-9]{1,2}(?:\.[0-9]{1,2}){0,2}|[一二三四五六七八九十]{1,3}|[a-z])[).、]|"
    r"[*★▲#●○■□◆◇·•\-—]|第[0-9一二三四五六七八九十]+项[:、]?)+"
)
# 1.1.2婴儿死亡率, 3 婴儿死亡率; a bare number right before the name may be part of it.
_NUMBERED: Final = re.compile(
    r"^[0-9]{1,2}(?:[.\uff0e][0-9]{1,2}){1,3}(?:\s+|(?=[一-龥]))|^[0-9]{1,2}\s+(?=[一-龥])"
)
_CIRCLED: Final = re.compile(r"^[①-⑳⓪❶-❿㈠-㈩⑴-⒇⒈-⒛]+")
_FOOTNOTE: Final = re.compile(r"(?:[①-⑳❶-❿⑴-⒇*\uff0a†‡¹²³⁴-⁹]+|[\[【〔]注?[0-9]{1,2}[\]】〕])$")
_FOREIGN: Final = re.compile(r"(?<=[一-龥)）])\s*[(（]?[A-Za-z][A-Za-z0-9 ,\.'\u2019\-/%()（）]*$")
_BRACKET: Final = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_NOT_LETTERS: Final = re.compile(r"[\W_]+")
_BETWEEN: Final = ":：,，、-—_·;；/|"
_SIGNS: Final = frozenset("%‰‱/")
# What a name may have more or less and still mean the same.
_HARMLESS: Final = re.compile(
    r"(?:九年|学前三年|的|之|情况|数据|指标|水平|年度|全年|适龄儿童|适龄|我?[市县区]|率|百分比|比例|比重|占比"
    r")*"
)
_IN_UNITS: Final = re.compile(r"\(?以[一-龥]{1,6}为单位\)?")


@dataclass(frozen=True, slots=True)
class Resolved:
    """The indicator of a row, or a whole sentence why there is none.

    ``blames_code``: the sentence is about the code, so it belongs to the code's cell.
    ``doubt``: what must be asked of it all the same. ``narrowed``: what the row's name says
    beyond the indicator's own: a part, a place, a year, a measure. ``is_own_part``: only a part
    that the indicator is asked by, in a row of its own below the total.
    """

    indicator: LedgerIndicator | None = None
    blames_code: bool = False
    error: str = ""
    note: str = ""
    doubt: str = ""
    narrowed: tuple[Narrowing, ...] = ()
    is_own_part: bool = False


class IndicatorIndex:
    """Finds indicators by code, name and alias; remembers what it found."""

    def __init__(self, indicators: Iterable[LedgerIndicator], place: str = "") -> None:
        self._place = place
        self._by_code: dict[str, LedgerIndicator] = {}
        self._by_name: dict[str, list[LedgerIndicator]] = {}
        self._loose: dict[str, list[LedgerIndicator]] = {}
        self._found: dict[tuple[str, str], Resolved] = {}
        for indicator in indicators:
            self._by_code[name_key(indicator.code)] = indicator
            for name in dict.fromkeys((indicator.name, *indicator.aliases)):
                _add(self._by_name, name_key(name), indicator)
                _add(self._loose, _NOT_LETTERS.sub("", name_key(name)), indicator)
        self.keys = frozenset({*self._by_code, *self._by_name})

    def resolve(self, code: str, name: str) -> Resolved:
        """Code and name as they stand in the row; either may be empty."""
        found = self._found.get((code, name))
        if found is None:
            found = self._found[code, name] = self._resolve(code, name)
        return found

    def _resolve(self, code: str, name: str) -> Resolved:
        by_code = self._by_code.get(name_key(code)) if code else None
        by_name, narrowed = self._named(name) if name else ([], ())
        if by_code is not None:
            return self._with_code(by_code, by_name, name, narrowed)
        if len(by_name) == 1:
            indicator = by_name[0]
            note = ""
            if code and not name_key(code).isdigit():
                note = messages.NAME_WINS.format(code=code, name=name, indicator=indicator.code)
            return Resolved(indicator, note=note, narrowed=narrowed)
        if len(by_name) > 1:
            codes = "、".join(indicator.code for indicator in by_name)
            return Resolved(error=messages.AMBIGUOUS_NAME.format(name=name, codes=codes))
        # A bare number beside a name is the line's number rather than a code.
        blames_code = bool(code) and not (name and name_key(code).isdigit())
        error = self._unknown(code if blames_code else "", name)
        return Resolved(error=error, blames_code=blames_code)

    def _with_code(
        self,
        by_code: LedgerIndicator,
        by_name: list[LedgerIndicator],
        name: str,
        narrowed: tuple[Narrowing, ...],
    ) -> Resolved:
        """A name of another indicator contradicts; one that is not even near is asked about."""
        if by_name and by_code not in by_name:
            return Resolved(
                error=messages.CODE_AGAINST_NAME.format(
                    code=by_code.code, by_code=by_code.name, by_name=by_name[0].name
                )
            )
        if by_name or not name or parse_breakdown(name_key(name)) is not None:
            return Resolved(by_code, narrowed=narrowed)
        doubt = messages.CODE_AGAINST_UNKNOWN.format(
            code=by_code.code, by_code=by_code.name, name=messages.shortened(name)
        )
        own = (by_code.name, *by_code.aliases)
        return Resolved(by_code, doubt="" if any(_is_near(name, known) for known in own) else doubt)

    def _named(self, name: str) -> tuple[list[LedgerIndicator], tuple[Narrowing, ...]]:
        """The indicators of a name, and what it says beyond theirs."""
        if name_key(name) in self._by_name:
            return self._by_name[name_key(name)], ()
        trimmed = _FOOTNOTE.sub("", _CIRCLED.sub("", name.strip()).strip())
        trimmed = _NUMBERED.sub("", trimmed)
        for text in (trimmed, _FOREIGN.sub("", trimmed)):
            bare = _ORDINAL.sub("", name_key(text)).strip(_BETWEEN)
            found = self._exactly(bare) or self._without_brackets(bare) or self._inside(bare)
            if found is not None:
                return found
        return [], ()

    def _exactly(self, bare: str) -> tuple[list[LedgerIndicator], tuple[Narrowing, ...]] | None:
        if bare in self._by_name:
            return self._by_name[bare], ()
        if _SIGNS.intersection(bare):
            return None  # （%） says something that letters alone would not
        loose = self._loose.get(_NOT_LETTERS.sub("", bare), [])
        return (loose, ()) if len(loose) == 1 else None

    def _without_brackets(
        self, bare: str
    ) -> tuple[list[LedgerIndicator], tuple[Narrowing, ...]] | None:
        """Brackets narrow the name around them, one by one from the end."""
        said: list[Narrowing] = []
        while brackets := list(_BRACKET.finditer(bare)):
            last = brackets[-1]
            parts = re.split(r"[,、;]", last[1])
            said += [narrowing(part, self._place) for part in parts if part]
            bare = (bare[: last.start()] + bare[last.end() :]).strip(_BETWEEN)
            for found in (self._exactly(bare), self._inside(bare)):
                if found is not None:
                    return found[0], (*_telling(said), *found[1])
        return None

    def _inside(self, bare: str) -> tuple[list[LedgerIndicator], tuple[Narrowing, ...]] | None:
        """A known name with words before or behind it that are understood: 农村婴儿死亡率."""
        known = max(
            (key for key in self._by_name if len(key) > 3 and key in bare), key=len, default=""
        )
        if not known or known == bare:
            return None
        before, _, behind = bare.partition(known)
        words = [word.strip(_BETWEEN + "()的") for word in (before, behind)]
        said = [narrowing(word, self._place) for word in words if word]
        if any(one.kind is NarrowKind.OTHER for one in said):
            return None
        return self._by_name[known], _telling(said)

    def _unknown(self, code: str, name: str) -> str:
        shown = messages.shortened(code)
        if not name:
            return messages.UNKNOWN_CODE.format(code=shown)
        near = difflib.get_close_matches(name_key(name), self._by_name, n=1, cutoff=0.6)
        if near:
            known = self._by_name[near[0]][0].name
            if code:
                return messages.UNKNOWN_BOTH_NEAR.format(
                    code=shown, name=messages.shortened(name), near=known
                )
            return messages.UNKNOWN_NAME_NEAR.format(name=messages.shortened(name), near=known)
        if code:
            return messages.UNKNOWN_BOTH.format(code=shown, name=messages.shortened(name))
        return messages.UNKNOWN_NAME.format(name=messages.shortened(name))


def _telling(said: Iterable[Narrowing]) -> tuple[Narrowing, ...]:
    return tuple(one for one in said if one.kind is not NarrowKind.NOTHING)


def part_below(name: str) -> Narrowing | None:
    """The part that 其中：女 or 农村 names below an indicator's row, or None."""
    said = narrowing(_ORDINAL.sub("", name_key(name)).strip(_BETWEEN))
    return said if said.kind is NarrowKind.BREAKDOWN else None


def measure_of_group(text: str) -> str:
    """The measure a group row tells: 一、人口（单位：万人）; else empty."""
    inside = [found for found in _BRACKET.findall(name_key(text)) if is_measure(found)]
    return inside[-1] if inside else measure_in_line(text)


def _is_near(name: str, known: str) -> bool:
    """Whether two names differ by nothing that turns their meaning.

    女 for 男, 人数 for 率, 新生儿 for 婴儿 are few letters and another indicator.
    """
    one, other = (_NOT_LETTERS.sub("", _IN_UNITS.sub("", name_key(text))) for text in (name, known))
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    changes = [
        (one[a:b], other[c:d]) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"
    ]
    return all(_HARMLESS.fullmatch(left) and _HARMLESS.fullmatch(right) for left, right in changes)


def _add(index: dict[str, list[LedgerIndicator]], key: str, indicator: LedgerIndicator) -> None:
    if key and indicator not in index.setdefault(key, []):
        index[key].append(indicator)
