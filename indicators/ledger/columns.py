"""The ledger's columns: one definition for page, template, reader and export.

A new column is one line here. ``words`` are what other ledgers call it; they are compared
without spaces, full width and case.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from indicators.core.tokens import name_key


class ColumnKey(StrEnum):
    """What a column holds."""

    CODE = "code"
    NAME = "name"
    YEAR = "year"
    VALUE = "value"
    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"
    BREAKDOWN = "breakdown"
    REASON = "reason"
    REMARK = "remark"
    REGION_CODE = "region_code"
    REGION_NAME = "region_name"
    UNIT = "unit"
    MEASURE = "measure"
    EVIDENCE = "evidence"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class LedgerColumn:
    """One column: its label in the template, other words for it, its width and kind.

    ``in_template``: the template has it. ``is_input``: the unit fills it in.
    """

    key: ColumnKey
    label: str
    words: tuple[str, ...] = ()
    width: int = 12
    numeric: bool = False
    in_template: bool = True
    is_input: bool = False


COLUMNS: Final[tuple[LedgerColumn, ...]] = (
    LedgerColumn(
        ColumnKey.CODE,
        "指标代码",
        ("指标编码", "编码", "代码", "编号", "指标编号", "指标号", "indicator_code", "code"),
    ),
    LedgerColumn(
        ColumnKey.NAME,
        "指标名称",
        (
            *("指标", "监测指标", "统计指标", "评估指标", "考核指标", "主要指标", "指标内容"),
            *("项目", "指标项", "指标项目", "监测指标名称", "统计指标名称", "监测项目", "name"),
        ),
        width=40,
    ),
    LedgerColumn(
        ColumnKey.YEAR,
        "年份",
        (
            *(
                "年度",
                "数据年份",
                "统计年度",
                "统计年份",
                "数据年度",
                "年",
                "year",
                "reference_year",
            ),
            *("时间", "统计时间", "数据时间", "统计期", "期别"),
        ),
        width=8,
    ),
    LedgerColumn(
        ColumnKey.BREAKDOWN,
        "分组",
        ("分类", "性别", "组别", "城乡", "分性别", "口径分组", "breakdown"),
        width=8,
    ),
    LedgerColumn(
        ColumnKey.MEASURE,
        "计量单位",
        ("单位", "计量", "度量单位", "指标单位", "数值单位", "数据单位", "measure"),
        width=10,
    ),
    LedgerColumn(
        ColumnKey.VALUE,
        "数值",
        (
            *("指标值", "本年值", "完成值", "完成情况", "完成数", "完成", "实际值", "实际", "数据"),
            *("实际完成", "实际完成值", "实际数", "监测值", "统计值", "现值", "本期值", "本期数"),
            *("本年数", "本年完成", "当年值", "当年完成", "报送值", "填报值", "填报数据", "结果"),
            *("监测数据", "统计数据", "监测结果", "完成率", "达到", "达到值", "指标数值", "值"),
            *("比例", "比率", "占比", "百分比", "数量", "人数", "指标完成情况", "年度值"),
            *("基期", "基期值", "基数", "基准值", "value"),
        ),
        width=12,
        numeric=True,
        is_input=True,
    ),
    LedgerColumn(
        ColumnKey.NUMERATOR,
        "分子",
        ("分子数", "分子值", "分子数值", "numerator"),
        numeric=True,
        is_input=True,
    ),
    LedgerColumn(
        ColumnKey.DENOMINATOR,
        "分母",
        ("分母数", "分母值", "分母数值", "denominator"),
        numeric=True,
        is_input=True,
    ),
    LedgerColumn(
        ColumnKey.REASON,
        "缺数原因",
        ("缺报原因", "无数据原因", "缺失原因", "未填原因", "空缺原因", "未报原因", "blank_reason"),
        width=14,
        is_input=True,
    ),
    LedgerColumn(
        ColumnKey.REMARK,
        "备注",
        ("说明", "备注说明", "情况说明", "数据说明", "备注（说明）", "备 注", "remark"),
        width=28,
        is_input=True,
    ),
    LedgerColumn(
        ColumnKey.EVIDENCE,
        "佐证材料名称",
        ("佐证材料", "佐证", "证明材料"),
        width=24,
        is_input=True,
    ),
    LedgerColumn(
        ColumnKey.REGION_CODE,
        "行政区划代码",
        ("区划代码", "地区代码", "行政区划编码", "区域代码", "region_code"),
        in_template=False,
    ),
    LedgerColumn(
        ColumnKey.REGION_NAME,
        "行政区划",
        ("地区", "区划", "地区名称", "行政区划名称", "县区", "区县", "县（市、区）", "region"),
        in_template=False,
    ),
    LedgerColumn(
        ColumnKey.UNIT,
        "责任单位",
        (
            *("填报单位", "牵头单位", "责任部门", "报送单位", "牵头部门", "成员单位", "提供单位"),
            *("数据提供单位", "主管部门", "部门", "单位名称", "填报部门"),
        ),
        in_template=False,
    ),
    LedgerColumn(
        ColumnKey.IGNORED,
        "不读取",
        (
            *("序号", "领域", "目标", "目标值", "规划目标", "年度目标", "终期目标", "中期目标"),
            *("数据来源", "来源", "是否达标", "达标情况", "达标", "目标方向", "审核意见", "审核"),
            *("填报人", "联系人", "联系电话", "指标类型", "指标性质", "性质", "类别", "频次"),
            *("分子（名称）", "分母（名称）", "分子名称", "分母名称", "分子指标", "分母指标"),
            *("评价", "排名", "得分", "分值", "权重", "指标解释", "指标定义", "定义", "口径"),
            *("计算公式", "计算方法", "状态", "上报日期", "填报日期", "主要目标", "规划", "no"),
            *("上年数值", "往年数值", "轮次", "统计口径", "序 号", "plan", "domain"),
        ),
        in_template=False,
    ),
)

WORDS: Final[Mapping[str, ColumnKey]] = MappingProxyType(
    {
        name_key(word): column.key
        for column in COLUMNS
        for word in (column.label, column.key.value, *column.words)
    }
)
# Heads that say more than a known word (指标名称及口径) are known by how they begin.
BEGINNINGS: Final = (
    ("指标名称", ColumnKey.NAME),
    ("监测指标名称", ColumnKey.NAME),
    ("指标代码", ColumnKey.CODE),
    ("指标编码", ColumnKey.CODE),
    ("行政区划代码", ColumnKey.REGION_CODE),
    ("缺数原因", ColumnKey.REASON),
    ("备注", ColumnKey.REMARK),
    ("计量单位", ColumnKey.MEASURE),
    ("数据来源", ColumnKey.IGNORED),
    ("责任单位", ColumnKey.UNIT),
    ("牵头单位", ColumnKey.UNIT),
    ("佐证", ColumnKey.EVIDENCE),
)
LABELS: Final[Mapping[ColumnKey, str]] = MappingProxyType({c.key: c.label for c in COLUMNS})
TEMPLATE_COLUMNS: Final = tuple(column for column in COLUMNS if column.in_template)
