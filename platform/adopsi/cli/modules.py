"""`adopsi module enable | disable | list`."""

from __future__ import annotations

import argparse
import getpass

from django.core.management import call_command

from adopsi.cli.printing import follow, say
from catalog.registry import all_manifests
from provisioning.services import request_disable, request_enable
from tenants.places.regions import normalise_code


def add_commands(commands: argparse._SubParsersAction) -> None:
    """Add `module`."""
    module = commands.add_parser("module", help="mengaktifkan dan menonaktifkan modul").add_subparsers(required=True)
    for name, command, text in (("enable", enable, "mengaktifkan"), ("disable", disable, "menonaktifkan")):
        parser = module.add_parser(name, help=f"{text} modul di satu Pemda")
        parser.add_argument("slug")
        parser.add_argument("--pemda", required=True, help="kode Kemendagri, misalnya 72.02")
        parser.add_argument("--reason", default="")
        parser.add_argument("--here", action="store_true", help="kerjakan di proses ini, tanpa pekerja Celery")
        parser.set_defaults(command=command)
    module.add_parser("list", help="katalog").set_defaults(command=show)
    migrations = commands.add_parser("makemigrations", help="menulis migrasi sebuah modul")
    migrations.add_argument("slug")
    migrations.set_defaults(command=make_migrations)


def enable(options: argparse.Namespace) -> int:
    """Enable a module and follow its run."""
    run = request_enable(
        pemda_code=normalise_code(options.pemda),
        slug=options.slug,
        requested_by=f"CLI ({getpass.getuser()})",
        reason=options.reason,
    )
    return follow(run, here=options.here) if run else 0


def disable(options: argparse.Namespace) -> int:
    """Disable a module and follow its run."""
    run = request_disable(
        pemda_code=normalise_code(options.pemda),
        slug=options.slug,
        requested_by=f"CLI ({getpass.getuser()})",
        reason=options.reason,
    )
    return follow(run, here=options.here)


def make_migrations(options: argparse.Namespace) -> int:
    """Write the migrations of a module's changed models."""
    call_command("makemigrations", options.slug, skip_checks=True)
    return 0


def show(options: argparse.Namespace) -> int:
    """Print the catalog."""
    for manifest in all_manifests():
        say(f"{manifest.slug:<14} {manifest.version:<8} {manifest.dimension.label:<18} {manifest.title.id}")
    return 0
