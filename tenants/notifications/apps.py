"""App configuration of `tenants.notifications`."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """Notifications, in every Pemda's schema."""

    name = "tenants.notifications"
    label = "notifications"
    verbose_name = "Notifikasi"
