"""What is written around figures and speaks against taking them as they are.

Titles, sheet names, group rows, remarks, notes below a table and other cells of a row all go
through the same words (``core.narrowing``); what is not plainly the whole year's, the whole
place's and final is asked about, and the sentence says where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from indicators.core.narrowing import (
    Narrowing,
    NarrowKind,
    is_own_place,
    is_part_of_year,
    is_unfinished,
    narrowing,
    other_place,
)
from indicators.core.tokens import YES_WORDS, name_key
from indicators.core.vocabulary import TOTAL
from indicators.ledger.titles import years_in
from indicators.messages import ledger as messages
from indicators.wording.labels import PARTS

_DATE: Final = r"(?:(?:19|20)[0-9]{2}[年.\-/][0-9]{1,2}(?:月|[.\-/])?(?:[0-9]{1,2}日?)?)"
# When a form was filled in or how long it is valid says nothing of its figures.
_FILLED_IN: Final = re.compile(
    r"(?:填报|填表|制表|上报|报送|报出|编制|打印|导出|印发|批准|发布|填写|审核)"
    rf"(?:日期|时间)?[:：]?{_DATE}|有效期(?:截?至|限)?[:：]?{_DATE}"
)
_TARGETS: Final = re.compile(r"目标值?(?:一览|分解|设定|汇总)?表|任务分解|目标值一览")
_LAST_YEAR: Final = re.compile(r"(?:上一?年度|去年度?)(?!同期|相比|比)")
_COMPARED: Final = re.compile(r"对比|比较|同比|对照")
_PEOPLE: Final = re.compile(r"(?:户籍|流动|常住)(?:人口|儿童|妇女)|[农乡]村部分|城[镇市]部分")
_BRACKET: Final = re.compile(r"[(〔\[]([^()〔〕\[\]]+)[)〕\]]")
_TOWN: Final = r"([一-龥]{1,10}?(?:自治[州县区]|[省市县区州盟旗镇乡]|街道))"
_YEAR: Final = r"(?:19|20)[0-9]{2}年?度?"
# 思明区2024年, 2024年思明区; a form may bear the city's name, but no other district's.
_ELSEWHERE: Final = re.compile(
    rf"{_TOWN}(?={_YEAR})|{_YEAR}{_TOWN}|([一-龥]{{2,3}}[区县])(?=妇女|儿童|妇儿|监测|统计|指标|数据)"
    r"|(?:[一-龥]{2,4}:)?([一-龥]{2,3}[区县])(?=[一-龥]{2,8}(?:局|委员会|委|办|妇联)(?:$|[(0-9]))"
)
# 市级, 全省平均, 省级数据: another level than the ledger's own, where nothing else is said.
_LEVEL: Final = (
    r"全?([国省市县区州])(?:级|平均|(?=数))的?(?:平均|汇总|合计)?(?:数据?|数值|值|水平|口径|情况)?$"
)
_ONLY_LEVEL: Final = re.compile(rf"(?:{_YEAR})?{_LEVEL}")
_USES_LEVEL: Final = re.compile(rf"(?:^|[借采使沿暂套]用|[用填为系是取按])(?:了|的)?{_LEVEL}")
_NO_PLACE: Final = re.compile(
    r".*(?:[社地辖校小园片山牧街景库学灾选农城郊市老病]区|(?:开发|试验|示范|保护|服务|功能)区"
    r"|[各全本我该两]个?[省市县区州旗镇乡]|(?:贫困|试点|重点)县)$"
)
_ONLY_TOWN: Final = re.compile(rf"(?:{_YEAR})?{_TOWN}(?:{_YEAR}|[(（].*)?(?:数据?|情况)?")
_NO_FIGURES: Final = re.compile(r"示例|样表|填写样例|作废|旧表|草稿")
_YEAR_OF_FIGURE: Final = re.compile(
    r"(?<![比较与同和于从由自跟])((?:19|20)[0-9]{2})(?:学年|年度?)?(?:末|底)?的?(?:全年)?(?:统计|年报)?(?>数据?|口径|年报|值)"
    r"(?!(?:为|是|作为|作)?(?:基|相?比|增|减|提高|下降|仅供))"
)
_NO_FINAL: Final = re.compile(
    r"(?:预计|预测|预估|快报|初步|估算|估计|测算|推算)(?:的?(?:数据?|值|统计数)|$)"
    r"|暂[估定用代]|[未待](?:经|最终|正式)?(?:审[定核]|核[定实准]|复核|确认|公布)|待定"
    r"|(?:请勿|不要|不得|不可|不能|勿|不)(?:采|使|引)?用|(?:数据?|这个数)(?:有误|错误|不准|作废)"
    r"|存疑|有疑[问义]|非(?:最终|正式|审定)|未定稿|^临时(?:数据?|值)$|^(?:数据?)?不(?:太|够)?准确?$"
    r"|(?<![期优接对招看虐])待[^,，。;；]{0,8}(?:反馈|更[新正]|修[改订正])|(?<![期优接])待补(?:充|报|正)?(?:数据?)?$"
    r"|以[^,，。;；]{0,8}(?:年报|公报|年鉴|公布|发布|审定|核定)的?(?:数据?|结果|值)?为准"
    r"|^(?:该|此|本|以上|上述)?(?:项)?(?:数据?|数值|数字)?仅?[供作]参考|^参考(?:数据?|值)$"
    r"|^(?:测试|样例|示例|虚拟|模拟|假)(?:用?数据?|值)$|随[便意]填|占位"
)
_USES_LAST_YEAR: Final = re.compile(
    r"(?:参照|参考|暂按|按|同|取|填的?是|[用填为系是])"
    r"(?:了|的)?(?:上一?年度?|去年度?|前年|往年|上期)(?:的?(?:数据?|值|年报|口径)|$)"
    r"|^(?:上一?年度?|去年度?|前年)(?:的?(?:数据?|值|年报)|$)"
)
_USES_YEAR: Final = re.compile(
    r"(?:[沿延借暂套]用|(?:采用|使用|参照|[用同按填])(?=[0-9]{4}年?度?的?(?:数据?|值|年报)?$))"
    r"(?:了|的)?((?:19|20)[0-9]{2})"
)
_IS_NARROWER: Final = re.compile(
    r"(?:仅|只)(?:含|包括|包含|统计|计入?)|(?:不|未)(?:含|包括|包含)(?:流动|外来|非户籍|民办|农村|村|乡镇)"
    r"|(?:历年|各年|[-—–~～至到](?:19|20)[0-9]{2}年?)(?:的?)(?:累计|合计|平均)|(?:为|是|系)累计"
)
_IS_TARGET: Final = re.compile(
    rf"(?:^|[为系是按填])(?:{_YEAR})?(?:规划|终期|中期|年度)?(?:目标|计划|任务)[值数]?(?:填报?|$)"
)
_NOTE_WORD: Final = re.compile(r"^(?:注|说明|备注)[:：]?[0-9]?[.、]?")
_SPEAKS_AGAINST: Final = {
    NarrowKind.STATUS: _NO_FINAL,
    NarrowKind.OTHER_YEAR: _USES_LAST_YEAR,
    NarrowKind.TARGET: _IS_TARGET,
    NarrowKind.OTHER: _IS_NARROWER,
}
_BASE_OF_FIGURE: Final = re.compile(r"(?:按|为|是)?(?:户籍|常住|流动)(?:人口)?(?:口径|数|统计)?")
_OF_FIGURES: Final = re.compile(r"数|口径|截[至止]|仅|只")
_LEADING: Final = re.compile(
    r"^(?:[(（]?(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})[)）.、:：]+|其中[:：、]?)+"
)
_CHAPTER: Final = re.compile(r"(?:主要|总体|发展|具体)目标")  # of a plan, over its indicators
_SHORT: Final = 8
# Columns whose words divide what the row speaks of, whatever they say.
_DIVIDING: Final = re.compile(
    r"(?:统计|数据)?口径|.*(?:乡镇|街道)|年龄组?|户口.*|户籍.*|学段|民族|月份?|季度?"
)
_NO_WORDS_OF_FIGURES: Final = re.compile(
    r"目标|来源|评价|达标|排名|得分|解释|定义|领域|规划|计划|方法|公式|联系|填报|日期|往年|上年|理由|意见|轮次"
)
_LINE_NUMBER: Final = re.compile(r"序号|编号|no\.?")
_NO_LINE: Final = frozenset({"例", "示例", "样例", "删除", "作废", "删"})
_ASKED: Final = (
    NarrowKind.BREAKDOWN,
    NarrowKind.PART_OF_YEAR,
    NarrowKind.OTHER_YEAR,
    NarrowKind.PLACE,
    NarrowKind.STATUS,
    NarrowKind.TARGET,
)


def table_doubts(
    sheet_name: str, title: str, place: str, year: int, breakdown: str
) -> tuple[str, ...]:
    """What the lines above a table and the sheet's name say of a figure of this part."""
    lines = (found for line in title.split("\n") for found in _of_title(line, place))
    return tuple(dict.fromkeys((*lines, *_of_sheet(sheet_name, place, year, breakdown))))


def _of_title(line: str, place: str) -> Iterator[str]:
    bare = _FILLED_IN.sub("", name_key(line))
    if is_part_of_year(bare):
        yield doubt(NarrowKind.PART_OF_YEAR, messages.IN_TITLE, line)
    if is_unfinished(bare):
        yield doubt(NarrowKind.STATUS, messages.IN_TITLE, line)
    if _TARGETS.search(bare):
        yield doubt(NarrowKind.TARGET, messages.IN_TITLE, line)
    if _LAST_YEAR.search(bare) and not _COMPARED.search(bare):
        yield doubt(NarrowKind.OTHER_YEAR, messages.IN_TITLE, line)
    elsewhere = other_place(bare, place) or _other_town(_ELSEWHERE.match(bare), bare, place)
    if elsewhere and elsewhere != "全国":
        yield doubt(NarrowKind.PLACE, messages.IN_TITLE, elsewhere)
    words = [found[0] for found in _PEOPLE.finditer(bare)]
    words += [w for w in _BRACKET.findall(bare) if narrowing(w, place).kind is NarrowKind.BREAKDOWN]
    for word in words:
        yield doubt(NarrowKind.OTHER, messages.IN_TITLE, word)


def _other_town(found: re.Match[str] | None, line: str, place: str) -> str:
    """The name of another place that was ``found`` in a line; empty where there is none."""
    own = name_key(place)
    town = next(filter(None, found.groups()), "") if found else ""
    if not town or not own or own in line or _NO_PLACE.fullmatch(town):
        return ""
    return "" if is_own_place(town, place) or own.endswith(town) else town


def _other_level(found: re.Match[str] | None, place: str) -> str:
    """The words for another level than the ledger's own place has; empty where there are none."""
    own = name_key(place)
    return found[0] if found and own and not own.endswith(found[1]) else ""


def _place_alone(text: str, place: str) -> str:
    """The other place that is all a sheet's name or a group row says, but for its year."""
    town = _other_town(_ONLY_TOWN.fullmatch(text), text, place)
    return town or _other_level(_ONLY_LEVEL.fullmatch(text), place)


def _of_sheet(name: str, place: str, year: int, breakdown: str) -> Iterator[str]:
    said = narrowing(name, place)
    years = years_in(name) | ({said.year} if said.kind is NarrowKind.YEAR else set())
    if years and year not in years:
        yield year_doubt(messages.IN_SHEET, name, max(years), year)
    elif said.kind in _ASKED and not _is_told(said, breakdown):
        yield doubt(said.kind, messages.IN_SHEET, name)
    elif elsewhere := _place_alone(name_key(name), place):
        yield doubt(NarrowKind.PLACE, messages.IN_SHEET, elsewhere)
    elif _NO_FIGURES.search(name):
        yield messages.NO_FIGURES.format(where=messages.IN_SHEET, text=messages.shortened(name))


def _is_told(said: Narrowing, breakdown: str) -> bool:
    """Whether the row itself names the part that stands above it."""
    return said.kind is NarrowKind.BREAKDOWN and said.breakdown == breakdown


def group_doubts(text: str, place: str, year: int, breakdown: str) -> tuple[str, ...]:
    """What a row that stands over others says: 农村, 全市, 2023年数据."""
    bare = _LEADING.sub("", name_key(text))
    if _CHAPTER.fullmatch(bare):
        return ()
    years = years_in(bare)
    if years and year not in years:
        return (year_doubt(messages.IN_GROUP, text, max(years), year),)
    said = narrowing(bare, place)
    if said.kind in _ASKED and not _is_told(said, breakdown):
        return (doubt(said.kind, messages.IN_GROUP, text),)
    if is_part_of_year(bare):
        return (doubt(NarrowKind.PART_OF_YEAR, messages.IN_GROUP, text),)
    elsewhere = _place_alone(bare, place)
    return (doubt(NarrowKind.PLACE, messages.IN_GROUP, elsewhere),) if elsewhere else ()


def said_doubts(text: str, where: str, place: str, year: int) -> tuple[str, ...]:
    """What a remark, a note or a comment says of the figure beside it.

    Only what speaks of the figure itself: a remark may well tell of other years and places.
    """
    bare = _FILLED_IN.sub("", _NOTE_WORD.sub("", name_key(text)))
    found = _YEAR_OF_FIGURE.search(bare) or _USES_YEAR.search(bare)
    if found and int(found[1]) != year and str(year) not in bare:
        return (year_doubt(where, text, int(found[1]), year),)
    if is_part_of_year(bare) and (len(bare) <= _SHORT or _OF_FIGURES.search(bare)):
        return (doubt(NarrowKind.PART_OF_YEAR, where, text),)
    for kind, words in _SPEAKS_AGAINST.items():
        if words.search(bare):
            return (doubt(kind, where, text),)
    elsewhere = other_place(bare, place)
    is_its_figure = re.search(rf"{elsewhere}的?(?:平均|汇总|合计)?(?:数|口径|值)", bare)
    if not (elsewhere and is_its_figure):
        elsewhere = _other_level(_USES_LEVEL.search(bare), place)
    if elsewhere:
        return (doubt(NarrowKind.PLACE, where, elsewhere),)
    if _BASE_OF_FIGURE.fullmatch(bare):
        return (doubt(NarrowKind.OTHER, where, text),)
    return ()


def cell_doubts(head: str, text: str, place: str, year: int) -> tuple[str, ...]:
    """What another cell of a figure's row says: 口径 农村, 状态 预计, 乡镇 城关镇."""
    key = name_key(head)
    where = messages.IN_COLUMN.format(head=messages.shortened(head))
    if _LINE_NUMBER.fullmatch(key):
        is_no_line = name_key(text) in _NO_LINE
        return (messages.NO_FIGURES.format(where=where, text=text),) if is_no_line else ()
    if _NO_WORDS_OF_FIGURES.search(key):
        return ()
    said = narrowing(text, place)
    if said.kind is NarrowKind.YEAR and said.year != year:
        return (year_doubt(where, text, said.year, year),)
    if said.kind in _ASKED:
        return (doubt(said.kind, where, text),)
    is_yes = name_key(text) in YES_WORDS
    if is_yes and narrowing(key.removeprefix("是否").removeprefix("为")).kind is NarrowKind.STATUS:
        return (doubt(NarrowKind.STATUS, where, head),)
    if _DIVIDING.fullmatch(key) and said.kind is NarrowKind.OTHER and len(said.text) <= _SHORT:
        return (doubt(NarrowKind.OTHER, where, text),)
    return ()


def place_doubts(text: str, place: str) -> tuple[str, ...]:
    """A row's own place, where the file has a column for it."""
    own, told = name_key(place), name_key(text)
    if not own or is_own_place(told, place) or told in own or own in told:
        return ()
    return (doubt(NarrowKind.PLACE, messages.IN_COLUMN.format(head=messages.PLACE_COLUMN), text),)


def year_doubt(where: str, text: str, told: int, year: int) -> str:
    shown = messages.shortened(text)
    return messages.SAYS_YEAR.format(where=where, text=shown, told=told, year=year)


def doubt(kind: NarrowKind, where: str, text: str, breakdown: str = TOTAL) -> str:
    """``breakdown``: the part under which a figure is stored whose name tells it."""
    shown = messages.shortened(text)
    if kind is NarrowKind.BREAKDOWN and breakdown == TOTAL:
        return messages.PART_AROUND.format(where=where, text=shown)
    return messages.NARROWED[kind.value].format(where=where, text=shown, group=PARTS[breakdown])
