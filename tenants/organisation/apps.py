"""App configuration of `tenants.organisation`."""

from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    """OPD and role grants, in every Pemda's schema."""

    name = "tenants.organisation"
    label = "organisation"
    verbose_name = "OPD"
