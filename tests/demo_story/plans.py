"""The demonstration district's own plans: the national catalogue in local dress.

Targets stay the national ones; names lose their brackets, departments become the
district's, and counts are reported in the multiple a district would print.
"""

from __future__ import annotations

import csv
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from config.demo.catalogue import MARK
from indicators.core.vocabulary import Frequency
from tests.demo_story.district import Statistic

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from config.demo.catalogue import CatalogueRow

DEPARTMENTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "卫健": "区卫生健康局",
        "教育": "区教育局",
        "统计": "区统计局",
        "体育": "区体育局",
        "人社": "区人力资源和社会保障局",
        "组织": "区委组织部",
        "农业农村": "区农业农村局",
        "人大": "区人大常委会办公室",
        "政协": "区政协办公室",
        "国资": "区国有资产管理中心",
        "工会": "区总工会",
        "民政": "区民政局",
        "水利": "区水利局",
        "司法": "区司法局",
        "妇联": "区妇女联合会",
        "法院": "区人民法院",
        "检察院": "区人民检察院",
        "残联": "区残疾人联合会",
        "文化": "区文化和旅游局",
        "文旅": "区文化和旅游局",
        "团委": "共青团区委",
        "公安": "区公安分局",
        "应急": "区应急管理局",
        "医保": "区医疗保障局",
        "发改": "区发展和改革局",
        "住建": "区建设局",
        "市场监管": "区市场监督管理局",
        "网信": "区委网信办",
        "宣传": "区委宣传部",
        "广电": "区融媒体中心",
        "新闻出版": "区委宣传部",
        "生态环境": "区生态环境局",
        "自然资源": "区自然资源和规划局",
        "科协": "区科学技术协会",
        "妇儿工委办": "区妇儿工委办公室",
    }
)

NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "I023": "女性占全社会就业人员比重",
        "I028": "女职工职业病发病人数",
        "I029": "农村贫困人口",
        "I034": "区政府领导班子女干部配备率",
        "I043": "女性生育保险参保人数",
        "I044": "女性基本医疗保险参保人数",
        "I052": "建立政策文件性别平等评估机制数",
        "I059": "国家免疫规划疫苗接种率（以镇、街道为单位）",
        "I078": "三类残疾儿童义务教育入学率",
        "I079": "义务教育阶段随迁子女在校生数",
        "I088": "未成年人救助保护机构数",
    }
)

REPORT_MEASURES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "I029": "人",
        "I044": "万人",
        "I045": "万人",
        "I053": "人",
        "I080": "人",
        "I097": "人次",
        "I142": "人",
        "I143": "人",
        "I144": "人",
        "I149": "对",
        "I184": "条",
        "I193": "人",
        "I194": "人",
        "I204": "册",
        "I205": "种",
    }
)

# Reported as one number: a gap, or a count whose name also allows a rate.
VALUE_ONLY: Final = frozenset({"I027", "I044", "I079"})


def catalogue_rows(lines: Iterable[str]) -> list[CatalogueRow]:
    """The rows of a catalogue file; ``lines`` without a byte order mark."""
    return [
        {key: value or "" for key, value in row.items() if key} for row in csv.DictReader(lines)
    ]


def district_rows(national: Sequence[CatalogueRow]) -> list[CatalogueRow]:
    """The district's rows of the same round, in the same order."""
    return [_district_row(row) for row in national]


def _district_row(row: CatalogueRow) -> CatalogueRow:
    code = row["indicator_code"]
    local = dict(row)
    local["name"] = NAMES.get(code, row["name"])
    local["lead_departments"] = ";".join(departments(row["lead_departments"]))
    local["report_measure"] = REPORT_MEASURES.get(code, "")
    local["source"] = f"{MARK}，目标参照国家纲要"
    if code in VALUE_ONLY:
        local["numerator"] = local["denominator"] = ""
    return local


def departments(text: str) -> list[str]:
    """Local names of the ``;``-separated departments, each once, the lead first."""
    return list(dict.fromkeys(DEPARTMENTS[name] for name in text.split(";") if name))


def statistics(rows: Sequence[CatalogueRow]) -> tuple[Statistic, ...]:
    """Each statistic once, in the order of its first row."""
    found: dict[str, Statistic] = {}
    for row in rows:
        code = row["indicator_code"]
        found.setdefault(code, Statistic(code, int(row["scale"]), Frequency(row["frequency"])))
    return tuple(found.values())
