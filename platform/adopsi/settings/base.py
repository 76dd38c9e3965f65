"""Django's settings, the same in production, in the embedded run and in tests; only the environment differs."""

from __future__ import annotations

from adopsi.settings import env
from adopsi.settings.api import *
from adopsi.settings.apps import *
from adopsi.settings.billing import *
from adopsi.settings.databases import *
from adopsi.settings.edges import *
from adopsi.settings.installation import *
from adopsi.settings.mail import *
from adopsi.settings.people import *
from adopsi.settings.requests import *
from adopsi.settings.security import *
from adopsi.settings.storage import *

# --- language and time --------------------------------------------------------------------------------

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
USE_I18N = USE_TZ = True
TIME_ZONE = "UTC"
USE_THOUSAND_SEPARATOR = False

# --- parts beside the web -----------------------------------------------------------------------------

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": env.text("CACHE_URL"),
        "KEY_FUNCTION": "tenants.cache.key_of_place",
    }
}
CELERY_BROKER_URL = env.text("BROKER_URL")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "adopsi.logs.LineFormatter"}, "json": {"()": "adopsi.logs.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": env.text("ADOPSI_LOG_FORMAT", "line")}},
    "root": {"handlers": ["stderr"], "level": env.text("ADOPSI_LOG_LEVEL", "INFO")},
    "loggers": {"django.server": {"handlers": ["stderr"], "propagate": False}},
}
SILENCED_SYSTEM_CHECKS = ["models.W042"]
