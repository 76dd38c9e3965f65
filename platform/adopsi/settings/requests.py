"""What a request passes through, and what pages are made of."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from adopsi.settings import env

ALLOWED_HOSTS = ["*"]  # adopsi.hosts knows every host; an unknown one gets a helpful 404
ROOT_URLCONF = "adopsi.urls_pemda"
PUBLIC_SCHEMA_URLCONF = "adopsi.urls_pusat"
WSGI_APPLICATION = "adopsi.wsgi.application"
MIDDLEWARE = [
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "adopsi.hosts.PlaceMiddleware",
    "adopsi.edges.limits.LimitMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "adopsi.preferences.PreferencesMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "adopsi.console.support_session.SupportMiddleware",
    "adopsi.accounts.second_factor.SecondFactorMiddleware",
    "adopsi.accounts.devices.LastSeenMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "adopsi.refusals.RefusalMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
if not env.flag("ADOPSI_STATIC_BY_PROXY", default=False):
    MIDDLEWARE.insert(0, "whitenoise.middleware.WhiteNoiseMiddleware")
# Around everything else, so that no answer leaves without its headers and no request is uncounted.
MIDDLEWARE.insert(0, "adopsi.edges.headers.EdgeMiddleware")

# adopsi.accounts is no app (it has no tables), and its pages must be found before allauth's.
_ACCOUNTS_FOLDER = Path(__file__).resolve().parents[1] / "accounts"
LOCALE_PATHS = [_ACCOUNTS_FOLDER / "locale"]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [_ACCOUNTS_FOLDER / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "adopsi.page.page_context",
                "adopsi.console.menu.console_context",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": ["django_cotton.templatetags.cotton"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"
