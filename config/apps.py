"""The project itself as an app: its commands and template tags."""

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "config"
    verbose_name = "系统"
