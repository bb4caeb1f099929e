"""The room ``units``."""

from django.apps import AppConfig
from django.conf import settings


class UnitsConfig(AppConfig):
    name = "units"
    verbose_name = "组织与权限"

    def ready(self) -> None:
        if settings.SSO != "off":
            from units.single_sign_on import sign_ins_watch  # noqa: PLC0415 - needs the models

            sign_ins_watch()
