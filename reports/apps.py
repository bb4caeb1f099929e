"""The room ``reports``."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "报告"

    def ready(self) -> None:
        from assessments.services.frozen_parts import (  # noqa: PLC0415 - after models
            frozen_part,
            frozen_record,
        )
        from indicators.services.touching import touch_finder  # noqa: PLC0415
        from reports.selectors.archive import archive_record  # noqa: PLC0415
        from reports.selectors.report_facts import facts_frozen  # noqa: PLC0415
        from reports.services.touching import reports_touched  # noqa: PLC0415

        frozen_part("facts", facts_frozen)
        frozen_record("archive", archive_record)
        touch_finder(reports_touched)
