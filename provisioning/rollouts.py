"""Acts on rollouts, and a Pemda's own wishes on when new releases may come."""

from __future__ import annotations

import logging
from datetime import date, time

from celery import current_app
from django.db import IntegrityError, transaction
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerError
from packaging.version import Version

from catalog.models import Activation
from provisioning.errors import (
    AlreadyCurrent,
    DateInPast,
    EmptyWindow,
    ReasonMissing,
    RolloutFinished,
    RolloutUnderWay,
    UnknownPemda,
)
from provisioning.models import Pin, Release, Rollout, RolloutTarget
from provisioning.releases import CORE_SLUG
from provisioning.releases.shelf import current_release
from provisioning.words import Said
from provisioning.words import gettext as _
from tenants.models import Pemda
from tenants.router import PUBLIC

log = logging.getLogger("adopsi.rollouts")
RINGS = (Pemda.Ring.CANARY, Pemda.Ring.VOLUNTEER, Pemda.Ring.EVERYONE)


def start_rollout(
    *,
    slug: str,
    requested_by: str,
    reason: str = "",
    error_budget: int = 3,
    soak_hours: int = 0,
    ignores_windows: bool = False,
) -> Rollout:
    """Take the module's current release to every Pemda that has an older one, ring after ring."""
    release = current_release(slug)
    targets = targets_of(release)
    if not targets:
        raise AlreadyCurrent
    rollout = Rollout(
        slug=slug,
        version=release.version,
        requested_by=requested_by,
        reason=reason,
        error_budget=error_budget,
        soak_hours=soak_hours,
        ignores_windows=ignores_windows,
    )
    try:
        with transaction.atomic(using=PUBLIC):
            rollout.save(force_insert=True)
            for target in targets:
                target.rollout = rollout
            RolloutTarget.objects.bulk_create(targets, batch_size=500)
    except IntegrityError:
        raise RolloutUnderWay from None
    log.info("rollout started slug=%s version=%s targets=%s", slug, release.version, len(targets))
    send("tell_of_rollout", rollout)
    hint(rollout)
    return rollout


def targets_of(release: Release) -> list[RolloutTarget]:
    """The Pemda to which a rollout of the release would go, unsaved."""
    if release.slug == CORE_SLUG:
        pemda = Pemda.objects.filter(state=Pemda.State.ACTIVE).exclude(core_version=release.version)
        rows = pemda.values_list("code", "ring", "core_version")
    else:
        on = Activation.objects.filter(slug=release.slug, state=Activation.State.ACTIVE)
        rows = on.exclude(version=release.version).values_list("pemda_id", "pemda__ring", "version")
    return [
        RolloutTarget(pemda_code=code, ring=ring, from_version=version)
        for code, ring, version in rows
        # What an older deployment finds ahead of itself is not to be taken back.
        if not version or Version(version) < Version(release.version)
    ]


def pause_rollout(*, rollout: Rollout) -> Rollout:
    """Let nothing new begin; what is being done is finished."""
    return _change(rollout, Rollout.State.PAUSED, allowed=(Rollout.State.RUNNING,))


def resume_rollout(*, rollout: Rollout) -> Rollout:
    """Go on after a pause or a halt; what failed until now no longer counts against the budget."""
    resumed = _change(rollout, Rollout.State.RUNNING, allowed=(Rollout.State.PAUSED, Rollout.State.HALTED))
    hint(resumed)
    return resumed


def cancel_rollout(*, rollout: Rollout) -> Rollout:
    """End it; Pemda that have the release keep it."""
    return _change(rollout, Rollout.State.CANCELLED, allowed=Rollout.UNFINISHED)


def _change(rollout: Rollout, state: Rollout.State, *, allowed: tuple[Rollout.State, ...]) -> Rollout:
    with transaction.atomic(using=PUBLIC):
        rollout = Rollout.objects.select_for_update().get(pk=rollout.pk)
        if rollout.state not in allowed:
            raise RolloutFinished
        if state == Rollout.State.RUNNING and rollout.state == Rollout.State.HALTED:
            rollout.error_budget += rollout.targets.filter(state=RolloutTarget.State.FAILED).count()
        rollout.state, rollout.halt_reason = state, ""
        rollout.finished_at = timezone.now() if state == Rollout.State.CANCELLED else None
        rollout.save(update_fields=["state", "halt_reason", "finished_at", "error_budget"])
    log.info("rollout %s slug=%s version=%s", state, rollout.slug, rollout.version)
    return rollout


def retry_target(*, target: RolloutTarget) -> RolloutTarget:
    """Try a failed or skipped Pemda again."""
    with transaction.atomic(using=PUBLIC):
        target = RolloutTarget.objects.select_for_update().select_related("rollout").get(pk=target.pk)
        if target.rollout.is_finished or target.state == RolloutTarget.State.DONE:
            raise RolloutFinished
        target.state, target.attempts, target.not_before, target.note = RolloutTarget.State.WAITING, 0, None, ""
        target.save(update_fields=["state", "attempts", "not_before", "note"])
    hint(target.rollout)
    return target


def hint(rollout: Rollout) -> None:
    """Tell the worker; if nobody hears it, the sweeper will find the rollout."""
    send("drive_rollout", rollout)


def send(task: str, rollout: Rollout) -> None:
    """Send one of provisioning's tasks about a rollout."""
    try:
        current_app.send_task(
            f"provisioning.tasks.{task}", kwargs={"rollout_id": str(rollout.pk)}, queue="provisioning"
        )
    except BrokerError:
        log.warning("broker unreachable; %s of rollout %s was not sent", task, rollout.pk)


# --- a Pemda's wishes ---------------------------------------------------------------------------------


def choose_ring(*, pemda_code: str, ring: str, window_starts: time | None, window_ends: time | None) -> Pemda:
    """When new releases come to the Pemda: its ring, and the hours of its own clock; none means any hour."""
    if (window_starts is None) != (window_ends is None) or (window_starts is not None and window_starts == window_ends):
        raise EmptyWindow
    pemda = _pemda(pemda_code)
    pemda.ring, pemda.window_starts, pemda.window_ends = Pemda.Ring(ring), window_starts, window_ends
    pemda.save(update_fields=["ring", "window_starts", "window_ends", "updated_at"])
    return pemda


def pause_upgrades(*, pemda_code: str, until: date | None, reason: str = "") -> Pemda:
    """Hold every new release off until the day has passed; None ends the pause."""
    pemda = _pemda(pemda_code)
    if until is not None:
        _refuse_vague(until, reason)
    pemda.upgrades_paused_until, pemda.upgrades_paused_reason = until, reason if until else ""
    pemda.save(update_fields=["upgrades_paused_until", "upgrades_paused_reason", "updated_at"])
    return pemda


def pin(*, pemda_code: str, slug: str, reason: str, until: date, by: str) -> Pin:
    """Stay on the release that is there until the day has passed; an empty slug pins every module."""
    _pemda(pemda_code)
    _refuse_vague(until, reason)
    row, _is_new = Pin.objects.update_or_create(
        pemda_code=pemda_code, slug=slug, defaults={"reason": reason.strip(), "until": until, "pinned_by": by}
    )
    return row


def unpin(*, pemda_code: str, slug: str) -> None:
    """Let new releases come again."""
    Pin.objects.filter(pemda_code=pemda_code, slug=slug).delete()


def _refuse_vague(until: date, reason: str) -> None:
    if until < timezone.localdate():
        raise DateInPast
    if not reason.strip():
        raise ReasonMissing


def _pemda(code: str) -> Pemda:
    pemda = Pemda.objects.filter(pk=code).first()
    if pemda is None:
        raise UnknownPemda(code)
    return pemda


def hold_off(pemda: Pemda, pins: dict[str, Pin], slug: str, today: date) -> Said:
    """Why the Pemda does not want the release now, in words; empty where it may come."""
    row = pins.get(slug) or pins.get("")
    if row is not None and row.until >= today:
        return _("Disematkan sampai %(day)s: %(reason)s") % {"day": row.until.isoformat(), "reason": row.reason}
    if pemda.upgrades_paused_until and pemda.upgrades_paused_until >= today:
        words = {"day": pemda.upgrades_paused_until.isoformat(), "reason": pemda.upgrades_paused_reason}
        return _("Dijeda sampai %(day)s: %(reason)s") % words
    return ""
