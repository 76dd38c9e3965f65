"""`adopsi pemda export | restore` and `adopsi backup run | list | test | prune | status`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any
from uuid import UUID

from adopsi.cli.documents import moment, run_as_json
from adopsi.cli.modules import code_of_pemda
from adopsi.cli.printing import add_asking, command_in, complain, follow, say, say_json, say_table, who
from provisioning.engine import drive
from provisioning.keeping import pruning, selectors, services
from provisioning.keeping.badges import Badge, badges_of
from provisioning.keeping.errors import ArchiveOfAnother, UnknownBackup
from provisioning.keeping.steps_restore import UPGRADE_REASON
from provisioning.models import Backup, Run
from tenants.models import Pemda

COLOURS = {"green": "hijau", "red": "MERAH", "new": "menunggu", "off": "dimatikan"}


def add_pemda_commands(group: argparse._SubParsersAction) -> None:
    """Add `export` and `restore` to `pemda`."""
    out = command_in(group, "export", export, "satu arsip berdiri sendiri dari seluruh data satu Pemda")
    out.add_argument("code", type=code_of_pemda, help="kode Kemendagri, misalnya 72.02")
    out.add_argument(
        "--to", type=Path, default=None, help="berkas ZIP tujuan; tanpa ini arsip hanya disimpan terenkripsi"
    )
    back = command_in(group, "restore", restore, "memulihkan satu Pemda dari arsip")
    back.add_argument("file", help="berkas arsip, atau nomor cadangan dari `adopsi backup list`")
    way = back.add_mutually_exclusive_group(required=True)
    way.add_argument("--in-place", action="store_true", help="ganti data Pemda itu; Pemda lain tidak tersentuh")
    way.add_argument("--beside", metavar="KODE", type=code_of_pemda, help="sebagai salinan, misalnya 72.02-u3")
    back.add_argument("--pemda", type=code_of_pemda, default="", help="tolak arsip yang bukan milik Pemda ini")
    back.add_argument("--admin-email", default="", help="surel yang diundang ke salinan (dengan --beside)")
    for parser in (out, back):
        add_asking(parser)


def add_commands(commands: argparse._SubParsersAction) -> None:
    """Add `backup`."""
    group = commands.add_parser("backup", help="cadangan data Pemda dan uji pemulihannya").add_subparsers(required=True)
    now = command_in(group, "run", back_up, "mencadangkan sekarang")
    proof = command_in(group, "test", test, "memulihkan cadangan terbaru ke ruang sementara dan membandingkan")
    for parser in (now, proof):
        parser.add_argument("code", type=code_of_pemda, nargs="?", default="", help="kosong: semua Pemda")
        add_asking(parser)
    listing = command_in(group, "list", show, "cadangan yang tersimpan")
    listing.add_argument("--pemda", type=code_of_pemda, default="")
    command_in(group, "status", status, "lencana setiap Pemda; keluar 1 bila ada yang merah")
    old = command_in(group, "prune", prune, "menghapus cadangan yang tidak perlu disimpan lagi")
    old.add_argument("--pemda", type=code_of_pemda, default="")


# --- one archive --------------------------------------------------------------------------------------


def export(options: argparse.Namespace) -> int:
    """Make an archive and write it to a file."""
    run = services.request_backup(
        pemda_code=options.code, requested_by=who(), kind=Backup.Kind.EXPORT, reason=options.reason
    )
    failed = follow(run, here=options.here, as_json=False, quietly=options.json)
    if failed:
        return failed
    backup = Backup.objects.get(run=run)
    size = services.write_plain(backup=backup, file=options.to) if options.to else None
    if options.json:
        say_json(backup_as_json(backup) | {"file": str(options.to) if options.to else None, "bytes": size})
    elif options.to:
        say(f"  {options.to}: {size} bita, {backup.rows} baris, {backup.files} berkas")
    return 0


def restore(options: argparse.Namespace) -> int:
    """Bring the file into the storage, restore from there, and do the upgrades that an older archive needs."""
    backup = _backup_named(options.file)
    if options.pemda and backup.pemda_code != options.pemda:
        raise ArchiveOfAnother(backup.pemda_code, backup.pemda_code)
    if options.beside:
        admin = {"email": options.admin_email, "name": "Admin TI"} if options.admin_email else None
        run = services.request_beside(
            backup=backup, code=options.beside, requested_by=who(), reason=options.reason, admin=admin
        )
    else:
        run = services.request_restore(backup=backup, requested_by=who(), reason=options.reason)
    failed = follow(run, here=options.here, as_json=options.json)
    if options.here and not failed:
        _upgrade_here(run)
    return failed


def _backup_named(text: str) -> Backup:
    file = Path(text)
    if file.is_file():
        return services.take_in(file=file, requested_by=who())
    try:
        known = selectors.get_backup(UUID(text))
    except ValueError:
        known = None
    if known is None:
        raise UnknownBackup
    return known


def _upgrade_here(run: Run) -> None:
    waiting = Run.objects.filter(pemda_code=run.pemda_code, reason=UPGRADE_REASON, state__in=Run.UNFINISHED)
    for each in waiting.order_by("created_at"):
        drive(str(each.pk))


# --- backups ------------------------------------------------------------------------------------------


def back_up(options: argparse.Namespace) -> int:
    """Back up one Pemda, or every one after the other."""
    return _for_each(
        options, lambda code: services.request_backup(pemda_code=code, requested_by=who(), reason=options.reason)
    )


def test(options: argparse.Namespace) -> int:
    """Prove the newest backup of one Pemda, or of every one that has any."""
    return _for_each(options, lambda code: services.request_test(pemda_code=code, requested_by=who()))


def _for_each(options: argparse.Namespace, ask: Any) -> int:
    codes = [options.code] if options.code else _open_codes()
    if options.command is test and not options.code:
        codes = [code for code in codes if selectors.newest_of(code)]
    runs, failed = [], 0
    for code in codes:
        run = ask(code)
        failed |= follow(run, here=options.here, quietly=options.json)
        runs.append(run)
    if options.json:
        say_json([run_as_json(run) for run in runs])
    return failed


def _open_codes() -> list[str]:
    rows = Pemda.objects.filter(state=Pemda.State.ACTIVE, sandbox_of=None)
    return list(rows.order_by("code").values_list("code", flat=True))


def show(options: argparse.Namespace) -> int:
    """Print the archives, newest first."""
    rows = list(selectors.all_backups(pemda_code=options.pemda))
    if options.json:
        say_json([backup_as_json(row) for row in rows])
    elif not rows:
        say("Belum ada cadangan.")
    else:
        say_table(
            (row.pk, row.pemda_code, row.kind, f"{row.made_at:%Y-%m-%d %H:%M}", f"{row.size / 1e6:.1f} MB", row.proof)
            for row in rows
        )
    return 0


def backup_as_json(backup: Backup) -> dict[str, Any]:
    """A backup as a plain document."""
    return {
        "id": str(backup.pk),
        "pemda": backup.pemda_code,
        "kind": backup.kind,
        "made_at": moment(backup.made_at),
        "size": backup.size,
        "sha256": backup.sha256,
        "rows": backup.rows,
        "files": backup.files,
        "releases": backup.releases,
        "proof": backup.proof,
        "tested_at": moment(backup.tested_at),
        "test_seconds": backup.test_seconds,
        "test_error": backup.test_error_in_words,
        "requested_by": backup.requested_by,
    }


def status(options: argparse.Namespace) -> int:
    """Print each Pemda's badge with its reasons."""
    badges = badges_of(_open_codes())
    if options.json:
        say_json([_badge_as_json(badge) for badge in badges])
    elif badges:
        say_table((badge.code, COLOURS[badge.state], "; ".join(map(str, badge.reasons)) or "-") for badge in badges)
    red = [badge.code for badge in badges if badge.is_red]
    return complain(f"cadangan merah: {', '.join(red)}", "backups_red") if red else 0


def _badge_as_json(badge: Badge) -> dict[str, Any]:
    return {
        "pemda": badge.code,
        "state": badge.state,
        "last": moment(badge.last.made_at) if badge.last else None,
        "proven": moment(badge.proven.tested_at) if badge.proven else None,
        "size": badge.last.size if badge.last else None,
        "reasons": [str(reason) for reason in badge.reasons],
    }


def prune(options: argparse.Namespace) -> int:
    """Delete what is no longer kept."""
    count = pruning.prune_pemda(options.pemda) if options.pemda else pruning.prune_fleet()
    if options.json:
        say_json({"deleted": count})
    else:
        say(f"{count} cadangan dihapus.")
    return 0
