"""Logins, connections and the pooler."""

from __future__ import annotations

from typing import Any

from adopsi.settings import env

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
