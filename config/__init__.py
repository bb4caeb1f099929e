"""Settings, URLs, the Celery app and the commands over all rooms."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
