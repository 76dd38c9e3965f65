"""Steps of `purge_module`: export, look again, drop, forget; then files, certificate and notice."""

from __future__ import annotations

import contextlib
from typing import Any

from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.translation import gettext
from psycopg2 import sql

from catalog.models import Activation, SettingsChange
from catalog.registry import get_manifest
from provisioning import schema
from provisioning.erasures import archive, selectors
from provisioning.erasures.archive import StoredFile
from provisioning.erasures.errors import (
    ExportStale,
    ModuleStillActive,
    NothingToErase,
    PeriodNotOver,
    SecondPersonNeeded,
)
from provisioning.erasures.marks import is_one_person
from provisioning.erasures.services import RULE_KEY
from provisioning.models import Drift, Erasure
from provisioning.releases.applying import copy_name
from provisioning.words import Said, ngettext
from provisioning.words import gettext as _
from provisioning.work import Work
from tenants.accounts.models import Person
from tenants.attachments.models import Attachment
from tenants.attachments.services import thumbnail_path
from tenants.audit.models import Entry
from tenants.audit.services import record
from tenants.context import inside
from tenants.notifications.services import notify
from tenants.organisation.models import RoleGrant
from tenants.router import OWNER

# Every reference to an attachment in the schema: table and column.
REFERENCES = """
SELECT c.relname, a.attname
FROM pg_constraint k
JOIN pg_class c ON c.oid = k.conrelid
JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
WHERE k.contype = 'f' AND k.confrelid = 'attachments_attachment'::regclass
AND c.relnamespace = current_schema()::regnamespace
ORDER BY 1, 2
"""


def _erasure(work: Work) -> Erasure:
    return Erasure.objects.using(OWNER).get(pk=work.arguments["erasure"])


def check(work: Work) -> Said:
    """Refuse what became impossible since the approval: the module may have been switched on again."""
    work.lock_pemda()
    erasure = _erasure(work)
    activation = Activation.objects.using(OWNER).filter(pemda_id=work.code, slug=work.run.subject).first()
    if activation is None:
        raise NothingToErase
    if activation.state != Activation.State.PARKED:
        raise ModuleStillActive
    if erasure.approved_by_key == RULE_KEY:
        if activation.purge_after is None or activation.purge_after > timezone.now():
            raise PeriodNotOver
    elif not erasure.approved_by_key or is_one_person(erasure.approved_by_key, erasure.asked_by_key):
        raise SecondPersonNeeded
    return _("Diminta %(first)s, disetujui %(second)s") % {"first": erasure.asked_by, "second": erasure.approved_by}


def export(work: Work) -> str:
    """Write the archive while nobody can change the tables; a rolled back run leaves a file that the next replaces."""
    erasure, manifest = _erasure(work), get_manifest(work.run.subject)
    activation = Activation.objects.using(OWNER).get(pemda_id=work.code, slug=manifest.slug)
    tables = _tables(work, activation.version)
    if tables:
        names = sql.SQL(", ").join(map(sql.Identifier, tables))
        work.cursor.execute(sql.SQL("LOCK TABLE {} IN SHARE ROW EXCLUSIVE MODE").format(names))
    written = archive.write_archive(
        work.cursor,
        schema_name=work.schema_name,
        name=selectors.archive_name(erasure),
        tables=tables,
        files=_files(work, tables),
        facts=_facts(work, activation),
    )
    Erasure.objects.using(OWNER).filter(pk=erasure.pk).update(export_path=written.path, export_sha256=written.sha256)
    return f"SHA-256 {written.sha256[:16]}…"


def _facts(work: Work, activation: Activation) -> dict[str, Any]:
    def moment(name: str) -> str | None:
        value = getattr(activation, name)
        return value.isoformat() if value else None

    return {
        "format": 1,
        "pemda": work.code,
        "pemda_name": work.pemda().region.display_name,
        "module": activation.slug,
        "title": get_manifest(activation.slug).title.id,
        "release": activation.version,
        "settings": activation.settings,
        "exported_at": timezone.now().isoformat(),
        "period": {name: moment(name) for name in ("enabled_at", "parked_at", "purge_after")},
    }


def _tables(work: Work, version: str) -> list[str]:
    names = selectors.table_names(work.run.subject, version=version, using=OWNER)
    return _existing(work, names)


def _existing(work: Work, names: list[str]) -> list[str]:
    schema_name = work.schema_name
    work.cursor.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = %s::regnamespace AND relname = ANY(%s) AND relkind = 'r'",
        [schema_name, names],
    )
    return sorted(row[0] for row in work.cursor.fetchall())


def _files(work: Work, tables: list[str]) -> list[StoredFile]:
    work.cursor.execute(REFERENCES)
    references = work.cursor.fetchall()
    ours = _attachment_keys(work, [each for each in references if each[0] in tables])
    others = _attachment_keys(work, [each for each in references if each[0] not in tables])
    rows = Attachment.objects.using(OWNER).filter(pk__in=ours).order_by("pk")
    return [StoredFile(str(row.pk), row.path, row.pk not in others) for row in rows]


def _attachment_keys(work: Work, references: list[tuple[str, str]]) -> set[Any]:
    if not references:
        return set()
    each = [
        sql.SQL("SELECT {column} FROM {table} WHERE {column} IS NOT NULL").format(
            column=sql.Identifier(column), table=sql.Identifier(work.schema_name, table)
        )
        for table, column in references
    ]
    work.cursor.execute(sql.SQL(" UNION ").join(each))
    return {row[0] for row in work.cursor.fetchall()}


def verify(work: Work) -> Said:
    """Read the archive back: it must be whole, and say of every table what the table says now."""
    erasure = _erasure(work)
    manifest = archive.read_manifest(erasure.export_path, erasure.export_sha256)
    written = {table: entry["rows"] for table, entry in manifest["tables"].items()}
    counts = schema.count_rows(work.cursor, _tables(work, manifest["release"]))
    if written != counts:
        raise ExportStale
    Erasure.objects.using(OWNER).filter(pk=erasure.pk).update(rows_erased=counts)
    return _("%(tables)s tabel, %(rows)s baris") % {"tables": len(counts), "rows": sum(counts.values())}


def drop(work: Work) -> str:
    """Drop the module's tables in one statement, and the copies of them that an upgrade may have left."""
    erasure, slug = _erasure(work), work.run.subject
    manifest = archive.read_manifest(erasure.export_path, erasure.export_sha256)
    tables = sorted(erasure.rows_erased)
    copies = _existing(work, [copy_name(table) for table in tables])
    schema.drop_tables(work.cursor, [*tables, *copies], [slug])
    lonely = [entry["id"] for entry in manifest["attachments"] if entry["is_only_here"]]
    # By SQL: Django would look for protected references in the tables that are gone.
    work.cursor.execute("DELETE FROM attachments_attachment WHERE id = ANY(%s::uuid[])", [lonely])
    return ", ".join(tables)


def forget(work: Work) -> Said:
    """Take the module's roles from people, and its activation and settings from the Pemda."""
    slug = work.run.subject
    roles, _each = RoleGrant.objects.using(OWNER).filter(role__in=get_manifest(slug).role_keys()).delete()
    Activation.objects.using(OWNER).filter(pemda_id=work.code, slug=slug).delete()
    SettingsChange.objects.using(OWNER).filter(pemda_id=work.code, slug=slug).delete()
    Drift.objects.using(OWNER).filter(pemda_code=work.code, slug=slug).delete()
    Erasure.objects.using(OWNER).filter(pk=work.arguments["erasure"]).update(
        state=Erasure.State.DONE, finished_at=timezone.now()
    )
    return ngettext("%(count)s pemberian peran dicabut", "%(count)s pemberian peran dicabut", roles) % {"count": roles}


def delete_files(work: Work) -> Said:
    """Delete the files that only this module showed; the archive has them."""
    erasure = _erasure(work)
    manifest = archive.read_manifest(erasure.export_path, erasure.export_sha256)
    lonely = [entry["path"] for entry in manifest["attachments"] if entry["is_only_here"]]
    for path in lonely:
        for name in (path, thumbnail_path(Attachment(path=path))):
            with contextlib.suppress(FileNotFoundError):
                default_storage.delete(name)
    return ngettext("%(count)s berkas", "%(count)s berkas", len(lonely)) % {"count": len(lonely)}


def certify(work: Work) -> str:
    """Write and sign the certificate, once."""
    # fpdf2 and pyHanko cost 1.5 s and 60 MB, which only a process that signs should pay.
    from provisioning.erasures.certificate import write_certificate  # noqa: PLC0415

    erasure = _erasure(work)
    known = selectors.certificate_file(erasure)
    if known is None or archive.sha256_of(known) != erasure.certificate_sha256:
        manifest = archive.read_manifest(erasure.export_path, erasure.export_sha256)
        path, sha256 = write_certificate(erasure, manifest, work.facts())
        Erasure.objects.using(OWNER).filter(pk=erasure.pk).update(certificate_path=path, certificate_sha256=sha256)
    return selectors.check_code(erasure)


def announce(work: Work) -> str:
    """Tell the Pemda's IT admins where the certificate is, and write the audit entry once."""
    erasure, manifest = _erasure(work), get_manifest(work.run.subject)
    path = selectors.console_path(erasure)
    with inside(work.facts()):
        admins = Person.objects.filter(kind=Person.Kind.ADMIN, is_active=True).exclude(notifications__path=path)
        for person in admins:
            notify(
                person=person,
                kind="inti.data_modul_dihapus",
                subject=gettext("Data modul %(title)s telah dihapus") % {"title": manifest.title},
                body=gettext("Arsip ekspor dan sertifikat penghapusan yang ditandatangani tersedia di konsol."),
                path=path,
            )
        if not Entry.objects.filter(act="module.data_erased", changes__run=str(work.run.pk)).exists():
            changes = {"run": str(work.run.pk), "erasure": str(erasure.pk), "rows": sum(erasure.rows_erased.values())}
            actor = f"{erasure.asked_by}, {erasure.approved_by}"[:120]
            record(act="module.data_erased", subject="module", label=str(manifest.title), actor=actor, changes=changes)
    return ""
