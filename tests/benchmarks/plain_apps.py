"""The shared tables' app without what ours does to Django when it is ready: plain Django as it comes."""

from django.apps import AppConfig


class PlainConfig(AppConfig):
    """Models alone."""

    name = "tenants"
    label = "tenants"
