"""What the pages of assessments say: asking, batches, trying."""

from __future__ import annotations

from typing import Final

FINALISED: Final = "已定稿，输入和结果都已冻结。以后数据有更正，请另算一次。"
TOLERANCE_NEEDED: Final = "勾了“基本达标的算作达标”，还要填允许差：离目标多近算基本达标。"
YEAR_UNFINISHED: Final = "按这一年的数据判断。{year}年的填报，{units} 家单位中 {done} 家已通过。"
BATCH_PROGRESS: Final = "已完成 {done} 个，共 {total} 个地方"
TRIED_UNREADABLE: Final = "“{name}”的{field}写的是“{text}”，请写成数字。"
TRIED_IMPOSSIBLE: Final = "“{name}”的{field}：{sentence}"
TRIED_ABOVE: Final = (
    "“{name}”的{field}写的是“{text}”，超过{maximum}{measure}，请核对；"
    "毛入学率一类可以超过，仍按它试算。"
)
TRIED_READ_AS: Final = "“{name}”的{field}写的是“{text}”，按{value}{measure}试算，请核对。"
TOGETHER: Final = "合计"
TRIED_FIELDS: Final = (("t", "目标"), ("v", "数值"))
