"""Sentences of this room: refusals, steps, and one sentence for every verdict."""

from __future__ import annotations

from typing import Any

from assessments.messages.openings import Wording
from assessments.messages.rates import rate_sentence
from assessments.messages.verdicts import explain
from indicators.wording.verdicts import words_of

__all__ = ["Wording", "explain"]

FINAL_IS_FIXED = "这次评估已定稿，不能再改。要按新数据或新设置评估，请重新评估。"
NO_PLAN = "“{region}”和它的上级都没有{round}的规划，无从评估。请先导入监测指标目录。"
NO_PLAN_ABOVE = "“{region}”的上级没有这一轮规划，不能按上级目标评估。"
YEAR_OUTSIDE = "评估年份{year}年不在规划的{first}—{last}年之内，请改年份或换规划轮次。"
YEAR_AHEAD = "{year}年还没有到，不能评估；评估年份应不晚于今年（{now}年），请改年份。"
YEAR_OPEN = "{year}年还没有结束，全年数据尚未产生。"
ROUND_UNKNOWN = "没有名为“{round}”的轮次，请写成 2011-2020 这样。"
IN_HAND = "“{assessment}”正由工作进程计算，请等它结束后再运行。"
TOLERANCE_UNREADABLE = "“基本达标”的容差写的是“{text}”，请写成不小于 0 的数，如 5。"
TOLERANCE_NEEDED = "选了“基本达标”计入达标，还要填容差：离目标多近算基本达标。"
NOT_COMPUTED = "这次评估还没有算完，算完后才能定稿。"
TOLERANCE_TOO_WIDE = "容差按目标值的百分之几填，要小于 100；一般不超过 10。"
FASTER = "有人先一步改动了这次评估，请刷新后再操作。"
NOT_FINAL = "只有定稿的评估才能复算核验。"
DECISION_NOT_ASKED = "“{name}”按数值判断，不由人认定。要改变它的结论，请用结论调整。"
DECISION_INCOMPLETE = "请选“达标”或“未达标”，并写明理由。"
DECISION_MADE = "已认定“{name}”，同一年 {count} 次未定稿的评估正在重算；已定稿的评估不受影响。"
DECISION_MADE_ALONE = "已认定“{name}”；没有要重算的评估，已定稿的评估不受影响。"
DECISION_LOG = "{name} {year}年 {what}"
OVERRIDE_REASON = "请写明调整结论的理由。"
OVERRIDE_NOT_JUDGED = "这次评估没有判断“{name}”，不能调整结论。"
OVERRULED = "{explanation}结论调整为“{verdict}”：{reason}。"
LONGEST_EXPLANATION = 500
OVERRIDE_MADE = "“{name}”的结论已调整，正在重算；计算的结论仍留在旁边。"
OVERRIDE_REMOVED = "“{name}”的结论调整已取消，正在重算。"
OVERRIDE_NONE = "“{name}”没有结论调整，无可取消。"
OVERRIDE_TAKEN_BACK = "取消调整"
NO_ASSESSMENT = "没有编号为{assessment}的评估。"
FINALISED_LINE = "评估{assessment}已定稿，校验码{content_hash}。"
RECHECK_EQUAL = "评估{assessment}用定稿时的输入重算，结果和校验码都一致。"
RECHECK_DIFFERS = "评估{assessment}用定稿时的输入重算，有{count}处不一致："
OVERRIDE_LOG = "{assessment}：{name} {what}"
STAGE_YEAR_FINAL = "选的是终期评估，评估年份{year}年却不是规划的终期年（{meant}年）。"
STAGE_YEAR_MIDTERM = "选的是中期评估，评估年份{year}年却不是规划的中期年（{meant}年）。"
STAGE_YEAR_CONFIRM = "请改评估年份或评估类型；确实要按这一年评估的，请勾选“年份无误”再提交。"
STAGE_YEAR_NOTE = "提示：{doubt}已按这一年评估。"
DISCARD_FINAL = "“{assessment}”已定稿，不能删除。"
DISCARD_RUNNING = "“{assessment}”正在计算，请等它结束后再删除。"
DISCARD_USED = "“{assessment}”已生成报告（{names}），不能删除。"
DISCARD_LOG = "{assessment}：删除未定稿的评估"
DISCARDED = "已删除“{assessment}”；操作日志里留有记录。"
ASKED_MANY = "{first}等{count}个地区"
BATCH_TITLE = "{region}所辖{count}个地区{year}年{stage}"
BATCH_EMPTY = "“{region}”下面还没有建地区，请先建下级行政区划，或直接评估它本身。"
ENDED_DONE = "{assessment}已算完，请看结果。"
ENDED_FAILED = "{assessment}没有算完：{error}"
BATCH_ENDED_DONE = "批量评估“{batch}”已全部算完，共{done}个地区。"
BATCH_ENDED_FAILED = (
    "批量评估“{batch}”已结束：{done}个地区算完，{failed}个没有算完，"
    "请打开看原因，再点“重新运行失败的”。"
)
STEP_READ = "读取已审核数据"
STEP_JUDGE = "逐项判定"
STEP_STORE = "保存结果"


def overruled(explanation: str, verdict: str, reason: str) -> str:
    """The computed sentence with the person's verdict, in the run's words, and reason behind it."""
    text = OVERRULED.format(
        explanation=explanation, verdict=verdict, reason=reason.strip().rstrip("。")
    )
    return text[:LONGEST_EXPLANATION]


def assessment_line(document: dict[str, Any]) -> str:
    """One line about a computed assessment for the command line."""
    both = document["combined"]
    settings = document["settings"]
    counts = (both[name] for name in ("met", "unmet", "no_data", "not_assessable"))
    return (
        f"评估 {document['assessment']}（{document['region']}，{document['year']}年）："
        f"{words_of(settings).counts(*counts)}；"
        f"{rate_sentence(settings, both['rate'], both['met'], both['denominator'])}"
    )
