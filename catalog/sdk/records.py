"""Audit trail, notifications and tasks of the active Pemda."""

from catalog.sdk.tasks import module_task
from tenants.audit.selectors import trail_of
from tenants.audit.services import record
from tenants.notifications.services import notify

__all__ = ["module_task", "notify", "record", "trail_of"]
