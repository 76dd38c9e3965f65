"""Adopsi's own settings with a given list of middleware: `BENCH_MIDDLEWARE` is bare, stock or all.

`BENCH_PLAIN` names the schema that plain Django reads instead: the stock backend, one login, no Pemda.
"""

import os

from adopsi.settings.base import *  # noqa: F403
from adopsi.settings.base import DATABASES, INSTALLED_APPS, MIDDLEWARE

STOCK = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
OURS = "adopsi.hosts.PlaceMiddleware"
# Ours read the Pemda; plain Django has none.
NEED_A_PEMDA = tuple(each for each in MIDDLEWARE if each.startswith("adopsi."))

_between = {
    "bare": [],
    "stock": STOCK,
    "all": [each for each in MIDDLEWARE if each not in (OURS, *NEED_A_PEMDA)],
}[os.environ["BENCH_MIDDLEWARE"]]
ROOT_URLCONF = "tests.benchmarks.request_urls"

if schema := os.environ.get("BENCH_PLAIN"):
    BENCH_MIDDLEWARE = _between
    PLAIN = {"tenants.apps.TenantsConfig": "tests.benchmarks.plain_apps.PlainConfig"}
    INSTALLED_APPS = [PLAIN.get(app, app) for app in INSTALLED_APPS if app != "django_tenants"]
    DATABASES = {
        "default": {
            **DATABASES["default"],
            "ENGINE": "django.db.backends.postgresql",
            "USER": DATABASES["owner"]["USER"],
            "PASSWORD": DATABASES["owner"]["PASSWORD"],
            "OPTIONS": {"options": f"-c search_path={schema},extensions"},
        },
    }
    DATABASE_ROUTERS = []
else:
    BENCH_MIDDLEWARE = [*_between[:1], OURS, *_between[1:]]
