"""Writes the archive of one Pemda: structure by pg_dump, rows by COPY, both of the same moment, then its files."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import connections, transaction
from django.utils import timezone
from psycopg2 import sql
from psycopg2.extensions import make_dsn

from catalog.models import Activation
from provisioning import schema
from provisioning.copying import BLOCK, copy_out
from provisioning.drift import installed_in
from provisioning.keeping import archive as form
from provisioning.keeping.archive import ArchiveWriter
from provisioning.keeping.errors import DumpFailed
from provisioning.keeping.explaining import readme, restore_script
from provisioning.keeping.programs import Program, pg_dump_for
from provisioning.keeping.public_rows import public_rows_of
from provisioning.keeping.tables import Table, sequences_in, tables_in
from provisioning.models import Release
from tenants.credentials import schema_of
from tenants.models import Pemda
from tenants.router import OWNER

# Who is signed in somewhere is no data, and would be let in again by a restore.
LEFT_EMPTY = {"django_session", "usersessions_usersession"}
# Bookkeeping that a restore writes itself.
BOOKKEEPING = {"django_migrations"}
# Exports of erased data have an end of their own, and must not live on in here.
NOT_MEDIA = {"ekspor"}
EXTENSIONS = """
SELECT e.extname FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE n.nspname = 'extensions'
ORDER BY 1
"""
DUMP_SECONDS = 600


def program() -> Program:
    """The pg_dump for the owner's server; raises `DumpProgramMissing`."""
    connection = connections[OWNER]
    connection.ensure_connection()
    return pg_dump_for(connection.connection.server_version)


def write_archive(target: IO[bytes], *, code: str) -> dict[str, Any]:
    """Write the Pemda's archive to the stream; its manifest."""
    writer = ArchiveWriter(target)
    with transaction.atomic(using=OWNER), connections[OWNER].cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        facts = _write_database(writer, cursor, code)
    for path in _media_of(schema_of(code)):
        _write_file(writer, path)
    pemda = Pemda.objects.using(OWNER).select_related("region").get(pk=code)
    facts["pemda"] = {"code": code, "name": pemda.region.display_name, "schema": schema_of(code)}
    writer.text(form.SCRIPT, restore_script(facts))
    writer.text(form.README, readme(facts))
    return writer.finish(facts)


def _write_database(writer: ArchiveWriter, cursor: Any, code: str) -> dict[str, Any]:
    name = schema_of(code)
    releases = [each.release for each in installed_in(code)]
    owners = {table: release.slug for release in releases for table in release.tables}
    tables = tables_in(cursor, name, owners)
    cursor.execute(sql.SQL("SET LOCAL lock_timeout = '30s'; {}").format(_hold(tables)))
    dump = program()
    _write_structure(writer, cursor, dump, name)
    listed = {table.name: _write_table(writer, cursor, table, owners[table.name]) for table in tables}
    for document, text in public_rows_of(code).items():
        writer.text(f"{form.PUBLIC_ROWS}{document}.json", text)
    cursor.execute(EXTENSIONS)
    return {
        "made_at": timezone.now().isoformat(),
        "server": {"number": cursor.connection.server_version, "pg_dump": dump.version},
        "extensions": [row[0] for row in cursor.fetchall()],
        "releases": _releases(code, releases),
        "tables": listed,
        "sequences": sequences_in(cursor, name, listed),
    }


def _hold(tables: list[Table]) -> sql.Composable:
    """Nobody may change a table's columns between the moment that is written and the writing."""
    names = sql.SQL(", ").join(sql.Identifier(table.schema_name, table.name) for table in tables)
    return sql.SQL("LOCK TABLE {} IN ACCESS SHARE MODE").format(names)


def _releases(code: str, releases: list[Release]) -> list[dict[str, str]]:
    states = dict(Activation.objects.using(OWNER).filter(pemda_id=code).values_list("slug", "state"))
    return [
        {
            "slug": release.slug,
            "version": release.version,
            "fingerprint": release.fingerprint,
            "state": states.get(release.slug, Activation.State.ACTIVE),
        }
        for release in releases
    ]


def _write_structure(writer: ArchiveWriter, cursor: Any, dump: Program, schema_name: str) -> None:
    cursor.execute("SELECT pg_export_snapshot()")
    snapshot = cursor.fetchone()[0]
    command = [
        *(str(dump.path), "--schema-only", f"--schema={schema.checked(schema_name)}", "--no-owner", "--no-privileges"),
        *(f"--snapshot={snapshot}", "--lock-wait-timeout=30s", f"--dbname={_address()}"),
    ]
    secret = connections[OWNER].settings_dict["PASSWORD"]
    done = subprocess.run(  # noqa: S603 our own words
        command,
        env={"PATH": os.defpath, "PGPASSWORD": secret, "LC_ALL": "C"},
        capture_output=True,
        check=False,
        timeout=DUMP_SECONDS,
    )
    if done.returncode != 0:
        raise DumpFailed(done.stderr.decode(errors="replace").strip().splitlines()[-1][:200] if done.stderr else "?")
    with writer.part(form.STRUCTURE) as part:
        part.write(done.stdout)


def _address() -> str:
    """Where the owner's database is, without the password, which must not stand in a list of processes."""
    known = connections[OWNER].get_connection_params()
    left_out = ("password", "cursor_factory", "context", "options")
    dsn: str = make_dsn(**{name: value for name, value in known.items() if name not in left_out})
    return dsn


def _write_table(writer: ArchiveWriter, cursor: Any, table: Table, slug: str) -> dict[str, Any]:
    name = f"data/{table.name}.copy"
    with writer.part(name) as part:
        if table.name not in LEFT_EMPTY:
            copy_out(cursor, table.copy_out(cursor.connection), part)
    return {
        "file": name,
        "columns": list(table.columns),
        "rows": part.lines,
        "sha256": part.sha256,
        "module": slug,
        "is_bookkeeping": table.name in BOOKKEEPING,
    }


# --- files --------------------------------------------------------------------------------------------


def _media_of(schema_name: str) -> Iterator[Path]:
    folder = settings.MEDIA_ROOT / schema_name
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.relative_to(folder).parts[0] not in NOT_MEDIA and not path.is_symlink():
            yield path


def _write_file(writer: ArchiveWriter, path: Path) -> None:
    folder = settings.MEDIA_ROOT / path.relative_to(settings.MEDIA_ROOT).parts[0]
    try:
        source = path.open("rb")
    except FileNotFoundError:
        # Deleted a moment ago by its owner.
        return
    with source, writer.part(f"{form.MEDIA}{path.relative_to(folder).as_posix()}") as part:
        shutil.copyfileobj(source, part, BLOCK)
