"""What the API reads."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from catalog.activations import ActivationFacts, activations_of
from catalog.manifest import Manifest
from catalog.models import Activation
from catalog.registry import all_manifests, get_manifest
from provisioning.models import Run
from provisioning.selectors import list_runs

OFF = "off"
MODULE_STATES = (("active", "active"), ("parked", "parked"), (OFF, OFF))


@dataclass(frozen=True, slots=True)
class OfferedModule:
    """A module on the shelf, and its state in one Pemda: `active`, `parked` or `off` (never enabled)."""

    manifest: Manifest
    activation: ActivationFacts | None

    @property
    def state(self) -> str:
        """The state in the Pemda."""
        return self.activation.state if self.activation else OFF

    @property
    def active_version(self) -> str:
        """The version in the Pemda; empty where it was never enabled."""
        return self.activation.version if self.activation else ""


def offered_module(slug: str, *, pemda_code: str) -> OfferedModule:
    """One module with its state in the Pemda; raises `UnknownModule`."""
    return OfferedModule(get_manifest(slug), activations_of(pemda_code).get(slug))


def offered_modules(
    *, pemda_code: str, search: str = "", dimension: str = "", kind: str = "", state: str = ""
) -> list[OfferedModule]:
    """The shelf as one Pemda sees it, filtered."""
    known = activations_of(pemda_code)
    offers = [OfferedModule(manifest, known.get(manifest.slug)) for manifest in all_manifests()]
    return [
        offer
        for offer in offers
        if search.lower() in f"{offer.manifest.slug} {offer.manifest.title} {offer.manifest.summary}".lower()
        and dimension in ("", offer.manifest.dimension)
        and kind in ("", offer.manifest.kind)
        and state in ("", offer.state)
    ]


def list_activations(*, pemda_code: str, state: str = "") -> QuerySet[Activation]:
    """The Pemda's activations, straight from the table."""
    rows = Activation.objects.filter(pemda_id=pemda_code)
    return rows.filter(state=state) if state else rows


def run_of_module(*, pemda_code: str, slug: str, run_id: UUID | None = None) -> Run | None:
    """A run of this module in the Pemda, with its steps; without an id the newest."""
    runs = list_runs(pemda_code=pemda_code).filter(subject=slug)
    return (runs.filter(pk=run_id) if run_id else runs).first()
