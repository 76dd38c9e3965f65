"""`adopsi fleet status`."""

from __future__ import annotations

import argparse
import sys

from adopsi.cli.printing import say
from provisioning.models import Run
from provisioning.public_schema import codes_behind
from provisioning.selectors import list_fleet, rows_of_fleet


def add_commands(commands: argparse._SubParsersAction) -> None:
    """Add `fleet`."""
    fleet = commands.add_parser("fleet", help="seluruh armada Pemda").add_subparsers(required=True)
    fleet.add_parser("status", help="keadaan, versi, dan proses setiap Pemda").set_defaults(command=status)


def status(options: argparse.Namespace) -> int:
    """Print the fleet; 1 when a Pemda's tables are behind this code base or a run failed last."""
    rows = rows_of_fleet(list(list_fleet()))
    behind = set(codes_behind([row.pemda.code for row in rows]))
    for row in rows:
        modules = " ".join(f"{each.slug}@{each.version}" for each in row.modules) or "-"
        tables = "tertinggal" if row.pemda.code in behind else "mutakhir"
        last = row.last_run_at.strftime("%Y-%m-%d %H:%M") if row.last_run_at else "-"
        say(
            f"{row.pemda.code}  {row.pemda.state:<10} {tables:<10} {last:<16}  {row.pemda.region.display_name:<26} {modules}"
        )
    waiting = Run.objects.filter(state__in=Run.UNFINISHED).count()
    say(f"{len(rows)} Pemda, {len(behind)} tertinggal, {waiting} proses belum selesai.")
    if behind:
        sys.stderr.write(f"adopsi: tabel tertinggal: {', '.join(sorted(behind))}\n")
    return 1 if behind else 0
