"""What the pages of assessments say: asking, batches, trying."""

from __future__ import annotations

from typing import Final

FINALISED: Final = "已定稿，输入和结果都已冻结。以后数据有更正，请重新评估。"
BY_STAGE: Final = "按评估类型定"
SETTING_PANELS: Final = {
    "judging": ("判定规则", "不改就是通常的规则"),
    "counting": ("达标率的计算", ""),
    "words": ("结论用语", "空着就用通常的词；页面和报告都照这里印"),
}
YEAR_UNFINISHED: Final = "按这一年的数据判断。{year}年的填报，{units} 个单位中 {done} 个已通过。"
BATCH_PROGRESS: Final = "已完成 {done} 个，共 {total} 个地区"
WHAT_IF_UNREADABLE: Final = "“{name}”的{field}写的是“{text}”，请写成数字。"
WHAT_IF_IMPOSSIBLE: Final = "“{name}”的{field}：{sentence}"
WHAT_IF_ABOVE: Final = (
    "“{name}”的{field}写的是“{text}”，超过{maximum}{measure}，请核对；"
    "毛入学率一类可以超过，仍按它测算。"
)
WHAT_IF_READ_AS: Final = "“{name}”的{field}写的是“{text}”，按{value}{measure}测算，请核对。"
TOGETHER: Final = "合计"
WHAT_IF_FIELDS: Final = (("t", "目标"), ("v", "数值"))
