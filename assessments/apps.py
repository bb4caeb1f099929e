"""The room ``assessments``."""

from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "assessments"
    verbose_name = "评估"

    def ready(self) -> None:
        from assessments.services.touching import assessments_touched  # noqa: PLC0415 - after models
        from indicators.services.touching import touch_finder  # noqa: PLC0415

        touch_finder(assessments_touched)
