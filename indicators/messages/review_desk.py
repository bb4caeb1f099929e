"""What the pages of rounds, desk and review say after an act, and the reminder's words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

ROUNDS_OPENED: Final = "{year}年度填报已开始：{places} 个地区，{units} 个单位。"
ROUNDS_DATED: Final = "{year}年度填报原已开始：改了 {places} 个地区的日期，新增 {units} 个单位。"
ROUNDS_BOTH: Final = (
    "{year}年度填报：新开始 {places} 个地区，改日期 {dated} 个地区，新增 {units} 个单位。"
)
DATES_SET: Final = "填报日期已改为 {opens} 至 {closes}。"
EXTENDED: Final = "{unit}已延期到{day}。"
APPROVED_UNIT: Final = "{unit}已通过"
APPROVED_UNITS: Final = "已通过 {units} 个单位"
CHOOSE_UNITS: Final = "请先勾选要通过的单位。"
RETURNED: Final = "已退回{unit}，已发消息给联络员。"
RETURNED_UNTOLD: Final = "已退回{unit}；这个单位没有联络员账号，请另行告知。"
REOPENED: Final = "已重新打开{unit} {year}年度填报；原来通过的数在新的通过之前继续有效。"
SUBMITTED: Final = "已送审。妇儿工委办开始审核之前，还可以撤回。"
SUBMITTED_CLOSED: Final = "已送审。截止日已过，送审后不能撤回。"
SUBMITTED_FOR: Final = "已代{unit}送审，已告知其联络员。"
SUBMITTED_FOR_UNTOLD: Final = "已代{unit}送审；这个单位没有联络员账号，请另行告知。"
WITHDRAWN: Final = "已撤回，可以继续修改。"
ACCEPTED_REST: Final = "其余 {count} 个值已核实无误。"
NOTHING_TO_ACCEPT: Final = "没有待核实的值。"
CHASED: Final = "已记下今天催报 {units} 个单位"
CHASED_TOLD: Final = "{units} 个单位的联络员收到站内消息"
CHASED_UNTOLD: Final = "{units} 个单位没有联络员账号，请用催报单另行联系：{names}"
NOTHING_TO_CHASE: Final = "没有要催的：各单位都已送审。"

NOTICE_RETURNED: Final = "{year}年度填报被退回：{reason}"
NOTICE_SUBMITTED: Final = "{unit}送审了{year}年度填报。"
NOTICE_SUBMITTED_FOR: Final = "{who}代{unit}送审了{year}年度填报，请核对。"
NOTICE_STORED_FOR: Final = "{who}代{unit}导入了{year}年度台账“{name}”，写入 {count} 项，请核对。"
NOTICE_UNDONE_FOR: Final = "{who}撤销了{unit}{year}年度台账“{name}”的导入，恢复 {count} 项。"
NOTICE_APPROVED: Final = "{year}年度填报已通过。"
NOTICE_REOPENED: Final = "{year}年度填报重新打开，请核对：{reason}"
NOTICE_CHASED: Final = "请尽快完成{year}年度填报：{what}。"
NOTICE_COMMENT: Final = "{who}对“{indicator}”留了意见：{text}"

CHASE_TITLE: Final = "{region}{year}年度两纲监测数据催报单"
CHASE_DEADLINE: Final = "截止{day}{late}。"
CHASE_LATE: Final = "，已逾期 {days} 天"
CHASE_MISSING: Final = "还有 {count} 项没填：{names}。"
CHASE_NOT_SENT: Final = "数据已填报完整，还没有点“送审”。"
CHASE_FLAGGED: Final = "退回待改 {count} 项：{names}。"
CHASE_RETURNED: Final = "已退回：{reason}。"
CHASE_SIGNED: Final = "{region}妇女儿童工作委员会办公室"
CHASE_HEAD: Final = ("单位", "联络员", "待办事项", "截止")
CHASE_FILE: Final = "催报单_{region}_{year}年度.docx"
CHASE_OPENING: Final = "各有关成员单位：{year}年度监测数据填报请按期完成，下列事项尚未办结："
FLAG_WITH_REASON: Final = "{name}（{reason}）"
WITH_BREAKDOWN: Final = "{name}（{breakdown}）"
BLANK: Final = "—"
EMPTY: Final = "空"
LIST_SIGN: Final = "、"


def joined(names: Iterable[str]) -> str:
    return LIST_SIGN.join(names)


def rounds_words(year: int, *, started: int, dated: int, units: int) -> str:
    """What opening a year did: rounds that are new, and those whose dates were changed."""
    if not dated:
        return ROUNDS_OPENED.format(year=year, places=started, units=units)
    if not started:
        return ROUNDS_DATED.format(year=year, places=dated, units=units)
    return ROUNDS_BOTH.format(year=year, places=started, dated=dated, units=units)


def approved_words(what: str, *, numbers: int, blank: int, unchanged: int, kept: int) -> str:
    """What became of the values of who was approved; ``what``: who it was."""
    parts = [
        (numbers, f"{numbers} 个数成为正式数据"),
        (blank, f"{blank} 项记为缺数"),
        (unchanged, f"{unchanged} 项与原来相同"),
        (kept, f"{kept} 项没有采用，牵头单位的数或更正后的数仍有效"),
    ]
    told = "，".join(text for count, text in parts if count)
    return f"{what}：{told or '没有新的数'}。"


def chased_words(*, units: int, told: int, untold: Iterable[str]) -> str:
    """Who was reminded, whom a message reached, and whom it could not reach."""
    names = list(untold)
    parts = [CHASED.format(units=units)]
    if told:
        parts.append(CHASED_TOLD.format(units=told))
    if names:
        shown = joined(names[:5]) + ("等" if len(names) > 5 else "")
        parts.append(CHASED_UNTOLD.format(units=len(names), names=shown))
    return "；".join(parts) + "。"


OFFICE: Final = "妇儿工委办"
SHOWN: Final = {"changed": "改动", "attention": "需留意", "all": "全部"}


def office_name(name: str) -> str:
    """Who of the office did something; many an account is named after the office itself."""
    return name if OFFICE in name else f"{OFFICE}（{name}）"


def review_words(tally: dict[str, int]) -> dict[str, str]:
    """The foot of the review page: the count, and why approving is not possible yet."""
    count = (
        f"{tally['changed']} 处要看：核实无误 {tally['accepted']}，要求核实 {tally['flagged']}，"
        f"未看 {tally['unseen']}"
    )
    if tally["unseen"]:
        why = f"还有 {tally['unseen']} 处未审阅，审阅后才能通过"
    elif tally["flagged"]:
        why = f"有 {tally['flagged']} 个值要求核实，请退回，或撤销"
    else:
        why = "都看过了，可以通过"
    return {"count": count, "why": why, "return": f"退回修改（{tally['flagged']} 个值）"}
