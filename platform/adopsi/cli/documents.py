"""What the commands print with `--json`: runs, releases and rollouts as plain documents."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from provisioning.erasures.selectors import check_url, export_until
from provisioning.models import Erasure, Release, Rollout, RolloutTarget, Run
from tenants.models import Pemda


def moment(value: datetime | None) -> str | None:
    """The time in ISO 8601."""
    return value.isoformat() if value else None


def run_as_json(run: Run) -> dict[str, Any]:
    """A run with its steps."""
    return {
        "id": str(run.pk),
        "operation": run.operation,
        "pemda": run.pemda_code,
        "module": run.subject,
        "state": run.state,
        "requested_by": run.requested_by,
        "reason": run.reason,
        "error_code": run.error_code,
        "error": run.error_in_words,
        "created_at": moment(run.created_at),
        "started_at": moment(run.started_at),
        "committed_at": moment(run.committed_at),
        "finished_at": moment(run.finished_at),
        "undo_until": moment(run.undo_until),
        "seconds": run.seconds,
        "attempts": run.attempts,
        "findings": run.findings,
        "steps": [
            {"name": step.name, "state": step.state, "detail": step.detail_in_words, "milliseconds": step.milliseconds}
            for step in run.steps.all()
        ],
    }


def release_as_json(release: Release, *, users: int = 0) -> dict[str, Any]:
    """A release without its SQL."""
    return {
        "module": release.slug,
        "version": release.version,
        "fingerprint": release.fingerprint,
        "built_at": moment(release.built_at),
        "notes": release.notes,
        "pemda": users,
    }


def release_in_full(release: Release, *, users: int = 0) -> dict[str, Any]:
    """A release with its tables, segments and changelog."""
    segments = [
        {
            "migration": ".".join(each["migration"]),
            "mode": each["mode"],
            "statements": len(each["statements"]),
            "is_reversible": each["backward"] is not None,
            "destroys": each["destroys"],
        }
        for each in release.segments
    ]
    more = {"has_snapshot": bool(release.snapshot), "tables": release.tables, "segments": segments}
    return release_as_json(release, users=users) | more | {"changelog": release.changelog}


def rollout_as_json(rollout: Rollout) -> dict[str, Any]:
    """A rollout as `list_rollouts` gives it, with its targets counted."""
    return {
        "id": str(rollout.pk),
        "module": rollout.slug,
        "version": rollout.version,
        "state": rollout.state,
        "ring": rollout.ring,
        "error_budget": rollout.error_budget,
        "soak_hours": rollout.soak_hours,
        "ignores_windows": rollout.ignores_windows,
        "requested_by": rollout.requested_by,
        "reason": rollout.reason,
        "halt_reason": rollout.halt_reason_in_words,
        "created_at": moment(rollout.created_at),
        "finished_at": moment(rollout.finished_at),
        "targets": {name: getattr(rollout, name) for name in RolloutTarget.State.values},
    }


def erasure_as_json(erasure: Erasure) -> dict[str, Any]:
    """An erasure with its two people, its run and its files."""
    return {
        "id": str(erasure.pk),
        "pemda": erasure.pemda_code,
        "module": erasure.slug,
        "state": erasure.state,
        "reason": erasure.reason,
        "asked_by": erasure.asked_by,
        "asked_at": moment(erasure.asked_at),
        "decided_by": erasure.approved_by,
        "decided_at": moment(erasure.approved_at),
        "refusal": erasure.refusal,
        "run": str(erasure.run_id) if erasure.run_id else None,
        "rows_erased": erasure.rows_erased,
        "export_sha256": erasure.export_sha256,
        "export_until": moment(export_until(erasure)),
        "export_deleted_at": moment(erasure.export_deleted_at),
        "certificate_sha256": erasure.certificate_sha256,
        "check_url": check_url(erasure) if erasure.certificate_sha256 else None,
        "finished_at": moment(erasure.finished_at),
    }


def sandbox_as_json(sandbox: Pemda) -> dict[str, Any]:
    """A sandbox with its address and last day."""
    return {
        "code": sandbox.code,
        "pemda": sandbox.sandbox_of_id,
        "state": sandbox.state,
        "subdomain": sandbox.subdomain,
        "expires_at": moment(sandbox.expires_at),
    }


def target_as_json(target: RolloutTarget) -> dict[str, Any]:
    """One Pemda of a rollout."""
    return {
        "id": target.pk,
        "pemda": target.pemda_code,
        "ring": target.ring,
        "from_version": target.from_version,
        "state": target.state,
        "attempts": target.attempts,
        "note": target.note_in_words,
        "run": str(target.run_id) if target.run_id else None,
        "finished_at": moment(target.finished_at),
    }
