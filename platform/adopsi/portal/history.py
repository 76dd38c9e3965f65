"""A person's own things over all modules and the core, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.activations import active_manifests
from catalog.registry import hook
from catalog.sdk.history import HistoryItem
from tenants.accounts.models import Person
from tenants.directory import PemdaFacts
from tenants.privacy.models import DataRequest

CORE = "data"
REQUEST_HUES = {"selesai": "green", "ditolak": "indigo"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the timeline with the service it is of."""

    slug: str
    service: str
    item: HistoryItem


def sources_of(pemda: PemdaFacts) -> list[tuple[str, str]]:
    """The services that have a history: key and title each."""
    modules = [
        (manifest.slug, str(manifest.tile.label if manifest.tile else manifest.title))
        for manifest in active_manifests(pemda.code)
        if manifest.history
    ]
    return [*modules, (CORE, _("Data saya"))]


def history_of(person: Person, *, pemda: PemdaFacts, most: int, service: str = "") -> list[Entry]:
    """The newest `most` things of the person, of one service or of all; one or two queries a service."""
    entries: list[Entry] = []
    manifests = {manifest.slug: manifest for manifest in active_manifests(pemda.code)}
    for slug, title in sources_of(pemda):
        if service in ("", slug):
            items = _requests(person, most) if slug == CORE else hook(manifests[slug], "history")(person, most)
            entries += [Entry(slug, title, item) for item in items]
    return sorted(entries, key=lambda entry: entry.item.at, reverse=True)[:most]


def _requests(person: Person, most: int) -> Sequence[HistoryItem]:
    rows = DataRequest.objects.filter(person=person).order_by("-received_at")[:most]
    return [
        HistoryItem(
            title=f"{row.get_kind_display()} ({row.number})",
            url=reverse("own-request", args=[row.pk]),
            state=str(row.get_state_display()),
            hue=REQUEST_HUES.get(row.state, "amber"),
            at=row.received_at,
            icon="shield-check",
        )
        for row in rows
    ]
