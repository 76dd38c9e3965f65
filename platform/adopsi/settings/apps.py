"""The apps in three named lists, by where their tables are."""

from __future__ import annotations

from adopsi.settings import env
from catalog.finder import module_apps

# Tables in the public schema only.
SHARED = [
    "tenants.apps.TenantsConfig",
    "catalog.apps.CatalogConfig",
    "provisioning.apps.ProvisioningConfig",
    "provisioning.billing.apps.BillingConfig",
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

SHARED_ONLY_LABELS = {"tenants", "catalog", "provisioning", "billing", "edges", "support", "announcements"}
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
