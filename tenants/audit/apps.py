"""App configuration of `tenants.audit`."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Audit entries, in every Pemda's schema and in the public one."""

    name = "tenants.audit"
    label = "audit"
    verbose_name = "Jejak audit"
