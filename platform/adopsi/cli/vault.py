"""`adopsi vault rotate | status`."""

from __future__ import annotations

import argparse

from adopsi.cli.printing import command_in, say, say_json
from provisioning import trails, vaults


def add_commands(commands: argparse._SubParsersAction) -> None:
    """Add `vault`."""
    group = commands.add_parser("vault", help="kunci data tersegel").add_subparsers(required=True)
    rotating = command_in(group, "rotate", rotate, "bungkus ulang kunci data dengan kunci induk yang berlaku")
    rotating.add_argument(
        "--reseal", action="store_true", help="buat kunci data baru dan segel ulang semua baris, sambil orang bekerja"
    )
    rotating.add_argument(
        "--resume", action="store_true", help="lanjutkan penyegelan ulang yang terputus, tanpa kunci baru"
    )
    counting = command_in(group, "status", status, "berapa nilai yang masih tersegel dengan kunci lama")
    for parser in (rotating, counting):
        parser.add_argument("--pemda", default="", help="hanya Pemda ini; `pusat` untuk Tim Pusat")


def _places(options: argparse.Namespace) -> list[str]:
    return [options.pemda] if options.pemda else trails.places()


def rotate(options: argparse.Namespace) -> int:
    """Rewrap; with --reseal or --resume seal rows anew too."""
    done = []
    for code in _places(options):
        rewrapped, resealed = vaults.rewrap_keys(code), 0
        if options.reseal:
            vaults.add_sealing_key(code)
        if options.reseal or options.resume:
            resealed = sum(vaults.reseal(code))
        done.append({"place": code, "rewrapped": rewrapped, "resealed": resealed})
        if not options.json:
            say(f"{code}: {rewrapped} kunci dibungkus ulang, {resealed} nilai disegel ulang.")
    if options.json:
        say_json(done)
    return 0


def status(options: argparse.Namespace) -> int:
    """How many values wait for a resealing."""
    counts = {code: vaults.count_older(code) for code in _places(options)}
    if options.json:
        say_json(counts)
    else:
        for code, count in counts.items():
            say(f"{code}: {count} nilai dengan kunci lama")
    return 0
