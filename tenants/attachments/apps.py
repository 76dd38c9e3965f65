"""App configuration of `tenants.attachments`."""

from django.apps import AppConfig


class AttachmentsConfig(AppConfig):
    """Attachments, in every Pemda's schema."""

    name = "tenants.attachments"
    label = "attachments"
    verbose_name = "Lampiran"
