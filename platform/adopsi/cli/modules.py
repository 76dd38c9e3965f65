"""`adopsi module plan | enable | disable | upgrade | list`."""

from __future__ import annotations

import argparse

from django.core.management import call_command

from adopsi.cli.printing import add_asking, command_in, follow, say_json, say_table, show_plan, who
from catalog.registry import all_manifests
from provisioning.plans import Plan, plan_enable, plan_module, plan_park, plan_upgrade, with_counts
from provisioning.plans.core import plan_upgrade_core
from provisioning.releases import CORE_SLUG
from provisioning.services import request_enable, request_park, request_upgrade
from tenants.places.regions import normalise_code


def add_commands(commands: argparse._SubParsersAction) -> None:
    """Add `module` and `makemigrations`."""
    group = commands.add_parser("module", help="merencanakan dan mengubah modul di satu Pemda").add_subparsers(
        required=True
    )
    for name, command, text in (
        ("plan", plan, "apa yang akan terjadi bila modul diaktifkan, dinonaktifkan, atau dimutakhirkan"),
        ("enable", enable, "mengaktifkan modul bersama yang dibutuhkannya"),
        ("disable", disable, "menonaktifkan modul; datanya disimpan"),
        ("upgrade", upgrade, "membawa modul, atau inti, ke rilis kode ini"),
    ):
        parser = command_in(group, name, command, text)
        parser.add_argument("slug")
        parser.add_argument("--pemda", required=True, type=code_of_pemda, help="kode Kemendagri, misalnya 72.02")
        if name in {"plan", "disable"}:
            parser.add_argument("--with-dependents", action="store_true", help="bersama modul yang membutuhkannya")
        if name == "plan":
            parser.add_argument("--upgrade", action="store_true", help="rencana pemutakhiran")
        else:
            parser.add_argument("--dry-run", action="store_true", help="hanya tampilkan rencananya")
            add_asking(parser)
    command_in(group, "list", show, "katalog")
    migrations = commands.add_parser("makemigrations", help="menulis migrasi sebuah modul")
    migrations.add_argument("slug")
    migrations.set_defaults(command=make_migrations)


def code_of_pemda(text: str) -> str:
    """`72.02` of `7202`, and `72.02-u1` of a sandbox; empty where nothing is given."""
    if not text:
        return ""
    # A sandbox's code is its Pemda's with a suffix.
    region, dash, number = text.partition("-")
    return normalise_code(region) + dash + number


def plan(options: argparse.Namespace) -> int:
    """Print what can be done now: enable what is off, park what is on, or with `--upgrade` the upgrade."""
    if options.upgrade:
        made = _upgrade_plan(options)
    else:
        made = plan_module(slug=options.slug, pemda_code=options.pemda)
        if made.action == "park" and options.with_dependents:
            made = plan_park(slug=options.slug, pemda_code=options.pemda, with_dependents=True)
    return show_plan(with_counts(made), as_json=options.json)


def _upgrade_plan(options: argparse.Namespace) -> Plan:
    if options.slug == CORE_SLUG:
        return plan_upgrade_core(pemda_code=options.pemda)
    return plan_upgrade(slug=options.slug, pemda_code=options.pemda)


def enable(options: argparse.Namespace) -> int:
    """Enable a module and follow its run."""
    if options.dry_run:
        made = plan_enable(slug=options.slug, pemda_code=options.pemda)
        return show_plan(with_counts(made), as_json=options.json)
    run = request_enable(pemda_code=options.pemda, slug=options.slug, requested_by=who(), reason=options.reason)
    return follow(run, here=options.here, as_json=options.json)


def disable(options: argparse.Namespace) -> int:
    """Park a module and follow its run."""
    facts = {"pemda_code": options.pemda, "slug": options.slug, "with_dependents": options.with_dependents}
    if options.dry_run:
        return show_plan(with_counts(plan_park(**facts)), as_json=options.json)
    run = request_park(**facts, requested_by=who(), reason=options.reason)
    return follow(run, here=options.here, as_json=options.json)


def upgrade(options: argparse.Namespace) -> int:
    """Upgrade a module or the core and follow its run."""
    made = _upgrade_plan(options)
    if options.dry_run:
        return show_plan(with_counts(made), as_json=options.json)
    if made.blocker:
        raise made.blocker
    run = request_upgrade(pemda_code=options.pemda, slug=options.slug, requested_by=who(), reason=options.reason)
    return follow(run, here=options.here, as_json=options.json)


def make_migrations(options: argparse.Namespace) -> int:
    """Write the migrations of a module's changed models."""
    call_command("makemigrations", options.slug, skip_checks=True)
    return 0


def show(options: argparse.Namespace) -> int:
    """Print the catalog."""
    rows = [
        {
            "slug": manifest.slug,
            "version": manifest.version,
            "dimension": manifest.dimension.value,
            "title": manifest.title.id,
            "requires": [each.slug for each in manifest.requires],
        }
        for manifest in all_manifests()
    ]
    if options.json:
        say_json(rows)
    else:
        say_table((row["slug"], row["version"], row["dimension"], row["title"]) for row in rows)
    return 0
