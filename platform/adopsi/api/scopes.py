"""What a token may be allowed: the scopes of the house, and those of the Pemda's active modules."""

from __future__ import annotations

from catalog.activations import active_manifests
from catalog.manifest import Text

CATALOG_READ = "catalog:read"
ACTIVATIONS_READ = "activations:read"
ACTIVATIONS_WRITE = "activations:write"
WEBHOOKS_READ = "webhooks:read"
WEBHOOKS_WRITE = "webhooks:write"

HOUSE_SCOPES: dict[str, Text] = {
    CATALOG_READ: Text("Membaca katalog modul", "Read the catalog of modules"),
    ACTIVATIONS_READ: Text("Membaca keadaan modul dan proses di Pemda ini", "Read this Pemda's modules and runs"),
    WEBHOOKS_READ: Text("Membaca webhook Pemda ini", "Read this Pemda's webhooks"),
    WEBHOOKS_WRITE: Text("Menambah, mengubah, dan menghapus webhook", "Add, change and remove webhooks"),
    ACTIVATIONS_WRITE: Text("Mengaktifkan, menonaktifkan, dan mengatur modul", "Enable, disable and configure modules"),
}


def scopes_of(pemda_code: str) -> dict[str, Text]:
    """Every scope that a token of this Pemda may carry, with its words."""
    scopes = dict(HOUSE_SCOPES)
    for manifest in active_manifests(pemda_code):
        scopes.update(manifest.api_scopes)
    return scopes
