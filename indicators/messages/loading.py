"""Sentences about catalogue and series files, next to no logic. Tests import the constants."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from indicators.core.loading_faults import FaultKind, RowFault
from indicators.core.rules.spec import Need
from indicators.core.usable import MIDTERM

ROUND_BAD = "轮次“{text}”不对：应写成“2011-2020”这样的起止年份。"
FILE_MISSING = "打不开文件“{name}”：{reason}。请核对路径和读取权限。"
FILE_KIND = "“{name}”不是 .csv 或 .xlsx 文件。请另存为其中一种再试。"
FILE_ENCODING = "“{name}”不是 UTF-8 编码。请在表格软件里另存为“CSV UTF-8”或 .xlsx 再试。"
FILE_BROKEN = "“{name}”不是完好的表格文件，读不出内容。请重新保存后再试。"
BASELINE_AFTER_START = "第{line}行“baseline_year”是 {year}，晚于本轮次起始年 {start}，请改正。"

PLAN_TITLE_NATION = "中国{kind}发展纲要（{start}—{end}年）"
PLAN_TITLE_LOCAL = "{region}{kind}发展规划（{start}—{end}年）"
TARGET_DOUBT = "提示：第{line}行“{name}”（规则{rule}）：{told}。"
SERIES_WHY = "历史数据导入"
SKIPPED_BLANK = "没有写指标代码"
SKIPPED_UNKNOWN = "指标库里没有这个代码"

_AT = "第{line}行“{column}”"
ROW_FAULTS: Final[Mapping[FaultKind, str]] = {
    FaultKind.NO_ROWS: "表里没有数据行，请核对文件。",
    FaultKind.COLUMN_MISSING: "缺少列“{column}”，请补上这一列。",
    FaultKind.BLANK: _AT + "空着，请填写。",
    FaultKind.UNKNOWN_WORD: _AT + "写的是“{raw}”，只能写：{detail}。",
    FaultKind.NOT_A_NUMBER: _AT + "写的是“{raw}”，不是数字，请改成数字。",
    FaultKind.NUMBER_TOO_LARGE: _AT
    + "写的是“{raw}”，存不下：整数最多 9 位，小数最多 6 位，请改正。",
    FaultKind.NOT_WHOLE: _AT + "写的是“{raw}”，应为 {detail} 之间的整数。",
    FaultKind.NOT_A_FACTOR: _AT + "写的是“{raw}”，应为 5/6 或 0.8 这样的正数。",
    FaultKind.BAD_CODE: _AT + "写的是“{raw}”，代码最多 20 个字符，不能有空格。",
    FaultKind.TOO_LONG: _AT + "“{raw}…”太长，最多 {detail} 个字。",
    FaultKind.NEGATIVE: _AT + "写的是“{raw}”，不能为负数或零，请改正。",
    FaultKind.NEEDS: _AT + "空着，但判定规则“{detail}”必须有它，请填写。",
    FaultKind.NOT_USED: _AT
    + "写的是“{raw}”，判定规则“{detail}”用不到这个数，不会据此判断。请删去，或换成用它的规则。",
    FaultKind.ABOVE_UPPER: _AT + "写的是“{raw}”，比区间上限“{detail}”还高，请改正。",
    FaultKind.COMPARE_ITSELF: _AT + "写的是“{raw}”，对照指标不能是它自己，请改正。",
    FaultKind.RANGE_ORDER: _AT + "写的是“{raw}”，比下限“target”还低，请改正。",
    FaultKind.TWICE: _AT + "“{raw}”与第{detail}行重复，请只留一行。",
    FaultKind.OTHER_THAN_LINE: _AT + "写的是“{raw}”，与同一指标的第{detail}行不一致，请统一。",
    FaultKind.OTHER_THAN_LIBRARY: _AT
    + "写的是“{raw}”，指标库里这个指标是“{detail}”。计量单位和系数不能改，"
    "口径不同请另用一个代码。",
    FaultKind.MEASURE_NOT_MULTIPLE: _AT
    + "写的是“{raw}”，与计量单位“{detail}”不是同一种计数，只能换倍数（如 人、万人）。",
    FaultKind.COMPARE_UNKNOWN: _AT + "写的是“{raw}”，表里和指标库里都没有这个代码。",
}


def row_fault(fault: RowFault) -> str:
    """One sentence: where, what was read, what to do."""
    return ROW_FAULTS[fault.kind].format(
        line=fault.line, column=fault.column, raw=fault.raw, detail=fault.detail
    )


# The same columns as the office's records call them.
_STATED: Final[Mapping[str, str]] = {
    Need.TARGET: "终期目标",
    Need.UPPER: "终期目标的区间上限",
    Need.TOLERANCE: "容差",
    Need.FACTOR: "基期倍数",
    Need.CHANGE_POINTS: "应提高的点数",
    Need.COMPARED: "对照指标",
    MIDTERM: "中期目标",
}
_STATED_FAULTS: Final[Mapping[FaultKind, str]] = {
    FaultKind.NEEDS: "判定规则“{rule}”必须有{column}，请填写。",
    FaultKind.NOT_USED: "{column}写的是“{raw}”，判定规则“{rule}”用不到这个数，不会据此判断。"
    "请删去，或换成用它的规则。",
    FaultKind.NEGATIVE: "{column}写的是“{raw}”，不能为负数，请改正。",
    FaultKind.RANGE_ORDER: "{column}写的是“{raw}”，比下限还低，请改正。",
    FaultKind.ABOVE_UPPER: "{column}写的是“{raw}”，比区间上限“{detail}”还高，请改正。",
    FaultKind.COMPARE_ITSELF: "{column}不能是这项指标自己，请改正。",
}


def stated_fault(fault: RowFault, rule: str) -> str:
    """A fault of what a record states; ``rule``: the rule's name."""
    return _STATED_FAULTS[fault.kind].format(
        column=_STATED[fault.column], raw=fault.raw, rule=rule, detail=fault.detail
    )


MEASURE_FIXED = (
    "指标“{code}”的计量单位和系数不能改。口径变了，请用新代码，或在“口径”里写明起用年份。"
)
DOMAIN_OF_ANOTHER_PLAN = "领域不属于所选的规划，请选该规划自己的领域。"
ANNUAL_YEAR_OUTSIDE = "年份写的是“{year}”，不在规划的{first}—{last}年之内，请改成这些年份里的一年。"
ANNUAL_NEEDS_VALUE = "{year}年度目标没有填数，请填目标值，或删去这一行。"
ANNUAL_NEEDS_UPPER = "{year}年度目标没有填区间上限，请把上限也填上。"
ANNUAL_UNREADABLE = (
    "“年度目标”里的“{piece}”不认识，请写成 2018:90；2019:92 这样，每年一个，区间写成 2018:103—107，"
    "整数最多 9 位、小数最多 6 位。"
)
NO_SHEET = "文件里的工作表都隐藏了，请显示要导入的那一张。"
