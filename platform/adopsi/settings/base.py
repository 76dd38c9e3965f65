"""Django's settings, the same in production, in the embedded run and in tests; only the environment differs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

from adopsi.settings import env
from catalog.finder import module_apps

DEBUG = env.flag("ADOPSI_DEBUG", default=False)
SECRET_KEY = env.text("ADOPSI_SECRET_KEY")
ADOPSI_MASTER_SECRET = env.text("ADOPSI_MASTER_SECRET")
ADOPSI_CREDENTIAL_VERSION = env.number("ADOPSI_CREDENTIAL_VERSION", 1)
# While credentials are rotated: what the logins of Pemda had before (docs/deploy.md). 0: nothing earlier is tried.
ADOPSI_EARLIER_CREDENTIAL_VERSION = env.number("ADOPSI_EARLIER_CREDENTIAL_VERSION", 0)
ADOPSI_EARLIER_MASTER_SECRET = env.text("ADOPSI_EARLIER_MASTER_SECRET", "")
# What wraps the keys that seal people's data, its version, and the one before it while keys are rewrapped.
ADOPSI_VAULT_KEY = env.text("ADOPSI_VAULT_KEY", ADOPSI_MASTER_SECRET)
ADOPSI_VAULT_KEY_VERSION = env.number("ADOPSI_VAULT_KEY_VERSION", ADOPSI_CREDENTIAL_VERSION)
ADOPSI_VAULT_KEY_BEFORE = env.text("ADOPSI_VAULT_KEY_BEFORE", "")
# For how many days changes of rows stay in the audit trail; acts stay for as long as the Pemda.
ADOPSI_AUDIT_DAYS = env.number("ADOPSI_AUDIT_DAYS", 5 * 365)
ADOPSI_HOME = env.folder("ADOPSI_HOME", ".adopsi")
# Master secrets of the past: archives that were sealed with them stay readable after a rotation.
ADOPSI_FORMER_MASTER_SECRETS = env.listing("ADOPSI_FORMER_MASTER_SECRETS")
# Encrypted backups of Pemda; a disk of its own, or a mounted storage.
ADOPSI_BACKUP_FOLDER = env.folder("ADOPSI_BACKUP_FOLDER", str(ADOPSI_HOME / "cadangan"))
# After so many days without a proven restore, the newest backup of a Pemda is restored beside and compared.
ADOPSI_RESTORE_TEST_DAYS = env.number("ADOPSI_RESTORE_TEST_DAYS", 3)
# Key and certificate of signed letters, for the provisioner alone; made at the first signature.
ADOPSI_SIGNING_KEY = env.file("ADOPSI_SIGNING_KEY", str(ADOPSI_HOME / "signing.pem"))
ADOPSI_SCHEME = env.text("ADOPSI_SCHEME", "http")
ADOPSI_BASE_DOMAIN = env.text("ADOPSI_BASE_DOMAIN", "localhost")
# The port in addresses that people see; empty behind a proxy on 443.
ADOPSI_PUBLIC_PORT = env.text("ADOPSI_PORT", "8000")
ADOPSI_DEMO = env.flag("ADOPSI_DEMO", default=False)
# Whether modules outside of a PKS in force may be enabled by a Pemda without any agreement.
# Days for which the export of erased data is kept.
ADOPSI_EXPORT_DAYS = env.number("ADOPSI_EXPORT_DAYS", 30)
ADOPSI_REQUIRE_AGREEMENT = env.flag("ADOPSI_REQUIRE_AGREEMENT", default=False)
ADOPSI_MAIL_CATCHER = env.text("ADOPSI_MAIL_CATCHER", "")

# --- apps: three named lists --------------------------------------------------------------------------

# Tables in the public schema only.
SHARED = [
    "tenants.apps.TenantsConfig",
    "catalog.apps.CatalogConfig",
    "provisioning.apps.ProvisioningConfig",
    "tenants.support.apps.SupportConfig",
    "tenants.announcements.apps.AnnouncementsConfig",
    "adopsi.edges.apps.EdgesConfig",
]
# Tables in every Pemda's schema; those in BOTH also in the public one, for the Tangerang team.
BOTH = [
    "tenants.accounts.apps.AccountsConfig",
    "tenants.audit.apps.AuditConfig",
    "tenants.vault.apps.VaultConfig",
    "django.contrib.sessions",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]
PER_PEMDA = [
    *BOTH,
    "tenants.organisation.apps.OrganisationConfig",
    "tenants.identity.apps.IdentityConfig",
    "allauth.socialaccount",
    "tenants.notifications.apps.NotificationsConfig",
    "tenants.attachments.apps.AttachmentsConfig",
    "tenants.privacy.apps.PrivacyConfig",
    "tenants.payments.apps.PaymentsConfig",
    "tenants.webhooks.apps.WebhooksConfig",
    "tenants.idempotency.apps.IdempotencyConfig",
    "tenants.worklists.apps.WorklistsConfig",
    "adopsi.portal.apps.PortalConfig",
]
# Tables only where provisioning enabled the module.
MODULES = module_apps(only=env.listing("ADOPSI_MODULES"), folders=env.folders("ADOPSI_EXTRA_MODULES"))
# No tables anywhere.
WITHOUT_TABLES = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_tenants",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "allauth",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "django_cotton.apps.SimpleAppConfig",
    "django_htmx",
    "adopsi.theme.apps.ThemeConfig",
    "adopsi.console.apps.ConsoleConfig",
    "adopsi.pusat.apps.PusatConfig",
    "adopsi.api.apps.ApiConfig",
    "adopsi.paying.apps.PayingConfig",
    "adopsi.cli.apps.CliConfig",
    "adopsi.liveroom.apps.LiveRoomConfig",
]
INSTALLED_APPS = [*WITHOUT_TABLES, *SHARED, *PER_PEMDA, *MODULES]

SHARED_ONLY_LABELS = {"tenants", "catalog", "provisioning", "edges", "support", "announcements"}
BOTH_LABELS = {"accounts", "audit", "vault", "sessions", "account", "mfa", "usersessions"}
SHARED_LABELS = SHARED_ONLY_LABELS | BOTH_LABELS
PER_PEMDA_LABELS = BOTH_LABELS | {
    "organisation",
    "identity",
    "socialaccount",
    "notifications",
    "attachments",
    "privacy",
    "worklists",
    "payments",
    "webhooks",
    "idempotency",
    "portal",
}
MODULE_LABELS = [app.split(".")[2] for app in MODULES]

# django-tenants asks for these names; provisioning decides which tables go where.
SHARED_APPS, TENANT_APPS = SHARED, PER_PEMDA
TENANT_MODEL, TENANT_DOMAIN_MODEL = "tenants.Pemda", "tenants.Domain"
TENANT_SYNC_ROUTER = "tenants.router.PemdaRouter"
DATABASE_ROUTERS = [TENANT_SYNC_ROUTER]

# --- databases ----------------------------------------------------------------------------------------


# How many connections of Pemda each process keeps open between requests; the server must have room for them.
ADOPSI_POOL_SIZE = env.number("ADOPSI_POOL_SIZE", 64)


# Behind a pooler in transaction mode: no startup options, no cursors that live longer than a transaction, and
# an address that leads past it, for the one connection per process that listens for changes.
ADOPSI_POOLER = env.flag("ADOPSI_POOLER", default=False)
LISTEN_DATABASE = env.optional_database("LISTEN_DATABASE_URL")


def _database(address: env.DatabaseAddress, engine: str, search_path: str | None) -> dict[str, Any]:
    options: dict[str, Any] = dict(address.options)
    if search_path and not (ADOPSI_POOLER and address is _web):
        options["options"] = f"-c search_path={search_path}"
    return {
        "ENGINE": engine,
        "NAME": address.name,
        "USER": address.user,
        "PASSWORD": address.password,
        "HOST": address.host,
        "PORT": address.port,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": engine != "tenants.backend",
        "DISABLE_SERVER_SIDE_CURSORS": ADOPSI_POOLER,
        "OPTIONS": options,
    }


_web = env.database("DATABASE_URL")
_owner = env.optional_database("OWNER_DATABASE_URL")
DATABASES = {
    "default": _database(_web, "tenants.backend", None),
    "public": _database(_web, "django.db.backends.postgresql", "public,extensions"),
}
if _owner:
    DATABASES["owner"] = _database(_owner, "django.db.backends.postgresql", "public,extensions")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- requests -----------------------------------------------------------------------------------------

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

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
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

CSRF_USE_SESSIONS = False
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "adopsi.refusals.expired_form"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ADOPSI_SCHEME == "https"
# A browser takes a name that begins so for this very host alone: no other subdomain can set it.
_HOST_ONLY = "__Host-" if SESSION_COOKIE_SECURE else ""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{_HOST_ONLY}sesi", f"{_HOST_ONLY}csrftoken"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if env.flag("ADOPSI_BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [SELF],
        "report-uri": ["/csp-laporan/"],
        "report-to": ["csp"],
    }
}

# --- edges --------------------------------------------------------------------------------------------

# Requests per minute and place: of one Pemda in all, of one signed-in person, of one address of visitors; a sixth of
# that may come at once. 0 is no limit.
ADOPSI_LIMIT_PEMDA = env.number("ADOPSI_LIMIT_PEMDA", 6000)
ADOPSI_LIMIT_PERSON = env.number("ADOPSI_LIMIT_PERSON", 900)
ADOPSI_LIMIT_ADDRESS = env.number("ADOPSI_LIMIT_ADDRESS", 1200)
# How many threads of one web process a Pemda may occupy at once where others are served too (one under a flood): one
# less than the process has. 0 is no limit.
ADOPSI_PEMDA_THREADS = env.number("ADOPSI_PEMDA_THREADS", 3)
# Who may read /health/metrics: the bearer of this token; without one, this machine alone.
ADOPSI_METRICS_TOKEN = env.text("ADOPSI_METRICS_TOKEN", "")
ADOPSI_METRICS_FOLDER = env.folder("ADOPSI_METRICS_FOLDER", str(ADOPSI_HOME / "metrics"))
# Where people report weaknesses (RFC 9116): addresses such as mailto:… or https://…, the best one first.
ADOPSI_SECURITY_CONTACT = env.listing("ADOPSI_SECURITY_CONTACT", f"mailto:keamanan@{ADOPSI_BASE_DOMAIN}")
ADOPSI_SECURITY_POLICY = env.text("ADOPSI_SECURITY_POLICY", "")
# The day after which nobody should rely on that any more, such as 2027-06-30; without it, 90 days from each request.
ADOPSI_SECURITY_EXPIRES = env.text("ADOPSI_SECURITY_EXPIRES", "")
# Own domains: after so many failed days one is suspended; a freed name is nobody else's for so many days.
ADOPSI_DOMAIN_FAILED_DAYS = env.number("ADOPSI_DOMAIN_FAILED_DAYS", 3)
ADOPSI_DOMAIN_QUARANTINE_DAYS = env.number("ADOPSI_DOMAIN_QUARANTINE_DAYS", 30)
# The name servers to ask, as address or address:port; without any, those of the system.
ADOPSI_DNS_SERVERS = env.listing("ADOPSI_DNS_SERVERS")

# --- people -------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "adopsi.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email", "phone"}
# allauth wants one contact to be required; our form asks for one, which is either of the two.
ACCOUNT_SIGNUP_FIELDS = ["email*", "phone", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PHONE_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 10 * 60
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "dashed": False, "length": 6}
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = True
# Many phones share one address of their operator, so the limits per address are wider than allauth's.
# The sixth failed log-in within five minutes is refused for one account, whatever the address; codes and resets have a
# limit per hour too, for each of them may be guessed three times.
ACCOUNT_RATE_LIMITS = {
    "login_failed": "30/m/ip,5/5m/key",
    "request_login_code": "20/m/ip,3/m/key,10/h/key",
    "reset_password": "20/m/ip,5/m/key,10/h/key",
    "verify_phone": "1/30s/key,20/m/ip",
    "change_phone": "5/m/user",
}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.flag("ADOPSI_BEHIND_PROXY", default=False) else 0
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_FORMS = {
    "login": "adopsi.accounts.forms.LoginForm",
    "signup": "adopsi.accounts.forms.SignupForm",
    "request_login_code": "adopsi.accounts.forms.RequestLoginCodeForm",
    "confirm_login_code": "adopsi.accounts.code_forms.LoginCodeForm",
    "confirm_email_verification_code": "adopsi.accounts.code_forms.EmailCodeForm",
    "verify_phone": "adopsi.accounts.code_forms.PhoneCodeForm",
    "confirm_password_reset_code": "adopsi.accounts.code_forms.PasswordResetCodeForm",
    "reset_password": "adopsi.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "adopsi.accounts.password_forms.NewPasswordForm",
    "change_password": "adopsi.accounts.password_forms.ChangePasswordForm",
    "set_password": "adopsi.accounts.password_forms.SetPasswordForm",
    "reauthenticate": "adopsi.accounts.password_forms.ReauthenticateForm",
    "add_email": "adopsi.accounts.contact_forms.AddEmailForm",
    "change_email": "adopsi.accounts.contact_forms.ChangeEmailForm",
    "change_phone": "adopsi.accounts.contact_forms.ChangePhoneForm",
}
# --- the second factor, and a Pemda's own identity provider
# Officers, IT admins and the Tangerang team open nothing without a second factor. 0 is for a place without people.
ADOPSI_REQUIRE_MFA = env.flag("ADOPSI_REQUIRE_MFA", default=True)
MFA_ADAPTER = "adopsi.accounts.mfa_adapter.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# A clock may be half a minute wrong; a code is spent in the database, so that the wider window lets none count twice.
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "adopsi.accounts.mfa_forms.AuthenticateForm",
    "reauthenticate": "adopsi.accounts.mfa_forms.ConfirmForm",
    "activate_totp": "adopsi.accounts.mfa_forms.ActivateAppForm",
    "add_webauthn": "adopsi.accounts.mfa_forms.AddPasskeyForm",
    "edit_webauthn": "adopsi.accounts.mfa_forms.RenamePasskeyForm",
}
SOCIALACCOUNT_ADAPTER = "adopsi.accounts.identity_provider.ProviderAdapter"
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_STORE_TOKENS = False
# Whether a Pemda's identity provider may have a private address or plain http: for tests and the demonstration.
ADOPSI_OIDC_ALLOW_PRIVATE = env.flag("ADOPSI_OIDC_ALLOW_PRIVATE", default=False)
# Whether a webhook may have a private address or plain http: for tests and the demonstration.
ADOPSI_WEBHOOK_ALLOW_PRIVATE = env.flag("ADOPSI_WEBHOOK_ALLOW_PRIVATE", default=False)
# Text messages: `mail` puts them in the mail catcher (demonstration), `http` posts JSON to a gateway.
ADOPSI_SMS_PROVIDER = env.text("ADOPSI_SMS_PROVIDER", "mail")
ADOPSI_SMS_URL = env.text("ADOPSI_SMS_URL", "")
ADOPSI_SMS_TOKEN = env.text("ADOPSI_SMS_TOKEN", "")
# Where clamd listens (`host:port` or the path of a unix socket); empty: files are not scanned.
ADOPSI_CLAMAV = env.text("ADOPSI_CLAMAV", "")
# adopsi.accounts is no app (it has no tables), and its pages must be found before allauth's.
_ACCOUNTS_FOLDER = Path(__file__).resolve().parents[1] / "accounts"
TEMPLATES[0]["DIRS"] = [_ACCOUNTS_FOLDER / "templates"]
LOCALE_PATHS = [_ACCOUNTS_FOLDER / "locale"]

# --- language and time --------------------------------------------------------------------------------

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
USE_I18N = USE_TZ = True
TIME_ZONE = "UTC"
USE_THOUSAND_SEPARATOR = False

# --- files --------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = env.folder("ADOPSI_STATIC_ROOT", str(ADOPSI_HOME / "static"))
MEDIA_ROOT = env.folder("ADOPSI_MEDIA_ROOT", str(ADOPSI_HOME / "media"))
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "backups": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": ADOPSI_BACKUP_FOLDER, "file_permissions_mode": 0o600},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
if DEBUG:
    STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    WHITENOISE_USE_FINDERS = True
    WHITENOISE_AUTOREFRESH = True
WHITENOISE_KEEP_ONLY_HASHED_FILES = False

# --- parts beside the web -----------------------------------------------------------------------------

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": env.text("CACHE_URL"),
        "KEY_FUNCTION": "tenants.cache.key_of_place",
    }
}
CELERY_BROKER_URL = env.text("BROKER_URL")
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = env.text("SMTP_HOST", "127.0.0.1")
EMAIL_PORT = env.number("SMTP_PORT", 25)
EMAIL_HOST_USER = env.text("SMTP_USER", "")
EMAIL_HOST_PASSWORD = env.text("SMTP_PASSWORD", "")
EMAIL_USE_TLS = env.flag("SMTP_TLS", default=False)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("ADOPSI_MAIL_FROM", f"layanan@{ADOPSI_BASE_DOMAIN}")

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "catalog.sdk.tokens.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PAGINATION_CLASS": "catalog.sdk.api.CursorPaging",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "adopsi.api.names.NamedByModule",
    "EXCEPTION_HANDLER": "adopsi.api.errors.conflict_envelope",
    "PAGE_SIZE": 25,
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Adopsi API",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "PREPROCESSING_HOOKS": ["adopsi.api.schema.keep_active_modules"],
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "adopsi.api.schema.complete_document",
    ],
    "ENUM_NAME_OVERRIDES": {
        "ModuleState": "adopsi.api.selectors.MODULE_STATES",
        "ModuleKind": "adopsi.api.serializers.KINDS",
        "ActivationState": "catalog.models.Activation.State",
        "WebhookState": "tenants.webhooks.models.Endpoint.State",
        "RunState": "provisioning.models.Run.State",
        "StepState": "provisioning.models.RunStep.State",
    },
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "adopsi.logs.LineFormatter"}, "json": {"()": "adopsi.logs.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": env.text("ADOPSI_LOG_FORMAT", "line")}},
    "root": {"handlers": ["stderr"], "level": env.text("ADOPSI_LOG_LEVEL", "INFO")},
    "loggers": {"django.server": {"handlers": ["stderr"], "propagate": False}},
}
SILENCED_SYSTEM_CHECKS = ["models.W042"]
