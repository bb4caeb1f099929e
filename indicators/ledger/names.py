"""Which indicator a code and a name mean. An unknown code yields to a known name."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from indicators.core.tokens import name_key
from indicators.messages import ledger as messages

if TYPE_CHECKING:
    from collections.abc import Iterable

    from indicators.ledger.entries import LedgerIndicator

# Names are compared after NFKC, so full-width points and brackets are plain here.
_ORDINAL: Final = re.compile(r"^(?:其中[:、]?|\(?[0-9一二三四五六七八九十]{1,3}[).、]|[*★▲#])+")
_BRACKET_END: Final = re.compile(r"[(\[][^()\[\]]*[)\]]$")
_NOT_LETTERS: Final = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Resolved:
    """The indicator of a row, or a whole sentence why there is none.

    ``blames_code``: the sentence is about the code, so it belongs to the code's cell.
    """

    indicator: LedgerIndicator | None = None
    blames_code: bool = False
    error: str = ""
    note: str = ""


class IndicatorIndex:
    """Finds indicators by code, name and alias; remembers what it found."""

    def __init__(self, indicators: Iterable[LedgerIndicator]) -> None:
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
        by_name = self._named(name) if name else []
        if by_code is not None:
            return self._with_code(by_code, by_name)
        if len(by_name) == 1:
            indicator = by_name[0]
            note = ""
            if code and not name_key(code).isdigit():
                note = messages.NAME_WINS.format(code=code, name=name, indicator=indicator.code)
            return Resolved(indicator, note=note)
        if len(by_name) > 1:
            codes = "、".join(indicator.code for indicator in by_name)
            return Resolved(error=messages.AMBIGUOUS_NAME.format(name=name, codes=codes))
        # A bare number beside a name is the line's number rather than a code.
        blames_code = bool(code) and not (name and name_key(code).isdigit())
        error = self._unknown(code if blames_code else "", name)
        return Resolved(error=error, blames_code=blames_code)

    def _with_code(self, by_code: LedgerIndicator, by_name: list[LedgerIndicator]) -> Resolved:
        """A name of another indicator contradicts; merely different wording does not."""
        if by_name and by_code not in by_name:
            return Resolved(
                error=messages.CODE_AGAINST_NAME.format(
                    code=by_code.code, by_code=by_code.name, by_name=by_name[0].name
                )
            )
        return Resolved(by_code)

    def _named(self, name: str) -> list[LedgerIndicator]:
        key = name_key(name)
        bare = _ORDINAL.sub("", key)
        for candidate in (key, bare, _BRACKET_END.sub("", bare)):
            if candidate in self._by_name:
                return self._by_name[candidate]
        loose = self._loose.get(_NOT_LETTERS.sub("", bare), [])
        return loose if len(loose) == 1 else []

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


def _add(index: dict[str, list[LedgerIndicator]], key: str, indicator: LedgerIndicator) -> None:
    if key and indicator not in index.setdefault(key, []):
        index[key].append(indicator)
