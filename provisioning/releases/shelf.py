"""The releases that exist: the current one of a module, and the way from an older one to it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from provisioning.models import Release
from provisioning.releases.build import version_of
from provisioning.releases.errors import ReleaseMissing
from tenants.router import PUBLIC

# Releases by their row and the moment they were built: no row ever changes, so nothing here can be old. A release
# is up to a few hundred kilobytes, and there are as many as modules in a few versions.
_known: dict[tuple[int, datetime], Release] = {}


def current_release(slug: str, *, using: str = PUBLIC) -> Release:
    """The release of this code base; raises `ReleaseMissing` where it was not built yet."""
    return current_releases([slug], using=using)[0]


def current_releases(slugs: Iterable[str], *, using: str = PUBLIC) -> list[Release]:
    """The modules' releases of this code base, in the order asked for, with one small query when they are known."""
    wanted = [(slug, version_of(slug)) for slug in slugs]
    found = _find(wanted, using=using)
    for slug, version in wanted:
        if (slug, version) not in found:
            raise ReleaseMissing(slug, version)
    return [found[each] for each in wanted]


def release_of(slug: str, version: str, *, using: str = PUBLIC) -> Release | None:
    """The release of that version, with its SQL."""
    return _find([(slug, version)], using=using).get((slug, version))


def _find(wanted: list[tuple[str, str]], *, using: str) -> dict[tuple[str, str], Release]:
    rows = Release.objects.using(using).filter(slug__in=[slug for slug, _version in wanted])
    marks = {
        (slug, version): (key, built_at)
        for key, slug, version, built_at in rows.values_list("pk", "slug", "version", "built_at")
        if (slug, version) in wanted
    }
    missing = [mark[0] for mark in marks.values() if mark not in _known]
    for release in Release.objects.using(using).filter(pk__in=missing) if missing else ():
        _known[release.pk, release.built_at] = release
    return {name: _known[mark] for name, mark in marks.items() if mark in _known}


def releases_of(slug: str) -> list[Release]:
    """All releases of the module without their SQL, newest first."""
    return list(Release.objects.filter(slug=slug).defer("snapshot", "segments").order_by("-built_at"))


def pending_segments(release: Release, applied: set[tuple[str, str]]) -> list[dict[str, Any]]:
    """The release's segments whose migrations a schema lacks, in order."""
    return [segment for segment in release.segments if tuple(segment["migration"]) not in applied]
