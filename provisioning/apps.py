"""App configuration of the room `provisioning`."""

from django.apps import AppConfig


class ProvisioningConfig(AppConfig):
    """Runs and their journal, in the public schema."""

    name = "provisioning"
    label = "provisioning"
    verbose_name = "Penyediaan"

    def ready(self) -> None:
        """Fill the table of operations."""
        from provisioning import operations, operations_lifecycle  # noqa: F401, PLC0415 - models are ready only now
        from provisioning.keeping import operations as _keeping  # noqa: F401, PLC0415
