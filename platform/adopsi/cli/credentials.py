"""`adopsi credentials rotate`."""

from __future__ import annotations

import argparse

from adopsi.cli.printing import command_in, say, say_json
from provisioning.credentials import rotate_logins


def add_commands(commands: argparse._SubParsersAction) -> None:
    """Add `credentials`."""
    group = commands.add_parser("credentials", help="kata sandi akun basis data milik Pemda").add_subparsers(
        required=True
    )
    rotating = command_in(group, "rotate", rotate, "beri semua akun kata sandi dari turunan yang berlaku")
    rotating.add_argument("--pemda", action="append", default=[], help="hanya Pemda ini; boleh berulang")


def rotate(options: argparse.Namespace) -> int:
    """Set the passwords and say how many."""
    count = rotate_logins(options.pemda)
    if options.json:
        say_json({"rotated": count})
    else:
        say(f"{count} akun basis data memakai kata sandi baru.")
    return 0
