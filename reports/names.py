"""Names as they are printed in Chinese text."""

from __future__ import annotations

from typing import Final

_BRACKETS: Final = str.maketrans({"(": "\uff08", ")": "\uff09"})


def full_width(name: str) -> str:
    """Brackets as Chinese text has them."""
    return name.translate(_BRACKETS)


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
