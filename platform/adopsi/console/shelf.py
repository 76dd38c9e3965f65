"""The shelf as one Pemda sees it: every module with its state there."""

from __future__ import annotations

from dataclasses import dataclass

from django.apps import apps
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.activations import ActivationFacts, activations_of
from catalog.manifest import Dimension, Kind, Manifest
from catalog.models import Activation
from catalog.registry import all_manifests
from provisioning.models import Run
from provisioning.selectors import last_runs_by_module
from tenants.organisation.services import USUAL_OPD

ON, PARKED, OFF, WORKING, BEHIND = "aktif", "disimpan", "tersedia", "berjalan", "dimutakhirkan"
USUAL_NAMES = {code: short for code, _name, short in USUAL_OPD}


@dataclass(frozen=True, slots=True)
class ShelfRow:
    """A module with its state in the Pemda; `run` is the unfinished run that is changing it."""

    manifest: Manifest
    facts: ActivationFacts | None
    run: Run | None

    @property
    def state(self) -> str:
        """`aktif`, `disimpan` (off, data kept), `tersedia`, `berjalan`, or `dimutakhirkan` (closed until upgraded)."""
        if self.run is not None:
            return WORKING
        if self.facts is None:
            return OFF
        if not self.is_on:
            return PARKED
        return ON if self.manifest.serves_release(self.facts.version) else BEHIND

    @property
    def is_on(self) -> bool:
        """Whether people use the module now."""
        return self.facts is not None and self.facts.state == Activation.State.ACTIVE

    @property
    def days_left(self) -> int | None:
        """Whole days until a parked module's data is erased; None where it is not parked."""
        if self.state != PARKED or self.facts is None or self.facts.purge_after is None:
            return None
        return max(0, (self.facts.purge_after - timezone.now()).days)

    @property
    def has_news(self) -> bool:
        """Whether the Pemda has an older release than the newest."""
        return self.facts is not None and self.facts.version != self.manifest.version

    @property
    def state_label(self) -> str:
        """The state on screen."""
        return dict(state_choices())[self.state]

    @property
    def state_kind(self) -> str:
        """The state as the design system's kind of status."""
        return {ON: "done", PARKED: "waiting", OFF: "off", WORKING: "progress", BEHIND: "progress"}[self.state]

    @property
    def owner(self) -> str:
        """The OPD that usually runs the module."""
        return USUAL_NAMES.get(self.manifest.owner_opd, self.manifest.owner_opd)

    @property
    def hue(self) -> str:
        """The colour of the module's tile."""
        return str(self.manifest.tile.hue) if self.manifest.tile else "indigo"


def state_choices() -> list[tuple[str, str]]:
    """The states for the filter."""
    return [
        (ON, _("Aktif")),
        (OFF, _("Belum aktif")),
        (PARKED, _("Nonaktif, data disimpan")),
        (WORKING, _("Sedang diproses")),
        (BEHIND, _("Sedang dimutakhirkan")),
    ]


def dimension_choices() -> list[tuple[str, str]]:
    """The six dimensions for the filter."""
    return [(dimension.value, dimension.label) for dimension in Dimension]


def kind_choices() -> list[tuple[str, str]]:
    """Whom modules serve, for the filter."""
    return [(kind.value, str(kind.label)) for kind in Kind]


def owner_choices() -> list[tuple[str, str]]:
    """The OPD that run some module, for the filter."""
    owners = {manifest.owner_opd for manifest in all_manifests()}
    return sorted(((code, USUAL_NAMES.get(code, code)) for code in owners), key=lambda choice: choice[1])


def shelf_of(code: str) -> list[ShelfRow]:
    """Every module on the shelf with its state in the Pemda."""
    facts, runs = activations_of(code), last_runs_by_module(code)
    rows = []
    for manifest in all_manifests():
        run = runs.get(manifest.slug)
        rows.append(ShelfRow(manifest, facts.get(manifest.slug), None if run is None or run.is_finished else run))
    return rows


def row_of(code: str, manifest: Manifest) -> ShelfRow:
    """One module with its state in the Pemda."""
    return next(row for row in shelf_of(code) if row.manifest.slug == manifest.slug)


def matching(rows: list[ShelfRow], *, search: str, dimension: str, owner: str, kind: str, state: str) -> list[ShelfRow]:
    """The rows that fit every filter that is set; the search looks into both languages."""
    return [
        row
        for row in rows
        if all(word in _searched(row.manifest) for word in search.lower().split())
        and dimension in {"", row.manifest.dimension.value}
        and owner in {"", row.manifest.owner_opd}
        and kind in {"", row.manifest.kind.value}
        and state in {"", row.state}
    ]


def _searched(manifest: Manifest) -> str:
    texts = [text for each in (manifest.title, manifest.summary, manifest.description) for text in (each.id, each.en)]
    return " ".join([manifest.slug, manifest.owner_opd, *texts]).lower()


def count_tables(manifest: Manifest) -> int:
    """How many tables the module makes in the Pemda's own schema."""
    config = apps.get_app_config(manifest.slug)
    return len(list(config.get_models(include_auto_created=True)))
