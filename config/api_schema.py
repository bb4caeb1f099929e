"""What the API's schema says in words: names of fields, refusals."""

from __future__ import annotations

from typing import Any, Final

REFUSALS: Final = {
    "400": "筛选条件不对，字段名下是原因",
    "403": "没有登录，或者角色不看这类数据",
    "404": "没有这一项，或者不在您能看到的范围内",
}
ANY_OBJECT: Final = {
    "application/json": {"schema": {"type": "object", "additionalProperties": True}}
}
# What a field is called where no model names it.
NAMES: Final = {
    "id": "编号",
    "region": "行政区划代码",
    "round": "轮次",
    "parent": "上级的行政区划代码",
    "code": "代码",
    "name": "名称",
    "kind": "妇女或儿童",
    "stage": "种类",
    "year": "年份",
    "indicator": "指标代码",
    "indicator_code": "指标代码",
    "domain": "领域",
    "measure": "计量单位",
    "aliases": "别名",
    "definitions": "口径，按起用年份",
    "value": "数值",
    "numerator": "分子",
    "denominator": "分母",
    "base": "基期值",
    "base_value": "基期值",
    "target": "目标值",
    "target_upper": "区间上限",
    "upper": "区间上限",
    "target_text": "目标原文",
    "targets": "各阶段目标",
    "responsibilities": "责任单位",
    "unit": "单位",
    "tolerance": "容差",
    "change_points": "应提高的点数",
    "compare_with": "对照指标的代码",
    "is_key": "重点指标",
    "by_sex": "分性别填报",
    "counted": "计入分母",
    "verdict_text": "结论的表述，用这次评估的用语",
    "gap": "与目标的差，好的一侧为正",
    "achievement": "实现程度，%",
    "settings": "评估设置",
    "summary": "汇总：各规划、各领域和合计的项数与达标率",
    "done": "已完成的地区数",
    "failed": "失败的地区数",
    "waiting": "排队和进行中的地区数",
    "decimals": "小数位",
    "below": "哪些地区",
    "years": "年份",
    "actual": "历年数值",
    "pace": "历年时序进度",
    "annual": "历年年度目标",
    "forecast": "预测值",
    "behind": "滞后的年份",
}


def tidy_schema(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Add names where there are none and what every endpoint answers besides success; drop
    docstrings, meant for programmers."""
    for operations in result["paths"].values():
        for operation in operations.values():
            _tidy_operation(operation)
    for component in result["components"]["schemas"].values():
        if component.get("type") == "object":
            component.pop("description", None)
            fields = component.get("properties", {})
            component["properties"] = {name: _named(name, fields[name]) for name in fields}
    return result


def _tidy_operation(operation: dict[str, Any]) -> None:
    operation.pop("description", None)
    for each in operation.get("parameters", ()):
        if "description" not in each and "title" not in each["schema"]:
            each["description"] = NAMES.get(each["name"], "")
    for status, text in REFUSALS.items():
        answer = {"description": text, "content": ANY_OBJECT}
        operation["responses"].setdefault(status, answer)


def _named(name: str, field: dict[str, Any]) -> dict[str, Any]:
    """The field with a title; a bare reference takes none, so it is wrapped first."""
    if "title" in field or name not in NAMES:
        return field
    if "$ref" in field:
        field = {"allOf": [field]}
    return {**field, "title": NAMES[name]}
