"""Telling a Pemda's IT admins what provisioning did, once."""

from __future__ import annotations

from catalog.registry import get_manifest
from provisioning.work import Work
from tenants.accounts.models import Person
from tenants.audit.models import Entry
from tenants.audit.services import record
from tenants.context import inside
from tenants.notifications.services import notify


def announce(work: Work, *, kind: str, subject: str, act: str, body: str = "") -> str:
    """Notify the admins who do not know yet, and write one entry into the Pemda's audit trail. Repeatable.

    Inside of the run's transaction the owner writes both, as the run's outbox: mails leave when it has committed.

    `subject` may name `%(title)s`, the module's.
    """
    manifest = get_manifest(work.run.subject)
    # The run's mark tells a second look at this step who knows already.
    mark = f"/konsol/katalog/{manifest.slug}/#{work.run.pk.hex[:8]}"
    with inside(work.place()), work.as_writer():
        admins = Person.objects.filter(kind=Person.Kind.ADMIN, is_active=True).exclude(notifications__path=mark)
        for person in admins:
            notify(person=person, kind=kind, subject=subject % {"title": manifest.title}, body=body, path=mark)
        # Within the run's transaction there cannot be one yet.
        if work.run.committed_at is None or not Entry.objects.filter(act=act, changes__run=str(work.run.pk)).exists():
            changes = {"run": str(work.run.pk)}
            record(act=act, subject="module", label=str(manifest.title), actor=work.run.requested_by, changes=changes)
    return ""
