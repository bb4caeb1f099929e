"""``load_series FILE --region R [--json]``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django.core.management.base import CommandParser

from indicators.selectors.file_tables import table_read
from indicators.services.series import series_load
from units.management.json_command import JsonCommand


class Command(JsonCommand):
    help = "读入一个地区已公布的历年数据，直接作为审核通过的数据。"
    unknown: ClassVar[Mapping[str, Any]] = dict.fromkeys(
        ("rows_in_file", "new", "changed", "unchanged", "skipped", "skipped_rows")
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", metavar="FILE", help="数据文件（.csv 或 .xlsx）")
        parser.add_argument("--region", required=True, help="行政区划代码，新建时写“代码:名称”")

    def answer(self, options: dict[str, Any]) -> dict[str, Any]:
        loaded = series_load(table=table_read(options["file"]), region=options["region"])
        return loaded.as_document()

    def lines(self, answer: Mapping[str, Any]) -> Iterable[str]:
        yield (
            "共 {rows_in_file} 行：新增 {new}，修改 {changed}，未变 {unchanged}，"
            "跳过 {skipped}。".format(**answer)
        )
        for row in answer["skipped_rows"]:
            yield "第{row}行 {indicator_code}：{reason}。".format(**row)
