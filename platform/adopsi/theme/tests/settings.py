"""Settings of the one-page site that shows the design system by itself, without a database."""

from pathlib import Path

DEBUG = False
SECRET_KEY = "for the design system's own tests only"
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "adopsi.theme.tests.site"
INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "django.contrib.messages",
    "django_cotton.apps.SimpleAppConfig",
    "adopsi.theme.apps.ThemeConfig",
]
MIDDLEWARE = [
    "csp.middleware.CSPMiddleware",
    "adopsi.preferences.PreferencesMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "adopsi.theme.tests.site.page_context",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": ["django_cotton.templatetags.cotton"],
        },
    }
]
LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
STATIC_URL = "/static/"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "worker-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
    }
}
