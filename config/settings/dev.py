"""Development and the one-command start: works with no variable set."""

from __future__ import annotations

from config.env import env_bool, env_list, env_text, local_secret_key
from config.settings.base import *  # noqa: F403
from config.settings.base import DATA_DIR

SECRET_KEY = env_text("SECRET_KEY") or local_secret_key(DATA_DIR / "secret_key")
DEBUG = env_bool("DEBUG", default=False)
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
