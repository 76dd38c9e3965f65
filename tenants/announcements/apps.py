"""App configuration of the room `announcements`."""

from django.apps import AppConfig


class AnnouncementsConfig(AppConfig):
    """Announcements, their recipients and readings, in the public schema."""

    name = "tenants.announcements"
    label = "announcements"
    verbose_name = "Pengumuman"
