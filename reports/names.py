"""Names as they are printed in Chinese text."""

from __future__ import annotations

import re
from typing import Final

_BRACKETS: Final = str.maketrans({"(": "\uff08", ")": "\uff09", "<": "\uff1c", ">": "\uff1e"})
_MARKS: Final = {",": "\uff0c", ";": "\uff1b", ":": "\uff1a"}
_BETWEEN: Final = re.compile(r"(?<=[^\x00-\x7f])[,;:]\s*|[,;:]\s*(?=[^\x00-\x7f])")


def full_width(name: str) -> str:
    """Brackets, and marks beside Chinese characters, as Chinese text has them."""
    return _BETWEEN.sub(lambda found: _MARKS[found.group()[0]], name.translate(_BRACKETS))


_FIELDS: Final = frozenset(
    (
        *("统计", "卫健", "体育", "教育", "人社", "组织", "应急", "农业农村", "国资", "民政"),
        *("水利", "司法", "文化", "文旅", "公安", "自然资源", "医保", "发改", "宣传", "生态环境"),
        *("住建", "广电", "网信", "市场监管", "新闻出版", "财政", "科技", "工信", "交通", "商务"),
    )
)
DEPARTMENT: Final = "部门"


def department(name: str) -> str:
    """“卫健” → “卫健部门”: a field of work is no unit's name and is not printed as one."""
    return f"{name}{DEPARTMENT}" if name in _FIELDS else name


def departments(names: list[str], most: int) -> str:
    """“卫健、教育等部门”, “区卫健局、区教育局”: the shared word is said once."""
    bare = [name.removesuffix(DEPARTMENT) for name in names[:most]]
    if len(names) > most:
        return f"{'、'.join(bare)}等{DEPARTMENT}"
    if bare != names and all(name.endswith(DEPARTMENT) for name in names):
        return "、".join(bare) + DEPARTMENT
    return "、".join(names)


_SHORT: Final = (
    ("人力资源和社会保障", "人社"),
    ("卫生健康", "卫健"),
    ("文化和旅游", "文旅"),
    ("国有资产监督管理委员会", "国资委"),
    ("国有资产管理中心", "国资中心"),
    ("住房和城乡建设", "住建"),
    ("发展和改革", "发改"),
    ("市场监督管理", "市场监管"),
    ("医疗保障", "医保"),
    ("应急管理", "应急"),
    ("人大常委会办公室", "人大"),
    ("政协办公室", "政协"),
    ("残疾人联合会", "残联"),
    ("妇女联合会", "妇联"),
    ("人民检察院", "检察院"),
    ("人民法院", "法院"),
)


def short_unit(name: str) -> str:
    """“区卫生健康局” → “卫健局”, for narrow columns; a name that is short already stays."""
    for long, short in _SHORT:
        name = name.replace(long, short)
    if len(name) > 3 and name[0] in "省市区县" and name[1] != "委":
        name = name[1:]
    return name
