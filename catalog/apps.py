"""App configuration of the room `catalog`."""

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """Shared tables of the catalog; checks every manifest when the process starts."""

    name = "catalog"
    label = "catalog"
    verbose_name = "Katalog"

    def ready(self) -> None:
        """Stop the start when a manifest is broken."""
        from catalog.registry import load_manifests  # noqa: PLC0415 - models are ready only now

        load_manifests()
