"""`adopsi migrate`: the public tables, their rights, the regions; and the tables of Pemda that are behind."""

from __future__ import annotations

import argparse

from django.conf import settings
from django.db import connections, transaction

from adopsi.cli.printing import say
from provisioning import public_schema
from provisioning.drift import AHEAD, DRIFTED, fleet_check
from provisioning.releases import CORE_SLUG
from provisioning.releases.build import build_releases
from provisioning.releases.capture import migrate_here, newest
from provisioning.services import request_upgrade
from tenants.region_table import sync_regions
from tenants.router import OWNER


def add_commands(commands: argparse._SubParsersAction) -> None:
    """Add `migrate`."""
    parser = commands.add_parser("migrate", help="menyiapkan atau memutakhirkan tabel bersama dan tabel inti Pemda")
    parser.add_argument("--modules", action="store_true", help="mutakhirkan juga modul, tanpa peluncuran bergelombang")
    parser.set_defaults(command=migrate)


def migrate(options: argparse.Namespace) -> int:
    """Bring the shared tables to this code base and build its releases; ask for the core's upgrade where it is behind."""
    with transaction.atomic(using=OWNER), connections[OWNER].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('adopsi.migrate'))")
        cursor.execute("SET LOCAL search_path TO public, extensions")
        migrate_here(newest(settings.SHARED_LABELS))
        public_schema.install(cursor)
    count = sync_regions()
    say(f"Tabel bersama siap, {count} wilayah.")
    for result in build_releases():
        if result.is_new:
            say(f"Rilis {result.release} dibuat.")
    for row in fleet_check():
        # What only differs from its release is repaired, not upgraded; what the code no longer has stays as it is.
        if row.verdict in {DRIFTED, AHEAD} or not row.wanted_version:
            continue
        # Every page needs the core; a module's release goes out in rings, when the team says so.
        if row.slug != CORE_SLUG and not options.modules:
            continue
        request_upgrade(pemda_code=row.pemda_code, slug=row.slug, requested_by="adopsi migrate")
        say(f"{row.pemda_code}: pemutakhiran {row.slug} diminta.")
    return 0
