"""`adopsi pemda create | list`."""

from __future__ import annotations

import argparse
import getpass

from adopsi.cli.printing import follow, say
from provisioning.models import Run
from provisioning.selectors import list_fleet
from provisioning.services import request_create


def add_commands(commands: argparse._SubParsersAction) -> None:
    """Add `pemda`."""
    pemda = commands.add_parser("pemda", help="membuat dan melihat Pemda").add_subparsers(required=True)
    new = pemda.add_parser("create", help="menyiapkan Pemda baru")
    new.add_argument("code", help="kode Kemendagri, misalnya 72.02")
    new.add_argument("--modules", default="", help="modul dipisah koma, misalnya laksa,eplesiran")
    new.add_argument("--subdomain", default="")
    new.add_argument("--admin-email", default="", help="surel Admin TI pertama")
    new.add_argument("--admin-name", default="Admin TI")
    new.add_argument("--reason", default="")
    new.add_argument("--here", action="store_true", help="kerjakan di proses ini, tanpa pekerja Celery")
    new.set_defaults(command=create)
    pemda.add_parser("list", help="daftar Pemda").set_defaults(command=show)


def create(options: argparse.Namespace) -> int:
    """Create a Pemda and follow its run, then the runs of its modules."""
    admin = {"email": options.admin_email, "name": options.admin_name} if options.admin_email else None
    run = request_create(
        code=options.code,
        subdomain=options.subdomain,
        modules=[slug.strip() for slug in options.modules.split(",") if slug.strip()],
        admin=admin,
        reason=options.reason,
        requested_by=f"CLI ({getpass.getuser()})",
    )
    result = follow(run, here=options.here)
    for slug in run.arguments.get("modules", []) if result == 0 else []:
        child = Run.objects.filter(pemda_code=run.pemda_code, subject=slug).first()
        result = (follow(child, here=options.here) if child else 0) or result
    return result


def show(options: argparse.Namespace) -> int:
    """Print every Pemda with its state and modules."""
    for row in list_fleet():
        modules = " ".join(f"{each.slug}@{each.version}" for each in row.active_modules) or "-"
        say(f"{row.code}  {row.state:<10} {row.subdomain:<20} {row.region.display_name:<28} {modules}")
    return 0
