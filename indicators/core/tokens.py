"""The words people write in cells: blanks and their reasons, years, groups, 有 and 无."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Final

from indicators.core.vocabulary import FEMALE, MALE, RURAL, TOTAL, URBAN, BlankReason

_FULL_WIDTH: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_INVISIBLE: Final = " \t\r\n\v\f\u00a0\u200b\u200c\u200d\u2060\ufeff"
# Signs nobody sees: direction marks, joiners, soft hyphens, variation selectors.
_UNSEEN: Final = dict.fromkeys(
    (
        *(0xAD, 0x34F, 0x61C, 0x180E, 0xFEFF, 0xFFFC),
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2070),
        *range(0xFE00, 0xFE10),
    )
)

BLANK_SIGNS: Final = frozenset(
    {
        *("-", "--", "---", "—", "——", "―", "――", "–", "−", "─", "──", "/", "//", "\\"),
        *("…", "……", "...", "*", "**", ".", "、", "空", "空白", "缺", "缺失"),
    }
)
REASON_WORDS: Final[Mapping[str, BlankReason]] = {
    **dict.fromkeys(("n/a", "na", "不适用", "不涉及"), BlankReason.NOT_APPLICABLE),
    **dict.fromkeys(
        (
            *("未到报送期", "未到填报期", "待报", "待报送", "待分解", "待统计", "尚未统计"),
            *("尚未公布", "未公布"),
        ),
        BlankReason.NOT_DUE,
    ),
    **dict.fromkeys(
        (
            *("本年无数据", "无数据", "没有数据", "暂无数据", "暂无", "未统计", "未开展"),
            *("未调查", "无此项统计"),
        ),
        BlankReason.NO_DATA,
    ),
    **dict.fromkeys(("漏报", "漏填"), BlankReason.OMITTED),
    **{reason.value: reason for reason in BlankReason if reason},
}
_ERROR_CELLS: Final = re.compile(
    r"#(DIV/0!|N/A|NAME\?|GETTING_DATA|[A-Z]{3,12}!)"
    r"|(Err|错误):\d+",
    re.IGNORECASE,
)
NOT_FINITE: Final = frozenset({"nan", "inf", "infinity", "-inf", "+inf", "-infinity", "∞"})
YES_WORDS: Final = frozenset({"有", "是", "已建立", "建立", "已有", "√", "✓", "✔", "yes", "y"})
NO_WORDS: Final = frozenset({"无", "否", "未建立", "没有", "×", "✗", "no", "n"})
NONE_WORDS: Final = frozenset({"无", "没有", "零", "未发生", "无发生"})
_BREAKDOWNS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("", "合计", "总计", "总数", "总", "全部", "全体", "小计", "不分组"), TOTAL),
    **dict.fromkeys(("女", "女性", "女童", "女生", "女孩", FEMALE, "female"), FEMALE),
    **dict.fromkeys(("男", "男性", "男童", "男生", "男孩", MALE, "male"), MALE),
    **dict.fromkeys(("城镇", "城市", "城", URBAN, "urban"), URBAN),
    **dict.fromkeys(("农村", "乡村", "乡", "农", RURAL, "rural"), RURAL),
    "total": TOTAL,
}
_OF_WHICH: Final = re.compile(r"^其中[:,、]?")
_CHINESE_DIGITS: Final = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_CHINESE_YEAR: Final = re.compile(r"[一二][〇○零一二三四五六七八九]{3}")
_YEAR: Final = re.compile(
    r"((?:19|20)[0-9]{2})(?:\.0+)?(?:年|年度|年底|年末|年全年|财年)?"
    r"|((?:19|20)[0-9]{2})[-/.年](?:1[0-2]|0?[1-9])(?:月|(?:[-/.月](?:3[01]|[12][0-9]|0?[1-9])日?))?"
)

_KEPT: Final = r"-?[0-9]{1,9}(?:\.[0-9]{1,6})?"  # a number that the database keeps
YEARLY_TARGET: Final = re.compile(
    rf"([0-9]{{4}})年?\s*[:=]\s*({_KEPT})(?:\s*[—–~至]+\s*({_KEPT}))?"
)
"""``2018:90``: year, number and, of a range, its upper end."""


@lru_cache(maxsize=16_384)
def half_width(text: str) -> str:
    """Full-width ASCII and the ideographic space mapped, the ends bare of blanks.

    Nothing else is changed: NFKC would make 8.5① into 8.51.
    """
    return text.translate(_FULL_WIDTH).translate(_UNSEEN).strip(_INVISIBLE)


def seen(text: str) -> str:
    """A text for people, without the signs that nobody sees and the blanks around it."""
    return text.translate(_UNSEEN).strip()


@lru_cache(maxsize=16_384)
def name_key(text: str) -> str:
    """A name for comparison: NFKC, without any spaces and line breaks, lower case."""
    plain = unicodedata.normalize("NFKC", text).translate(_UNSEEN)
    return "".join(plain.split()).strip(_INVISIBLE).casefold()


def is_error_cell(text: str) -> bool:
    return _ERROR_CELLS.fullmatch(text) is not None


def blank_reason(text: str) -> BlankReason | None:
    """The reason a cell gives, or None where its text is not one."""
    return REASON_WORDS.get(half_width(text).casefold())


def reason_in(remark: str) -> BlankReason | None:
    """A reason standing somewhere in a remark (近年无感染产妇分娩，不适用)."""
    text = half_width(remark)
    for word, reason in REASON_WORDS.items():
        if ord(word[0]) > 127 and word in text:
            return reason
    return None


def is_blank(text: str) -> bool:
    return not text or text in BLANK_SIGNS


def parse_breakdown(text: str) -> str | None:
    """The group a word stands for (女, 其中：女 → sex:female), or None."""
    return _BREAKDOWNS.get(_OF_WHICH.sub("", name_key(text)))


def parse_year(raw: object) -> int | None:
    """The year in a cell: a number, text, Chinese numerals or a date; else None."""
    if isinstance(raw, bool) or raw is None:
        return None
    if isinstance(raw, date):
        return raw.year
    if isinstance(raw, int | float):
        return int(raw) if raw == raw // 1 and 1900 <= raw <= 2099 else None
    text = "".join(half_width(str(raw)).split())
    if _CHINESE_YEAR.match(text):
        text = text[:4].translate(_CHINESE_DIGITS) + text[4:]
    match = _YEAR.fullmatch(text)
    return int(match[1] or match[2]) if match else None
