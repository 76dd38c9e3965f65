"""The same apps the stock way: django-tenants' backend, router and one list of tenant apps for everybody."""

from adopsi.settings.base import *  # noqa: F403
from adopsi.settings.base import DATABASES, MODULES, PER_PEMDA, SHARED

DATABASES = {
    "default": {
        **DATABASES["owner"],
        "ENGINE": "django_tenants.postgresql_backend",
        "OPTIONS": {},
        "CONN_HEALTH_CHECKS": False,
    }
}
DATABASE_ROUTERS = ["django_tenants.routers.TenantSyncRouter"]
TENANT_SYNC_ROUTER = "django_tenants.routers.TenantSyncRouter"
PG_EXTRA_SEARCH_PATHS = ["extensions"]
SHARED_APPS = SHARED
TENANT_APPS = [*PER_PEMDA, *MODULES]
