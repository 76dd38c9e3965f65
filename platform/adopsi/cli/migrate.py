"""`adopsi migrate`: the public tables, their rights, the regions; and the tables of Pemda that are behind."""

from __future__ import annotations

import argparse

from django.conf import settings
from django.db import connections, transaction

from adopsi.cli.printing import say
from provisioning import compiler, public_schema
from provisioning.services import request_upgrade
from tenants.models import Pemda
from tenants.region_table import sync_regions
from tenants.router import OWNER


def add_commands(commands: argparse._SubParsersAction) -> None:
    """Add `migrate`."""
    parser = commands.add_parser("migrate", help="menyiapkan atau memutakhirkan tabel bersama")
    parser.set_defaults(command=migrate)


def migrate(options: argparse.Namespace) -> int:
    """Bring the shared tables to this code base; ask the worker to do so with Pemda that are behind."""
    with transaction.atomic(using=OWNER), connections[OWNER].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('adopsi.migrate'))")
        cursor.execute("SET LOCAL search_path TO public, extensions")
        compiler.migrate_here(sorted(settings.SHARED_LABELS))
        public_schema.install(cursor)
    count = sync_regions()
    say(f"Tabel bersama siap, {count} wilayah.")
    behind = public_schema.codes_behind(list(Pemda.objects.values_list("code", flat=True)))
    for code in behind:
        request_upgrade(pemda_code=code, requested_by="adopsi migrate")
        say(f"{code}: pemutakhiran diminta.")
    return 0
