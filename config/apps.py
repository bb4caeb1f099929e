"""The project itself as an app: its commands and template tags."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.module_loading import autodiscover_modules


class ProjectConfig(AppConfig):
    name = "config"
    verbose_name = "系统"

    def ready(self) -> None:
        """Every room's tasks register their job kind, in the web process and commands too."""
        autodiscover_modules("tasks")


class RecordsAdminConfig(AdminConfig):
    """Django's admin with the rights of units.access instead of its own."""

    default_site = "units.records.RecordsSite"
