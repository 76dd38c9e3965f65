"""All sources of personal data in the active Pemda: the core's, then its modules'."""

from __future__ import annotations

from catalog.activations import active_manifests, is_active, manifests_on
from catalog.errors import ModuleInMaintenance
from catalog.manifest import Manifest, PersonalData
from catalog.registry import hook
from tenants.context import current_pemda
from tenants.privacy.sources import Processing, Source, core_sources


def sources_here() -> list[Source]:
    """Every source of the active Pemda; raises `ModuleInMaintenance` rather than leave a module out."""
    code = current_pemda().code
    for manifest in manifests_on(code):
        if manifest.personal_data and not is_active(manifest.slug, code):
            raise ModuleInMaintenance(str(manifest.title))
    return answering_sources()


def answering_sources() -> list[Source]:
    """The sources that answer now: a module that waits for its upgrade is left out, for work that comes back daily."""
    modules = [of_manifest(each) for each in active_manifests(current_pemda().code) if each.personal_data]
    return [*core_sources(), *modules]


def registered_sources() -> list[Source]:
    """The sources of all modules that are on, in maintenance or not, for the register."""
    modules = [of_manifest(each) for each in manifests_on(current_pemda().code) if each.personal_data]
    return [*core_sources(), *modules]


def of_manifest(manifest: Manifest) -> Source:
    """What the module's manifest states, as a source."""
    return Source(
        slug=manifest.slug,
        title=manifest.title,
        processing=tuple(_line(each) for each in manifest.personal_data),
        export=hook(manifest, "export_person"),
        erase=hook(manifest, "erase_person"),
        correctable=hook(manifest, "correctable_data"),
        correct=hook(manifest, "correct_data"),
        expired=hook(manifest, "expired_data"),
        expire=hook(manifest, "expire_data"),
    )


def _line(data: PersonalData) -> Processing:
    return Processing(
        model=data.model,
        fields=data.fields,
        purpose=data.purpose,
        legal_basis=data.legal_basis,
        recipients=data.recipients,
        retention_days=data.retention_days,
        ending=str(data.ending),
        kept_by_law=data.kept_by_law or "",
        is_specific=data.is_specific,
    )
