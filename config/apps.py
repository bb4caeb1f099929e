"""The project itself as an app: its commands and template tags."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class ProjectConfig(AppConfig):
    name = "config"
    verbose_name = "系统"


class RecordsAdminConfig(AdminConfig):
    """Django's admin with the rights of units.access instead of its own."""

    default_site = "units.records.RecordsSite"
