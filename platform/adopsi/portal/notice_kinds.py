"""The kinds of notices that a person can get here, by the service that sends them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from catalog.activations import active_manifests
from catalog.errors import UnknownModule
from catalog.registry import get_manifest
from tenants.accounts.models import Person
from tenants.directory import PemdaFacts
from tenants.notifications.choices import CORE_KIND

OFFICERS = "petugas"


@dataclass(frozen=True, slots=True)
class KindGroup:
    """A service with its kinds of notices: key and title each."""

    title: str
    kinds: list[tuple[str, str]]


def service_title(kind: str) -> str:
    """The service that sends a kind of notice, in the reader's language."""
    slug = kind.partition(".")[0]
    if slug == CORE_KIND:
        return _("Akun dan data")
    try:
        manifest = get_manifest(slug)
    except UnknownModule:
        return slug.capitalize()
    return str(manifest.tile.label if manifest.tile else manifest.title)


def groups_for(person: Person, pemda: PemdaFacts) -> list[KindGroup]:
    """What the person can choose about: the account first, then the active modules in the order of the shelf."""
    groups = [KindGroup(service_title(CORE_KIND), [(CORE_KIND, _("Keamanan akun, data pribadi, dan undangan"))])]
    for manifest in active_manifests(pemda.code):
        kinds = [
            (kind.key, str(kind.title))
            for kind in manifest.notifications
            if kind.audience != OFFICERS or person.works_here
        ]
        if kinds:
            groups.append(KindGroup(service_title(manifest.slug), kinds))
    return groups
