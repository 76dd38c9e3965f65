"""The WSGI application that granian serves."""

import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "adopsi.settings.base")
# Messages are sent through the current Celery application: this import makes it ours.
from adopsi.celery import app as celery_app  # noqa: F401

application = get_wsgi_application()
# Now, or the first citizen would wait for it.
for urls in (settings.ROOT_URLCONF, settings.PUBLIC_SCHEMA_URLCONF):
    import_module(urls)
