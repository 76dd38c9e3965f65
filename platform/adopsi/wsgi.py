"""The WSGI application that granian serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "adopsi.settings.base")
# Messages are sent through the current Celery application: this import makes it ours.
from adopsi.celery import app as celery_app  # noqa: F401

application = get_wsgi_application()
