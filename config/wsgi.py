"""WSGI entry point of the web servers."""

import os
from importlib import import_module

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
application = get_wsgi_application()

# Pages are loaded before the server makes its processes, not by the first visitor of each.
import_module("config.urls")
