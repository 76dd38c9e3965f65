"""App configuration of the tests' module."""

from django.apps import AppConfig


class ModuleConfig(AppConfig):
    """The module `tiruan`."""

    name = "provisioning.tests.tiruan"
    label = "tiruan"
