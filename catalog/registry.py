"""The shelf: all modules of this code base by slug, read from their manifests."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from catalog.errors import UnknownModule
from catalog.manifest import BrokenManifest, Manifest, check_manifest

_manifests: dict[str, Manifest] = {}


def load_manifests() -> dict[str, Manifest]:
    """Read and check every manifest; raises `BrokenManifest`."""
    found: dict[str, Manifest] = {}
    for slug in settings.MODULE_LABELS:
        try:
            manifest = import_module(f"catalog.modules.{slug}.manifest").MANIFEST
        except (ImportError, AttributeError, TypeError) as error:
            raise BrokenManifest(slug=slug, field_name="MANIFEST", reason=str(error)) from error
        check_manifest(manifest, folder=slug)
        found[slug] = manifest
    check_shelf(found)
    _manifests.clear()
    _manifests.update(found)
    return found


def check_shelf(manifests: dict[str, Manifest]) -> None:
    """Refuse requirements that no module on the shelf can meet, and cycles among them."""
    for manifest in manifests.values():
        for requirement in manifest.requires:
            other = manifests.get(requirement.slug)
            if other is None or not requirement.accepts(other.version):
                reason = f"{requirement.slug}{requirement.versions} is not on the shelf"
                raise BrokenManifest(slug=manifest.slug, field_name="requires", reason=reason)
        _refuse_cycle(manifests, manifest.slug, ())


def _refuse_cycle(manifests: dict[str, Manifest], slug: str, path: tuple[str, ...]) -> None:
    if slug in path:
        chain = " → ".join((*path, slug))
        raise BrokenManifest(slug=path[0], field_name="requires", reason=f"goes in a circle: {chain}")
    for requirement in manifests[slug].requires:
        _refuse_cycle(manifests, requirement.slug, (*path, slug))


def all_manifests() -> list[Manifest]:
    """Every module on the shelf by title."""
    return sorted(_manifests.values(), key=lambda manifest: manifest.title.id)


def get_manifest(slug: str) -> Manifest:
    """The manifest of a module; raises `UnknownModule`."""
    try:
        return _manifests[slug]
    except KeyError:
        raise UnknownModule(slug) from None


def hook(manifest: Manifest, name: str) -> Any:
    """The function behind one of the manifest's dotted paths, or None where it states none."""
    path = getattr(manifest, name)
    return import_string(path) if path else None
