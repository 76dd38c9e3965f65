"""The releases that exist: the current one of a module, and the way from an older one to it."""

from __future__ import annotations

from typing import Any

from provisioning.models import Release
from provisioning.releases.build import version_of
from provisioning.releases.errors import ReleaseMissing
from tenants.router import PUBLIC


def current_release(slug: str, *, using: str = PUBLIC) -> Release:
    """The release of this code base; raises `ReleaseMissing` where it was not built yet."""
    release = release_of(slug, version_of(slug), using=using)
    if release is None:
        raise ReleaseMissing(slug, version_of(slug))
    return release


def release_of(slug: str, version: str, *, using: str = PUBLIC) -> Release | None:
    """The release of that version, with its SQL."""
    return Release.objects.using(using).filter(slug=slug, version=version).first()


def releases_of(slug: str) -> list[Release]:
    """All releases of the module without their SQL, newest first."""
    return list(Release.objects.filter(slug=slug).defer("snapshot", "segments").order_by("-built_at"))


def pending_segments(release: Release, applied: set[tuple[str, str]]) -> list[dict[str, Any]]:
    """The release's segments whose migrations a schema lacks, in order."""
    return [segment for segment in release.segments if tuple(segment["migration"]) not in applied]
