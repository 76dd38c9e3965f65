"""What must be true after a recovery, whatever was killed: words for each thing that is not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connections

from tests.drills import towns
from tests.drills.code import SLUG

ORPHANS = """
SELECT 'schema ' || nspname FROM pg_namespace
 WHERE (nspname LIKE 'pemda\\_%%' OR nspname = 'adopsi_build')
   AND nspname NOT IN (SELECT schema_name FROM tenants_pemda)
UNION ALL SELECT 'login ' || rolname FROM pg_roles
 WHERE rolname LIKE 'pemda\\_%%' AND rolname NOT IN (SELECT schema_name FROM tenants_pemda)
UNION ALL SELECT 'Pemda without schema ' || code FROM tenants_pemda
 WHERE schema_name NOT IN (SELECT nspname FROM pg_namespace)
UNION ALL SELECT 'Pemda without login ' || code FROM tenants_pemda
 WHERE schema_name NOT IN (SELECT rolname FROM pg_roles)
UNION ALL SELECT 'Pemda not open ' || code FROM tenants_pemda WHERE state <> 'active'
UNION ALL SELECT 'domains of ' || p.code || ': ' || count(d.id) FROM tenants_pemda p
 LEFT JOIN tenants_domain d ON d.tenant_id = p.code GROUP BY p.code HAVING count(d.id) <> 1
"""


@dataclass(frozen=True, slots=True)
class Expected:
    """What a run leaves behind: the module's state and version ("" where it is gone), and what people are told."""

    state: str = ""
    version: str = ""
    entries: int = 1
    notes: int = 1
    copies: bool = False
    exists: bool = True


def after_run(run: Any, expected: Expected, reference: dict[str, Any] | None) -> list[str]:
    """Everything that is wrong after the run, in words; `reference` is how it looked after an undisturbed one."""
    return [
        *_of_journal(run),
        *orphans(),
        *(of_pemda(run, expected) if expected.exists else _gone(run.pemda_code)),
        *(_differences(image(run, expected), reference) if reference is not None else ()),
    ]


def image(run: Any, expected: Expected) -> dict[str, Any]:
    """How the Pemda looks, without what differs each time."""
    if not expected.exists:
        return {}
    counted = towns.counts(run.pemda_code)
    growing = ("audit_entry", "audit_rowchange", "audit_link", "notifications_notification")
    return {
        "module": towns.picture(run.pemda_code),
        "rows": {table: count for table, count in counted.items() if table not in growing and "_undo_" not in table},
    }


def _of_journal(run: Any) -> Iterator[str]:
    run.refresh_from_db()
    if run.state != "done" or run.committed_at is None:
        yield f"the run is {run.state} ({run.error_code} {run.error})"
    for step in run.steps.exclude(state="done"):
        yield f"step {step.name} is {step.state}"


def orphans() -> list[str]:
    """Schemas, logins, domains and Pemda rows that belong to nothing."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(ORPHANS, [])
        return [row[0] for row in cursor.fetchall()]


def _gone(code: str) -> Iterator[str]:
    from tenants.models import Pemda

    if Pemda.objects.filter(pk=code).exists():
        yield f"{code} is still there"


def of_pemda(run: Any, expected: Expected) -> Iterator[str]:
    """What is wrong in the run's Pemda."""
    from provisioning.drift import inspect_pemda
    from provisioning.upkeep import copies_of
    from tenants.models import Pemda

    code = run.pemda_code
    if not Pemda.objects.filter(pk=code).exists():
        yield f"{code} is not there"
        return
    for drift in inspect_pemda(code):
        yield f"drift in {drift.slug}: {drift.differences[:3]}"
    yield from _of_activation(code, expected)
    yield from _of_announcements(run, expected)
    copies = towns.undo_copies(code)
    wanted = set(copies_of(run).values()) if expected.copies else set()
    if copies != wanted:
        yield f"copies for undo: {copies}, expected {wanted}"


def _of_activation(code: str, expected: Expected) -> Iterator[str]:
    from catalog.models import Activation

    row = Activation.objects.filter(pemda_id=code, slug=SLUG).first()
    found = (row.state, row.version) if row else ("", "")
    if found != (expected.state, expected.version):
        yield f"activation {found}, expected {(expected.state, expected.version)}"


def _of_announcements(run: Any, expected: Expected) -> Iterator[str]:
    from tenants.audit.models import Entry
    from tenants.context import inside
    from tenants.directory import get_pemda
    from tenants.notifications.models import Notification

    mine = {"changes__run": str(run.pk)} if run.operation not in BIRTHS else {"act": BIRTHS[run.operation]}
    told = {"path__contains": run.pk.hex[:8]} if run.operation not in BIRTHS else {"kind": "inti.undangan"}
    if erasure := run.arguments.get("erasure"):
        told = {"path__contains": erasure}
    with inside(get_pemda(run.pemda_code)):
        entries, notes = Entry.objects.filter(**mine).count(), Notification.objects.filter(**told).count()
    if (entries, notes) != (expected.entries, expected.notes):
        yield f"{entries} audit entries and {notes} notices, expected {expected.entries} and {expected.notes}"


BIRTHS = {"create_pemda": "pemda.created", "make_sandbox": "sandbox.created"}


def _differences(found: dict[str, Any], reference: dict[str, Any]) -> Iterator[str]:
    for part, expected in reference.items():
        for key in sorted({*expected, *found[part]}):
            if expected.get(key) != found[part].get(key):
                yield f"{part} {key}: {found[part].get(key)}, undisturbed {expected.get(key)}"
