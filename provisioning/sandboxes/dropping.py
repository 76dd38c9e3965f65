"""Steps of `drop_sandbox`."""

from __future__ import annotations

import shutil

from django.conf import settings
from django.db import connections
from psycopg2 import sql

from provisioning import schema
from provisioning.models import Drift, Pin
from provisioning.sandboxes.errors import NotASandbox
from provisioning.sandboxes.services import SUFFIX
from provisioning.words import Said
from provisioning.words import gettext as _
from provisioning.work import Work
from tenants.audit.chain import forget
from tenants.models import Pemda
from tenants.router import OWNER


def check(work: Work) -> str:
    """Refuse anything but a sandbox, by its row and by its code."""
    pemda = Pemda.objects.using(OWNER).select_for_update().filter(pk=work.code).first()
    if not SUFFIX.search(work.code) or (pemda is not None and pemda.sandbox_of_id is None):
        raise NotASandbox
    return work.code


def drop_schema(work: Work) -> str:
    """Drop the schema with all that is in it, and the login."""
    name = schema.checked(work.schema_name)
    work.cursor.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(name)))
    work.cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name])
    if work.cursor.fetchone():
        database = sql.Identifier(connections[OWNER].settings_dict["NAME"])
        work.cursor.execute(
            sql.SQL("REVOKE ALL ON DATABASE {database} FROM {name}; DROP ROLE {name}").format(
                database=database, name=sql.Identifier(name)
            )
        )
    forget(work.cursor, name)
    return name


def unregister(work: Work) -> str:
    """Take the sandbox, its addresses and activations out of the shared tables; its runs stay as history."""
    for model in (Drift, Pin):
        model.objects.using(OWNER).filter(pemda_code=work.code).delete()
    Pemda.objects.using(OWNER).filter(pk=work.code, sandbox_of__isnull=False).delete()
    return ""


def delete_files(work: Work) -> Said:
    """Delete the sandbox's media folder."""
    folder = settings.MEDIA_ROOT / work.schema_name
    if not SUFFIX.search(work.code):
        raise NotASandbox
    if folder.is_dir():
        shutil.rmtree(folder)
        return _("Folder dihapus")
    return _("Tidak ada")
