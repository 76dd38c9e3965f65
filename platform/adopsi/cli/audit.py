"""`adopsi audit verify | seal | prune`."""

from __future__ import annotations

import argparse

from adopsi.cli.printing import command_in, complain, say, say_json
from provisioning import trails
from tenants.audit.chain import ChainBroken, Finding

KINDS = {
    "changed": "catatan diubah",
    "deleted": "catatan dihapus",
    "inserted": "catatan disisipkan",
    "link_missing": "mata rantai hilang",
    "tail_missing": "ujung rantai hilang",
    "head_changed": "kepala rantai diubah",
    "head_missing": "kepala rantai hilang",
    "trigger_missing": "pemicu dihapus",
    "trigger_disabled": "pemicu dimatikan",
    "trigger_changed": "pemicu diubah",
    "function_missing": "fungsi pemicu dihapus",
    "function_changed": "fungsi pemicu diubah",
    "grant_changed": "hak akses diubah",
    "grant_missing": "hak akses dicabut",
    "table_missing": "tabel hilang",
    "table_changed": "tabel diubah",
}


def add_commands(commands: argparse._SubParsersAction) -> None:
    """Add `audit`."""
    group = commands.add_parser("audit", help="jejak audit dan rantainya").add_subparsers(required=True)
    for name, command, text in (
        ("verify", verify, "periksa jejak audit: catatan, rantai, kepala, dan pemicu"),
        ("seal", seal, "rantai catatan yang belum dirantai (pekerja melakukannya tiap menit)"),
    ):
        parser = command_in(group, name, command, text)
        parser.add_argument("--pemda", default="", help="hanya Pemda ini; `pusat` untuk Tim Pusat")
    command_in(group, "prune", prune, "hapus perubahan baris yang lebih tua daripada ADOPSI_AUDIT_DAYS")


def _places(options: argparse.Namespace) -> list[str]:
    return [options.pemda] if options.pemda else trails.places()


def verify(options: argparse.Namespace) -> int:
    """Print all that is not as it was written; 1 where there is anything."""
    found: dict[str, list[Finding]] = {}
    for code in _places(options):
        found[code] = trails.verify_trail(code)
        for each in [] if options.json else found[code]:
            say(f"{code}  ✗ {KINDS.get(each.kind, each.kind)}: {each.what}")
    if options.json:
        say_json({code: [{"kind": each.kind, "what": each.what} for each in listed] for code, listed in found.items()})
    broken = [code for code, listed in found.items() if listed]
    if broken:
        return complain(f"jejak audit tidak utuh: {', '.join(broken)}", "audit_broken")
    if not options.json:
        say(f"{len(found)} jejak audit utuh.")
    return 0


def seal(options: argparse.Namespace) -> int:
    """Chain what is new."""
    count = 0
    for code in _places(options):
        try:
            count += trails.seal_trail(code)
        except ChainBroken:
            return complain(f"rantai {code} tidak utuh; jalankan `adopsi audit verify --pemda {code}`", "audit_broken")
    if options.json:
        say_json({"sealed": count})
    else:
        say(f"{count} catatan dirantai.")
    return 0


def prune(options: argparse.Namespace) -> int:
    """Delete what is too old."""
    count = trails.prune_trails()
    if options.json:
        say_json({"pruned": count})
    else:
        say(f"{count} perubahan baris lama dihapus.")
    return 0
