"""What stands in the files we hand out: the template and the marked workbook."""

from typing import Final

SHEET: Final = "台账"
GUIDE: Final = "填表说明"
TITLE: Final = "{place}{year}年度监测指标台账"
STAMP_LINE: Final = "{stamp}　请勿改动本行和表头"
TARGET: Final = "目标值"
DEFINITION: Final = "指标定义"
EARLIER: Final = "往年数值"
EARLIER_VALUE: Final = "{year}年 {value}"
FILE_NAME: Final = "{unit}_{year}年台账.xlsx"
ENTER_NUMBER: Final = "填数值"
ENTER_NUMBER_HELP: Final = "单位：{measure}。只填数字，没有数请选缺数原因。"
ENTER_YES_NO: Final = "填“有”或“无”。"
ENTER_PART_HELP: Final = "填个数，不带单位。"
BAD_NUMBER: Final = "这里应填数字（单位：{measure}）。"
BAD_REASON: Final = "请从列表里选。"
GUIDE_LINES: Final = (
    "1. 只填白色格：数值（或分子、分母）、缺数原因、备注、佐证材料名称；灰色格是系统给的，不要改。",
    "2. 数值按“计量单位”一栏的单位填，只填数字：单位是%的，98.5%填98.5。",
    "3. 有分子、分母的指标，填分子和分母即可，数值由系统计算；三个都填的，系统核对是否一致。",
    "4. 没有数的，数值空着，选“缺数原因”：未到报送期、本年无数据、不适用、漏报。没有发生的填0。",
    "5. 分性别的指标，合计、男、女各占一行，都要填。",
    "6. 约数、区间、文字说明写到备注，不要写在数值格里。",
    "7. 佐证材料名称写上传的文件名，几份的分行或用“；”隔开；要去掉以前写的，填“无”。",
    "8. 不要增删行列、改表头；需要补充的写到备注。",
    "9. 填好后在系统“上传台账”页面上传；系统逐格核对，有问题的标在原表上退给您改。",
)

MARKED_NAME: Final = "{stem}_已标注.xlsx"
TO_CHANGE: Final = "需修改之处"
# Very hidden: what the marked cells looked like before.
BEFORE: Final = "_标注前"
TO_CHANGE_HEAD: Final = ("序号", "工作表", "单元格", "指标", "识别为", "类型", "怎么改")
STATUS_COLUMN: Final = "状态"
STATUS: Final = {
    "error": "有误",
    "warning": "待确认",
    "new": "新增",
    "changed": "修改",
    "unchanged": "未变",
    "ignored": "不导入",
}
ALL_GOOD: Final = "没有需修改之处。"
COUNTS: Final = (
    "共{rows_in_file}行：新增{new}，修改{changed}，未变{unchanged}，不导入{ignored}，"
    "有误{errors}，待确认{warnings}。改好后保存，重新上传本文件即可，标注会自动更新。"
)
WRITTEN_ANEW: Final = (
    "原文件不能直接加标注，这里照抄了数值和数字格式；"
    "公式、批注、图片、字体、列宽、数据有效性和保护没有带过来，请在原文件上修改。"
)
COMMENT_AUTHOR: Final = "妇儿工委台账核对"
KEPT_COMMENT: Final = "\n————\n原批注：\n"


def unit_of_place(region: str, unit: str) -> str:
    """湖里区 and 区卫生健康局 are 湖里区卫生健康局: the level is said once."""
    return region + (unit[1:] if unit[:1] == region[-1:] else unit)
