"""The WSGI application that granian serves."""

import os
import sys
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "adopsi.settings.base")
# Messages are sent through the current Celery application: this import makes it ours.
from adopsi.celery import app as celery_app  # noqa: F401
from adopsi.edges.gate import Gate

application = Gate(get_wsgi_application())
# Now, or the first citizen would wait for it.
for urls in (settings.ROOT_URLCONF, settings.PUBLIC_SCHEMA_URLCONF):
    import_module(urls)
# A page that computes would keep the interpreter for 5 ms at a time from everybody who only needs a moment of it.
sys.setswitchinterval(0.0005)
