"""``import_ledger FILE --region R --unit U --year N …``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django.core.management.base import CommandParser

from indicators.ledger.import_choice import ImportChoice
from indicators.messages import ledger as messages
from indicators.services.ledgers import ledger_import
from units.management.json_command import JsonCommand


class Command(JsonCommand):
    help = "读入一个单位的台账，或带行政区划代码的汇总文件。"
    unknown: ClassVar[Mapping[str, Any]] = {
        **dict.fromkeys(
            (
                *("rows_in_file", "new", "changed", "unchanged", "ignored", "errors"),
                *("warnings", "stored"),
            ),
            0,
        ),
        "rows": [],
    }

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", metavar="FILE", help="台账文件（.xlsx、.xls、.ods 或 .csv）")
        parser.add_argument("--region", required=True, help="行政区划代码，新建时写“代码:名称”")
        parser.add_argument("--unit", default="", help="成员单位的代码或名称；汇总文件不写")
        parser.add_argument("--year", type=int, help="数据年份；汇总文件不写")
        parser.add_argument("--dry-run", action="store_true", help="只读取和检查，不入库")
        parser.add_argument("--partial", action="store_true", help="只导入没有问题的行")
        parser.add_argument("--accept-warnings", action="store_true", help="疑问一律确认")
        parser.add_argument("--approve", action="store_true", help="导入后随即送审并通过")

    def answer(self, options: dict[str, Any]) -> dict[str, Any]:
        return ledger_import(
            path=options["file"],
            region=options["region"],
            unit=options["unit"],
            reference_year=options["year"],
            choice=ImportChoice(
                partial=options["partial"], accept_warnings=options["accept_warnings"]
            ),
            dry_run=options["dry_run"],
            approve=options["approve"],
        )

    def lines(self, answer: Mapping[str, Any]) -> Iterable[str]:
        yield messages.TOLD.format(**answer)
        for row in answer["rows"]:
            if row["status"] in ("error", "warning"):
                yield row["message"]
