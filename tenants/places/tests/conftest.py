"""Refusals carry translated messages, so Django's settings must exist even in this pure-Python room."""

import os

from django.conf import settings

if not settings.configured and "DJANGO_SETTINGS_MODULE" not in os.environ:
    settings.configure(USE_I18N=False)
