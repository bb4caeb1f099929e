"""The Celery application. Job rows are the truth; a message is only a wake-up."""

from __future__ import annotations

import os
from typing import Any

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")

app: Any = Celery("two_outlines")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
