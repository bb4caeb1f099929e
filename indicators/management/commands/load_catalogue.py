"""``load_catalogue FILE --region R --round 2011-2020 [--json]``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django.core.management.base import CommandParser

from indicators.selectors.file_tables import table_read
from indicators.services.catalogue import catalogue_load
from units.management.json_command import JsonCommand


class Command(JsonCommand):
    help = "读入一个地区一个轮次的规划：领域、监测指标、目标值、责任单位。重复读入只更新，不重复。"
    unknown: ClassVar[Mapping[str, Any]] = dict.fromkeys(
        ("plans", "domains", "indicators", "targets", "units", "new", "changed", "unchanged")
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", metavar="FILE", help="目录文件（.csv 或 .xlsx）")
        parser.add_argument("--region", required=True, help="行政区划代码，新建时写“代码:名称”")
        parser.add_argument("--round", required=True, help="轮次，如 2011-2020")

    def answer(self, options: dict[str, Any]) -> dict[str, Any]:
        counts = catalogue_load(
            table=table_read(options["file"]), region=options["region"], round_=options["round"]
        )
        return counts.as_document()

    def lines(self, answer: Mapping[str, Any]) -> Iterable[str]:
        yield (
            "规划 {plans} 个，领域 {domains} 个，监测指标 {indicators} 项，目标值 {targets} 个，"
            "成员单位 {units} 个。".format(**answer)
        )
        yield "新增 {new} 项，修改 {changed} 项，未变 {unchanged} 项。".format(**answer)
        yield from answer.get("doubts", ())
