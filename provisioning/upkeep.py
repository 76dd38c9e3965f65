"""What time itself asks for: old copies go, held-off Pemda catch up, admins hear of what is coming."""

from __future__ import annotations

import logging

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from catalog.models import Activation
from catalog.registry import get_manifest
from provisioning import rollouts, schema
from provisioning.drift import BEHIND, FleetCheckRow, fleet_check
from provisioning.models import Pin, Rollout, RolloutTarget, Run
from provisioning.releases import CORE_SLUG
from provisioning.rollout_engine import next_opening
from provisioning.services import request_upgrade
from provisioning.steps_undo import drop_old_copies
from tenants import directory
from tenants.accounts.models import Person
from tenants.context import inside
from tenants.credentials import schema_of
from tenants.models import Pemda
from tenants.notifications.services import notify
from tenants.router import OWNER

log = logging.getLogger("adopsi.provisioning")
CATCH_UP = "Susulan sesudah penundaan"


def forget_undo() -> int:
    """Drop the copies of upgrades whose undo window has passed; the number of runs whose copies went."""
    keepers = Run.objects.filter(operation__in=["upgrade_module", "enable_module"], undo_until__isnull=False)
    count = 0
    for run in keepers.filter(undo_until__lt=timezone.now()).order_by("created_at"):
        copies = copies_of(run)
        if not copies or not Pemda.objects.filter(pk=run.pemda_code).exists():
            continue
        # A later upgrade's copies have the same names: those of its tables stay until its own time.
        newer = keepers.filter(pemda_code=run.pemda_code, undo_until__gte=timezone.now())
        kept = {table for later in newer for table in copies_of(later)}
        with schema.owner_transaction(schema_of(run.pemda_code)) as cursor:
            drop_old_copies(cursor, {table: copy for table, copy in copies.items() if table not in kept})
            # Without its moment the run can no longer be undone, nor be found here again.
            Run.objects.using(OWNER).filter(pk=run.pk).update(undo_until=None)
        count += 1
    return count


def copies_of(run: Run) -> dict[str, str]:
    """The copies that a run made, by table: of its upgrade, or of modules that it resumed in a newer release."""
    parts = [run.findings, *(each.get("upgraded", {}) for each in run.findings.get("resumed", []))]
    return {table: copy for part in parts for table, copy in part.get("copies", {}).items()}


def catch_up() -> int:
    """Ask for the upgrades that a pin, a pause or a closed window held off and that a finished rollout left behind."""
    finished = set(Rollout.objects.filter(state=Rollout.State.DONE).values_list("slug", "version"))
    behind = [
        row
        for row in fleet_check()
        if row.verdict == BEHIND
        and row.state == Activation.State.ACTIVE
        and row.slug != CORE_SLUG
        and (row.slug, row.wanted_version) in finished
    ]
    codes = {row.pemda_code for row in behind}
    pemda = {each.code: each for each in Pemda.objects.select_related("region").filter(pk__in=codes)}
    pins: dict[str, dict[str, Pin]] = {}
    for pin in Pin.objects.filter(pemda_code__in=codes):
        pins.setdefault(pin.pemda_code, {})[pin.slug] = pin
    count = 0
    for row in behind:
        place = pemda[row.pemda_code]
        held = rollouts.hold_off(place, pins.get(place.code, {}), row.slug, timezone.localdate())
        if held or place.state != Pemda.State.ACTIVE or next_opening(place, timezone.now()) or _has_failed(row):
            continue
        request_upgrade(pemda_code=place.code, slug=row.slug, requested_by="Adopsi", reason=CATCH_UP)
        count += 1
    return count


def _has_failed(row: FleetCheckRow) -> bool:
    """Whether the rollout failed in this Pemda: then a person must look, not the clock."""
    return RolloutTarget.objects.filter(
        rollout__slug=row.slug,
        rollout__version=row.wanted_version,
        pemda_code=row.pemda_code,
        state=RolloutTarget.State.FAILED,
    ).exists()


def tell_of_rollout(rollout_id: str) -> int:
    """Tell the IT admins of every Pemda that still waits what is coming; each of them once. The number told."""
    rollout = Rollout.objects.get(pk=rollout_id)
    mark = f"/konsol/rilis/#{rollout.pk.hex[:8]}"
    waiting = rollout.targets.filter(state=RolloutTarget.State.WAITING)
    with translation.override("id"):
        return sum(_tell(code, rollout, mark) for code in list(waiting.values_list("pemda_code", flat=True)))


def _tell(code: str, rollout: Rollout, mark: str) -> int:
    facts = directory.pemda_of(code)
    if facts is None:
        return 0
    title, news = _news(rollout)
    with inside(facts):
        admins = list(Person.objects.filter(kind=Person.Kind.ADMIN, is_active=True).exclude(notifications__path=mark))
        for person in admins:
            notify(
                person=person,
                kind="inti.rilis_akan_datang",
                subject=_("%(title)s %(version)s akan datang") % {"title": title, "version": rollout.version},
                body=news,
                path=mark,
            )
    return len(admins)


def _news(rollout: Rollout) -> tuple[str, str]:
    if rollout.slug == CORE_SLUG:
        return _("Inti Adopsi"), ""
    manifest = get_manifest(rollout.slug)
    notes = [str(note) for change in manifest.changelog if change.version == rollout.version for note in change.notes]
    return str(manifest.title), "\n".join(notes)
