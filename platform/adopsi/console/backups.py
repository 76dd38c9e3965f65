"""Acts of an IT admin on the Pemda's backups: in the audit trail and in the journal, both or neither."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from provisioning.keeping import services as keeping
from provisioning.models import Backup, Run
from tenants.accounts.access import require_admin
from tenants.accounts.models import Person
from tenants.audit.services import record
from tenants.router import PUBLIC


def _note(act: str, actor: Person, label: str, **changes: Any) -> None:
    require_admin(actor)
    record(act=act, subject="backup", label=label, actor=actor, changes=changes)


@transaction.atomic
def ask_for_backup(*, pemda_code: str, kind: str, reason: str, actor: Person) -> Run:
    """Ask for a backup, or for an export to take away."""
    _note("backup.export_requested" if kind == Backup.Kind.EXPORT else "backup.requested", actor, kind, reason=reason)
    return keeping.request_backup(pemda_code=pemda_code, requested_by=actor.name, kind=kind, reason=reason)


@transaction.atomic
def ask_for_test(*, pemda_code: str, backup: Backup, actor: Person) -> Run:
    """Ask for the proof that a backup can be restored."""
    _note("backup.test_requested", actor, str(backup))
    return keeping.request_test(pemda_code=pemda_code, requested_by=actor.name, backup=backup)


@transaction.atomic
def ask_for_copy(*, backup: Backup, reason: str, actor: Person) -> Run:
    """Ask for the backup as a copy to look at; the actor is invited to it."""
    _note("backup.copy_requested", actor, str(backup), file=str(backup.pk), reason=reason)
    admin = {"name": actor.name, "email": actor.email} if actor.email else None
    return keeping.request_copy(backup=backup, requested_by=actor.name, reason=reason, admin=admin)


@transaction.atomic
def ask_for_restore(*, backup: Backup, reason: str, actor: Person) -> Run:
    """Ask to put the Pemda back to the backup; what is there now is backed up first."""
    _note("backup.restore_requested", actor, str(backup), file=str(backup.pk), reason=reason)
    return keeping.request_restore(backup=backup, requested_by=actor.name, reason=reason)


@transaction.atomic
def note_download(*, backup: Backup, actor: Person) -> None:
    """Somebody takes all data of the Pemda away: that stands in the trail before the first byte leaves."""
    _note("backup.downloaded", actor, str(backup), file=str(backup.pk), sha256=backup.sha256)


def change_plan(*, pemda_code: str, actor: Person, **wishes: Any) -> None:
    """Change when backups are made and how much is kept."""
    with transaction.atomic(), transaction.atomic(using=PUBLIC):
        _note("backup.plan_changed", actor, pemda_code, **wishes)
        keeping.change_plan(pemda_code=pemda_code, changed_by=actor.name, **wishes)
