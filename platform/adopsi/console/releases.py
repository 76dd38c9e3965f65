"""Where a Pemda stands with releases: what it has, what is new, and when it will come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from packaging.version import Version

from catalog.activations import is_in_maintenance
from catalog.errors import UnknownModule
from catalog.manifest import Change, Manifest
from catalog.models import Activation
from catalog.registry import get_manifest
from provisioning.models import Pin, Rollout, RolloutTarget
from provisioning.releases import CORE_SLUG
from provisioning.rollout_engine import next_opening
from provisioning.rollouts import RINGS, hold_off
from tenants.models import Pemda
from tenants.places.clock import format_datetime

MOST_TARGETS = 20


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """A module that the Pemda has, its release and the newest one."""

    manifest: Manifest
    activation: Activation
    pin: Pin | None
    news: tuple[Change, ...] = field(default=())

    @property
    def is_behind(self) -> bool:
        """Whether there is a newer release."""
        return self.activation.version != self.manifest.version

    @property
    def is_parked(self) -> bool:
        """Whether the module is off with its data kept."""
        return self.activation.state == Activation.State.PARKED

    @property
    def is_in_maintenance(self) -> bool:
        """Whether the module's pages are closed until the upgrade is done."""
        return is_in_maintenance(self.manifest.slug, self.activation.pemda_id)

    @property
    def kept(self) -> list[KeptValue]:
        """What the Pemda changed and upgrades therefore left alone."""
        return kept_values(self.activation.kept)


@dataclass(frozen=True, slots=True)
class KeptValue:
    """One value of default data: the Pemda's own, and what the release would have set."""

    table: str
    row: str
    name: str
    own: str
    release: str


def kept_values(kept: Sequence[dict[str, Any]]) -> list[KeptValue]:
    """The default data that an upgrade left alone (`provisioning.releases.seeds.Merge.kept`), in words."""
    found = []
    for entry in kept:
        row = ", ".join(_plain(value) for value in entry.get("key", {}).values())
        if entry.get("deleted"):
            own, release = _("Anda menghapusnya"), _("baris bawaan")
        elif "column" in entry:
            own, release = _plain(entry.get("yours")), _plain(entry.get("ours"))
        else:
            own, release = _("Anda sudah punya"), _("baris baru")
        found.append(KeptValue(entry.get("table", ""), row, entry.get("column", ""), own, release))
    return found


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        # A reference or JSON, as `provisioning.releases.seeds` writes them.
        value = value.get("ref", ["", "", value.get("json")])[2]
        return ", ".join(map(str, value.values())) if isinstance(value, dict) else _plain(value)
    return "–" if value in (None, "") else str(value)


def releases_of(code: str) -> list[ReleaseRow]:
    """Every module that the Pemda has, those with something new first."""
    pins = {pin.slug: pin for pin in pins_of(code)}
    rows = [_row(activation, pins) for activation in Activation.objects.filter(pemda_id=code)]
    return sorted((row for row in rows if row), key=lambda row: (not row.is_behind, str(row.manifest.title)))


def release_row(code: str, slug: str) -> ReleaseRow | None:
    """One module's; None where the Pemda never had it."""
    return next((row for row in releases_of(code) if row.manifest.slug == slug), None)


def _row(activation: Activation, pins: dict[str, Pin]) -> ReleaseRow | None:
    try:
        manifest = get_manifest(activation.slug)
    except UnknownModule:
        return None
    return ReleaseRow(manifest, activation, pins.get(activation.slug), changes_since(manifest, activation.version))


def changes_since(manifest: Manifest, version: str) -> tuple[Change, ...]:
    """The changelog after that version, newest first."""
    return tuple(change for change in manifest.changelog if Version(change.version) > Version(version or "0"))


def pins_of(code: str) -> list[Pin]:
    """The Pemda's pins that hold today."""
    return list(Pin.objects.filter(pemda_code=code, until__gte=timezone.localdate()))


def wishes_of(code: str) -> Pemda:
    """The Pemda's row with its ring, window and pause, straight from the table."""
    return Pemda.objects.select_related("region").get(pk=code)


def is_paused(pemda: Pemda, today: date) -> bool:
    """Whether the Pemda holds new releases off today."""
    return pemda.upgrades_paused_until is not None and pemda.upgrades_paused_until >= today


# --- rollouts -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Coming:
    """A rollout that concerns the Pemda, and when it comes, in words."""

    target: RolloutTarget
    title: str
    when: str


def rollouts_for(pemda: Pemda, language: str) -> list[Coming]:
    """The rollouts that concern the Pemda, newest first."""
    targets = RolloutTarget.objects.filter(pemda_code=pemda.code).select_related("rollout", "run")
    pins = {pin.slug: pin for pin in pins_of(pemda.code)}
    newest = targets.order_by("-rollout__created_at")[:MOST_TARGETS]
    return [Coming(target, title_of(target.rollout.slug), _when(target, pemda, pins, language)) for target in newest]


def title_of(slug: str) -> str:
    """The module's title; the core's in words."""
    if slug == CORE_SLUG:
        return _("Tabel inti Adopsi")
    try:
        return str(get_manifest(slug).title)
    except UnknownModule:
        return slug


def _when(target: RolloutTarget, pemda: Pemda, pins: dict[str, Pin], language: str) -> str:
    rollout, now = target.rollout, timezone.now()
    zone = pemda.region.time_zone
    if target.state == RolloutTarget.State.DONE:
        return format_datetime(target.finished_at, zone, language) if target.finished_at else ""
    if target.state != RolloutTarget.State.WAITING:
        return str(target.note_in_words)
    if rollout.state == Rollout.State.CANCELLED:
        return _("Tidak jadi: peluncuran ini dibatalkan tim pusat")
    if words := hold_off(pemda, pins, rollout.slug, timezone.localdate()):
        return str(words)
    if rollout.state in (Rollout.State.PAUSED, Rollout.State.HALTED):
        return _("Menunggu tim pusat melanjutkan peluncuran")
    if RINGS.index(Pemda.Ring(target.ring)) > RINGS.index(Pemda.Ring(rollout.ring)):
        return _after_ring(rollout, zone, language)
    opening = None if rollout.ignores_windows else next_opening(pemda, now)
    later = max([moment for moment in (opening, target.not_before) if moment and moment > now], default=None)
    if later is None:
        return _("Sebentar lagi")
    return _("Paling cepat %(moment)s") % {"moment": format_datetime(later, zone, language)}


def _after_ring(rollout: Rollout, zone: str, language: str) -> str:
    ring = Pemda.Ring(rollout.ring).label
    if rollout.ring_done_at is None:
        return _("Sesudah gelombang %(ring)s selesai") % {"ring": ring}
    moment = rollout.ring_done_at + timedelta(hours=rollout.soak_hours)
    return _("Sesudah gelombang %(ring)s diamati, paling cepat %(moment)s") % {
        "ring": ring,
        "moment": format_datetime(moment, zone, language),
    }
