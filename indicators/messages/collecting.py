"""What collecting, review and correction say."""

from __future__ import annotations

import datetime


def day(date: datetime.date) -> str:
    return f"{date.year}年{date.month}月{date.day}日"


ROUND_DATES = "截止日期（{closes}）不能早于开始日期（{opens}）。"
ROUND_YEAR = "数据年份应是四位数，且不晚于今年；读到的是“{year}”。"
ROUND_NOT_OPEN_YET = "{year}年度填报从{opens}开始，现在还不能填。"
ROUND_CLOSED = "{year}年度填报已于{closes}截止。要补填，请与妇儿工委办联系延期。"
EXTENSION_EARLY = "延期到的日期（{day}）应晚于本批次的截止日期（{closes}）。"
EXTENSION_REASON = "请写明延期的事由。"
UNIT_ELSEWHERE = "“{unit}”不是“{region}”的成员单位。"

REASON_NEEDED = "请写明理由。"
NOT_EDITABLE = "{unit} {year}年度填报现在是“{state}”，不能修改。"
NOT_FLAGGED = "这个值没有要求核实；退回期间只能修改要求核实的值。"
REVIEW_NOT_BEGUN = "尚未开始审核"
REVIEW_BEGUN = "已开始审核"
MOVE_REFUSED = "不能{act}：{unit} {year}年度填报现在是“{state}”。"
WITHDRAW_REVIEWED = "妇儿工委办已开始审核，不能撤回。需要修改请与妇儿工委办联系，由其退回。"
SUBMIT_INCOMPLETE = "还有 {count} 项没填也没有写明缺数原因，填完才能送审。"
APPROVE_FLAGGED = "还有 {count} 个值要求核实，先退回给单位，或撤销后再通过。"
APPROVE_UNSEEN = "还有 {count} 处改动未审阅，审阅后才能通过。"
MARK_STATE = "只有送审后、通过前的填报可以要求核实。"
MARK_STALE = "这个值刚被改动，请刷新后再看。"
COMMENT_EMPTY = "请写下意见再发送。"

VALUE_DENOMINATOR_ZERO = "分母不能为 0。"
VALUE_TOO_BIG = "“{text}”太大或小数太多：最多 15 位数字，其中小数 6 位。"
VALUE_REASON_AND_NUMBER = "有数值就不写缺数原因；要写原因，请先清空数值。"

PAPER_EMPTY = "请填写正文或上传附件后再送审。"
PAPER_STALE = "这份材料刚被同事改过，请刷新后再保存。"
PAPER_STATE = "这份材料现在是“{state}”，不能{act}。"
VALUE_OTHER_YEAR = "这是{year}年度的填报，不能填{other}年的数。"
VALUE_REFUSED = "“{indicator}”（{year}年）：{why}"
VALUE_CONFLICT = "同事刚改过这个值，请先看两个数再定。"
BAD_REQUEST = "请求不完整，没有保存；请刷新页面再试。"
EVIDENCE_TYPE = (
    "“{name}”不是可以上传的文件：佐证材料只收 PDF、Word、Excel 和 JPG、PNG 图片（按内容识别）。"
)
EVIDENCE_SIZE = "“{name}”有 {size} MB，超过 {limit} MB 的上限；请压缩或分开后再传。"
EVIDENCE_EMPTY = "“{name}”是空文件，请重新选择。"
EVIDENCE_NONE = "请先选择文件。"
EVIDENCE_LOCKED = "{unit} {year}年度填报现在是“{state}”，不能增减佐证材料。"
EVIDENCE_ADDED = "已上传“{name}”。"
EVIDENCE_REMOVED = "已移除“{name}”。"
PAPER_SAVED = "已保存。"
PAPER_SENT = "已送审。"
PAPER_APPROVED = "已通过。"
PAPER_RETURNED = "已退回。"
PAPER_ACTS = {"opened": "修改", "submitted": "送审", "returned": "退回", "approved": "通过"}
