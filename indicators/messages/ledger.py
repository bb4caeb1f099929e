"""What is said about a ledger: each sentence tells what was read and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Final

from indicators.core.readings import Conversion, Fault, Question, Reading
from indicators.core.values import plain

MAX_RAW: Final = 40

FAULTS: Final[Mapping[Fault, str]] = {
    Fault.UNREADABLE: "读到“{raw}”，不是一个数；请只填数字，说明写到备注。",
    Fault.ERROR_CELL: "读到“{raw}”，公式算错了；请改好公式，或直接填数。",
    Fault.NOT_FINITE: "读到“{raw}”，不是有限的数；请填数字，没有数就选缺数原因。",
    Fault.DATE: "读到日期“{raw}”，不是数值；请把单元格格式改为常规，重新填数。",
    Fault.YEAR: "读到年份“{raw}”，不是数值；请填这一年的数。",
    Fault.INTERVAL: "读到“{raw}”，像是一个区间；请只填一个数，区间写到备注。",
    Fault.TOO_LONG: "读到“{raw}”，超过15位数字，存不下；请核对后改短。",
    Fault.TOO_LARGE: "读到“{raw}”，整数部分超过9位，存不下；请核对计量单位（{measure}）。",
    Fault.OTHER_MEASURE: "读到“{raw}”，不是“{measure}”的数；请按“{measure}”只填数字。",
    Fault.NOT_A_NUMBER: "读到逻辑值“{raw}”，不是数；请填数字。",
    Fault.TIME: "读到时间“{raw}”，不是数值；请把单元格格式改为常规，重新填数。",
    Fault.PICTURE: "单元格里放的是图片，不是数；请改填数字。",
    Fault.STRUCK_WHOLE: "“{raw}”画了删除线；要用请去掉删除线，不用请清空。",
    Fault.NOT_YES_NO: "读到“{raw}”，这项只填“有”或“无”；请改填。",
}
QUESTIONS: Final[Mapping[Question, str]] = {
    Question.APPROXIMATE: "读到“{raw}”，是约数；确认后按{value}入库，有准确数请改填。",
    Question.BOUNDED: "读到“{raw}”，只说了界限；确认后按{value}入库，有准确数请改填。",
    Question.BARE_RATIO: (
        "读到“{raw}”，是{value}{measure}，还是比值（即{ratio}{measure}）？"
        "确认后按{value}入库，是比值请改填{ratio}。"
    ),
    Question.OTHER_SCALE: "读到“{raw}”，与计量单位“{measure}”不同；确认后换算为{value}入库。",
    Question.OTHER_MULTIPLE: "读到“{raw}”，与单位“{measure}”差倍数；确认后换算为{value}入库。",
    Question.PART_OF_MEASURE: "读到“{raw}”，计量单位是“{measure}”；确认后按{value}入库。",
    Question.OTHER_MEASURE_TOLD: (
        "读到“{raw}”，表里写的计量单位与指标的“{measure}”不同；确认后换算为{value}入库。"
    ),
    Question.OTHER_KIND_TOLD: (
        "读到“{raw}”，表里写的计量单位或栏名与指标的“{measure}”不是一类数；"
        "请核对，确认后按{value}入库。"
    ),
    Question.UNKNOWN_MEASURE_TOLD: (
        "读到“{raw}”，表里写的计量单位看不懂，或与指标的“{measure}”不同；"
        "请核对，确认后按{value}入库。"
    ),
    Question.SHOWN_AS_NOTHING: (
        "存的是{raw}，表上却不显示或显示成“—”一类的记号；没有数请清空并选缺数原因，"
        "确认后按{value}入库。"
    ),
    Question.STRUCK: "这一格有画了删除线的字，只读没有画线的；确认后按{value}入库。",
    Question.FOOTNOTE: "读到“{raw}”，带注释标记；确认后按{value}入库。",
    Question.FRACTION: "读到“{raw}”，像是分子/分母；确认后按{value}入库，或分别填分子和分母。",
    Question.SHOWN_WITH_WORDS: (
        "存的是“{raw}”，单元格格式却在数旁边显示别的字；请核对，确认后按{value}入库。"
    ),
    Question.COMMA: ("读到“{raw}”，逗号像小数点，也像千分位；请核对，确认后按{value}入库。"),
    Question.SHOWN_OTHERWISE: "存的是“{raw}”，单元格格式显示成另一个数；确认后按{value}入库。",
    Question.NO_RESULT: "公式没有计算结果；请在表格软件里打开、保存一次，或直接填数。",
    Question.NONE_WORD: "读到“{raw}”：没有发生请填0，没有数据请选缺数原因；确认后按缺数入库。",
    Question.TOO_FINE: "读到“{raw}”，小数超过6位；确认后四舍五入为{value}入库。",
    Question.ONE_OR_ZERO: "读到“{raw}”，这项只填“有”或“无”；确认后按“{text}”入库。",
}
CONVERSIONS: Final[Mapping[Conversion, str]] = {
    Conversion.TEXT_NUMBER: "文本",
    Conversion.FULL_WIDTH: "全角字符或空格",
    Conversion.SIGN_DROPPED: "去掉单位",
    Conversion.THOUSANDS: "去掉千分位",
    Conversion.EXPONENT: "科学计数",
    Conversion.PERCENT_FORMAT: "百分比格式",
    Conversion.FORMULA_ROUNDED: "公式结果按显示位数四舍五入",
    Conversion.YES_NO: "有无的另一种写法",
}
READ_AS: Final = "“{raw}”读作{value}（{how}）。"
READ_FROM_PARTS: Final = "没有填数值，由分子{numerator}÷分母{denominator}×{scale}得{value}。"
REASON_FROM_REMARK: Final = "没有填数，按备注“{remark}”记缺数原因。"
NAME_WINS: Final = "代码“{code}”不认识，按名称“{name}”取{indicator}。"

UNKNOWN_CODE: Final = "指标代码“{code}”不在指标库里；请按模板填代码，或只填指标名称。"
UNKNOWN_BOTH: Final = (
    "指标代码“{code}”不在指标库里，名称“{name}”也不认识；请按模板改对代码，或改成规划里的名称。"
)
UNKNOWN_BOTH_NEAR: Final = (
    "指标代码“{code}”不在指标库里，名称“{name}”也不认识，是不是“{near}”？"
    "请按模板改对代码，或改成规划里的名称。"
)
UNKNOWN_NAME: Final = "指标“{name}”不认识；请改成规划里的名称，或填指标代码。"
UNKNOWN_NAME_NEAR: Final = "指标“{name}”不认识，是不是“{near}”？请改成规划里的名称，或填指标代码。"
CODE_AGAINST_NAME: Final = (
    "代码{code}是“{by_code}”，名称却是“{by_name}”，两者不是同一指标；请改对其中一个。"
)
CODE_AGAINST_UNKNOWN: Final = (
    "代码{code}是“{by_code}”，名称却写“{name}”；请核对代码，确认后按{code}入库。"
)
NARROWED: Final[Mapping[str, str]] = {
    "part_of_year": (
        "{where}写着“{text}”，只是一年的一部分，不是全年；请核对，确认后按全年数入库。"
    ),
    "other_year": "{where}写着“{text}”，不是本年的数；请核对，确认后按本年数入库。",
    "place": "{where}写着“{text}”，不是本地区的数；请核对，确认后按本地区的数入库。",
    "target": "{where}写着“{text}”，像是目标，不是完成的数；请核对，确认后按完成的数入库。",
    "status": "{where}写着“{text}”，不是最后的数；请核对，确认后按实际数入库。",
    "breakdown": "{where}写着“{text}”，只是其中一部分；确认后按“{group}”入库。",
    "other": "{where}写着“{text}”，口径可能比这项指标窄；请核对，确认后按这项指标入库。",
}
PART_AROUND: Final = (
    "{where}写着“{text}”，像是只说其中一部分，这一行却没有写明分组；"
    "是一部分请在“分组”栏填明，确认后按合计入库。"
)
SAYS_YEAR: Final = (
    "{where}写着“{text}”，像是{told}年的数，这里按{year}年读；请核对，确认后按{year}年入库。"
)
NO_FIGURES: Final = "{where}写着“{text}”，像是不要的数；请核对，确认后照样入库。"
OTHER_MEASURE_SAID: Final = (
    "{where}写着“{text}”，与指标的计量单位“{measure}”不同；请核对，确认后按{value}入库。"
)
MERGED_VALUE: Final = (
    "这个数的单元格往下合并了几行，说不清是哪几项的；请拆开填写，确认后只记在这一行。"
)
NOT_READ_COLUMN: Final = "{letter}列“{head}”没有认出，没有读取；要读请在表头写明。"
NOT_READ_HEADLESS: Final = "{letter}列没有表头（首个值 {sample}），没有读取；要读请补上表头。"
SIDE_BY_SIDE: Final = "{columns}都是“{head}”，像是左右排着几张表；请改成上下排列，一张接一张。"
TRANSPOSED: Final = "指标名称都在第{row}行，像是指标横着排的表；请转置成一行一项指标再上传。"
IN_NAME, IN_TITLE, IN_SHEET = "名称里", "标题里", "工作表名"
IN_GROUP, IN_REMARK, IN_NOTE, IN_COMMENT = "上面的分组行里", "备注里", "表下的说明里", "批注里"
IN_COLUMN: Final = "“{head}”栏里"
PLACE_COLUMN: Final = "地区"
TARGET_ROW: Final = "“{text}”是目标，不是完成的数，不取数。"
OTHER_PLACE: Final = "表头写着“{place}”，不是本地区的数，不取数。"
OTHER_PART: Final = "名称里写的是“{named}”，分组却是“{told}”；请改对其中一个。"
SURPLUS_CELLS: Final = "这一行比表头多出{count}格（{raw}），像是漏了引号；请改好这一行。"
STRUCK_ROW: Final = "这一行的名称画了删除线；要用请去掉删除线，确认后照样入库。"
COLUMN_TOLD: Final = "{letter}列“{head}”"
RIVAL_COLUMNS: Final = (
    "{columns}两列都像是{year}年{group}的数值；请在表头写明哪一列是本地区全年的数，或指认。"
)
TABLE_BY_PLACE: Final = (
    "这是一张按地区排列的表，一行是一个地区；"
    "请加上“行政区划代码”和“指标名称”两列，由妇儿工委办到“导入汇总文件”上传。"
)
AMBIGUOUS_NAME: Final = "名称“{name}”对得上几项指标（{codes}）；请填指标代码。"
NO_INDICATOR: Final = "这一行有数“{raw}”，却没有指标代码和名称；请补上，或删去这一行。"
OTHER_UNITS_INDICATOR: Final = (
    "“{name}”不是本单位牵头或配合的指标{lead}；请删去这一行，或请妇儿工委办调整责任分工。"
)
LEAD_IS: Final = "（牵头：{unit}）"
SUPPORTING: Final = "“{name}”由{unit}牵头，本单位是配合单位；确认后作为参考数入库。"
SUPPORTING_BLANK: Final = (
    "“{name}”由{unit}牵头，本单位是配合单位；这里只有缺数原因，确认后作为参考入库。"
)
ANOTHER_UNIT: Final = "其他单位"
NOT_REPORTED_HERE: Final = "“{name}”不由本单位牵头{lead}，这里空着，不取数。"
OTHER_YEAR: Final = (
    "这是{year}年的数，本次填报的是{expected}年；请删去这一行，或到{year}年的填报里改。"
)
UNREADABLE_YEAR: Final = "年份读到“{raw}”，看不懂；请写成{expected}这样的四位数。"
PART_OF_YEAR: Final = (
    "年份读到“{raw}”，只是一年的一部分，不是全年；请填{expected}年全年的数，年份写{expected}。"
)
UNKNOWN_BREAKDOWN: Final = "分组读到“{raw}”，看不懂；请填合计、男、女、城镇或农村。"
NOT_BY_SEX: Final = (
    "“{name}”不分性别，数却填在“{group}”栏；确认后按“{group}”入库，是总数请移到合计栏。"
)
NOT_BY_GROUP: Final = "不分组的指标，这一栏不取数。"
DUPLICATE: Final = "与{places}是同一指标、同一年份、同一分组；请只留一个。"
AND_MORE: Final = "{places}等{count}处"
NEGATIVE: Final = "读到“{raw}”，这项指标不会是负数；请核对。"
FAR_TOO_LARGE: Final = (
    "读到“{raw}”，超过可能最大值{maximum}的十倍；请核对小数点和计量单位（{measure}）。"
)
ABOVE_MAXIMUM: Final = "{value}超过{maximum}；毛入学率一类可以超过，确认无误请写明理由。"
AGAINST_PARTS: Final = (
    "数值是{value}，分子{numerator}÷分母{denominator}×{scale}是{expected}，对不上；"
    "请核对，确认后正式数据以分子、分母为准，取{expected}。"
)
NO_PARTS: Final = "“{name}”不是分子÷分母算出来的，却填了分子、分母；请核对，确认后按{value}入库。"
IMPLAUSIBLE: Final = "读到“{raw}”，不像“{name}”的数；请核对计量单位和小数点，确认无误请写明理由。"
ZERO_DENOMINATOR: Final = "分母是0，算不出数值；请核对分母，没有发生请选缺数原因“不适用”。"
PART: Final = "{label}（{cell}）"
PART_NEGATIVE: Final = "{where}是{value}，不会是负数；请核对。"
NOT_BETWEEN_PARTS: Final = "合计{total}不在男{male}和女{female}之间；请核对。"
NOT_SUM_OF_PARTS: Final = "合计{total}不等于男{male}加女{female}；请核对。"
USUAL_DECIMALS: Final = "不超过{usual}位"
USUALLY_WHOLE: Final = "是整数"
TOO_MANY_DECIMALS: Final = "{value}有{decimals}位小数，“{measure}”一般{usual}；请核对。"
PART_NOT_WHOLE: Final = "{part}“{name}”是{value}，按{noun}计的数一般是整数；请核对。"
JUMP: Final = "{year}年是{previous}，本年是{value}，变动过大；请核对，确认无误请写明理由。"
BLANK: Final = "没有填数，也没有缺数原因；请填数，或选缺数原因。"
BLANK_SIGN: Final = (
    "填的是“{raw}”，没有缺数原因；请选缺数原因（未到报送期、本年无数据、不适用、漏报）。"
)
UNKNOWN_REASON: Final = (
    "缺数原因“{raw}”不在选项里；请选未到报送期、本年无数据、不适用或漏报，其余写到备注。"
)
REASON_WITH_VALUE: Final = "已填数{value}，又选了缺数原因“{reason}”；请删去一个，确认后按有数入库。"
HIDDEN: Final = "这个数在隐藏的{what}里；请取消隐藏并核对，确认后照样入库。"
ROW, COLUMN = "行", "列"
REMARK_TOO_LONG: Final = "备注有{size}个字，最多{limit}个字，请删短。"
EVIDENCE_TOO_LONG: Final = "佐证材料名称有{size}个字，最多{limit}个字，请删短。"

COMPARED_ONLY: Final = "{year}年的数，只作核对，不入库。"
COMPARED_DIFFERS: Final = "{year}年的数，只作核对，不入库；与已审核的{known}不一致。"
NOT_DATA: Final = "标题、说明或签章，不是数据。"
TALLY: Final = "小计、合计行，不是指标。"
HIDDEN_SHEET: Final = "工作表是隐藏的，没有读取。"
NO_HEAD: Final = "工作表里没有认出表头，没有读取。"
WRONG_UNIT: Final = "表里写的是“{found}”，本次填报单位是{unit}；请核对是不是拿错了文件。"
WRONG_STAMP: Final = "这份模板是{found}的，本次填报是{expected}；请下载本次的模板。"
NO_VALUE_COLUMN: Final = "没有找到{year}年的数值列；请把表头写明年份，或指认哪一列是数值。"
NO_HEAD_ANYWHERE: Final = (
    "没有认出表头；表头里要有“指标名称”（或“指标代码”）和“数值”（或“{year}年”）两列。"
)
NO_ROWS: Final = "文件里没有数据行；请填好后再上传。"
NO_REGION: Final = "行政区划代码读到“{raw}”，不在本次范围里；请核对代码（6、9或12位）。"
OTHER_REGION: Final = "行政区划代码是{found}，本次填报的是{expected}；请核对是不是拿错了文件。"
NOT_LED: Final = "“{name}”在{place}{year}年没有牵头单位；请先在责任分工里定下来。"

FILE_FAULTS: Final[Mapping[str, str]] = {
    "too_big": "文件超过20兆；请删去图片和多余的工作表后再上传。",
    "empty": "文件是空的；请重新保存后再上传。",
    "not_a_workbook": "文件内容不是表格（.xlsx、.xls、.ods、.csv）；请另存为 .xlsx。",
    "not_a_document": "文件内容不是 Word 文件；请在 Word 或 WPS 里另存为 .docx。",
    "old_excel": "这是很老的 Excel 格式；请用表格软件打开，另存为 .xlsx。",
    "encrypted": "文件设了打开密码；请去掉密码后再上传。",
    "macros": "文件里有宏；请另存为不含宏的文件（.xlsx、.docx）。",
    "binary_workbook": "这是 .xlsb 格式；请另存为 .xlsx。",
    "bomb": "文件解开后过大，不像正常的表格；请另存为新的 .xlsx 再上传。",
    "entities": "文件里有不该有的实体定义，为安全起见不读取；请另存为新的 .xlsx。",
    "damaged": "文件打不开，可能已损坏；请用表格软件打开，另存为 .xlsx 再上传。",
    "too_many_rows": "数据超过20万行；请分成几个文件上传。",
    "too_wide": "表格超过200列；请删去多余的列后再上传。",
    "too_slow": "文件读取超时；请删去多余的格式和工作表后再上传。",
    "open_quote": "第{detail}行起有引号没有配对，后面的行连成了一格；请改好引号再上传。",
    "picture_file": "这是图片，不是表格；请上传表格文件。",
    "pdf_file": "这是 PDF 文件，不是表格；请上传表格文件（.xlsx）。",
    "word_file": "这是 Word 文件，不是表格；请把表格复制到表格软件里，存成 .xlsx。",
    "archive_file": "这是压缩包；请解开后上传里面的表格。",
    "web_page": "这是网页，里面没有表格；请用表格软件打开核对，另存为 .xlsx。",
    "gone": "读取文件时出错，没有读成；请再上传一次。",
    "not_utf8": "文本文件的编码看不懂；请另存为 UTF-8 编码的 .csv 或 .xlsx。",
}
PLACE: Final = "{sheet}!{cell}："


def shortened(raw: str) -> str:
    """Cell text for a sentence: one line, not endless."""
    text = " ".join(raw.split())
    return text if len(text) <= MAX_RAW else text[:MAX_RAW] + "…"


def file_sentence(fault: str, detail: str = "") -> str:
    """Why a file is refused whole; ``detail``: where in it."""
    return FILE_FAULTS[fault].format(detail=detail)


def fault_sentence(fault: Fault, raw: str, measure: str) -> str:
    return FAULTS[fault].format(raw=shortened(raw), measure=measure)


def question_sentences(
    reading: Reading, raw: str, measure: str, questions: Iterable[Question], scale: int = 1
) -> tuple[str, ...]:
    """One sentence per question about a reading that has a value (or 有/无)."""
    value = plain(reading.value) if reading.value is not None else ""
    ratio = plain(reading.value * scale) if reading.value is not None else ""
    return tuple(
        QUESTIONS[question].format(
            raw=shortened(raw), value=value, measure=measure, ratio=ratio, text=reading.text
        )
        for question in questions
    )


def read_as(reading: Reading, raw: str) -> str:
    """How a cell was read, when it was not simply taken as it stands; else empty."""
    if not reading.conversions or (reading.value is None and not reading.text):
        return ""
    value = plain(reading.value) if reading.value is not None else reading.text
    how = "、".join(CONVERSIONS[kind] for kind in reading.conversions)
    return READ_AS.format(raw=shortened(raw), value=value, how=how)


def number(value: Decimal | None) -> str:
    return "" if value is None else plain(value)


NO_FILE: Final = "找不到文件“{name}”，或没有读取权限。"
NEEDS_UNIT: Final = "请写明单位和年份（--unit、--year）；只有带“行政区划代码”列的汇总文件可以不写。"
REFUSED: Final = "没有导入：{errors}处错误、{warnings}处疑问，请改正或确认后再导入。第一处：{first}"
UNREADABLE_FILE: Final = "没有导入：{faults}"
LOCKED: Final = "{unit}{year}年度填报现在是“{state}”，不能改动；要改请妇儿工委办先退回或重新打开。"
DOES_NOT_FIT: Final = "换算成{measure}后小数超过6位，存不下；请核对。"
ACCEPTED: Final = "导入时已确认。"
IMPORT_WHY: Final = "导入台账“{name}”"
TOLD: Final = (
    "共{rows_in_file}行：新增{new}，修改{changed}，未变{unchanged}，不导入{ignored}，"
    "错误{errors}，疑问{warnings}；入库{stored}个值。"
)
STORED_ALREADY: Final = "这份台账已经导入过，没有重复导入。"
STEP_READING: Final = "读取文件"
STEP_MARKING: Final = "标注问题"
STEP_CHECKING: Final = "核对数据"
STEP_WRITING: Final = "写入数据"
STEP_KEEPING: Final = "整理预览"
MAPPING_EMPTY: Final = "请至少指认一列。"
PARTIAL_IS_OFFICES: Final = "只导入正确的行由妇儿工委办决定；请改好有错的行，重新上传。"
NOTHING_RIGHT: Final = "没有可以导入的行；请改好后重新上传。"
NO_REGION_COLUMN: Final = (
    "文件里没有“行政区划代码”一列，分不清是哪里的数；请加上这一列，或到单位的“上传台账”里上传。"
)
BULK_CHOOSE: Final = "请选择地区和文件。"
NOT_WAITING: Final = "这份台账已经处理过，请刷新页面。"
STORING_NOW: Final = "这份汇总文件正在导入，请等它结束，不用再点。"
NOT_TO_STORE: Final[Mapping[str, str]] = {"storing": STORING_NOW, "stored": STORED_ALREADY}
NOT_STORED_BECAUSE: Final = "汇总文件“{name}”的导入没有完成。{error}"
READING_TITLE: Final = "读取台账"
STORING_TITLE: Final = "导入汇总文件"
NOT_STORED: Final = "这份台账没有导入，或已经撤销。"
UNDO_TOO_LATE: Final = "填报已经送审，不能撤销导入；请先撤回。"
UNDO_WHY: Final = "撤销导入台账“{name}”"
WARNINGS_NEED_REASON: Final = (
    "{count} 处要写明理由才能导入（第一处：{first}）；请在该行写理由，或在上面写一条通用的。"
)
NO_UPLOAD: Final = "请先选择文件。"
STORED_PARTLY: Final = "已导入“{name}”里正确的行，写入 {count} 项；其余没有导入。"
STORED: Final = "已导入“{name}”，写入 {count} 项。"
UNDONE: Final = "已撤销“{name}”，恢复 {count} 项。"
DISCARDED: Final = "已放弃“{name}”，没有导入。"
MAPPING_GONE: Final = "这些列已经不在记住的列里，请刷新页面。"
MAPPING_FORGOTTEN: Final = "已忘掉这些列的含义，下次遇到再请您指认。"
MAPPED: Final = "已记住列的含义，正在重新读取。"
READ_BROKEN: Final = "台账“{name}”没有读完：{error}"
READ_NOTICES: Final[Mapping[str, str]] = {
    "preview": "台账“{name}”已读完，请核对后确认导入。",
    "needs_columns": "台账“{name}”有的列不认识，请指认。",
    "refused": "台账“{name}”不能导入，请看原因。",
}
