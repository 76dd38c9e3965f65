"""Steps of `restore_beside`: an archive as a copy with a code of its own, for looking.

It is registered like a sandbox, so it ends by itself and sends no messages. Its people are real ones, so their addresses
are turned into ones that lead nowhere before anybody can sign in; text messages never leave a sandbox.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from psycopg2 import sql

from catalog.models import Activation
from provisioning import schema
from provisioning.errors import UnknownPemda
from provisioning.keeping import filling, public_rows, store
from provisioning.keeping.erasing import erase_again
from provisioning.keeping.errors import CopyExists
from provisioning.keeping.steps_backup import backup_of
from provisioning.keeping.steps_restore import give_rights, go_on_trusting, public_rows_in, refuse_another, unpack_media
from provisioning.words import Said, ngettext
from provisioning.words import gettext as _
from provisioning.work import Work
from tenants.credentials import schema_of
from tenants.models import Domain, Pemda
from tenants.quiet import INVENTED_DOMAIN
from tenants.router import OWNER


def check(work: Work) -> Said:
    """The archive must be sound and of the Pemda that the copy stands beside; the code must be free."""
    source = Pemda.objects.using(OWNER).filter(pk=work.arguments["source"]).first()
    if source is None:
        raise UnknownPemda(work.arguments["source"])
    if Pemda.objects.using(OWNER).filter(pk=work.code).exists():
        raise CopyExists(work.code)
    with store.opened(backup_of(work).path) as archive:
        refuse_another(archive, source.code)
        parts = archive.check_everything()
        filling.releases_in(archive)
    return _("%(parts)s bagian sama dengan daftarnya") % {"parts": parts}


def register(work: Work) -> str:
    """Write the copy, its address and its activations into the shared tables."""
    source = Pemda.objects.using(OWNER).get(pk=work.arguments["source"])
    with store.opened(backup_of(work).path) as archive:
        row, activations = public_rows_in(archive)
    pemda = Pemda(
        code=work.code,
        region_id=source.region_id,
        schema_name=work.schema_name,
        subdomain=work.arguments["subdomain"],
        sandbox_of_id=source.pk,
        expires_at=datetime.fromisoformat(work.arguments["expires_at"]),
        **{name: row["fields"][name] for name in public_rows.RESTORED if name in row["fields"]},
    )
    pemda.save(using=OWNER, force_insert=True)
    host = f"{pemda.subdomain}.{settings.ADOPSI_BASE_DOMAIN}"
    # DomainMixin.save() opens a transaction on `default`, where no Pemda is active.
    domain = Domain(domain=host, tenant=pemda, is_primary=True, verified_at=timezone.now())
    Domain.objects.using(OWNER).bulk_create([domain])
    Activation.objects.using(OWNER).bulk_create(public_rows.activation_of(each, work.code) for each in activations)
    return host


def restore(work: Work) -> Said:
    """Make, fill and compare the tables; then nothing of them can reach a person any more."""
    name = work.schema_name
    with store.opened(backup_of(work).path) as archive:
        releases = filling.releases_in(archive)
        schema.create_login(work.cursor, name)
        schema.create_schema(work.cursor, name)
        rows = filling.fill(work.cursor, archive, schema_name=name, releases=releases)
        give_rights(work.cursor, name, archive, releases)
        go_on_trusting(work.cursor, archive, schema_name=name)
    _lead_nowhere(work.cursor, name, str(archive.manifest["pemda"]["schema"]))
    return _("%(rows)s baris sama dengan arsip") % {"rows": rows}


def _lead_nowhere(cursor: Any, name: str, origin: str) -> None:
    """Addresses lead nowhere, programs' tokens are void, and files are looked for in the copy's own folder."""
    away = f"replace(email, '@', '.di.') || '@{INVENTED_DOMAIN}'"
    for table in ("accounts_person", "account_emailaddress"):
        cursor.execute(
            sql.SQL("UPDATE {} SET email = {} WHERE email IS NOT NULL").format(
                sql.Identifier(name, table), sql.SQL(away)
            )
        )
    tokens, files = sql.Identifier(name, "accounts_apitoken"), sql.Identifier(name, "attachments_attachment")
    cursor.execute(sql.SQL("UPDATE {} SET revoked_at = now() WHERE revoked_at IS NULL").format(tokens))
    cursor.execute(
        sql.SQL("UPDATE {} SET path = %s || substr(path, %s) WHERE path LIKE %s").format(files),
        [name, len(origin) + 1, f"{origin}/%"],
    )


def put_files(work: Work) -> Said:
    """Unpack the archive's files into the copy's folder."""
    with store.opened(backup_of(work).path) as archive:
        count = unpack_media(archive, settings.MEDIA_ROOT / work.schema_name)
    return ngettext("%(count)s berkas", "%(count)s berkas", count) % {"count": count}


def erase_since(work: Work) -> Said:
    """Erase in the copy, before it opens, whoever was erased in the Pemda since the archive."""
    return erase_again(work, replaced=schema_of(work.arguments["source"]))
