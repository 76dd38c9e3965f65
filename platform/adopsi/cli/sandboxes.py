"""`adopsi sandbox make | list | drop`."""

from __future__ import annotations

import argparse

from adopsi.cli.documents import sandbox_as_json
from adopsi.cli.modules import code_of_pemda
from adopsi.cli.printing import add_asking, command_in, follow, say, say_json, say_table, who
from provisioning.sandboxes.selectors import all_sandboxes
from provisioning.sandboxes.services import MOST_DAYS, request_drop_sandbox, request_sandbox


def add_commands(commands: argparse._SubParsersAction) -> None:
    """Add `sandbox`."""
    group = commands.add_parser("sandbox", help="uji coba: salinan Pemda dengan orang rekaan").add_subparsers(
        required=True
    )
    new = command_in(group, "make", make, "menyalin satu Pemda menjadi uji coba")
    new.add_argument("pemda", type=code_of_pemda, help="kode Kemendagri, misalnya 72.02")
    new.add_argument("--days", type=int, default=14, help=f"berlaku selama 1 sampai {MOST_DAYS} hari")
    new.add_argument("--admin-email", default="", help="surel Admin TI uji coba itu")
    new.add_argument("--admin-name", default="Admin TI")
    listing = command_in(group, "list", show, "uji coba yang ada")
    listing.add_argument("--pemda", default="", type=code_of_pemda, help="hanya uji coba Pemda ini")
    gone = command_in(group, "drop", drop, "menghapus uji coba dengan seluruh isinya")
    gone.add_argument("code", type=code_of_pemda, help="kode uji coba, misalnya 72.02-u1")
    for parser in (new, gone):
        add_asking(parser)


def make(options: argparse.Namespace) -> int:
    """Ask for a sandbox and follow its run."""
    admin = {"email": options.admin_email, "name": options.admin_name} if options.admin_email else None
    run = request_sandbox(
        pemda_code=options.pemda, requested_by=who(), reason=options.reason, days=options.days, admin=admin
    )
    return follow(run, here=options.here, as_json=options.json)


def show(options: argparse.Namespace) -> int:
    """Print the sandboxes with their address and last day."""
    rows = list(all_sandboxes(pemda_code=options.pemda))
    if options.json:
        say_json([sandbox_as_json(row) for row in rows])
        return 0
    say_table(
        (row.code, row.state, row.subdomain, f"{row.expires_at:%Y-%m-%d %H:%M}" if row.expires_at else "-")
        for row in rows
    )
    if not rows:
        say("Tidak ada uji coba.")
    return 0


def drop(options: argparse.Namespace) -> int:
    """Ask to drop a sandbox and follow its run."""
    run = request_drop_sandbox(code=options.code, requested_by=who(), reason=options.reason)
    return follow(run, here=options.here, as_json=options.json)
